"""The way down: ranges of places, the Class page, the Teaching class page, the team of teachers, and who sees names where."""

from datetime import date

import polars as pl
import pytest
from sqlalchemy import insert

from data.warehouse import bulk
from data.warehouse.home import write_setting
from data.warehouse.queries import risk_store
from data.warehouse.schema.loop import qa_action, qa_task
from data.warehouse.schema.marts import mart_index, mart_item, mart_offering, mart_roster, mart_week
from data.warehouse.schema.people import dim_person, dim_teacher
from data.warehouse.schema.risk import ml_course_risk
from data.warehouse.schema.structure import dim_course, dim_major, dim_offering
from data.warehouse.schema.teaching import fact_enrolment
from tests.views import college
from views import (
    choices,
    class_unit,
    department_work,
    places,
    search,
    teaching_choices,
    teaching_class,
    team_needs,
    team_page,
    trail,
)
from views.parts import IntervalRow, Link, Name

O1, O2 = f"{college.TERM}/K1-01", f"{college.TERM}/K1-02"


def interval(key, low, high):
    return IntervalRow(Link("course", key, Name(key)), (low + high) / 2, low, high, 50, "chance")


def test_place_is_a_range_as_wide_as_the_intervals_leave_it():
    rows = (
        interval("a", 0.9, 0.95),
        interval("b", 0.8, 0.92),
        interval("c", 0.7, 0.85),
        interval("d", 0.5, 0.6),
    )
    found = places.of_rows(rows)
    assert [(one.low, one.high, one.of) for one in found] == [(1, 2, 4), (1, 3, 4), (2, 3, 4), (4, 4, 4)]
    assert [link.key for link in found[1].like] == ["a", "c"]
    assert found[3].like == ()


def test_place_counts_only_units_with_an_interval_and_low_may_be_best():
    bare = IntervalRow(Link("course", "x", Name("x")), 0.5, None, None, 3, None)
    rows = (interval("a", 0.9, 0.95), interval("d", 0.5, 0.6), bare)
    assert [one and (one.low, one.of) for one in places.of_rows(rows)] == [(1, 2), (2, 2), None]
    assert [one.low for one in places.of_rows(rows[:2], falling=False)] == [2, 1]


@pytest.fixture
def home(empty_home):
    """D1 with a class of 24, one course with two teaching classes, and weeks of attendance of class and students."""
    engine = college.opened(empty_home)
    pids = college.add_students(engine, 24, "D1", open_credits=4.0)
    college.add_students(engine, 4, "D2")
    college.warn(engine, pids[:2], "orange")
    college.warn(engine, pids[2:3], "yellow")
    with engine.begin() as connection:
        connection.execute(
            insert(dim_major).values(
                major_code="M1", valid_from=college.AS_OF, is_current=True, name="专业一", org_code="D1"
            )
        )
        for code, org in (("K1", "D1"), ("K2", "D2")):
            connection.execute(
                insert(dim_course).values(
                    course_code=code,
                    valid_from=college.AS_OF,
                    is_current=True,
                    name=f"课程{code}",
                    org_code=org,
                )
            )
        for offering, course, org in ((O1, "K1", "D1"), (O2, "K1", "D1"), ("o9", "K2", "D2")):
            connection.execute(
                insert(dim_offering).values(
                    offering_id=offering, offering_no=offering[-5:], term_id=college.TERM, course_code=course,
                    org_code=org, name=f"课程{course}{offering[-2:]}班", pass_mark=60.0,
                )
            )  # fmt: skip
            connection.execute(
                insert(mart_offering).values(
                    snapshot_id=1, offering_id=offering, term_id=college.TERM, course_code=course, org_code=org,
                    name=f"课程{course}{offering[-2:]}班", enrolled=12, behind="student_academic_record",
                    is_open=True, is_open_inside=True,
                )
            )  # fmt: skip
    rows = [
        {
            "student_pid": pid,
            "offering_id": O1 if place < 12 else O2,
            "score": 50.0 + 2 * place,
            "support_flag": place < 3,
        }
        for place, pid in enumerate(pids)
    ]
    frame = pl.DataFrame(rows).with_columns(
        snapshot_id=1, term_id=pl.lit(college.TERM), course_code=pl.lit("K1"), class_code=pl.lit("D1-C1"),
        org_code=pl.lit("D1"), major_code=pl.lit("M1"), attendance_rate=0.9,
        result=pl.when(pl.col("score") >= 60).then(pl.lit("passed")).otherwise(pl.lit("failed")),
    )  # fmt: skip
    bulk.write_frame(engine, mart_roster, frame)
    enrolled = frame.select("student_pid", "offering_id").with_row_index("student_sk")
    bulk.write_frame(engine, fact_enrolment, enrolled.with_columns(pl.col("student_sk").cast(pl.Int64)))
    bulk.write_frame(engine, mart_week, _weeks(pids))
    return engine


def _weeks(pids):
    whole = {
        "entity_kind": "class",
        "entity_id": "D1-C1",
        "category": "unit_indicator",
        "behind": "attendance_process",
    }
    rows = [whole | {"week_no": week, "numerator": 200.0, "denominator": 240.0} for week in (7, 8, 9)]
    rows += [
        {"entity_kind": "student", "entity_id": pid, "category": "attendance_process", "behind": None, "student_pid": pid,
         "week_no": week, "numerator": 8.0, "denominator": 10.0}
        for pid in pids
        for week in (7, 8, 9)
    ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(
        snapshot_id=1, term_id=pl.lit(college.TERM), measure=pl.lit("attendance"), class_code=pl.lit("D1-C1"),
        org_code=pl.lit("D1"), value=pl.col("numerator") / pl.col("denominator"), is_open=True, is_open_inside=True,
    )  # fmt: skip


def class_page(role, **codes):
    return class_unit.overview(college.role(role, **codes), college.SNAPSHOT, "D1-C1")


COUNSELLOR = {"class": {"D1-C1"}}


def test_counsellor_sees_the_roster_by_number_and_whom_nobody_has_spoken_to(home):
    page = class_page("counsellor", **COUNSELLOR)
    numbers = [row[0] for row in page.roster.rows]
    assert len(numbers) == page.listed == 24 and numbers == sorted(numbers)
    assert [item.side.level for item in page.warned] == ["orange", "orange", "yellow"]
    assert [(item.side.level, len(item.body.params["names"])) for item in page.unspoken] == [
        ("orange", 2),
        ("yellow", 1),
    ]
    assert len(page.heat.rows) == 25  # the class and each student
    assert {tile.figure.indicator_id: tile.figure.amount.value for tile in page.tiles} == {
        "crs_attendance": 600 / 720, "rule_warning": 3, "open_failed_credits": 96.0, "unspoken": 3,
    }  # fmt: skip
    assert page.findings[1].key == "class.attendance_below"


def test_dean_sees_names_but_weeks_of_warned_students_alone_and_no_steps(home):
    page = class_page("dean", org={"D1"})
    assert len(page.roster.rows) == 24 and isinstance(page.roster.rows[0][1], Link)
    assert len(page.heat.rows) == 4 and page.heat_note.key == "class.heat_warned"
    assert [row[5] is not None for row in page.roster.rows].count(
        True
    ) == 0  # attendance by name is not in the header
    assert page.unspoken == () and page.unspoken_note.key == "drill.names_of"


def test_leadership_sees_the_class_as_a_whole_and_who_may_see_more(home):
    page = class_page("leadership")
    assert (page.roster, page.warned, page.unspoken, page.listed) == (None, (), (), 0)
    assert [row.zh for row in page.heat.rows] == ["全班"]
    assert "辅导员" in [name.zh for name in page.roster_note.params["roles"]]
    assert [tile.figure.indicator_id for tile in page.tiles] == ["crs_attendance"]


def test_dean_of_another_department_is_offered_no_class_and_sees_no_name(home):
    stranger = college.role("dean", org={"D2"})
    assert [one.key for one in choices.classes(stranger, college.SNAPSHOT)] == ["D2-C1"]
    page = class_unit.overview(stranger, college.SNAPSHOT, "D1-C1")
    assert (page.roster, page.warned, page.spreads) == (None, (), None)


def test_scores_of_a_class_spread_by_course_for_holders_of_the_records(home):
    spreads = class_page("counsellor", **COUNSELLOR).spreads
    row = spreads.rows[0]
    assert (row.n, row.middle, row.below) == (24, 73.0, 5)
    assert row.bins[0] == (50, 3) and sum(count for _, count in row.bins) == 24


def teaching_page(role, shown=O1, **codes):
    return teaching_class.overview(college.role(role, **codes), college.SNAPSHOT, shown)


def test_teacher_sees_who_needs_support_in_the_own_class_alone(home):
    mine = teaching_page("teacher", offering={O1})
    assert len(mine.support.rows) == 3 and len(mine.roster.rows) == mine.listed == 12
    assert not isinstance(mine.roster.rows[0][1], Link)  # a teacher does not open the Student page
    other = teaching_page("teacher", O2, offering={O1})
    assert (other.support, other.roster) == (None, None)


@pytest.mark.parametrize(
    ("role", "codes"), [("course_leader", {"course": {"K1"}}), ("dean", {"org": {"D1"}})]
)
def test_others_see_the_roster_and_never_who_needs_support(home, role, codes):
    page = teaching_page(role, **codes)
    assert len(page.roster.rows) == 12 and page.support is None
    assert page.support_note.key == "drill.names_of"
    assert all(column.head.key != "teaching_class.head_support" for column in page.roster.columns)


def test_nobody_sees_who_needs_support_while_the_model_layer_is_off(home):
    with home.begin() as connection:
        write_setting(connection, "model_layer", False)
    page = teaching_page("teacher", offering={O1})
    assert page.support is None and page.support_note.key == "teaching_class.support_unknown"


def test_scores_stand_beside_parallel_classes_where_their_rows_are_held(home):
    leader = teaching_page("course_leader", course={"K1"}).spreads
    assert [(row.n, row.is_own) for row in leader.rows] == [(12, True), (12, False)]
    teacher = teaching_page("teacher", offering={O1}).spreads
    assert [row.n for row in teacher.rows] == [12]


def test_leadership_sees_no_name_of_a_teaching_class(home):
    page = teaching_page("leadership")
    assert (page.roster, page.support, page.spreads, page.listed) == (None, None, None, 0)


def test_teaching_classes_are_chosen_inside_the_scope(home):
    def offered(scope, asked=None):
        return {one.key for one in teaching_choices.offered(scope, college.SNAPSHOT, asked)}

    assert offered(college.role("teacher", offering={O1})) == {O1}
    assert offered(college.role("dean", org={"D1"}), O2) == {O1, O2}
    assert offered(college.role("dean", org={"D1"}), "o9") == set()
    assert offered(college.role("dean", org={"D2"})) == {"o9"}


def test_search_finds_classes_and_teaching_classes_inside_the_scope_only(home):
    def found(scope, asked):
        return {(one.page, one.key) for one in search.units(scope, college.SNAPSHOT, asked)}

    dean = college.role("dean", org={"D1"})
    assert ("class", "D1-C1") in found(dean, "D1一班")
    assert {("teaching_class", O1), ("teaching_class", O2)} <= found(dean, "课程K1")
    assert found(dean, "课程K2") == set()
    assert found(college.role("counsellor", **COUNSELLOR), "课程K1") == set()


def test_way_down_names_only_what_the_role_may_open(home):
    dean, counsellor = college.role("dean", org={"D1"}), college.role("counsellor", **COUNSELLOR)
    unit = class_page("dean", org={"D1"}).header
    assert [one.page for one in unit.trail] == ["school", "department", "major"]
    assert [one.page for one in trail.to_part(counsellor, college.SNAPSHOT, "D1")] == ["school"]
    assert [one.key for one in trail.to_part(dean, college.SNAPSHOT, "D2")] == ["school"]


def test_support_is_marked_from_the_newest_chance_of_failing_the_course(home):
    rows = [
        {"student_pid": "sD1000", "offering_id": O1, "probability": 0.31, "is_latest": True},
        {"student_pid": "sD1001", "offering_id": O1, "probability": 0.29, "is_latest": True},
        {"student_pid": "sD1002", "offering_id": O1, "probability": 0.90, "is_latest": False},
    ]
    frame = pl.DataFrame(rows).with_columns(
        term_id=pl.lit(college.TERM), point=pl.lit("W8"), model_id=pl.lit("m")
    )
    bulk.write_frame(home, ml_course_risk, frame)
    with home.begin() as connection:
        assert risk_store.mark_support(connection, 1, 0.30) == 1
        marked = connection.execute(
            mart_roster.select().where(mart_roster.c.offering_id == O1).order_by(mart_roster.c.student_pid)
        )
        assert [row.support_flag for row in marked][:4] == [True, False, None, None]


def act(engine, number, *, due, closed=None, kind="course", org="D1"):
    with engine.begin() as connection:
        connection.execute(
            insert(qa_action).values(
                action_no=f"a{number}", entity_kind=kind, entity_code="K1", org_code=org, opened_on=date(2025, 9, 1),
                due_on=due, closed_on=closed, measure="听课", indicator_id="crs_first_pass",
            )
        )  # fmt: skip


def test_overdue_is_due_before_the_as_of_and_not_closed_by_it(home):
    act(home, 1, due=date(2025, 11, 1))
    act(home, 2, due=date(2025, 11, 2))  # due on the day itself
    act(home, 3, due=date(2025, 10, 1), closed=date(2025, 10, 20))
    act(home, 4, due=date(2025, 10, 1), kind="teacher")
    act(home, 5, due=date(2025, 10, 1), org="D2")
    with home.begin() as connection:
        for number, due, done in ((1, date(2025, 10, 1), None), (2, date(2025, 10, 1), date(2025, 10, 2))):
            connection.execute(
                insert(qa_task).values(work_no=f"w{number}", org_code="D1", due_on=due, done_on=done)
            )
    dean = college.role("dean", org={"D1"})
    work = department_work.of_department(dean, college.SNAPSHOT, "D1")
    tile = department_work.tile(work, college.SNAPSHOT)
    assert (work.overdue, work.open_count, tile.figure.amount.value) == (3, 3, 3)
    assert tile.gap.params["days"].value == 32
    table = department_work.action_table(dean, college.SNAPSHOT, work)
    assert [row[0].key for row in table.rows] == [
        "K1",
        "K1",
    ]  # actions about teachers are counted, not listed
    assert table.note.params["persons"].value == 1


def test_few_overdue_actions_are_not_told_to_who_knows_aggregates_only(home):
    act(home, 1, due=date(2025, 11, 1))
    work = department_work.of_department(college.role("leadership"), college.SNAPSHOT, "D1")
    assert (work.actions, work.late_actions, work.overdue) == ((), None, None)
    blind = department_work.of_department(college.role("student_affairs"), college.SNAPSHOT, "D1")
    assert department_work.tile(blind, college.SNAPSHOT) is None


@pytest.fixture
def staff(home):
    """Thirteen teachers of D1 and two of D2 against one tier; the first twelve and one short of training hours."""
    item, standard = "tch_training_hours", "teacher.T2"
    people = [
        (f"t{place:02d}", "D1" if place < 13 else "D2", place < 12 or place == 13) for place in range(15)
    ]
    with home.begin() as connection:
        for pid, org, short in people:
            keys = {"snapshot_id": 1, "entity_kind": "teacher", "entity_id": pid, "standard_id": standard,
                    "category": "teacher_profile", "org_code": org, "teacher_pid": pid, "is_open": True,
                    "is_open_inside": True}  # fmt: skip
            connection.execute(
                insert(mart_index).values(
                    **keys, relation="own", standard_version="1", coverage=1.0, decision="met", score=70.0
                )
            )
            connection.execute(
                insert(mart_item).values(
                    **keys, indicator_id=item, dimension_id="D2", weight=1.0, value=10.0, status="observed",
                    is_must_have=False, need_qualified=5.0 if short else None,
                )
            )  # fmt: skip
            connection.execute(
                insert(dim_teacher).values(
                    teacher_pid=pid,
                    valid_from=college.AS_OF,
                    is_current=True,
                    org_code=org,
                    staff_type="full_time",
                )
            )
            connection.execute(
                insert(dim_person).values(
                    person_pid=pid,
                    kind="teacher",
                    person_no=pid,
                    full_name=f"示例·{pid}",
                    category="teacher_identity",
                )
            )
    return home


def cells(role, unit, **codes):
    grid = team_needs.grid(college.role(role, **codes), college.SNAPSHOT, unit)
    return None if grid is None else [[(one.number, one.of) for one in row] for row in grid.cells]


def test_needs_are_counted_by_unit_for_the_college_and_by_tier_for_one_unit(staff):
    assert cells("teacher_centre", team_needs.WHOLE) == [[(12, 13), (1, 2)]]
    assert cells("dean", "D1", org={"D1"}) == [[(12, 13)]]


def test_needs_of_few_are_hidden_from_who_knows_aggregates_only(staff):
    assert cells("leadership", team_needs.WHOLE) == [
        [(None, None)]
    ]  # thirteen of fifteen: two would be told as well
    assert cells("student_affairs", team_needs.WHOLE) is None


@pytest.mark.parametrize(
    ("short", "judged", "told"),
    [(12, 40, True), (0, 40, True), (9, 40, False), (31, 40, False), (40, 40, False), (0, 9, False)],
)
def test_counts_are_told_neither_of_few_nor_of_all(short, judged, told):
    assert (team_needs._treated(short, judged, 10).number is not None) == told


def test_names_behind_a_count_are_read_by_holders_of_profiles_in_their_scope(staff):
    part = ("tch_training_hours", "D1")

    def read(role, **codes):
        return team_needs.names(college.role(role, **codes), college.SNAPSHOT, team_needs.WHOLE, part)

    named = [row[0].name.zh for row in read("teacher_centre").rows]
    assert len(named) == 12 and named == sorted(named)
    assert len(read("dean", org={"D1"}).rows) == 12
    assert read("dean", org={"D2"}) is None
    assert read("leadership") is None


def test_part_of_an_address_is_an_item_that_is_known():
    assert team_needs.part_of("tch_training_hours~D1") == ("tch_training_hours", "D1")
    assert [team_needs.part_of(asked) for asked in (None, "", "x~D1", "tch_training_hours")] == [None] * 4


def test_dean_chooses_the_own_department_and_the_centre_the_college_first(staff):
    def units(role, **codes):
        return [one.key for one in team_page.units(college.role(role, **codes), college.SNAPSHOT)]

    assert units("dean", org={"D1"}) == ["D1"]
    assert units("teacher_centre")[0] == team_needs.WHOLE
    page = team_page.overview(college.role("teacher_centre"), college.SNAPSHOT, team_needs.WHOLE)
    assert page.findings[0].params["parts"][0].params["short"].value == 13

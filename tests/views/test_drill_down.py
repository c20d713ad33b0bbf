"""The way down: ranges of places, the Class page, the Teaching class page, the team of teachers, and who sees names where."""

import polars as pl
import pytest

from data.warehouse import bulk
from data.warehouse.home import write_setting
from data.warehouse.queries import risk_store
from data.warehouse.schema.marts import mart_roster
from data.warehouse.schema.risk import ml_course_risk
from tests.views import college, drilled
from tests.views.drilled import O1, O2
from views import choices, search, trail
from views.courses import teaching_choices, teaching_class
from views.figures import places
from views.parts import IntervalRow, Link, Name
from views.units import class_unit


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
    return drilled.opened(empty_home)


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
    assert page.support_note.key == "teaching_class.support_readers"
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

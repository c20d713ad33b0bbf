"""What a department has in hand, and what its teachers still need: counts, names, and who reads them."""

from datetime import date

import pytest
from sqlalchemy import insert

from data.warehouse.schema.loop import qa_action, qa_task
from data.warehouse.schema.marts import mart_index, mart_item
from data.warehouse.schema.people import dim_person, dim_teacher
from tests.views import college, drilled
from views import clock
from views.teachers import team_needs, team_page
from views.units import department_work


@pytest.fixture
def home(empty_home):
    return drilled.opened(empty_home)


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
    assert (team_needs.treated(short, judged, 10).number is not None) == told


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
    page = team_page.overview(college.role("teacher_centre"), college.SNAPSHOT, team_needs.WHOLE, clock.now())
    assert page.findings[0].params["parts"][0].params["short"].value == 13

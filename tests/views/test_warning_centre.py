"""The Warning centre: open warnings by level, age and contact; unknown, none and not allowed told apart; cases handed over."""

from datetime import date, datetime, timedelta

import polars as pl
import pytest
from sqlalchemy import insert, update

from access import policy
from access.scope import Scope
from data.warehouse import bulk
from data.warehouse.schema.marts import mart_alert, mart_student
from data.warehouse.schema.quality import qa_intervention
from tests.views import college
from views.operations import handed_over, raised_warnings, warning_centre, warning_table
from views.parts import Refusal

CUT = datetime(2025, 11, 2, 15, 59, 59)
HOUR = timedelta(hours=1)


@pytest.fixture
def engine(empty_home):
    return college.opened(empty_home)


def _raise(engine, pids, level="yellow", *, hours=200, after=None, org="D1", layer="in_term", **more):
    """A warning for each student, so many hours before the cut; answered so many hours after it was raised."""
    limit = {"red": 24, "orange": 72, "yellow": 168}[level]
    raised = CUT - hours * HOUR
    rows = [
        {"snapshot_id": 1, "alert_no": f"{level}{layer}{pid}{hours}", "student_pid": pid, "source": "register", "layer": layer,
         "level": level, "raised_at": raised, "due_at": raised + limit * HOUR,
         "answered_at": None if after is None else raised + after * HOUR, "closed_at": None, "class_code": f"{org}-C1",
         "major_code": "M1", "org_code": org} | more
        for pid in pids
    ]  # fmt: skip
    types = {"answered_at": pl.Datetime("us"), "closed_at": pl.Datetime("us")}
    bulk.write_frame(engine, mart_alert, pl.DataFrame(rows, schema_overrides=types))


def _hand_over(engine, pids, org="D1", **more):
    with engine.begin() as connection:
        for pid in pids:
            row = {"student_pid": pid, "term_id": college.TERM, "state": "in_support", "kind": "referral", "actor_pid": "t",
                   "actor_role": "counsellor", "recorded_at": datetime(2025, 10, 20, 2), "class_code": f"{org}-C1",
                   "org_code": org} | more  # fmt: skip
            connection.execute(insert(qa_intervention).values(**row))


def _page(role="student_affairs", unit="all", part=None, **codes):
    scope = college.role(role, **codes) if codes else Scope(role, f"p-{role}", everything=True)
    return warning_centre.overview(scope, college.SNAPSHOT, unit, part)


def _tiles(page):
    return {tile.figure.indicator_id: tile.figure for tile in page.tiles}


def _numbers(page):
    return {key: figure.amount.value for key, figure in _tiles(page).items()}


def _keys(page):
    return [one.key.removeprefix("warning_centre.") for one in page.findings]


@pytest.fixture
def warned(engine):
    """Two departments: in D1 one red late for two days, two oranges (in time; answered late), three yellow still waiting."""
    first, second = (
        college.add_students(engine, 12, open_credits=9.0),
        college.add_students(engine, 4, "D2", open_credits=9.0),
    )
    _raise(engine, first[:1], "red", hours=72)
    _raise(engine, first[1:2], "orange", hours=100, after=10)
    _raise(engine, first[2:3], "orange", hours=100, after=90)
    _raise(engine, first[3:6], "yellow", hours=20)
    _raise(engine, second[:2], "yellow", hours=400, org="D2", layer="term_close")
    _raise(engine, first[:1], "yellow", hours=300, after=8, closed_at=CUT - HOUR)
    return first, second


def test_open_warnings_are_counted_by_level_and_late(warned):
    assert _numbers(_page()) == {"red": 1, "orange": 2, "yellow": 5, "late": 3, "median": 10.0, "handed": 0}


def test_dean_counts_the_own_department_alone(warned):
    page = _page("dean", "D1", org={"D1"})
    assert {key: _numbers(page)[key] for key in ("red", "orange", "yellow", "late")} == {
        "red": 1, "orange": 2, "yellow": 3, "late": 1,
    }  # fmt: skip
    other = raised_warnings.of_unit(college.role("dean", org={"D1"}), college.SNAPSHOT, "D2")
    assert other.warnings == ()


def test_first_contact_is_in_time_late_waiting_or_missing(warned):
    rows = {row[0].zh if hasattr(row[0], "zh") else row[0].name.zh: row[2:] for row in _page().units.rows}
    counts = {name: [one.value for one in cells] for name, cells in rows.items()}
    # open, in time, contacted late, waiting, late, oldest in days
    assert counts == {"学院D2": [2, 0, 0, 0, 2, 16], "学院D1": [6, 1, 1, 3, 1, 4]}


@pytest.mark.parametrize(
    ("hours", "band"),
    [(0, "day"), (24, "day"), (25, "three_days"), (72, "three_days"), (168, "week"), (169, "two_weeks"), (672, "four_weeks"),
     (673, "older")],
)  # fmt: skip
def test_age_bands_end_with_the_response_times(engine, hours, band):
    _raise(engine, college.add_students(engine, 1, open_credits=1.0), hours=hours)
    grid = _page().ages
    shown = {column.key for column, cell in zip(grid.columns, grid.cells[2], strict=True) if cell.number}
    assert shown == {f"warning_centre.band_{band}"}


def test_in_term_and_term_close_warnings_stand_apart(warned):
    grid = _page().ages
    layers = [row.params["layer"].key.removeprefix("warning_centre.layer_") for row in grid.rows]
    assert layers == ["in_term"] * 3 + ["term_close"] * 3
    totals = [sum(cell.number for cell in row) for row in grid.cells]
    assert totals == [1, 2, 3, 0, 0, 2]


def test_limit_is_late_only_once_it_has_passed(engine):
    pids = college.add_students(engine, 2, open_credits=1.0)
    _raise(engine, pids[:1], "red", hours=24)
    _raise(engine, pids[1:], "red", hours=25)
    assert _numbers(_page())["late"] == 1


def test_students_beyond_a_line_without_a_warning_are_told(warned, engine):
    first, _ = warned
    college.warn(engine, [first[0], *first[8:10]], "yellow")
    college.warn(engine, first[:1], "yellow", layer="term_close")
    told = next(one for one in _page().findings if one.key == "warning_centre.finding_not_raised")
    assert told.params["count"].value == 3  # two without any, one whose open warning is of the other layer


def test_no_rule_data_cannot_tell_and_is_not_none(engine):
    with engine.begin() as connection:
        connection.execute(insert(qa_intervention).values(student_pid="x", term_id="t", state="closed", kind="talk", actor_pid="t",
                                                          actor_role="counsellor", recorded_at=CUT))  # fmt: skip
    page = _page()
    assert isinstance(page, Refusal)
    assert page.title.key == "warning_centre.unknown_title"


def test_nobody_warned_of_those_who_can_be_judged_is_none(engine):
    college.add_students(engine, 7, open_credits=0.0)
    page = _page()
    assert _keys(page) == ["finding_none"]
    assert page.findings[0].params["judged"].value == 7
    assert page.ages is None
    assert page.units is None


def test_few_of_whom_nothing_is_known_are_not_told_to_readers_of_totals(engine):
    college.add_students(engine, 20, open_credits=0.0)
    bare = college.add_students(engine, 4, start=50)
    with engine.begin() as connection:
        known = mart_student.c
        connection.execute(
            update(mart_student).where(known.student_pid.in_(bare)).values(open_failed_credits=None)
        )
    assert _keys(_page()) == ["finding_none_open"]
    assert _keys(_page("academic_affairs")) == ["finding_none", "finding_unknown"]


def test_late_without_any_contact_in_the_college_says_so(warned):
    assert "finding_no_contacts" in _keys(_page())


def test_no_contact_gives_no_median(engine):
    _raise(engine, college.add_students(engine, 2, open_credits=1.0))
    assert _tiles(_page())["median"].status == "missing"


def test_names_behind_a_cell_are_of_the_own_scope(warned):
    first, _ = warned
    cell = warning_table.SEPARATOR.join(("in_term", "red", "three_days"))
    page = _page("student_affairs", "all", cell)
    assert [row[0].key for row in page.names.rows] == [first[0]]
    assert _page("dean", "D2", cell, org={"D2"}).names is None
    assert _page("student_affairs", "all", "in_term~red~nonsense").names is None


def test_student_affairs_reads_cases_by_name_and_others_a_count_by_the_cell_rule(engine):
    pids = college.add_students(engine, 30, open_credits=1.0)
    _hand_over(engine, pids[:3])
    named = _page("student_affairs", student={*pids[:3]}, case=set(pids[:3]))
    assert len(named.handed.rows) == 3
    few = _tiles(_page("quality_office"))["handed"]
    assert (few.status, few.amount.value) == ("suppressed", None)
    _hand_over(engine, pids[3:12])
    assert _tiles(_page("quality_office"))["handed"].amount.value == 12
    assert _page("quality_office").handed is None
    assert _tiles(_page("dean", "D1", org={"D1"}))["handed"].amount.value == 12
    assert "handed" not in _tiles(_page("academic_affairs"))


def test_case_counts_once_and_not_before_it_was_handed_over(engine):
    pids = college.add_students(engine, 2, open_credits=1.0)
    _hand_over(engine, pids[:1])
    _hand_over(engine, pids[:1], state="closed", outcome="transferred", recorded_at=datetime(2025, 10, 25))
    _hand_over(engine, pids[1:], recorded_at=datetime(2025, 11, 20))
    scope = college.role("student_affairs", case=set(pids))
    found = handed_over.of_unit(scope, college.SNAPSHOT, None)
    assert [(row["student_pid"], row["since"]) for row in found.rows] == [(pids[0], date(2025, 10, 25))]


@pytest.mark.parametrize("role", sorted(set(policy.roles()) - {"public"}))
def test_only_holders_of_the_rows_open_the_page(role, warned):
    may = policy.may_open(role, "warning_centre")
    assert may == (role in {"dean", "student_affairs", "quality_office", "academic_affairs"})
    if not any(
        grant.letter in "NS" and not grant.condition for grant in policy.cell(role, "rule_warning").grants
    ):
        assert isinstance(_page(role), Refusal)


def test_reader_through_the_eyes_of_a_role_without_rows_sees_none(warned):
    limit = Scope("hr", "p-hr", everything=True)
    scope = Scope("student_affairs", "p", everything=True, limit=limit)
    assert isinstance(warning_centre.overview(scope, college.SNAPSHOT, "all"), Refusal)


def test_student_affairs_lands_on_the_page():
    assert policy.roles()["student_affairs"]["home"] == "warning_centre"

"""Cases: open, overdue and closed for who reads them by name, counts for the others, and a pack for who takes a class over."""

import re
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert

from data.warehouse.schema.quality import qa_intervention
from tests import real_loads
from tests.views import college
from views.operations import case_counts, case_list, hand_over
from views.parts import Refusal

NOTE = "每周两次补课"


@pytest.fixture
def home(empty_home):
    engine = college.opened(empty_home)
    college.add_students(engine, 30, "D1", open_credits=9.0)
    college.add_students(engine, 12, "D2", open_credits=9.0)
    return engine


def step(
    engine, pid, state, outcome=None, *, kind="talk", on=college.AS_OF, next_on=None, level="none", org="D1"
):
    with engine.begin() as connection:
        connection.execute(
            insert(qa_intervention).values(
                student_pid=pid, term_id=college.TERM, state=state, kind=kind, note=NOTE, next_on=next_on, outcome=outcome,
                actor_pid="t1", actor_role="counsellor", recorded_at=datetime(on.year, on.month, on.day, 3), recorded_on=on,
                known_level=level, known_rules='["absence|K1|t"]' if level != "none" else "[]", class_code=f"{org}-C1",
            )
        )  # fmt: skip


COUNSELLOR = college.role("counsellor", **{"class": {"D1-C1", "D2-C1"}})


def _page(scope=COUNSELLOR, code=None, tab=None):
    return case_list.overview(scope, college.SNAPSHOT, code, tab)


def _pids(page):
    return [row[1].key for row in page.table.rows] if page.table else []


def test_tabs_hold_open_overdue_and_closed_cases(home):
    college.warn(home, ["sD1000"], "red")
    step(home, "sD1001", "contacted", next_on=date(2025, 10, 30))
    step(home, "sD1002", "plan_agreed", next_on=date(2025, 11, 9))
    step(home, "sD1003", "closed", "resolved")
    step(home, "sD2000", "contacted", next_on=date(2025, 10, 20), org="D2")
    assert _pids(_page()) == ["sD2000", "sD1001", "sD1002", "sD1000"]
    assert _pids(_page(tab="overdue")) == ["sD2000", "sD1001"]
    assert _pids(_page(tab="closed")) == ["sD1003"]
    assert _pids(_page(code="D1-C1")) == ["sD1001", "sD1002", "sD1000"]
    late = {row[1].key: row[-1].params["days"].value for row in _page(tab="overdue").table.rows}
    assert late == {"sD2000": 13, "sD1001": 3}


def test_process_and_outcome_are_told_apart_and_no_effect_is_claimed(home):
    college.warn(home, ["sD1000", "sD1001", "sD1002"], "red")
    step(
        home, "sD1000", "contacted", on=date(2025, 11, 3), level="red"
    )  # by the day after the first state: in time
    step(home, "sD1001", "closed", "not_needed", on=date(2025, 11, 4), level="red")  # a day too late
    step(home, "sD1003", "closed", "resolved")  # listed by the model: no response time
    real_loads.move_to(home, date(2025, 11, 10))
    page = _page()
    cases, contacted, in_time = (fact.value for fact in page.process)
    assert (cases.value, contacted.value) == (4, 3)
    assert (in_time.params["count"].value, in_time.params["of"].value) == (
        1,
        3,
    )  # the third red one waits, and is late
    assert {fact.label.key: fact.value.value for fact in page.outcome} == {
        "warnings.outcome_resolved": 1, "warnings.outcome_not_needed": 1,
    }  # fmt: skip
    assert page.effect_note.key == "cases.effect_note_none"
    told = {(row[0].key, row[1].key): [cell.value for cell in row[2:5]] for row in page.effect.rows}
    assert told == {
        ("cases.reason_absence", "warnings.kind_talk"): [2, 1, 0],
        ("cases.reason_none", "warnings.kind_talk"): [1, 1, 1],
    }
    assert {row[5].key for row in page.effect.rows} == {"cases.effect_untold"}


def test_pack_holds_what_was_agreed_and_recorded_of_open_cases_alone(home):
    step(home, "sD1001", "contacted", next_on=date(2025, 11, 9))
    step(home, "sD1003", "closed", "resolved")
    sheets = {title.key: table.rows for title, table in _page().pack}
    assert [row[0] for row in sheets["cases.pack_open"]] == ["S-sD1001"]
    assert [(row[0], row[5], row[6]) for row in sheets["cases.pack_steps"]] == [
        ("S-sD1001", NOTE, date(2025, 11, 9))
    ]
    assert hand_over.CASES[-1] == "next" and sheets["cases.pack_open"][0][-1] == date(2025, 11, 9)


def test_student_affairs_reads_cases_handed_over_alone(home):
    step(home, "sD1001", "contacted", kind="referral")
    step(home, "sD1002", "contacted")
    scope = college.role("student_affairs", case={"sD1001"})
    assert _pids(_page(scope)) == ["sD1001"]
    assert isinstance(_page(college.role("student_affairs")), Refusal)


@pytest.mark.parametrize(
    ("open_", "resolved", "declined", "shown"),
    [
        (8, 6, 0, {"open": 8, "resolved": 6, "declined": 0}),
        (8, 6, 3, {"open": 8, "resolved": None, "declined": None}),
        (4, 0, 0, {"open": None}),
    ],
)
def test_dean_reads_counts_by_the_cell_rule(home, open_, resolved, declined, shown):
    before = college.AS_OF - timedelta(days=3)
    plan = ["contacted"] * open_ + ["resolved"] * resolved + ["declined"] * declined
    for number, what in enumerate(plan):
        closed = what != "contacted"
        step(home, f"sD1{number:03d}", "closed" if closed else what, what if closed else None, on=before)
    step(home, "sD2000", "contacted", on=before, org="D2")
    step(home, "sD1029", "contacted", on=date(2025, 11, 3))  # of a week that has not closed
    page = case_counts.overview(college.role("dean", org={"D1"}), college.SNAPSHOT)
    cells = {
        re.sub(r".*?(outcome|state)_", "", row[0].key): row[1].value if row[1] else None
        for row in page.table.rows
    }
    assert {name: cells[name] for name in shown} == shown


def test_counts_are_refused_to_a_role_without_them(home):
    assert isinstance(case_counts.overview(college.role("hr"), college.SNAPSHOT), Refusal)

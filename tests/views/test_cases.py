"""What a case is: which steps belong to it, what waits, and when a closed one comes back."""

import json
from datetime import date, datetime, timedelta

import pytest

from views.operations import caseload, cases
from views.operations.cases import Case, Recorded

TERM, BEFORE = "2025-2026-1", "2024-2025-2"
START = datetime(2025, 10, 1)


def _steps(*states, level="yellow", term=TERM, lines=()):
    known = json.dumps(list(lines))
    return [
        {
            "state": state, "term_id": term, "recorded_at": START + timedelta(days=day), "known_level": level,
            "known_rules": known, "next_on": None, "outcome": "resolved" if state == "closed" else None,
        }
        for day, state in enumerate(states)
    ]  # fmt: skip


def _warning(level, rule="open", course=None):
    rules = json.dumps([{"rule": rule, "level": level, "value": 1, "limit": 1, "course_code": course}])
    return {"term_id": TERM, "layer": "in_term", "level": level, "rules": rules}


def _case(steps=(), warnings=(), referrals=(), asked=(), *, is_called=None, **more):
    called = bool(warnings) if is_called is None else is_called
    parts = cases.current(Recorded(steps, referrals, asked), TERM, warnings, is_called=called)
    level = cases.heaviest(row["level"] for row in warnings)
    return Case("s", "C1", level, tuple(warnings), None, None, **parts, **more)


def _referral(answered_on=None, due=date(2025, 10, 20)):
    return {"answered_on": answered_on, "due_on": due, "reason": "absent"}


def _request(day, answered_at=None):
    opened = START + timedelta(days=day, hours=1)
    return {"opened_at": opened, "answered_at": answered_at, "due_on": opened.date() + timedelta(days=15)}


@pytest.mark.parametrize(
    ("states", "tab", "kept"),
    [
        ((), "to_contact", 0),
        (("acknowledged",), "to_contact", 1),
        (("contacted",), "following", 1),
        (("acknowledged", "contacted", "plan_agreed"), "following", 3),
        (("contacted", "closed"), "closed", 2),
        (("contacted", "closed", "contacted"), "following", 1),
        (("contacted", "closed", "acknowledged"), "to_contact", 1),
    ],
)
def test_steps_of_the_last_case_say_where_it_stands(states, tab, kept):
    case = _case(_steps(*states), [_warning("yellow")])
    assert (case.tab, len(case.steps)) == (tab, kept)


@pytest.mark.parametrize(
    ("known", "now", "is_back"),
    [
        ("yellow", "yellow", False),
        ("yellow", "orange", True),
        ("orange", "yellow", False),
        ("none", "yellow", True),
        ("none", None, False),
        (None, "red", False),  # closed before levels were kept: never said to be a new line
    ],
)
def test_closed_case_comes_back_at_a_heavier_level_alone(known, now, is_back):
    case = _case(_steps("contacted", "closed", level=known), [_warning(now)] if now else [])
    assert (case.tab, case.is_back) == (("to_contact", True) if is_back else ("closed", False))


@pytest.mark.parametrize(
    ("is_called", "tab", "is_back"), [(True, "to_contact", True), (False, "to_contact", False)]
)
def test_new_term_is_a_new_case_where_something_calls(is_called, tab, is_back):
    case = _case(_steps("contacted", "closed", term=BEFORE), is_called=is_called)
    assert (case.tab, case.is_back, case.steps) == (tab, is_back, ())


def test_case_that_was_never_closed_goes_on_into_the_next_term():
    case = _case(_steps("contacted", term=BEFORE))
    assert (case.tab, len(case.steps)) == ("following", 1)


def test_who_asks_brings_a_closed_case_back_without_its_old_response_time():
    closed = _steps("contacted", "closed")
    for case in (
        _case(closed, [_warning("yellow")], referrals=[_referral()]),
        _case(closed, [_warning("yellow")], asked=[_request(5)]),
    ):
        assert (case.tab, case.is_back, case.is_referred, case.is_warned_anew) == (
            "to_contact",
            True,
            True,
            False,
        )
    assert _case(closed, [_warning("yellow")], referrals=[_referral(date(2025, 10, 3))]).tab == "closed"


@pytest.mark.parametrize(
    ("request_day", "answered", "waits"),
    [(5, None, True), (0, None, False), (5, datetime(2025, 10, 7), False)],
)
def test_request_waits_until_it_is_answered_or_somebody_spoke_to_the_student(request_day, answered, waits):
    case = _case(_steps("contacted", "in_support"), asked=[_request(request_day, answered)])
    assert (case.tab, bool(case.asked)) == ("following", waits)


def test_lines_crossed_since_the_last_step_are_new():
    warnings = [_warning("yellow"), _warning("yellow", "absence", "K1")]
    known = _case(_steps("contacted", lines=[f"open||{TERM}"]), warnings)
    assert known.new_lines == {f"absence|K1|{TERM}"}
    untold = [step | {"known_rules": None} for step in _steps("contacted")]
    assert _case(untold, warnings).new_lines == frozenset()


def test_referred_students_are_listed_beyond_the_capacity():
    warned = [Case(f"y{n}", "C1", "yellow", (), None, None, ()) for n in range(3)]
    asked = Case("a", "C1", None, (), None, None, (), asked=(_request(1),))
    referred = Case("b", "C1", "yellow", (), None, None, (), referrals=(_referral(),))
    assert [case.pid for case in caseload.listed((*warned, asked, referred), 1)] == ["b", "a"]
    assert [case.pid for case in caseload.listed((*warned, asked), 1)] == ["y0", "a"]


def test_overdue_cases_come_first_the_longest_before_the_others():
    today = date(2025, 11, 2)
    found = tuple(Case(pid, "C1", "red", (), None, None, ()) for pid in "abcd")
    dues = {"a": date(2025, 11, 3), "b": date(2025, 11, 1), "c": date(2025, 10, 1), "d": today}
    assert [case.pid for case in caseload.overdue_first(found, dues, today)] == ["c", "b", "a", "d"]

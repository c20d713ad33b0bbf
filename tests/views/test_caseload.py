"""Who is listed: red and orange always, then yellow, then the model from 0.30 on, until the capacity is filled."""

from datetime import date, datetime

import pytest

from views.operations import case_rows, caseload, worklist
from views.operations.cases import Case


def _case(pid, level=None, p_any=0.0, expected=0.0, steps=(), before=None, low=0.0, high=9.0):
    prediction = {
        "p_any": p_any,
        "expected_failed_credits": expected,
        "efc_low": low,
        "efc_high": high,
        "reasons": "[]",
    }
    warnings = ({"level": level, "term_id": "t", "layer": "in_term", "rules": "[]"},) if level else ()
    earlier = {"expected_failed_credits": before} if before is not None else None
    return Case(pid, "C1", level, warnings, prediction, earlier, tuple(steps))


def _step(state):
    return {
        "state": state, "next_on": date(2025, 11, 9), "recorded_at": datetime(2025, 11, 2), "term_id": "t",
        "known_level": None, "known_rules": None, "outcome": "resolved" if state == "closed" else None,
    }  # fmt: skip


def _listed(*cases, capacity=15):
    return [case.pid for case in caseload.listed(tuple(cases), capacity)]


def test_red_and_orange_are_listed_whatever_the_capacity():
    cases = [_case(f"r{n}", "red") for n in range(3)] + [_case("o", "orange"), _case("y", "yellow")]
    assert _listed(*cases, capacity=1) == ["r0", "r1", "r2", "o"]


def test_yellow_comes_before_blue_and_blue_by_expected_credits():
    cases = [_case("b1", p_any=0.5, expected=2.0), _case("b2", p_any=0.4, expected=6.0), _case("y", "yellow")]
    assert _listed(*cases, capacity=2) == ["y", "b2"]


@pytest.mark.parametrize(("p_any", "count"), [(0.30, 1), (0.2999, 0), (0.0, 0)])
def test_model_lists_from_its_threshold_on(p_any, count):
    assert len(_listed(_case("b", p_any=p_any, expected=5.0))) == count


def test_contacted_and_closed_students_leave_the_first_tab():
    followed, closed = (
        _case("f", "red", steps=[_step("contacted")]),
        _case("c", "red", steps=[_step("closed")]),
    )
    assert _listed(followed, closed, _case("w", "red")) == ["w"]
    assert (followed.tab, closed.tab) == ("following", "closed")


def test_rule_wins_over_the_model_in_display():
    assert _case("x", "yellow", p_any=0.9).shown_level == "yellow"
    assert _case("x", p_any=0.9).shown_level == "blue"
    assert _case("x", p_any=0.1).shown_level is None


def test_reached_and_missed_add_up_to_everyone_expected_to_fail():
    cases = (_case("a", "red", 0.9), _case("b", p_any=0.8), _case("c", p_any=0.7, steps=[_step("contacted")]))
    waiting = caseload.listed(cases, 1)
    reached, missed, nobody = worklist._reach(waiting, cases)
    assert (reached.params["count"].value, missed.params["count"].value) == (2, 1)
    assert nobody.params["count"].value == 2


@pytest.mark.parametrize(
    ("expected", "before", "low", "high", "key"),
    [
        (3.0, 2.5, 2.0, 4.0, "none"),
        (3.0, 1.9, 2.0, 4.0, "up"),
        (3.0, 4.1, 2.0, 4.0, "down"),
        (3.0, 2.0, 2.0, 4.0, "none"),
    ],
)
def test_change_inside_the_likely_range_is_no_clear_change(expected, before, low, high, key):
    case = _case("x", p_any=0.5, expected=expected, before=before, low=low, high=high)
    assert case_rows.change(case).key == f"worklist.change_{key}"


@pytest.mark.parametrize(
    ("due", "key"), [(date(2025, 11, 1), "late"), (date(2025, 11, 2), "until"), (date(2025, 11, 3), "until")]
)
def test_clock_is_late_only_after_the_day_has_passed(due, key):
    assert case_rows.clock(_case("x", "red"), due, date(2025, 11, 2)).key == f"worklist.{key}"


@pytest.mark.parametrize(("asked", "capacity"), [("20", 20), ("0", 15), ("61", 15), ("x", 15), (None, 15)])
def test_capacity_comes_from_the_address_only_where_it_is_one(asked, capacity):
    assert worklist.capacity_of(asked, 15) == capacity

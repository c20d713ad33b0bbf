"""Warnings raised, when each was first answered, and which are open: known answers by hand."""

from datetime import date, datetime

import polars as pl
import pytest

from profiling import raised
from tests.profiling.small_facts import TERM, small_facts

STUDENTS = [
    {"student_pid": pid, "valid_from": date(2024, 9, 1), "is_current": True, "student_status": "enrolled", "class_code": "K1",
     "major_code": "M1", "org_code": "D1", "entry_year": 2024}
    for pid in ("s1", "s2", "s3")
]  # fmt: skip
NOBODY = pl.DataFrame(schema=dict.fromkeys(("student_pid", "term_id", "layer", "level"), pl.String))


def _alert(number, pid="s1", rule="absence", level="red", raised_at=datetime(2025, 2, 3, 2), **more):
    return {
        "alert_no": number,
        "student_pid": pid,
        "rule_id": rule,
        "level": level,
        "raised_at": raised_at,
    } | more


def _step(pid, at, state="contacted", number=1):
    return {
        "intervention_id": number,
        "student_pid": pid,
        "recorded_at": at,
        "state": state,
        "kind": "talk",
        "term_id": TERM,
    }


def _rows(facts, warned=NOBODY):
    return {row["alert_no"]: row for row in raised.raised(facts, warned).to_dicts()}


@pytest.mark.parametrize(
    ("rule", "layer"),
    [
        ("absence", "in_term"),
        ("idle", "in_term"),
        ("failed_term", "term_close"),
        ("gym", "other"),
        (None, "other"),
    ],
)
def test_warning_of_the_register_belongs_to_the_layer_of_its_rule(rule, layer):
    assert _rows(small_facts(alert=[_alert("a", rule=rule)], student_version=STUDENTS))["a"]["layer"] == layer


@pytest.mark.parametrize(("level", "day"), [("red", 4), ("orange", 6), ("yellow", 10)])
def test_response_time_follows_the_level_where_the_register_names_none(level, day):
    rows = _rows(small_facts(alert=[_alert("a", level=level)], student_version=STUDENTS))
    assert rows["a"]["due_at"] == datetime(2025, 2, day, 2)


def test_first_contact_names_the_warning_and_lies_after_it():
    contacts = [
        {"contact_no": "c1", "student_pid": "s1", "teacher_pid": "t", "alert_no": "a", "contacted_at": datetime(2025, 2, 3, 9)},
        {"contact_no": "c2", "student_pid": "s2", "teacher_pid": "t", "contacted_at": datetime(2025, 2, 3, 9)},
    ]  # fmt: skip
    alerts = [_alert("a"), _alert("b", "s2"), _alert("c", "s3")]
    steps = [_step("s3", datetime(2025, 2, 1, 9)), _step("s3", datetime(2025, 2, 5, 9), number=2)]
    rows = _rows(small_facts(alert=alerts, contact=contacts, intervention=steps, student_version=STUDENTS))
    assert [rows[key]["answered_at"] for key in "abc"] == [
        datetime(2025, 2, 3, 9),
        None,
        datetime(2025, 2, 5, 9),
    ]


def test_closed_warning_of_an_earlier_term_is_left_out():
    long_ago = datetime(2024, 3, 1)
    alerts = [_alert("old", raised_at=long_ago, closed_at=datetime(2024, 3, 9)), _alert("open", raised_at=long_ago),
              _alert("new", closed_at=datetime(2025, 2, 9))]  # fmt: skip
    rows = _rows(small_facts(alert=alerts, student_version=STUDENTS))
    assert set(rows) == {"open", "new"}
    assert rows["new"]["closed_at"] is not None


def test_units_are_those_of_the_student():
    row = _rows(small_facts(alert=[_alert("a"), _alert("b", "gone")], student_version=STUDENTS))
    assert (row["a"]["class_code"], row["a"]["org_code"], row["b"]["class_code"]) == ("K1", "D1", None)


def _ruled(*pids, level="yellow"):
    rows = [{"student_pid": pid, "term_id": TERM, "layer": "in_term", "level": level} for pid in pids]
    return pl.DataFrame(rows)


def test_without_a_register_the_clock_starts_on_the_first_published_day():
    facts = small_facts(student_version=STUDENTS)
    facts.frames["first_warned"] = _ruled("s1").with_columns(since=date(2025, 2, 20))
    rows = _rows(facts, _ruled("s1", "s2"))
    assert rows["in_term:s1"]["raised_at"] == datetime(2025, 2, 19, 16)  # midnight of the college, in UTC
    assert rows["in_term:s2"]["raised_at"] == datetime(2025, 2, 28, 16)  # not seen before: the day itself
    assert {row["source"] for row in rows.values()} == {"rules"}
    assert rows["in_term:s1"]["due_at"] == datetime(2025, 2, 26, 16)


def test_without_a_register_a_closing_step_closes_the_warning_and_a_later_one_opens_it():
    steps = [_step("s1", datetime(2025, 3, 1, 2), "closed"), _step("s2", datetime(2025, 3, 1, 2), "closed", 2),
             _step("s2", datetime(2025, 3, 1, 5), "contacted", 3)]  # fmt: skip
    rows = _rows(small_facts(student_version=STUDENTS, intervention=steps), _ruled("s1", "s2"))
    assert rows["in_term:s1"]["closed_at"] == datetime(2025, 3, 1, 2)
    assert rows["in_term:s2"]["closed_at"] is None
    assert rows["in_term:s2"]["answered_at"] == datetime(2025, 3, 1, 2)


def test_nothing_raised_and_nobody_warned_is_no_row():
    assert _rows(small_facts(student_version=STUDENTS)) == {}

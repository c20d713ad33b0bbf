"""Attendance: present, late and early leave over recorded less approved leave; what was not recorded is not absence."""

from datetime import datetime

import pytest

from profiling.indicators.course import crs_attendance
from profiling.indicators.student import stu_attendance, stu_unexcused
from tests.profiling.small_facts import TERM, small_facts

OFFERING = f"{TERM}/K1-01"


def _facts(statuses: list[str]):
    moment = datetime(2024, 9, 3, 4)
    events = [
        {"student_pid": "s1", "offering_id": OFFERING, "session_id": f"{OFFERING}/{n}", "week_no": 1, "status": status,
         "event_time": moment, "recorded_at": moment, "term_id": TERM}
        for n, status in enumerate(statuses)
    ]  # fmt: skip
    return small_facts(
        fact_attendance=events, enrolment=[{"student_pid": "s1", "student_sk": 1, "offering_id": OFFERING}]
    )


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (["present"] * 5, 1.0),
        (["present", "present", "late", "early_leave", "absent"], 0.8),
        (["present", "present", "present", "sick", "personal", "absent"], 0.75),
        (["absent"] * 5, 0.0),
        (["official"] * 5, None),  # excused throughout: nothing to measure, not zero
    ],
)
def test_rate_of_one_student(statuses, expected):
    values = stu_attendance(_facts(statuses))
    assert values["value"].to_list() == [expected]


def test_fewer_than_five_sessions_are_missing():
    values = stu_attendance(_facts(["absent"] * 4))
    assert values.select("value", "status").row(0) == (None, "missing")


def test_only_unexcused_absence_counts_against_a_student():
    values = stu_unexcused(_facts(["absent", "sick", "late", "present", "present"]))
    assert values["value"].to_list() == [0.2]


def test_course_without_any_record_has_no_value():
    assert crs_attendance(small_facts()).is_empty()

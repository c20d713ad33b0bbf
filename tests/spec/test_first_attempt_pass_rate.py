"""First-attempt pass rate: 正考 plus sat 缓考; pending, recognised and retaken are left out, absence is a failure (G15)."""

import pytest

from profiling.indicators.course_results import crs_first_pass
from tests.profiling.small_facts import TERM, small_facts

OFFERING = f"{TERM}/K1-01"
# how many, attempt kind, result, study type
G15 = [
    (80, "first", "passed", "first"),
    (10, "first", "failed", "first"),
    (3, "deferred", "pending", "first"),
    (2, "first", "failed", "first"),  # 缺考
    (5, "exempt", "recognised", "first"),
    (4, "first", "passed", "retake"),
]


def _rates(table):
    enrolments, grades, number = [], [], 0
    for count, kind, result, study in table:
        for _ in range(count):
            number += 1
            person = {"student_pid": f"s{number}", "student_sk": number, "offering_id": OFFERING}
            enrolments.append({**person, "study_type": study, "is_required": True})
            grades.append(
                {**person, "attempt_no": 1, "attempt_kind": kind, "result": result, "is_void": False}
            )
    values = crs_first_pass(small_facts(enrolment=enrolments, grade=grades))
    return values.filter(values["entity_kind"] == "school").row(0, named=True)


def test_first_attempts_of_the_published_vector():
    found = _rates(G15)
    assert (found["numerator"], found["denominator"]) == (80, 92)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(3, "first", "passed", "first"), (1, "first", "failed", "first")], (3, 4)),
        ([(2, "deferred", "passed", "first"), (1, "first", "failed", "first")], (2, 3)),  # sat 缓考 counts
        ([(1, "first", "passed", "first"), (9, "exempt", "recognised", "first")], (1, 1)),
        ([(1, "first", "failed", "first"), (9, "deferred", "pending", "first")], (0, 1)),
        ([(1, "first", "passed", "first"), (5, "first", "failed", "retake")], (1, 1)),
    ],
)
def test_who_counts_as_a_first_attempt(rows, expected):
    found = _rates(rows)
    assert (found["numerator"], found["denominator"]) == expected


def test_voided_records_do_not_count():
    person = {"student_pid": "s1", "student_sk": 1, "offering_id": OFFERING}
    facts = small_facts(
        enrolment=[{**person, "study_type": "first"}],
        grade=[
            {**person, "attempt_no": 1, "attempt_kind": "first", "result": "passed", "is_void": False},
            {**person, "attempt_no": 9, "attempt_kind": "first", "result": "failed", "is_void": True},
        ],
    )
    values = crs_first_pass(facts)
    assert values.filter(values["entity_kind"] == "school")["value"].to_list() == [1.0]

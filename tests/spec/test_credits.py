"""Credits: a repeated course counts once, recognition counts, an unknown number of credits is missing and never zero."""

import pytest

from profiling.indicators.student import stu_open_failed_credits, stu_weighted_score
from tests.profiling.small_facts import TERM, small_facts

COURSES = [
    {"course_code": code, "name": code, "course_type": "A", "course_nature": "professional_core", "org_code": "D1", "credits": credits}
    for code, credits in (("K1", 3.0), ("K2", 2.0), ("K3", None))
]  # fmt: skip
OFFERINGS = [{"offering_id": f"{TERM}/{c['course_code']}", "offering_no": c["course_code"], "term_id": TERM, "course_code": c["course_code"], "pass_mark": 60.0} for c in COURSES]  # fmt: skip


def _facts(attempts: list[tuple[str, int, str, float | None]]):
    person = {"student_pid": "s1", "student_sk": 1}
    grades = [
        {**person, "offering_id": f"{TERM}/{course}", "attempt_no": number, "attempt_kind": "first" if number == 1 else "makeup", "result": result, "score": score, "is_void": False}
        for course, number, result, score in attempts
    ]  # fmt: skip
    enrolments = [
        {**person, "offering_id": f"{TERM}/{course}", "is_required": True}
        for course in sorted({a[0] for a in attempts})
    ]
    return small_facts(course=COURSES, offering=OFFERINGS, enrolment=enrolments, grade=grades)


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        ([("K1", 1, "failed", 50)], [3.0]),
        ([("K1", 1, "failed", 50), ("K1", 2, "passed", 60)], [0.0]),
        ([("K1", 1, "failed", None), ("K2", 1, "passed", 80)], [3.0]),
        ([("K1", 1, "recognised", None)], [0.0]),
        ([("K3", 1, "failed", 40)], []),  # no source states its credits: nothing to say
    ],
)
def test_open_failed_credits(attempts, expected):
    assert stu_open_failed_credits(_facts(attempts))["value"].to_list() == expected


def test_weighted_score_takes_the_best_valid_score_by_credits():
    values = stu_weighted_score(
        _facts([("K1", 1, "failed", 50), ("K1", 2, "passed", 60), ("K2", 1, "passed", 90)])
    )
    assert values["value"].to_list() == [(60 * 3 + 90 * 2) / 5]


def test_two_grade_results_have_no_numeric_score():
    assert stu_weighted_score(_facts([("K1", 1, "passed", None)])).is_empty()

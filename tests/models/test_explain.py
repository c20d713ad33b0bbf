"""Reasons (indicators.md D.11): those of some students are those they have among all."""

from __future__ import annotations

from models.risk.explain import reasons
from tests.models.court_cases import case, enrolments


def test_reasons_of_some_students_are_the_same_as_among_all():
    held = case(enrolments(students=120, courses=12))
    probability = held.model.probability(held.test)
    everybody = reasons(held.model, held.test, probability)
    some = held.test["student_pid"].unique().sort()[:30]
    found = reasons(held.model, held.test, probability, some)
    assert set(found) == set(some) and any(found.values())
    assert found == {student: everybody[student] for student in some}

"""Student indicators once more, from their formula texts alone."""

from __future__ import annotations

from tests.plain import student_gates, student_life, student_process, student_results
from tests.plain.college import College

PARTS = (*student_results.PARTS, *student_process.PARTS, *student_life.PARTS, *student_gates.PARTS)


def values(college: College) -> dict[tuple, dict]:
    """(indicator, kind, entity, period) -> numerator, denominator, value, n, status and, where it has one, low and high."""
    found: dict[tuple, dict] = {}
    for part in PARTS:
        part(college, found)
    return {key: row for key, row in found.items() if key[2] in college.enrolled}

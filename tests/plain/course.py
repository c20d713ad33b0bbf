"""Course indicators once more, from their formula texts alone: counts per teaching class, summed upwards, divided last."""

from __future__ import annotations

from tests.plain import course_design, course_results, course_sessions
from tests.plain.college import College

PARTS = (*course_sessions.PARTS, *course_design.PARTS, *course_results.PARTS)


def values(college: College) -> dict[tuple, dict]:
    """(indicator, kind, entity, period) -> numerator, denominator, value, n and, where it has one, low and high."""
    found: dict[tuple, dict] = {}
    for part in PARTS:
        part(college, found)
    return found

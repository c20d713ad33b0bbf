"""Major indicators once more, from their formula texts alone."""

from __future__ import annotations

from tests.plain import major_practice, major_programme, major_teaching
from tests.plain.college import College

PARTS = (*major_programme.PARTS, *major_teaching.PARTS, *major_practice.PARTS)


def values(college: College) -> dict[tuple, dict]:
    """(indicator, kind, entity, period) -> numerator, denominator, value, n and, where it has one, low and high."""
    found: dict[tuple, dict] = {}
    for part in PARTS:
        part(college, found)
    return found

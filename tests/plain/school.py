"""School indicators, and what becomes of a major's graduates, once more, from their formula texts alone."""

from __future__ import annotations

from tests.plain import school_conditions, school_loop, school_results
from tests.plain.college import College

PARTS = (*school_conditions.PARTS, *school_results.PARTS, *school_loop.PARTS)


def values(college: College) -> dict[tuple, dict]:
    """(indicator, kind, entity, period) -> numerator, denominator, value, n and, where it has one, low and high."""
    found: dict[tuple, dict] = {}
    for part in PARTS:
        part(college, found)
    return found

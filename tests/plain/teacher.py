"""Teacher and counsellor indicators once more, from their formula texts alone."""

from __future__ import annotations

from tests.plain import teacher_counsellor, teacher_growth, teacher_points, teacher_service, teacher_teaching
from tests.plain.college import College

PARTS = (
    *teacher_teaching.PARTS, *teacher_growth.PARTS, *teacher_points.PARTS,
    *teacher_service.PARTS, *teacher_counsellor.PARTS,
)  # fmt: skip


def values(college: College) -> dict[tuple, dict]:
    """(indicator, kind, entity, period) -> numerator, denominator, value, n and, where it has one, low and high."""
    found: dict[tuple, dict] = {}
    for part in PARTS:
        part(college, found)
    return found

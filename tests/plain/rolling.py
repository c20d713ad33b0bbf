"""Where a teaching class belongs, and sums from teaching classes upwards."""

from __future__ import annotations

from collections import defaultdict

from tests.plain.college import College
from tests.plain.statistics import wilson

SCHOOL = "school"


def units(college: College, offering_id: str) -> list[tuple[str, str, str]]:
    """(kind, entity, term) of the teaching class, its course, the owner of the course, and the school."""
    offering = college.offerings[offering_id]
    course = college.courses.get(offering["course_code"], {})
    owner = course.get("org_code") or offering["org_code"]
    listed = [
        ("offering", offering_id),
        ("course", offering["course_code"]),
        ("org", owner),
        ("school", SCHOOL),
    ]
    return [(kind, entity, offering["term_id"]) for kind, entity in listed if entity is not None]


def rolled(
    college: College,
    name: str,
    counts: dict[str, tuple[float, float]],
    found: dict,
    *,
    interval: bool = False,
) -> None:
    """Sums per unit from (numerator, denominator) per teaching class."""
    sums: dict[tuple, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for offering_id, (top, bottom) in counts.items():
        for unit in units(college, offering_id):
            sums[unit][0] += top
            sums[unit][1] += bottom
    for unit, (top, bottom) in sums.items():
        found[(name, *unit)] = ratio(top, bottom, interval=interval)


def ratio(top: float, bottom: float, *, interval: bool = False) -> dict:
    """A ratio with what it is made of; no value without a denominator."""
    row = {
        "numerator": top,
        "denominator": bottom,
        "value": top / bottom if bottom > 0 else None,
        "n": round(bottom),
    }
    if interval and bottom > 0:
        row["low"], row["high"] = wilson(top, bottom)
    return row


def staying(college: College) -> dict[str, set[str]]:
    """Teaching class -> students enrolled by the as-of who have not left it."""
    found = defaultdict(set)
    for row in college.rows("fact_enrolment"):
        joined = row["registered_on"] is None or row["registered_on"] <= college.as_of
        left = row["unregistered_on"] is not None and row["unregistered_on"] <= college.as_of
        if joined and not left and row["offering_id"] in college.offerings:
            found[row["offering_id"]].add(row["student_pid"])
    return found

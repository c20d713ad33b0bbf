"""Standards as plain YAML: which one judges whom, and what it says of an indicator (C.11 to C.16)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from tests.plain.college import College
from tests.plain.teacher_growth import PART_TIME, tier

FOLDER = Path(__file__).resolve().parents[2] / "profiling" / "standards"


@cache
def every() -> dict[str, dict]:
    """Name of a standard -> the standard."""
    listed = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.yaml"))]
    return {one["standard"]: one for one in listed}


def items(standard: dict) -> list[dict]:
    """Indicators of a standard."""
    return [item for part in standard["dimensions"] for item in part["indicators"]]


def of_teacher(college: College, row: dict) -> str | None:
    """The standard that judges a member of staff."""
    if row["staff_type"] == "counsellor":
        return "teacher.CO"
    if row["staff_type"] in PART_TIME:
        return "teacher.PT"
    own = tier(college, row)
    return None if own is None else f"teacher.{own}"


def stretch(name: str | None, indicator: str) -> float | None:
    """The stretch value of an indicator in a standard; none where it does not name it."""
    for item in items(every()[name]) if name else ():
        marks = item.get("anchors")
        if item["id"] == indicator and marks and marks != "distribution":
            return marks[3]
    return None

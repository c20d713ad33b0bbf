"""Who may open an improvement action, confirm a plan, keep an action going; declared in actions.yaml."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("actions.yaml")
YEAR_BEGINS = 8  # the month in which a school year begins: plans and counts of a year run from it
CATEGORY = {
    "teacher": "teacher_profile",
    "student": "student_academic_record",
}  # row of the matrix; else unit_action


@cache
def declared() -> dict:
    """The whole declaration."""
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def school_year_began(day: date) -> date:
    """The first day of the school year a day lies in."""
    return date(day.year if day.month >= YEAR_BEGINS else day.year - 1, YEAR_BEGINS, 1)


def proposing(entity_kind: str) -> tuple[str, ...]:
    """The roles that may open an action about a kind of entity."""
    return tuple(declared()["propose"].get(entity_kind, ()))


def keeping() -> tuple[str, ...]:
    """The roles that may add to any action they see."""
    return tuple(declared()["keep"])


def confirming(person_kind: str) -> str:
    """The role that confirms a plan of a teacher or student."""
    return declared()["confirm"][person_kind]


def confirmed_by(role: str) -> str | None:
    """Whose plans a role confirms: teacher or student; None for other roles."""
    return next((kind for kind, one in declared()["confirm"].items() if one == role), None)


def answering(entity_kind: str) -> tuple[str, ...]:
    """The leading roles that may answer for an action about a unit; empty for persons, who answer for themselves."""
    return tuple(declared()["answers_for"].get(entity_kind, ()))


def editing_swot() -> tuple[str, ...]:
    """The roles that edit the SWOT of a major inside their scope."""
    return tuple(declared()["swot"]["write"])


def most_swot_lines() -> int:
    """How many lines of one's own one list of a SWOT takes."""
    return int(declared()["swot"]["most"])


def grades() -> tuple[str, ...]:
    """Grades of evidence that a person may add; E1 is computed."""
    return tuple(declared()["evidence"])


def text_length() -> tuple[int, int]:
    """Shortest and longest text."""
    shortest, longest = declared()["text_length"]
    return shortest, longest


def category(entity_kind: str) -> str:
    """The row of the access matrix that decides who reads an action about this kind of entity."""
    return CATEGORY.get(entity_kind, "unit_action")

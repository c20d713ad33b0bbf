"""Numbers of people that no header tells: their values stand as such numbers on another sheet."""

from __future__ import annotations

from collections.abc import Sequence

from data.staging.recognition.forms import header_forms
from data.staging.recognition.found import Found
from data.staging.recognition.vocabulary import vocabulary

NUMBERS = {"student_no": "student_name", "staff_no": "teacher_name"}
COVERED = 0.9  # of the different values
FEWEST = 5  # different values; a few may be anything


def settle_by_values(sheets: Sequence[Found]) -> None:
    """卡号 over numbers that a roster has as 学号 is the student number, in a sheet without either number."""
    held = {field: _values(sheets, field) for field in NUMBERS}
    for found in sheets:
        if found.has(*NUMBERS):
            continue
        fitting = (
            (field, header) for header in found.left for field in NUMBERS if _fits(found, header, held[field])
        )
        field, header = next(fitting, (None, None))
        if field is None:
            continue
        found.left.remove(header)
        found.fields[field] = header
        _name_person(found, NUMBERS[field])


def _values(sheets: Sequence[Found], field: str) -> frozenset[str]:
    return frozenset(text for one in sheets if one.has(field) for text in one.counts(one.fields[field]))


def _fits(found: Found, header: str, held: frozenset[str]) -> bool:
    values = set(found.counts(header)) if held else set()
    return len(values) >= FEWEST and len(values & held) >= COVERED * len(values)


def _name_person(found: Found, field: str) -> None:
    """姓名, left before as nobody's, is the name of the one who is numbered."""
    fields = vocabulary().fields
    names = (
        header
        for header in found.left
        if any(fields.get(form, ("", 0))[0] == "person_name" for form in header_forms(header))
    )
    header = next(names, None)
    if header and not found.has(field):
        found.left.remove(header)
        found.fields[field] = header

"""Numbers of people that no header tells: their values stand as such numbers on another sheet."""

from __future__ import annotations

from collections.abc import Sequence

from data.staging.recognition.forms import header_forms, named_forms
from data.staging.recognition.found import Found
from data.staging.recognition.people import has_students
from data.staging.recognition.understanding import class_under_unit
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
        field, header = next(fitting, _of_readers(found))
        if field is None:
            continue
        found.left.remove(header)
        found.fields[field] = header
        _name_person(found, NUMBERS[field])
        class_under_unit(found)


def _of_readers(found: Found) -> tuple[str | None, str | None]:
    """读者证号 in a list that says which readers are students: the number by which the loans speak of them."""
    own = vocabulary().own["fact_library_loan"]
    numbers = (
        header for header in found.left if any(own.get(form) == "student_no" for form in named_forms(header))
    )
    header = next(numbers, None) if has_students(found) else None
    is_number = header is not None and found.are_codes(header) and found.texts(header).is_unique().all()
    return ("student_no", header) if is_number else (None, None)


def _values(sheets: Sequence[Found], field: str) -> frozenset[str]:
    return frozenset(text for one in sheets if one.has(field) for text in one.counts(one.fields[field]))


def _fits(found: Found, header: str, held: frozenset[str]) -> bool:
    values = set(found.counts(header)) if held else set()
    if len(values) < FEWEST:
        return False
    return len(values & held) >= COVERED * len(values) or _digits(values, held) is not None


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


def settle_students_as_staff(sheets: Sequence[Found]) -> None:
    """工号 over numbers that a roster has as 学号: an attendance tool calls everybody's number so."""
    for found in sheets:
        if not found.has("staff_no") or found.has("student_no"):
            continue
        others = [one for one in sheets if one is not found]
        header = found.fields["staff_no"]
        is_staff = _fits(found, header, _values(others, "staff_no"))
        if is_staff or not _fits(found, header, _values(others, "student_no")):
            continue
        found.fields["student_no"] = found.fields.pop("staff_no")
        if "teacher_name" in found.fields:
            found.fields.setdefault("student_name", found.fields.pop("teacher_name"))


def settle_lost_zeros(sheets: Sequence[Found]) -> None:
    """101 on one sheet is 00101 on the others, where all numbers meet again with their zeros."""
    for field in NUMBERS:
        numbered = [one for one in sheets if field not in one.by_name]
        for found in (one for one in numbered if one.has(field)):
            header = found.fields[field]
            held = _values([one for one in numbered if one is not found], field)
            if digits := _digits(set(found.counts(header)), held):
                found.digits[header] = digits

    for found in sheets:
        for join in found.by_name.values():
            found.digits |= join.other.digits


def _are_all_there(figures: set[str], held: frozenset[str], digits: int) -> bool:
    """Whether a few figures of one length hold every number of the other sheets, all of which begin with a zero: 301 and 0301."""
    is_even = len({len(text) for text in figures}) == 1 and all(len(text) < digits for text in figures)
    led = {text for text in held if text.isdigit() and text.startswith("0")}
    return is_even and len(led) > 1 and led == held and led <= {text.zfill(digits) for text in figures}


def _digits(values: set[str], held: frozenset[str]) -> int | None:
    """How many digits the numbers have where they are whole; None where they are found as they stand."""
    lengths = {len(text) for text in held if text.isdigit() and text.startswith("0")}
    figures = {text for text in values if text.isdigit()}
    if len(lengths) != 1 or not figures or len(figures & held) > (1 - COVERED) * len(figures):
        return None
    digits = lengths.pop()
    if _are_all_there(figures, held, digits):
        return digits
    if len(figures) < FEWEST:
        return None
    found = {text for text in figures if text.zfill(digits) in held}
    return digits if len(found) >= COVERED * len(figures) else None

"""Numbers of people in a draft: several in one cell, leading zeros lost, a reader's or card's number looked up in its list."""

from __future__ import annotations

from typing import Any

from data.staging.recognition.drafts import Draft
from data.staging.recognition.forms import header_forms, plain, word_forms
from data.staging.recognition.found import Found
from data.staging.recognition.headers_of import header_of
from data.staging.recognition.things import Join
from data.staging.recognition.vocabulary import vocabulary
from data.staging.targets import target

NAMES_ALONE = "the rows name people without their numbers, and a name is no key"
COVERED = 0.8  # of the numbers must stand in the list that says whose they are
TEACHING = ("教师", "专任教师", "任课教师", "主讲教师", "老师", "教员", "teacher", "teachers", "lecturer", "instructor")  # fmt: skip
OWNERS = {"student": "dim_student", "teacher": "dim_teacher"}


def number_rule(found: Found, header: str) -> Any:
    """The rule of a column of numbers: the header, with its digits where zeros were lost."""
    digits = found.digits.get(header)
    return header if digits is None else {"from": header, "digits": digits}


def fill_number(draft: Draft, column: str, header: str) -> None:
    """The numbers under a header, one row for each of several in a cell."""
    draft.direct.add(column)
    draft.columns[column] = number_rule(draft.found, header)
    for field, join in draft.found.by_name.items():
        if header == draft.found.fields.get(field):
            _tell_by_name(draft, column, join, draft.found.unnamed[field])
    if header in draft.found.digits:
        told = f"{column}: numbers under {header} are shorter than in the other files; they get their leading zeros back"
        draft.note(column, told)
    if mark := draft.found.separator(header):
        draft.split[header] = mark


def _tell_by_name(draft: Draft, column: str, join: Join, unnamed: int) -> None:
    """The list that the numbers could be looked up in: withheld, for a name is no key, until a person says so."""
    draft.join(join)
    draft.missing[column] = NAMES_ALONE
    listed = ", ".join(ours for ours, _ in join.on)
    draft.note(column, f"{column}: looked up in {join.other.sheet.shown} by {listed}")
    if unnamed:
        told = "rows name nobody of the list, or one of several with the same name; they are set aside"
        draft.note("", f"{unnamed} {told}")


def fill_student(draft: Draft, sheets: list[Found]) -> None:
    """The student's number; from the list that says whose a reader's or a card's number is, where there is one."""
    header = header_of(draft, "student_no")
    if header is None:
        return
    other = None if header == draft.found.fields.get("student_no") else _list_of(draft.found, header, sheets)
    if other is None:
        fill_number(draft, "student_no", header)
        return
    draft.columns["student_no"] = other.fields["student_no"]
    draft.direct.add("student_no")
    draft.join(Join(other, ((header, _same(other, header)),)))
    draft.note("student_no", f"student_no: looked up in {other.sheet.shown} by {header}")


def _list_of(found: Found, header: str, sheets: list[Found]) -> Found | None:
    """The sheet in which these numbers stand beside the students' own, each once."""
    for other in sheets:
        number, theirs = other.fields.get("student_no"), _same(other, header)
        if (
            other is found
            or other.by_name
            or not number
            or not theirs
            or theirs == number
            or found.sheet.has(number)
        ):
            continue
        counts, ours = other.counts(theirs), set(found.counts(header))
        if ours and max(counts.values(), default=0) == 1 and len(ours & set(counts)) >= COVERED * len(ours):
            return other
    return None


def _same(other: Found, header: str) -> str | None:
    """The header of another sheet that says the same."""
    forms = set(header_forms(header)[:2])
    return next((one for one in other.sheet.headers if set(header_forms(one)[:2]) & forms), None)


def fill_rows(draft: Draft) -> None:
    """Which rows are meant, where a column says what each row is: loans among renewals, students among members."""
    of_students = draft.table in ("dim_class", "dim_major") and draft.found.has("student_no")
    owner = "dim_student" if of_students else OWNERS.get(draft.who, draft.table)
    meant = vocabulary().tables[owner].rows
    if meant is None or draft.only:
        return
    for header in draft.found.sheet.headers:
        if header in draft.found.empty or not set(header_forms(header)) & set(map(plain, meant.headers)):
            continue
        if words := _words_meant(draft.found, owner, header):
            draft.only = {header: words}
            others = {word: count for word, count in draft.found.counts(header).items() if word not in words}
            listed = ", ".join(f"{word}: {count}" for word, count in list(others.items())[:8])
            draft.note("", f"rows with other words under {header} are not loaded: {listed} (times)")
            return


def _words_meant(found: Found, owner: str, header: str) -> list[str]:
    """The words that make a row one of the table; none where all do, or where nothing is known."""
    counts, tables = found.counts(header), vocabulary().tables
    ours = [word for word in counts if _is_one_of(word, tables[owner].rows.words)]
    if owner in OWNERS.values():
        other = next(table for table in OWNERS.values() if table != owner)
        theirs = [word for word in counts if _is_one_of(word, tables[other].rows.words)]
        ours = [word for word in counts if word not in theirs] if ours and theirs else []
    return ours if len(ours) < len(counts) else []


def is_of_teachers(draft: Draft) -> bool:
    """Whether the table is about students and the sheet numbers teachers alone: certificates of the staff."""
    found, wanted = draft.found, target(draft.table).columns
    if "student_no" not in draft.missing or not found.has("staff_no") or "staff_no" in wanted:
        return False
    told = (
        f"no {draft.table} is read from this file: its rows are of teachers, and that table is about students"
    )
    found.held += [] if told in found.held else [told]
    return True


def has_students(found: Found) -> bool:
    """Whether a column says of some rows that they are students: a list of readers, of members, of card holders."""
    meant = vocabulary().tables["dim_student"].rows
    headers = [header for header in found.left if set(header_forms(header)) & set(map(plain, meant.headers))]
    return any(_is_one_of(word, meant.words) for header in headers for word in found.counts(header))


def has_both(found: Found) -> bool:
    """Whether students and teachers stand under one number in a list of readers, and a column says who is which.

    教职工 are not taken for teachers, nor the members of a directory or a group: who of the staff teaches, these do not say.
    """
    if found.has("staff_no") or not found.has("student_no"):
        return False
    headers = set(map(plain, vocabulary().tables["dim_teacher"].rows.headers))
    shown = [one for one in found.sheet.headers if "读者" in one and one not in found.empty]
    roles = [one for one in shown if set(header_forms(one)) & headers]
    return any(_are_both(list(found.counts(header))) for header in roles)


def _are_both(words: list[str]) -> bool:
    tables = vocabulary().tables
    students, others = (
        [word for word in words if _is_one_of(word, tables[table].rows.words)] for table in OWNERS.values()
    )
    return bool(students and others) and all(
        _is_one_of(word, TEACHING) for word in words if word not in students
    )


def _is_one_of(word: str, words: tuple[str, ...]) -> bool:
    return bool(set(word_forms(word)) & set(map(plain, words)))

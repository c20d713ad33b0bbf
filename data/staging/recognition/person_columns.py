"""Columns of students and teachers: their numbers, names, kinds and first days."""

from __future__ import annotations

from data.staging.recognition.columns import checked
from data.staging.recognition.drafts import Draft
from data.staging.recognition.entry_days import fill_valid_from
from data.staging.recognition.folder import Folder
from data.staging.recognition.found import is_told
from data.staging.recognition.headers_of import header_of
from data.staging.recognition.people import fill_number, fill_student, has_both
from data.staging.recognition.readings import Reading
from data.staging.recognition.teacher_cells import teachers_of

NAMES = ("family_name", "given_name")


def fill_staff(draft: Draft, column: str, folder: Folder) -> None:
    """Staff numbers; several in one cell become several rows."""
    header = header_of(draft, column)
    if header is None and draft.table == "dim_teacher" and has_both(draft.found):
        header = draft.found.fields["student_no"]
    if header is None:
        return
    _number_of_staff(draft, column, header)


def _number_of_staff(draft: Draft, column: str, header: str) -> None:
    """The numbers under a header of teachers, one row for each; of a list with names, the part that is the number."""
    draft.direct.add(column)
    if several := teachers_of(draft.found.texts(header)):
        draft.columns[column] = {"from": header, "part": several.number}
        draft.split[header] = several.mark
        return
    fill_number(draft, column, header)


def fill_student_no(draft: Draft, column: str, folder: Folder) -> None:
    fill_student(draft, folder.sheets)


def fill_person_kind(draft: Draft, column: str, folder: Folder) -> None:
    draft.columns[column] = {"const": draft.who}


def fill_person_no(draft: Draft, column: str, folder: Folder) -> None:
    owner = Draft("dim_student" if draft.who == "student" else "dim_teacher", draft.found)
    owner.told = is_told(draft.found, owner.table)
    header = header_of(owner, "student_no" if draft.who == "student" else "staff_no")
    if header is None and has_both(draft.found):
        header = draft.found.fields["student_no"]
    if header is None:
        draft.missing[column] = "no header of a number"
        return
    if draft.who == "teacher":
        _number_of_staff(draft, column, header)
        return
    fill_number(draft, column, header)


def fill_full_name(draft: Draft, column: str, folder: Folder) -> None:
    header = draft.found.fields.get(f"{draft.who}_name")
    if header is None and draft.who == "teacher" and has_both(draft.found):
        header = draft.found.fields.get("student_name")
    if not header and draft.found.has("family_name") and draft.found.has("given_name"):
        draft.columns[column] = {"from": [draft.found.fields[name] for name in NAMES], "join": " "}
    if header and header in draft.split and (several := teachers_of(draft.found.texts(header))):
        draft.columns[column] = {"from": header, "part": several.name}
        draft.direct.add(column)
    elif header and not draft.split:
        draft.take(column, checked(draft.found, draft.table, column, Reading(header)))


def fill_first_day(draft: Draft, column: str, folder: Folder) -> None:
    fill_valid_from(draft, folder.first_day)

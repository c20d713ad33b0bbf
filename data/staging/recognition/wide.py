"""A wide grade sheet, one row per student and one column per course: courses and classes declared, a variant per column."""

from __future__ import annotations

import re

from data.staging.grades import read_grade
from data.staging.recognition.compose import draft_of
from data.staging.recognition.drafts import Draft
from data.staging.recognition.folder import Folder
from data.staging.recognition.forms import header_forms
from data.staging.recognition.found import Found, is_told
from data.staging.recognition.grades import SITTING, sitting_of_cells
from data.staging.recognition.two_sittings import SECOND, with_second_sittings
from data.staging.recognition.vocabulary import vocabulary
from data.staging.targets import target

CREDITS = re.compile(r"[(\[]?\s*(?P<credits>\d+(?:\.\d+)?)\s*学分\s*[)\]]?$")
TEACHER = re.compile(r"\s+[\u3400-\u9fff·]{2,6}\s*[/(]\s*$")  # 机械制图 王某某/ before the credits
FEWEST = 2  # columns of grades; one alone may be anything
MOSTLY = 0.9
TAKEN = ("course_code", "course_name", "offering_no", "grade")


def wide_drafts(found: Found, folder: Folder) -> list[Draft]:
    """What the sheet fills: courses, their classes, who takes them, the grades; nothing where it is not wide."""
    courses = _courses(found)
    if not courses:
        return []
    codes = {header: _code(header, folder) for header in courses}
    listed = {header: _listed(found, header, folder) for header in courses}
    numbers = {header: listed[header] or _number(found, header, courses) for header in courses}
    own = {header: code for header, code in codes.items() if not listed[header]}
    return [*_declared(found, folder, own, numbers), *_told(found, folder, numbers)]


def _listed(found: Found, header: str, folder: Folder) -> str | None:
    """The number that a list of the folder gives the teaching class of this course and the class of the sheet."""
    said = found.said.get("class_name")
    for other in folder.sheets if said else ():
        if all(other.has(name) for name in ("offering_no", "course_name", "class_name")):
            cells = other.cells()
            course, of_class = (cells.get(other.fields[name]) for name in ("course_name", "class_name"))
            there = (course == _bare_name(header)) & (of_class == said)
            numbers = (
                cells.get(other.fields["offering_no"]).filter(there.fill_null(False)).drop_nulls().unique()
            )
            if len(numbers) == 1:
                return str(numbers[0])
    return None


def _number(found: Found, header: str, courses: list[str]) -> str:
    """What stands for the teaching class of a column: its course, with the class of the sheet where a title says it."""
    name = _bare_name(header)
    name = name if [_bare_name(one) for one in courses].count(name) == 1 else header
    with_class = "-".join(filter(None, (name, found.said.get("class_name"))))
    return (
        with_class if len(with_class) <= (target("dim_offering").columns["offering_no"].length or 0) else name
    )


def _courses(found: Found) -> list[str]:
    """Headers that no list knows and whose cells are grades."""
    if not found.has("student_no") or found.has(*TAKEN) or found.frame.is_empty() or not _is_of_grades(found):
        return []
    unknown = [header for header in found.left if not set(header_forms(header)) & set(vocabulary().fields)]
    unknown = [header for header in unknown if header not in found.people]
    names = [header for header in unknown if _are_grades(found, header)]
    longest = min(target("dim_course").columns[name].length or 0 for name in ("course_code", "name"))
    names = [header for header in names if len(header) <= longest]
    return names if len(names) >= FEWEST else []


def _is_of_grades(found: Found) -> bool:
    """Whether the file's name or a title says so: figures in a list of students may be anything."""
    titled = any(sign in title for title in found.sheet.titles for sign in ("成绩", "grade", "score"))
    return titled or is_told(found, "fact_grade_attempt")


def _are_grades(found: Found, header: str) -> bool:
    counts = found.counts(header)
    none = rf"{SITTING}|{SECOND}"
    read = sum(count for text, count in counts.items() if not read_grade(re.sub(none, "", text)).problem)
    is_running = found.texts(header).is_unique().all() and len(counts) > 100  # a running number, not a grade
    return bool(counts) and read >= MOSTLY * sum(counts.values()) and not is_running


def _code(header: str, folder: Folder) -> str | None:
    """The course's code where a list of the folder has one for this name."""
    for other in folder.sheets:
        if other.has("course_code") and other.has("course_name"):
            cells = other.cells()
            names, codes = cells.get(other.fields["course_name"]), cells.get(other.fields["course_code"])
            found = codes.filter((names == _bare_name(header)).fill_null(False)).drop_nulls().unique()
            if len(found) == 1:
                return str(found[0])
    return None


def _declared(
    found: Found, folder: Folder, codes: dict[str, str | None], numbers: dict[str, str]
) -> list[Draft]:
    """Courses that no list holds, and one teaching class of every course and term."""
    course = Draft("dim_course", found)
    course.rows = [
        {"course_code": _bare_name(header), "name": _bare_name(header), **_credits(header)}
        for header, code in codes.items()
        if not code
    ]
    course.note("", "one column per course: each header stands for the code and the name of a course")
    offering = Draft("dim_offering", found)
    terms = sorted(folder.terms[found.name].terms)
    offering.rows = [
        {
            "term_id": term,
            "offering_no": numbers[header],
            "course_code": code or _bare_name(header),
            "pass_mark": 60,
        }
        for term in terms
        for header, code in codes.items()
    ]
    return [draft for draft in (course, offering) if draft.rows]


def _bare_name(header: str) -> str:
    return TEACHER.sub("", CREDITS.sub("", header)).strip() or header


def _credits(header: str) -> dict[str, float]:
    """The credits that a header names beside its course: 高等数学(4学分)."""
    match = CREDITS.search(header)
    return {"credits": float(match["credits"])} if match else {}


def _told(found: Found, folder: Folder, numbers: dict[str, str]) -> list[Draft]:
    enrolment, grade = Draft("fact_enrolment", found), Draft("fact_grade_attempt", found)
    for draft, column in ((enrolment, "final_result"), (grade, "score_text")):
        whole = draft_of(draft.table, found, folder)
        kept = ("student_no", "term_id")
        draft.columns = {name: raw for name, raw in whole.columns.items() if name in kept}
        draft.missing = {name: why for name, why in whole.missing.items() if name in kept}
        draft.variants = [
            {"offering_no": {"const": number}, column: header} for header, number in numbers.items()
        ]
        draft.direct = {"student_no", column}
        for name in kept:
            draft.note(name, *whole.notes.get(name, []))
    enrolment.repeat = "first"
    first = {"attempt_no": {"const": 1}, "attempt_kind": {"const": "first"}}
    said = {header: sitting_of_cells(found, header) for header in numbers}
    second = with_second_sittings(found, numbers)
    if any(said.values()) or second:
        for variant in grade.variants:
            variant |= said[variant["score_text"]] or first
        grade.grade = {"pass_mark": 60, "without": f"(?:{SITTING}|{SECOND})" if second else SITTING}
    else:
        grade.columns |= first
        grade.grade = {"pass_mark": 60}
    _add_second(grade, numbers, second)
    return [enrolment, grade]


def _add_second(grade: Draft, numbers: dict[str, str], second: dict[str, str]) -> None:
    """The make-up of 58/66 as an attempt of its own."""
    makeup = {"attempt_no": {"const": 2}, "attempt_kind": {"const": "makeup"}}
    grade.variants += [
        {"offering_no": {"const": numbers[header]}, "score_text": made, **makeup}
        for header, made in second.items()
    ]
    if second:
        grade.note("result", f"grade: of 58/66 under {', '.join(second)} the second is taken for the make-up")

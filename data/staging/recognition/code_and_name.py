"""Columns whose cells hold a code and a name together: [010203]大学英语, 010203-大学英语, 张○(0099001)."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from data.sources.headers import normal_header
from data.staging import parsing
from data.staging.cell_parts import Part, extracted
from data.staging.recognition.forms import header_forms, plain
from data.staging.recognition.teacher_cells import teachers_of
from data.staging.recognition.vocabulary import vocabulary

CODE = r"[A-Za-z0-9]*\d[A-Za-z0-9.\-]*"
LONG_CODE = r"(?:[A-Za-z]+\d[A-Za-z0-9.]+|\d[A-Za-z0-9.]{3,})"  # behind a name a short figure is part of the name: 大学英语(2)
NAME = r"[^\s\[(【]*[^\s\d\[(【]\S*(?: \S+)*"  # 23机制1班 begins with a figure and is a name
WORDS = r"(?:[^\sA-Za-z0-9].*|[A-Za-z].*[\u3400-\u9fff].*)"  # a Chinese name, or one such as Java程序设计
PATTERNS = (  # the code, then the name
    (rf"^[\[【(]\s*({CODE})\s*[\]】)]\s*{NAME}$", rf"^[\[【(]\s*{CODE}\s*[\]】)]\s*({NAME})$"),
    (rf"^({CODE})\s*[-—_/|: ]\s*{WORDS}$", rf"^{CODE}\s*[-—_/|: ]\s*({WORDS})$"),
    (
        rf"^.*[^\s\[(【]\s*[\[【(]\s*({LONG_CODE})\s*[\]】)]$",
        rf"^(.*[^\s\[(【])\s*[\[【(]\s*{LONG_CODE}\s*[\]】)]$",
    ),
)
MOSTLY = 0.9
NUMBER = r"\d+(?:\.\d+)?"
TWO = (rf"^({NUMBER})\s*[/\\、|]\s*{NUMBER}$", rf"^{NUMBER}\s*[/\\、|]\s*({NUMBER})$")
PATH = (r"^([^-—/\\>]{2,})\s*[-—/\\>].+$", r"^.+[-—/\\>]\s*([^-—/\\>]*\d[^-—/\\>]*)$")
OF_TEACHER = (r"^(.+?)\s*[—–_/|-]+\s*[^—–_/|-]+$", r"^.+?\s*[—–_/|-]+\s*([^—–_/|-]+)$")
CATALOG = (
    "catalog",
    "catalognbr",
    "catalogno",
    "catalognumber",
    "catalogue",
    "cataloguenumber",
    "coursenbr",
    "coursenumber",
    "courseno",
    "number",
)
NUMBERED = (
    "credits",
    "hours",
    "practice_hours",
    "process_score",
    "exam_score",
    "class_size",
    "capacity",
    "enrolled",
)
KINDS = {  # the field a header is known as -> the fields of code and name
    **{name: (f"{kind}_code", f"{kind}_name") for kind in ("course", "class", "major", "org", "course_org")
       for name in (kind, f"{kind}_code", f"{kind}_name")},
    **dict.fromkeys(("teacher", "staff_no", "teacher_name"), ("staff_no", "teacher_name")),
    **dict.fromkeys(("student_no", "student_name"), ("student_no", "student_name")),
}  # fmt: skip


@dataclass(frozen=True)
class Both:
    """One header of a file that is made of another, and the field that it is."""

    header: str
    field: str
    part: Part


def codes_and_names(headers: list[str], frame) -> list[Both]:
    """The headers that columns with codes and names (or two numbers) together give; of a thing that has them apart, none."""
    known = {header: _field(header) for header in headers}
    told = set(known.values())
    made = [one for header in headers for one in _two_numbers(header, frame[normal_header(header)], told)]
    for header, field in known.items():
        fields = KINDS.get(field or "")
        if not fields or (set(fields) - {field}) & told or any(one.field in fields for one in made):
            continue
        if "staff_no" in fields and teachers_of(_texts(frame[normal_header(header)])):
            continue  # several of them in one cell
        if patterns := _patterns(frame[normal_header(header)]):
            made += [
                Both(_named(header, one), one, Part(**{"from": header, "part": pattern}))
                for one, pattern in zip(fields, patterns, strict=True)
            ]
    made += [
        one for header in headers for one in _course_and_teacher(header, frame[normal_header(header)], told)
    ]
    made += [one for header in headers for one in _path(header, frame[normal_header(header)], told)]
    return made + _subject_and_number(headers, told)


def _course_and_teacher(header: str, cells, told: set[str | None]) -> list[Both]:
    """您评价的课程——教师 over 高等数学——张三 is the course and its teacher."""
    fields = ("course_name", "teacher_name")
    is_asked = "课程" in header and ("教师" in header or "老师" in header)
    if not is_asked or told & {*fields, "course", "teacher", "course_code", "staff_no"}:
        return []
    texts = parsing.text(parsing.cleaned(cells, ())).drop_nulls()
    fitting = extracted(texts, OF_TEACHER[1]).drop_nulls().len()
    if not len(texts) or fitting < MOSTLY * len(texts):
        return []
    parts = (Part(**{"from": header, "part": pattern}) for pattern in OF_TEACHER)
    return [Both(_named(header, field), field, part) for field, part in zip(fields, parts, strict=True)]


def _path(header: str, cells, told: set[str | None]) -> list[Both]:
    """机电学院-23级-23模具1班: the unit that the path begins with and the class that it ends with."""
    if _field(header) not in ("org", "org_name") or told & {"class", "class_code", "class_name"}:
        return []
    texts = parsing.text(parsing.cleaned(cells, ())).drop_nulls()
    units, classes = extracted(texts, PATH[0]), extracted(texts, PATH[1])
    if not len(texts) or min(units.drop_nulls().len(), classes.drop_nulls().len()) < MOSTLY * len(texts):
        return []
    unit = Part(**{"from": header, "part": PATH[0], "otherwise": "keep"})
    of_class = Part(**{"from": header, "part": PATH[1]})
    return [Both(_named(header, "org_name"), "org_name", unit), Both(_named(header, "class_name"), "class_name", of_class)]  # fmt: skip


def _subject_and_number(headers: list[str], told: set[str | None]) -> list[Both]:
    """Subject ENG and Catalog Nbr 100 are the course ENG 100."""
    named = {plain(header): header for header in headers}
    number = next((named[name] for name in CATALOG if name in named), None)
    if "subject" not in named or number is None or "course_code" in told:
        return []
    part = Part(**{"from": named["subject"], "part": "^(.+)$", "beside": number})
    return [Both(f"{named['subject']} {number}", "course_code", part)]


def _two_numbers(header: str, cells, told: set[str | None]) -> list[Both]:
    """学分/学时 over 4/64: both numbers, where no other header is the second."""
    sides = [side for side in re.split(r"[/\\、|]", header) if side]
    fields = [_field(side) for side in sides]
    if len(sides) != 2 or not set(fields) <= set(NUMBERED) or len(set(fields)) != 2 or fields[1] in told:
        return []
    texts = parsing.text(parsing.cleaned(cells, ())).drop_nulls()
    if not len(texts) or extracted(texts, TWO[0]).null_count() > (1 - MOSTLY) * len(texts):
        return []
    return [
        Both(side, field, Part(**{"from": header, "part": pattern}))
        for side, field, pattern in zip(sides, fields, TWO, strict=True)
    ]


def _field(header: str) -> str | None:
    words = vocabulary().fields
    return next((words[form][0] for form in header_forms(header) if form in words), None)


def _texts(cells) -> pl.Series:
    is_text = cells.dtype == pl.String
    return (
        parsing.text(parsing.cleaned(cells, ())).drop_nulls() if is_text else pl.Series([], dtype=pl.String)
    )


def _patterns(cells) -> tuple[str, str] | None:
    """The patterns under which nearly every cell is a code with one name of its own."""
    texts = parsing.text(parsing.cleaned(cells, ())).drop_nulls().unique()
    for code, name in PATTERNS:
        codes, names = extracted(texts, code), extracted(texts, name)
        fitting = (codes.is_not_null() & names.is_not_null()).sum()
        if len(texts) and fitting >= MOSTLY * len(texts) and codes.drop_nulls().n_unique() == fitting:
            return code, name
    return None


def _named(header: str, field: str) -> str:
    """What the made column is called: the first word that is known for its field, or the header with its kind."""
    words = (word for word, (name, rank) in vocabulary().fields.items() if name == field and not rank)
    return next(words, f"{header}{'代码' if field.endswith('code') else '名称'}")

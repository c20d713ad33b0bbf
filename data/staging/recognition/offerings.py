"""How the teaching classes of a folder are numbered: by a number all files have, one looked up in the task list, or one joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from data.staging import parsing
from data.staging.recognition.found import Found, is_told
from data.staging.recognition.meeting_of_day import meeting_of_day
from data.staging.recognition.terms_found import TermRule
from data.staging.recognition.things import COVERED, Join, Thing, thing
from data.staging.recognition.vocabulary import vocabulary

LONGEST = 40  # characters that a number may have
OF_CLASSES = (
    "dim_offering",
    "fact_supervision",
    "fact_patrol",
    "fact_textbook_adoption",
    "fact_set_response",
    "fact_teacher_workload",
)  # a row speaks of one class
SELDOM = 0.1  # of the rows: numbers that stand beside several courses by a mistake
MOSTLY = 0.8  # of the rows whose course and class are both said: a row of another class must not find one by its course
BESIDE = ("class", "staff_no", "teacher_name")  # what tells the classes of one course apart, best first


@dataclass(frozen=True)
class OfferingRule:
    """How a mapping reads the number of a row's teaching class; without a rule the sheet has none."""

    raw: Any = None
    joins: tuple[Join, ...] = ()
    notes: tuple[str, ...] = ()


def offering_rules(sheets: list[Found], terms: Mapping[str, TermRule]) -> dict[str, OfferingRule]:
    """The rule of every sheet that speaks of teaching classes, by the sheet's name."""
    teaching = [found for found in sheets if _speaks_of_one(found)]
    numbered = [found for found in teaching if found.has("offering_no")]
    lists = [found for found in numbered if _course(found) and not found.has("student_no")]
    restarts = any(_restarts(found) for found in numbered)
    unnumbered = [found for found in teaching if found not in numbered]
    own = [found for found in unnumbered if not _is_about_it(found)]
    beside = _shared(own) or (_shared(unnumbered, BESIDE[:1]) if _are_of_work(unnumbered) else None)
    rules = {}
    for found in teaching:
        if found.has("offering_no"):
            number = found.fields["offering_no"]
            rules[found.name] = _within_course(found, number, sheets) if restarts else OfferingRule(number)
        else:
            every = (_looked_up(found, other, terms, restarts=restarts) for other in lists)
            looked_up = next(filter(None, every), None)
            rules[found.name] = looked_up or _joined(found, beside, sheets)
    return rules | {
        found.name: OfferingRule(told.number, told.joins, (told.note,))
        for found in sheets
        if found.name not in rules and (told := meeting_of_day(found, sheets))
    }


def _restarts(found: Found) -> bool:
    """Whether the numbers of a sheet begin anew in every course: 课序号 01 stands beside many courses."""
    course = found.fields.get("course_code") or found.fields.get("course_name")
    if not course or found.frame.is_empty():
        return False
    cells = found.cells()
    beside = [found.fields[name] for name in ("term", "academic_year", "term_no") if found.has(name)]
    parts = [parsing.text(cells.get(header)) for header in (found.fields["offering_no"], course, *beside)]
    names = ["number", "course", *beside]
    rows = pl.DataFrame([part.alias(name) for part, name in zip(parts, names, strict=True)]).drop_nulls()
    several = rows.filter(pl.col("course").n_unique().over("number", *beside) > 1)
    return several.height > SELDOM * rows.height


def _within_course(found: Found, number: str, sheets: list[Found]) -> OfferingRule:
    """Course and number as one text, where a number names a class of its course only."""
    course = thing(found, "course", sheets)
    told = f"offering_no: {number} begins anew in every course; the course and it name a teaching class"
    if not course or course.is_said:
        return OfferingRule(notes=(f"{told}, and no header of this file names the course",))
    rule = {"from": [course.code, number], "join": "-"}
    return OfferingRule(rule, (course.join,) if course.join else (), (told,))


def _speaks_of_one(found: Found) -> bool:
    if found.has("offering_no"):
        return True
    dated = found.has("term", "term_no", "student_no", "held_on") or any(
        is_told(found, table) for table in OF_CLASSES
    )
    return bool(_course(found)) and dated and not found.has("planned_term")


def _is_about_it(found: Found) -> bool:
    """Whether a sheet only judges or counts classes (an evaluation, a workload): it must not say how they are numbered."""
    others = set(vocabulary().tables) - {"dim_course", "bridge_programme_course"}
    told = [table for table in others if is_told(found, table)]
    return not found.has("student_no") and bool(told) and "dim_offering" not in told


def _course(found: Found) -> str | None:
    names = ("course_code", "course_name")
    return next(
        filter(None, (where.get(name) for where in (found.fields, found.said) for name in names)), None
    )


def _beside(found: Found, what: str) -> str | None:
    if what in found.by_name:  # the number is no column of the file itself
        return None
    if what != "class":
        return found.fields.get(what)
    return found.fields.get("class_code") or found.fields.get("class_name")


def _are_of_work(unnumbered: list[Found]) -> bool:
    """Whether nothing but workload speaks of classes: a teacher's two classes of one course must stay apart."""
    return all(is_told(found, "fact_teacher_workload") for found in unnumbered)


def _shared(unnumbered: list[Found], kinds: Sequence[str] = BESIDE) -> str | None:
    """What every sheet without numbers has beside the course."""
    return next((what for what in kinds if unnumbered and all(_beside(f, what) for f in unnumbered)), None)


def _joined(found: Found, beside: str | None, sheets: list[Found]) -> OfferingRule:
    """Course and class (or teacher) as one text: the same in every term, as a number must be."""
    course = thing(found, "course", sheets)
    second = _beside(found, beside) if beside and beside != "teacher_name" else None
    if not course:
        return OfferingRule(notes=("offering_no: neither a number of the teaching class nor a course",))
    if course.is_said:
        return _of_list(found, sheets) or _of_one_course(found, course)
    headers = [course.code, *filter(None, [second])]
    longest = sum(
        found.texts(header).str.len_chars().max() or 0 for header in headers if found.sheet.has(header)
    )
    if second and longest + 1 > LONGEST:
        headers = headers[:1]
    told = f"offering_no: no number of the teaching class; {' and '.join(headers)} stand for it"
    raw = {"from": headers, "join": "-"} if len(headers) > 1 else headers[0]
    return OfferingRule(raw, (course.join,) if course.join else (), (told,))


def _of_list(found: Found, sheets: list[Found]) -> OfferingRule | None:
    """The number that a list of teaching classes has for the course of a title, with its class where it has several."""
    name, group = found.said.get("course_name"), found.said.get("class_name")
    lists = [one for one in sheets if one is not found and one.has("offering_no") and one.has("course_name")]
    for other in sorted(lists, key=lambda one: one.has("student_no")) if name else ():
        beside = [
            other.fields[one] for one in ("class_name", "class_code", "offering_name") if other.has(one)
        ]
        cells = other.cells()
        columns = [cells.get(other.fields[one]) for one in ("offering_no", "course_name")]
        rows = list(zip(*columns, *(parsing.text(cells.get(one)) for one in beside), strict=True))
        of_course = [row for row in rows if row[1] == name]
        of_class = [row for row in of_course if group and any(group in (text or "") for text in row[2:])]
        numbers = {row[0] for row in (of_class or of_course)}
        if len(numbers) == 1 and (of_class or not group or not beside):
            told = f"offering_no: looked up in {other.sheet.shown} by the course of a title, {name}"
            return OfferingRule({"const": str(numbers.pop())}, notes=(told,))
    return None


def _of_one_course(found: Found, course: Thing) -> OfferingRule:
    """A register of one course: the course that its title names, with the class of the rows or of the title."""
    told = f"offering_no: the course of the title, {course.code}, and the class stand for a number of the teaching class"
    header = _beside(found, "class")
    if header:
        return OfferingRule(
            {"from": header, "map": {word: f"{course.code}-{word}" for word in found.counts(header)}},
            notes=(told,),
        )
    said = found.said.get("class_name")
    return OfferingRule({"const": f"{course.code}-{said}" if said else course.code}, notes=(told,))


def _looked_up(
    found: Found, other: Found, terms: Mapping[str, TermRule], *, restarts: bool = False
) -> OfferingRule | None:
    """The number from a task list where course and class (or teacher, or the course alone) name one of its rows."""
    for extra in (("class",), ("staff_no",), ("teacher_name",), ()):
        pairs = _pairs(found, other, extra, is_one_term=_is_one_term(found, other, terms))
        if pairs and _covers(found, other, pairs, MOSTLY if extra == ("class",) else COVERED):
            number = other.fields["offering_no"]
            told = f"offering_no: looked up in {other.sheet.shown} by {', '.join(ours for ours, _ in pairs)}"
            course = other.fields.get("course_code", "") if restarts else ""
            raw = {"from": [course, number], "join": "-"} if course else number
            return OfferingRule(raw, (Join(other, tuple(pairs)),), (told,))
    return None


def _is_one_term(found: Found, other: Found, terms: Mapping[str, TermRule]) -> bool:
    ours, theirs = terms[found.name].terms, terms[other.name].terms
    return len(ours) == 1 and ours == theirs


def _pairs(found: Found, other: Found, extra: tuple[str, ...], *, is_one_term: bool) -> list[tuple[str, str]]:
    """Headers of the term, the course and what stands beside it, ours and theirs; [] where one is missing."""
    number = other.fields["offering_no"]
    if found.sheet.has(number):
        return []
    names = ["course_code" if found.has("course_code") and other.has("course_code") else "course_name"]
    if not is_one_term:
        names += [name for name in ("term", "academic_year", "term_no") if found.has(name) or other.has(name)]
    for what in extra:
        is_code = found.has("class_code") and other.has("class_code")
        names.append(what if what != "class" else "class_code" if is_code else "class_name")
    if not all(found.has(name) and other.has(name) for name in names):
        return []
    if any(name in (*found.by_name, *other.by_name) for name in names):
        return []  # the number is no column of the file itself
    return [(found.fields[name], other.fields[name]) for name in names]


def _covers(found: Found, other: Found, pairs: list[tuple[str, str]], share: float) -> bool:
    """Whether nearly every row finds exactly one number."""
    ours, theirs = found.cells(), other.cells()
    keys = [str(place) for place in range(len(pairs))]
    left = pl.DataFrame(
        [parsing.text(ours.get(a)).alias(key) for key, (a, _) in zip(keys, pairs, strict=True)]
    )
    right = pl.DataFrame(
        [parsing.text(theirs.get(b)).alias(key) for key, (_, b) in zip(keys, pairs, strict=True)]
        + [theirs.get(other.fields["offering_no"]).alias("number")]
    ).unique()
    single = right.group_by(keys).len().filter(pl.col("len") == 1)
    return left.height > 0 and left.join(single, on=keys, how="semi").height >= share * left.height

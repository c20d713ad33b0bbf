"""Lists that name people without their numbers: students looked up by class and name, teachers by name, where that is one person of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from data.sources.headers import normal_header
from data.staging.parsing import text
from data.staging.recognition.forms import header_forms
from data.staging.recognition.found import Found
from data.staging.recognition.things import Join
from data.staging.recognition.understanding import understood
from data.staging.recognition.vocabulary import vocabulary

NAMES = ("person_name", "student_name")
HALF = 0.5  # of the rows must find one person; with fewer the list is about somebody else
Pairs = tuple[tuple[str, str], ...]  # our headers, theirs


@dataclass(frozen=True)
class Kind:
    """Whose numbers are looked up: the field of the number, of the name, and what a list has beside them."""

    number: str
    name: str
    beside: tuple[str, ...] = ()


STUDENTS, TEACHERS = Kind("student_no", "student_name", ("class_name",)), Kind("staff_no", "teacher_name")


def settle_names_only(sheets: Sequence[Found]) -> list[Found]:
    """The sheets; those that name people alone as if they had their numbers, with the list to join."""
    made = list(sheets)
    for kind in (STUDENTS, TEACHERS):
        lists = [one for one in sheets if _is_list(one, kind)]
        fit = [kind is STUDENTS or _has_its_class(found, sheets) for found in made]
        made = [
            (_looked_up(found, lists, kind) if is_fit else None) or found
            for found, is_fit in zip(made, fit, strict=True)
        ]
    return made


def _has_its_class(found: Found, sheets: Sequence[Found]) -> bool:
    """Whether rows say their teaching class as the others do: where these have numbers, a course alone must not stand for one."""
    return found.has("offering_no") or not any(one.has("offering_no") for one in sheets)


def _is_list(found: Found, kind: Kind) -> bool:
    """Whether every row is one person with number and name, and nothing of teaching."""
    if not all(found.has(name) for name in (kind.number, kind.name, *kind.beside)) or found.log:
        return False
    if kind is TEACHERS and found.has("course_code", "course_name", "offering_no", "student_no", "held_on"):
        return False
    return found.frame.height > 0 and found.texts(found.fields[kind.number]).is_unique().all()


def _looked_up(found: Found, lists: Sequence[Found], kind: Kind) -> Found | None:
    name = _name_of(found, kind)
    if name is None or found.log or found.has(kind.number) or not all(map(found.has, kind.beside)):
        return None
    for other in lists:
        beside = tuple((found.fields[one], other.fields[one]) for one in kind.beside)
        pairs, number = (*beside, (name, other.fields[kind.name])), other.fields[kind.number]
        if other.name == found.name or found.sheet.has(number):
            continue
        numbers = _numbers(found, other, pairs, number)
        filled = len(found.texts(name))
        if filled and numbers.len() - numbers.null_count() >= HALF * filled:
            return _with_numbers(found, kind, Join(other, pairs, once=True), numbers)
    return None


def _name_of(found: Found, kind: Kind) -> str | None:
    """The header of the names; a bare 姓名 in a list that has no numbers at all may be the students'."""
    if kind is TEACHERS:
        speaks = found.has("course_code", "course_name", "offering_no")
        return found.fields.get("teacher_name") if speaks else None
    if found.has("staff_no"):
        return None
    fields = vocabulary().fields
    open_ = [*found.left, *(found.fields[name] for name in NAMES if found.has(name))]
    told = (one for one in open_ if any(fields.get(form, ("",))[0] in NAMES for form in header_forms(one)))
    return next(told, None)


def _numbers(found: Found, other: Found, pairs: Pairs, number: str) -> pl.Series:
    """The number of each row's person; none where the list has nobody or several of this name."""
    ours, theirs = found.cells(), other.cells()
    keys = [str(place) for place in range(len(pairs))]
    left = pl.DataFrame([text(ours.get(one)).alias(key) for key, (one, _) in zip(keys, pairs, strict=True)])
    right = [text(theirs.get(one)).alias(key) for key, (_, one) in zip(keys, pairs, strict=True)]
    whole = pl.DataFrame([*right, theirs.get(number).cast(pl.String).alias("number")])
    single = whole.filter(~pl.struct(keys).is_duplicated())
    return left.join(single, on=keys, how="left", maintain_order="left")["number"]


def _with_numbers(found: Found, kind: Kind, join: Join, numbers: pl.Series) -> Found:
    """The sheet once more, understood with the numbers of its people."""
    number, file = join.other.fields[kind.number], found.sheet.file
    shown = {**file.shown, normal_header(number): number}
    frame = file.frame.with_columns(numbers.alias(normal_header(number)))
    made = understood(found.name, replace(found.sheet, file=replace(file, frame=frame, shown=shown)))
    if made.fields.get(kind.number) != number:
        return found
    made.by_name = {**found.by_name, kind.number: join}
    made.unnamed = {**found.unnamed, kind.number: numbers.null_count()}
    return made

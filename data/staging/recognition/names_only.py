"""Lists that name students without their numbers: looked up by class and name, where that is one student of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from data.sources.headers import normal_header
from data.staging.parsing import text
from data.staging.recognition.forms import header_forms
from data.staging.recognition.found import Found
from data.staging.recognition.things import Join
from data.staging.recognition.understanding import understood
from data.staging.recognition.vocabulary import vocabulary

NAMES = ("person_name", "student_name")
HALF = 0.5  # of the rows must find one student; with fewer the list is about somebody else


def settle_names_only(sheets: Sequence[Found]) -> list[Found]:
    """The sheets; those that name students by class and name alone as if they had their numbers, with the list to join."""
    rosters = [one for one in sheets if _is_roster(one)]
    return [_looked_up(found, rosters) or found for found in sheets]


def _is_roster(found: Found) -> bool:
    """Whether every row is one student with number, name and class."""
    if not (found.has("student_no") and found.has("student_name") and found.has("class_name")):
        return False
    return found.frame.height > 0 and found.texts(found.fields["student_no"]).is_unique().all()


def _looked_up(found: Found, rosters: Sequence[Found]) -> Found | None:
    name = _name_of(found)
    if name is None or found.log or found.has("student_no", "staff_no") or not found.has("class_name"):
        return None
    for other in rosters:
        pairs = (
            (found.fields["class_name"], other.fields["class_name"]),
            (name, other.fields["student_name"]),
        )
        number = other.fields["student_no"]
        if other is found or found.sheet.has(number):
            continue
        numbers = _numbers(found, other, pairs)
        if numbers.len() - numbers.null_count() >= HALF * max(1, numbers.len()):
            return _with_numbers(found, Join(other, pairs, once=True), number, numbers)
    return None


def _name_of(found: Found) -> str | None:
    """The header of the names of persons."""
    fields = vocabulary().fields
    open_ = [*found.left, *(found.fields[name] for name in NAMES if found.has(name))]
    told = (one for one in open_ if any(fields.get(form, ("",))[0] in NAMES for form in header_forms(one)))
    return next(told, None)


def _numbers(found: Found, other: Found, pairs: tuple[tuple[str, str], ...]) -> pl.Series:
    """The number of each row's student; none where the list has nobody or several of this class and name."""
    ours, theirs = found.cells(), other.cells()
    left = pl.DataFrame([text(ours.get(one)).alias(str(place)) for place, (one, _) in enumerate(pairs)])
    right = pl.DataFrame(
        [text(theirs.get(one)).alias(str(place)) for place, (_, one) in enumerate(pairs)]
        + [theirs.get(other.fields["student_no"]).cast(pl.String).alias("number")]
    )
    keys = [str(place) for place in range(len(pairs))]
    single = right.filter(~pl.struct(keys).is_duplicated())
    return left.join(single, on=keys, how="left", maintain_order="left")["number"]


def _with_numbers(found: Found, join: Join, number: str, numbers: pl.Series) -> Found:
    """The sheet once more, understood with the numbers of its students."""
    file = found.sheet.file
    shown = {**file.shown, normal_header(number): number}
    frame = file.frame.with_columns(numbers.alias(normal_header(number)))
    made = understood(found.name, replace(found.sheet, file=replace(file, frame=frame, shown=shown)))
    made.by_name = join
    made.unnamed = numbers.null_count()
    return made

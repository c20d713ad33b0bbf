"""The one meeting of a class on a day: absences that name student and day alone are put to it by roster and timetable."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from data.staging import parsing
from data.staging.recognition.found import Found
from data.staging.recognition.things import Join

COVERED = 0.8  # of the rows must find their meeting
COURSE = ("course_code", "course_name", "offering_no")
OF_CLASS = ("class_code", "class_name")


@dataclass(frozen=True)
class Meeting:
    """Headers of the timetable that say the teaching class and the periods, and how to come to them."""

    number: str
    joins: tuple[Join, ...]
    note: str


def meeting_of_day(found: Found, sheets: list[Found]) -> Meeting | None:
    """The meeting of every row; None where a class meets twice on a day, for then nothing says which one is meant."""
    if not (found.has("student_no") and found.has("held_on")) or found.speaks_of(*COURSE):
        return None
    tables = [one for one in sheets if _is_timetable(one) and one is not found]
    ways = ((roster, table) for roster in _rosters(found, sheets) for table in tables)
    return next(filter(None, (_through(found, roster, table) for roster, table in ways)), None)


def periods_of_day(found: Found, joins: list[Join]) -> str | None:
    """The header of the timetable that says the periods, where rows are put to its meetings by their day."""
    if found.has("periods"):
        return None
    days = (
        join.other
        for join in joins
        if (found.fields.get("held_on"), join.other.fields.get("held_on")) in join.on
    )
    return next((one.fields["periods"] for one in days if one.has("periods")), None)


def _is_timetable(one: Found) -> bool:
    is_whole = all(one.has(name) for name in ("offering_no", "held_on", "periods"))
    return is_whole and one.has(*OF_CLASS) and not one.has("student_no")


def _rosters(found: Found, sheets: list[Found]) -> list[Found]:
    """Where the class of a student stands: in the rows themselves, else in lists that have each student once."""
    if found.has(*OF_CLASS):
        return [found]
    lists = [one for one in sheets if one is not found and one.has("student_no") and one.has(*OF_CLASS)]
    return [one for one in lists if one.texts(one.fields["student_no"]).is_unique().all()]


def _through(found: Found, roster: Found, table: Found) -> Meeting | None:
    group = next((name for name in OF_CLASS if roster.has(name) and table.has(name)), None)
    number = table.fields["offering_no"]
    if group is None or found.sheet.has(number) or roster.sheet.has(number):
        return None
    if not _meets_once(found, roster, table, group):
        return None
    student, day = found.fields["student_no"], found.fields["held_on"]
    by_day = Join(table, ((roster.fields[group], table.fields[group]), (day, table.fields["held_on"])))
    by_student = () if roster is found else (Join(roster, ((student, roster.fields["student_no"]),)),)
    told = f"offering_no: looked up in {table.sheet.shown} by {roster.fields[group]}, {day}"
    return Meeting(number, (*by_student, by_day), told)


def _meets_once(found: Found, roster: Found, table: Found, group: str) -> bool:
    """Whether nearly every row finds a meeting and none finds two."""
    rows = _columns(found, student="student_no", day="held_on")
    classes = _columns(roster, student="student_no", group=group).drop_nulls().unique("student")
    meetings = _columns(table, group=group, day="held_on", number="offering_no", periods="periods").unique()
    counts = meetings.group_by("group", "day").len()
    met = rows.join(classes, on="student").join(counts, on=["group", "day"])
    return bool(met.height) and met["len"].max() == 1 and met.height >= COVERED * rows.height


def _columns(one: Found, **fields: str) -> pl.DataFrame:
    cells = one.cells()
    return pl.DataFrame(
        [parsing.text(cells.get(one.fields[field])).alias(name) for name, field in fields.items()]
    )

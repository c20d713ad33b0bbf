"""The college's calendar as a setting: days off, make-up days that follow another day's timetable, terms announced early.

Stored as {term_id: {"holidays": ["2025-10-01/2025-10-08"], "make_up": {"2025-09-28": "2025-10-07"}, "first_monday", "weeks"}}.
Weeks are counted from the first Monday of the term whatever is off (docs/contributing.md); first Monday and number of weeks of a
term that was loaded stay those of its register, because its events are counted from them.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from data.warehouse.home import read_setting
from data.warehouse.schema.structure import dim_calendar_week, dim_term

KEY = "term_calendar"
PARTS = {"holidays", "make_up", "first_monday", "weeks"}
TERM = re.compile(r"(\d{4})-(\d{4})-([123])")
MOST_WEEKS, MOST_TERMS, MOST_DAYS = 30, 20, 90


class Misfit(ValueError):
    """What does not fit: a code for the page, words for the command line, and the place (a term, a day, a grade word)."""

    def __init__(self, code: str, words: str, place: str = "") -> None:
        super().__init__(words)
        self.code, self.place = code, place


def parsed(given: Any, connection: Connection) -> dict[str, dict]:
    """The calendar in its stored form; raises Misfit with the term and the day that do not fit."""
    if not isinstance(given, dict) or len(given) > MOST_TERMS:
        raise Misfit("terms", f"no list of at most {MOST_TERMS} terms")
    known = _terms(connection)
    return {str(term): _term(str(term), entry, known.get(str(term))) for term, entry in sorted(given.items())}


def _terms(connection: Connection) -> dict[str, Any]:
    columns = dim_term.c
    query = select(columns.term_id, columns.first_monday, columns.week_count, columns.load_id)
    return {row.term_id: row for row in connection.execute(query)}


def _term(term: str, entry: Any, known: Any) -> dict:
    if not isinstance(entry, dict) or set(entry) - PARTS:
        raise Misfit("parts", f"{term[:12]}: parts other than {', '.join(sorted(PARTS))}", term[:12])
    monday, weeks = _span(term, entry, known)
    last = monday + timedelta(days=7 * weeks - 1)
    off = [_range(term, text, monday, last) for text in _listed(term, entry.get("holidays"))]
    free = {day for first, end in off for day in _days(first, end)}
    make_up = _make_up(term, entry.get("make_up") or {}, free, (monday, last))
    made: dict[str, Any] = {"first_monday": monday.isoformat(), "weeks": weeks}
    made["holidays"] = [_told(first, end) for first, end in sorted(off)]
    made["make_up"] = {day.isoformat(): other.isoformat() for day, other in sorted(make_up.items())}
    return made


def _span(term: str, entry: dict, known: Any) -> tuple[date, int]:
    """First Monday and number of weeks: of the register, or announced here for a term that is not loaded."""
    parts = TERM.fullmatch(term)
    if known is None and (parts is None or int(parts[2]) != int(parts[1]) + 1):
        raise Misfit("term", f"{term[:12]}: no term such as 2026-2027-1", term[:12])
    monday, weeks = _day(term, entry.get("first_monday")), entry.get("weeks")
    if known is not None and known.load_id is not None:
        if monday not in (None, known.first_monday) or weeks not in (None, known.week_count):
            raise Misfit(
                "register",
                f"{term}: first Monday {known.first_monday} and {known.week_count} weeks are those of its register",
                term,
            )
        return known.first_monday, known.week_count
    if monday is None or monday.isoweekday() != 1:
        raise Misfit("monday", f"{term}: a term that is not loaded needs first_monday, a Monday", term)
    if isinstance(weeks, bool) or not isinstance(weeks, int) or not 1 <= weeks <= MOST_WEEKS:
        raise Misfit("weeks", f"{term}: a term that is not loaded needs weeks, 1 to {MOST_WEEKS}", term)
    return monday, weeks


def _listed(term: str, value: Any) -> list:
    listed = value or []
    if not isinstance(listed, list) or len(listed) > MOST_DAYS:
        raise Misfit("holidays", f"{term}: holidays is no list of days", term)
    return listed


def _day(term: str, value: Any) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Misfit("day", f"{term}: a day that is not YYYY-MM-DD", term) from None


def _range(term: str, text: Any, monday: date, last: date) -> tuple[date, date]:
    """One day off or, as first/last, several; inside the term."""
    first, _, end = str(text).partition("/")
    begin, stop = _day(term, first), _day(term, end or first)
    if begin is None or stop is None or not monday <= begin <= stop <= last:
        raise Misfit(
            "outside", f"{term}: days off outside {monday} to {last}, or an end before its beginning", term
        )
    return begin, stop


def _make_up(term: str, given: Any, free: set[date], span: tuple[date, date]) -> dict[date, date]:
    """Day of teaching -> the day off whose timetable it follows; every day off is made up once at most."""
    if not isinstance(given, dict) or len(given) > MOST_DAYS:
        raise Misfit("make_up", f"{term}: make_up is no list of day: day off", term)
    made = {_day(term, day): _day(term, other) for day, other in given.items()}
    for day, other in made.items():
        if day is None or other is None or not span[0] <= day <= span[1] or day in free:
            raise Misfit("make_up_day", f"{term}: a make-up day outside the term or on a day off", term)
        if other not in free:
            raise Misfit(
                "made_up", f"{term}: {day} makes up for {other}, which is no day off", f"{term} {day}"
            )
    if len(set(made.values())) < len(made):
        raise Misfit("twice", f"{term}: one day off is made up twice", term)
    return made  # type: ignore[return-value]


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _told(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first}/{last}"


def days_off(entry: dict) -> set[date]:
    """Every day off of one term's entry."""
    spans = [text.partition("/") for text in entry.get("holidays", ())]
    pairs = [(date.fromisoformat(first), date.fromisoformat(last or first)) for first, _, last in spans]
    return {day for first, last in pairs for day in _days(first, last)}


def make_up_days(entry: dict) -> dict[date, date]:
    """Day of teaching -> the day off whose timetable it follows, of one term's entry."""
    return {
        date.fromisoformat(day): date.fromisoformat(other) for day, other in entry.get("make_up", {}).items()
    }


def taught_as(connection: Connection) -> dict[date, int]:
    """Make-up day -> the weekday (1 Monday .. 7) whose timetable it follows; read by the load of events."""
    calendar = read_setting(connection, KEY, {})
    return {
        day: other.isoweekday()
        for entry in calendar.values()
        for day, other in make_up_days(entry).items()
    }  # fmt: skip


def announce(connection: Connection, calendar: dict[str, dict]) -> None:
    """Write the terms of a calendar that no load has brought, with their weeks; those of a register stay as they are."""
    known = _terms(connection)
    for term, entry in calendar.items():
        if term in known and known[term].load_id is not None:
            continue
        for table in (dim_calendar_week, dim_term):
            connection.execute(delete(table).where(table.c.term_id == term))
        connection.execute(insert(dim_term).values(_row(term, entry)))
        connection.execute(insert(dim_calendar_week), _weeks(term, entry))


def _row(term: str, entry: dict) -> dict:
    monday = date.fromisoformat(entry["first_monday"])
    last = monday + timedelta(days=7 * entry["weeks"] - 1)
    return {
        "term_id": term, "start_year": int(term[:4]), "term_no": int(term[-1]), "first_monday": monday, "day_zero": monday,
        "end_on": last, "week_count": entry["weeks"],
    }  # fmt: skip


def _weeks(term: str, entry: dict) -> list[dict]:
    """A week is taught unless all its working days are off and none of them is made up inside it."""
    monday, free, extra = date.fromisoformat(entry["first_monday"]), days_off(entry), make_up_days(entry)
    rows = []
    for number in range(entry["weeks"]):
        start = monday + timedelta(weeks=number)
        week = _days(start, start + timedelta(days=6))
        taught = any(day not in free for day in week[:5]) or any(day in extra for day in week)
        rows.append(
            {"term_id": term, "week_no": number + 1, "monday": start, "is_teaching": taught, "is_exam": False}
        )
    return rows

"""Days, terms, months and years of the college once more."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.plain.college import College

TEACHING = ("full_time", "internal_part", "external_part")
OWN_STAFF = ("full_time", "internal_part", "counsellor", "admin")


def college_day(moment: datetime) -> date:
    """The day of the college (eight hours ahead of UTC) on which a moment lies."""
    return (moment + timedelta(hours=8)).date()


def term_of(college: College, day: date) -> str | None:
    """The newest term begun on a day."""
    begun = [row["term_id"] for row in college.terms if row["day_zero"] <= day]
    return begun[-1] if begun else None


def month_of(day: date) -> str:
    return f"{day.year}-{day.month:02d}"


def months_over(college: College, month: str) -> bool:
    """A month is over on its last day."""
    return month_of(college.as_of + timedelta(days=1)) > month


def years_ago(college: College, years: int) -> date:
    """The same day some years ago (28 February for the 29th)."""
    day = college.as_of
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def trailing(college: College, day: date | None, years: int) -> bool:
    """After the same day some years ago, the as-of included."""
    return day is not None and years_ago(college, years) < day <= college.as_of


def school_year_of(day: date) -> str:
    start = day.year if day.month >= 9 else day.year - 1
    return f"{start}-{start + 1}"


def year_over(college: College) -> str:
    """The newest school year (1 September to 31 August) that is over at the as-of."""
    start = college.as_of.year - (1 if (college.as_of.month, college.as_of.day) >= (9, 1) else 2)
    return f"{start}-{start + 1}"


def last_day(year: str) -> date:
    return date(int(year[5:]), 8, 31)


def version_on(college: College, table: str, key: str, day: date) -> dict[str, dict]:
    """The version of everybody that was valid on a day."""
    found: dict[str, dict] = {}
    for row in sorted(college.rows(table), key=lambda row: row["valid_from"]):
        if row["valid_from"] <= day:
            found[row[key]] = row
    return found

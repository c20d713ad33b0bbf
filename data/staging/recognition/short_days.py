"""Cells that name a month and a day without the year, 9月12日 or 3月5日-3月7日: whole days, by the term of the sheet."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta

from data.staging.recognition.found import Found

DAY = r"(\d{1,2})\s*[月./]\s*(\d{1,2})\s*[日号]?"
ALONE = re.compile(rf"^{DAY}$")
SPAN = re.compile(rf"^{DAY}\s*[-—–~～至到]+\s*(?:{DAY}|(\d{{1,2}})\s*[日号]?)$")
LOST_NOUGHT, KEPT_NOUGHT = re.compile(r"^\d{1,2}\.[123]$"), re.compile(r"^\d{1,2}\.[123]0$")
YEAR_SAID = re.compile(r"(20\d{2})\s*年")
BEFORE, WEEKS = timedelta(days=31), 30  # how far from the first day of its term a day may be


def whole_days(found: Found, texts: Collection[str]) -> dict[str, str]:
    """Text -> the day that it means, with the year of the sheet's one term; what may mean two days is left out."""
    if any(map(LOST_NOUGHT.match, texts)) and not any(map(KEPT_NOUGHT.match, texts)):
        texts = [text for text in texts if not LOST_NOUGHT.match(text)]  # 10.3 may have been 10.30
    days = {text: _day(found, *match.groups()) for text in texts if (match := ALONE.match(text))}
    return {text: day.isoformat() for text, day in days.items() if day}


def whole_spans(found: Found, texts: Collection[str]) -> dict[str, tuple[str, str]]:
    """Text -> the first and the last day that it means; one day alone is both."""
    spans = {text: (day, day) for text, day in whole_days(found, texts).items()}
    for text in texts:
        if match := SPAN.match(text):
            month, first, last_month, last, last_alone = match.groups()
            since, until = (
                _day(found, month, first),
                _day(found, last_month or month, last or last_alone),
            )
            if since and until and since <= until:
                spans[text] = (since.isoformat(), until.isoformat())
    return spans


def is_short(text: str) -> bool:
    """Whether a text names days without their year.

    >>> is_short("9月12日"), is_short("3月5日-3月7日"), is_short("2024-03-05")
    (True, True, False)
    """
    return bool(ALONE.match(text) or SPAN.match(text))


def told_year(found: Found, column: str, header: str) -> str:
    """The note of a column whose days have their year from the term."""
    return f"{column}: days under {header} name no year; they are read as days of the term that begins on {found.first_day}"


def _day(found: Found, month: str, day: str) -> date | None:
    """The day of the term; none outside of it, nor of a year that the titles do not name where they name one."""
    first = found.first_day
    if first is None:
        return None
    try:
        read = date(first.year + (int(month) < (first - BEFORE).month), int(month), int(day))
    except ValueError:
        return None
    said = {int(year) for title in found.sheet.titles for year in YEAR_SAID.findall(title)}
    is_near = first - BEFORE <= read <= first + timedelta(weeks=WEEKS)
    return read if is_near and (not said or read.year in said) else None

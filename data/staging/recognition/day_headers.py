"""Headers that name a day of teaching: 9月4日, 2023-09-04 第1-2节, 第3周 周一."""

from __future__ import annotations

import re
from datetime import date, timedelta

from data.staging.parsing import DAYS_TO_1970

WHOLE_DAY = re.compile(
    r"^(?P<y>20\d{2})\s*[-/.年]?\s*(?P<m>\d{1,2})\s*[-/.月]?\s*(?P<d>\d{1,2})日?(?P<rest>.*)$"
)
DAY = re.compile(r"^(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})日?(?P<rest>.*)$")
NUMBERED = re.compile(  # 第1次签到 03-04 08:04, 第7周 10.15
    r"^第\s*\d+\s*(?:(?:次|讲|课|节)\S{0,6}\s+|周\s*(?=\d))"
)
WITHIN = re.compile(r"(?<!\d)(?P<y>20\d{2})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?(?!\d)(?P<rest>.*)$")
SERIAL = re.compile(r"^4\d{4}$")
WEEK = re.compile(
    r"^第?\s*(?P<week>\d{1,2})\s*周\D{0,3}(?:周|星期)\s*(?P<day>[一二三四五六日天])(?P<rest>.*)$"
)
OF_WEEK = re.compile(r"^第?\s*(?P<week>\d{1,2})\s*周\s*(?P<m>\d{1,2})\.(?P<d>[123])$")  # 第9周 10.3 was 10.30
WEEKDAYS = {sign: place for place, sign in enumerate("一二三四五六日")} | {"天": 6}
PERIODS = re.compile(r"(\d{1,2}(?:\s*[-~、,]\s*\d{1,2})?)\s*节|(\d{1,2}-\d{1,2})\s*$")


def day_of(header: str, first_monday: date | None) -> tuple[date, str | None] | None:
    """The day and the periods that a header names; the year and the weeks are those of the term.

    >>> day_of("9月4日 1-2节", date(2023, 9, 4)), day_of("第2周 周一", date(2023, 9, 4)), day_of("平时", None)
    ((datetime.date(2023, 9, 4), '1-2'), (datetime.date(2023, 9, 11), None), None)
    """
    if first_monday and (match := OF_WEEK.match(header.strip())):
        day = _within_week(first_monday, match)
        return (day, None) if day else None
    text = NUMBERED.sub("", header.strip().removesuffix(" 00:00:00"))
    if SERIAL.match(text):
        return date(1970, 1, 1) + timedelta(days=int(text) - DAYS_TO_1970), None
    if match := WHOLE_DAY.match(text) or WITHIN.search(text):
        return _dated(int(match["y"]), match)
    if first_monday is None:
        return None
    if match := DAY.match(text):
        return _dated(first_monday.year + (int(match["m"]) < first_monday.month), match)
    if match := WEEK.match(text):
        days = 7 * (int(match["week"]) - 1) + WEEKDAYS[match["day"]]
        return first_monday + timedelta(days=days), _periods(match["rest"])
    return None


def _within_week(first_monday: date, match: re.Match) -> date | None:
    """The day of 第9周 10.3: the third or, where the week says so, the thirtieth that lost its nought as a number."""
    monday = first_monday + timedelta(days=7 * (int(match["week"]) - 1))
    days = (monday + timedelta(days=place) for place in range(7))
    ends = (int(match["d"]), 10 * int(match["d"]))
    found = [day for day in days if day.month == int(match["m"]) and day.day in ends]
    return found[0] if len(found) == 1 else None


def _dated(year: int, match: re.Match) -> tuple[date, str | None] | None:
    try:
        return date(year, int(match["m"]), int(match["d"])), _periods(match["rest"])
    except ValueError:
        return None


def _periods(rest: str) -> str | None:
    match = PERIODS.search(rest)
    return (match[1] or match[2]).replace(" ", "") if match else None

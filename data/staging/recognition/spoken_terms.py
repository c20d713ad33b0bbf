"""Terms as people and vendors write them, beyond the codes that a mapping's `parse: term` reads by itself."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta

from data.staging.terms import TERM_WORDS, term_id

NUMBERS = {**TERM_WORDS, "上": 1, "下": 2, "fall": 1, "autumn": 1, "spring": 2, "summer": 3}
SEASONS = "秋|春|夏|fall|autumn|spring|summer"
YEARS = r"(?P<start>20\d{2})\s*[-/—~至]\s*(?P<end>(?:20)?\d{2})"
NUMBER = r"(?P<no>[一二三上下秋春夏]|[123](?!\d)|fall|autumn|spring|summer)"
IN_YEARS = re.compile(
    rf"{YEARS}\s*(?:学年)?(?:度)?[^\d一二三上下秋春夏a-z]*(?:第|semester|term|s|t)?\s*0?{NUMBER}", re.I
)
SHORT = r"(?P<start>\d{2})(?:-(?P<end>\d{2})\s*(?:学年\s*第?|-|\(|第)|(?P<run>\d{2})-)\s*(?P<no>[一二三上下123])(?!\d)"
SHORT_YEARS = re.compile(rf"^{SHORT}\)?\s*(?:学期)?$")  # 23-24-1, 23-24(1), 2324-1
SHORT_IN_TITLE = re.compile(rf"(?<![\d-]){SHORT}(?!-|班)")
OF_STUDY = re.compile(r"^大(?P<year>[一二三四五])\s*(?P<no>[上下])\s*(?:学期)?$")
REMARK = re.compile(r"\s*\([^()\d]*\)$")  # 2023-2024学年秋(两学期)
SEASON_LAST = re.compile(rf"(?P<year>20\d{{2}})\s*年?\s*(?P<no>{SEASONS})", re.I)
SEASON_FIRST = re.compile(rf"^(?P<no>{SEASONS})\s*(?P<year>20\d{{2}})$", re.I)
RUN_ON = re.compile(r"^(?P<start>20\d{2})(?P<end>20\d{2})?0?(?P<no>[123])$")
NUMBER_ALONE = re.compile(rf"^(?:第|semester|term|s|t)?\s*0?{NUMBER}\s*(?:学期|季)?(?:学期)?$", re.I)
YEAR_ALONE = re.compile(r"^(?P<start>20\d{2})(?:\s*[-/—~至]\s*(?P<end>(?:20)?\d{2}))?\s*(?:学年|年)?度?$")
VENDOR = {"3": 1, "12": 2, "16": 3}  # one vendor's codes of the terms of a year (indicators A.4)
WEEKS, GRACE = 18, 14


def spoken_term(text: str) -> str | None:
    """The term a whole cell means, None where it is none or not clear.

    >>> [spoken_term(text) for text in ("2025春", "Fall 2024", "20241", "2024/2025 Semester 2", "第一学期")]
    ['2024-2025-2', '2024-2025-1', '2024-2025-1', '2024-2025-2', None]
    >>> [spoken_term(text) for text in ("23-24(1)", "2324-2", "2325-2", "2023-2024学年秋(两学期)")]
    ['2023-2024-1', '2023-2024-2', None, '2023-2024-1']
    """
    text = REMARK.sub("", text.strip())
    if found := term_id(text):
        return found
    for pattern in (SHORT_YEARS, RUN_ON):
        if match := pattern.match(text):
            return _in_years(match)
    for pattern in (SEASON_FIRST, SEASON_LAST):
        if match := pattern.fullmatch(re.sub(r"(?:季)?(?:学期)?$", "", text)):
            return _of_season(match)
    match = IN_YEARS.match(text)
    return _in_years(match) if match and len(text) - match.end() <= 3 else None


def term_of_title(text: str) -> str | None:
    """The term that a title, a sheet's or a file's name speaks of.

    >>> term_of_title("某学院2023-2024学年第二学期成绩表"), term_of_title("成绩_2024-2025-1")
    ('2023-2024-2', '2024-2025-1')
    """
    match = IN_YEARS.search(text)
    if match:
        return _in_years(match)
    match = SHORT_IN_TITLE.search(text)
    if match and (term := _in_years(match)):
        return term
    match = SEASON_LAST.search(text)
    return _of_season(match) if match else None


def term_of_study(text: str, entry_year: int) -> str | None:
    """The term that 大二上 is for who entered in a year.

    >>> term_of_study("大二上", 2022), term_of_study("大一下学期", 2022), term_of_study("第三学期", 2022), term_of_study("上", 2022)
    ('2023-2024-1', '2022-2023-2', None, None)
    """
    match = OF_STUDY.match(text.strip())
    if not match:
        return None
    start = entry_year + "一二三四五".index(match["year"])
    return f"{start}-{start + 1}-{NUMBERS[match['no']]}"


def spoken_number(text: str) -> int | None:
    """Which term of its year a cell means: 1, 2 or 3."""
    match = NUMBER_ALONE.match(text.strip())
    return NUMBERS[match["no"].lower()] if match else None


def is_year(text: str) -> bool:
    """Whether a cell is an academic year."""
    match = YEAR_ALONE.match(text.strip())
    return bool(match) and (match["end"] is None or _follows(match))


def of_year_and_number(year: str, number: str, *, by_vendor: bool) -> str | None:
    """The term of a year in one cell and its number in another.

    >>> of_year_and_number("2024-2025", "12", by_vendor=True), of_year_and_number("2024学年", "第二学期", by_vendor=False)
    ('2024-2025-2', '2024-2025-2')
    """
    match = YEAR_ALONE.match(year.strip())
    if match and match["end"] is None and (plain := term_id(f"{match['start']}-{number.strip()}")):
        return plain
    found = VENDOR.get(number.strip()) if by_vendor else spoken_number(number)
    if not match or not found or not (match["end"] is None or _follows(match)):
        return None
    return f"{match['start']}-{int(match['start']) + 1}-{found}"


def is_vendor_coded(numbers: Collection[str]) -> bool:
    """Whether term numbers are 3, 12, 16; a 3 alone may be the third term as well."""
    found = {number.strip() for number in numbers}
    return bool(found & {"12", "16"}) and found <= set(VENDOR)


def proposed_term(term: str) -> dict:
    """A row of `terms:` with the days that are usual: the college's own calendar decides."""
    year, number = int(term[:4]), int(term[-1])
    monday = _usual_monday(year, number)
    weeks = WEEKS if number < 3 else 4
    end = monday + timedelta(weeks=weeks, days=-1)
    return {
        "term_id": term, "start_year": year, "term_no": number, "first_monday": monday, "end_on": end,
        "week_count": weeks, "grades_due_on": end + timedelta(days=GRACE),
    }  # fmt: skip


def dated_term(term: str, begin: date, end: date) -> dict:
    """A row of `terms:` with the days that a calendar of the college says."""
    monday = begin - timedelta(days=begin.weekday())
    weeks = ((end - monday).days + 7) // 7
    due = end + timedelta(days=GRACE)
    return {
        **proposed_term(term),
        "first_monday": monday,
        "end_on": end,
        "week_count": weeks,
        "grades_due_on": due,
    }


def _usual_monday(year: int, number: int) -> date:
    """The first Monday of September, the last of February, the first of July."""
    if number == 2:
        last = date(year + 1, 3, 1) - timedelta(days=1)
        return last - timedelta(days=last.weekday())
    first = date(year, 9, 1) if number == 1 else date(year + 1, 7, 1)
    return first + timedelta(days=-first.weekday() % 7)


def _end(match: re.Match) -> str | None:
    return match["end"] or match.groupdict().get("run")


def _follows(match: re.Match) -> bool:
    return int(_end(match)[-2:]) == (int(match["start"][-2:]) + 1) % 100


def _in_years(match: re.Match) -> str | None:
    if _end(match) is not None and not _follows(match):
        return None
    start = int(match["start"]) + (2000 if len(match["start"]) == 2 else 0)
    return f"{start}-{start + 1}-{NUMBERS[match['no'].lower()]}"


def _of_season(match: re.Match) -> str:
    number, year = NUMBERS[match["no"].lower()], int(match["year"])
    start = year if number == 1 else year - 1
    return f"{start}-{start + 1}-{number}"

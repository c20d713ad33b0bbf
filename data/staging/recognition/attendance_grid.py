"""An attendance grid, one row per student and one column per day: a variant per column, signs read by the legend."""

from __future__ import annotations

import re
from datetime import date, timedelta

from data.staging.parsing import DAYS_TO_1970
from data.staging.recognition.columns import unknown_words
from data.staging.recognition.compose import Folder, draft_of
from data.staging.recognition.drafts import Draft
from data.staging.recognition.forms import plain, word_forms
from data.staging.recognition.found import Found
from data.staging.recognition.spoken_terms import proposed_term
from data.staging.recognition.vocabulary import vocabulary

FEWEST = 2  # columns of days; one alone may be anything
LONGEST_WORD, MOST_WORDS = 6, 24
WHOLE_DAY = re.compile(
    r"^(?P<y>20\d{2})\s*[-/.年]?\s*(?P<m>\d{1,2})\s*[-/.月]?\s*(?P<d>\d{1,2})日?(?P<rest>.*)$"
)
DAY = re.compile(r"^(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})日?(?P<rest>.*)$")
SERIAL = re.compile(r"^4\d{4}$")
WEEK = re.compile(
    r"^第?\s*(?P<week>\d{1,2})\s*周\D{0,3}(?:周|星期)\s*(?P<day>[一二三四五六日天])(?P<rest>.*)$"
)
WEEKDAYS = {sign: place for place, sign in enumerate("一二三四五六日")} | {"天": 6}
PERIODS = re.compile(r"(\d{1,2}(?:\s*[-~、,]\s*\d{1,2})?)\s*节|(\d{1,2}-\d{1,2})\s*$")
SIGN = r"[^\s\w\u3400-\u9fff:：=,，;；、。()（）\[\]/\\|.-]"
SIGN_FIRST = re.compile(rf"({SIGN}|\b[A-Za-z])\s*[:：=-]?\s*(?:表示|代表|为)?\s*([\u3400-\u9fff]{{1,4}})")
WORD_FIRST = re.compile(rf"([\u3400-\u9fff]{{1,4}})\s*[:：=-]?\s*({SIGN}|[A-Za-z]\b)")


def grid_drafts(found: Found, folder: Folder) -> list[Draft]:
    """The attendance that the sheet tells; nothing where it is no grid of days."""
    term = min(folder.terms[found.name].terms, default=None)
    first = next((row["first_monday"] for row in folder.days if row["term_id"] == term), None)
    if term and first is None:
        first = proposed_term(term)["first_monday"]
    days = {header: told for header in found.left if (told := day_of(header, first))}
    if not found.has("student_no") or found.has("attendance_status") or len(days) < FEWEST:
        return []
    words = {word for header in days for word in found.counts(header)}
    if not words or len(words) > MOST_WORDS or max(map(len, words)) > LONGEST_WORD:
        return []
    known = _meanings(found, words)
    return [_draft(found, folder, days, known)] if known else []


def day_of(header: str, first_monday: date | None) -> tuple[date, str | None] | None:
    """The day and the periods that a header names; the year and the weeks are those of the term.

    >>> day_of("9月4日 1-2节", date(2023, 9, 4)), day_of("第2周 周一", date(2023, 9, 4)), day_of("平时", None)
    ((datetime.date(2023, 9, 4), '1-2'), (datetime.date(2023, 9, 11), None), None)
    """
    text = header.strip().removesuffix(" 00:00:00")
    if SERIAL.match(text):
        return date(1970, 1, 1) + timedelta(days=int(text) - DAYS_TO_1970), None
    if match := WHOLE_DAY.match(text):
        return _dated(int(match["y"]), match)
    if first_monday is None:
        return None
    if match := DAY.match(text):
        return _dated(first_monday.year + (int(match["m"]) < first_monday.month), match)
    if match := WEEK.match(text):
        days = 7 * (int(match["week"]) - 1) + WEEKDAYS[match["day"]]
        return first_monday + timedelta(days=days), _periods(match["rest"])
    return None


def _dated(year: int, match: re.Match) -> tuple[date, str | None] | None:
    try:
        return date(year, int(match["m"]), int(match["d"])), _periods(match["rest"])
    except ValueError:
        return None


def _periods(rest: str) -> str | None:
    match = PERIODS.search(rest)
    return (match[1] or match[2]).replace(" ", "") if match else None


def _meanings(found: Found, words: set[str]) -> dict[str, str]:
    """Sign or word -> status: by the legend above or below, else by the words that are known; a figure alone is no word."""
    codes = vocabulary().words("fact_attendance", "status")
    legend = _legend([*found.sheet.titles, *(line for _, _, line in found.sheet.file.broken)], codes)
    spoken = {
        word: next((codes[form] for form in word_forms(word) if form in codes), None)
        for word in words
        if not word.isdigit()
    }
    return {word: code for word in sorted(words) if (code := legend.get(word) or spoken.get(word))}


def _legend(lines: list[str], codes: dict[str, str]) -> dict[str, str]:
    """What a legend says of its signs, whether the sign stands before its word or behind it."""
    ways = []
    for pattern, sign, word in ((SIGN_FIRST, 1, 2), (WORD_FIRST, 2, 1)):
        pairs = [match for line in lines for match in pattern.finditer(line)]
        ways.append(
            {match[sign]: codes[plain(match[word])] for match in pairs if plain(match[word]) in codes}
        )
    return max(ways, key=len)


def _draft(
    found: Found, folder: Folder, days: dict[str, tuple[date, str | None]], known: dict[str, str]
) -> Draft:
    draft = draft_of("fact_attendance", found, folder)
    draft.columns = {
        name: raw for name, raw in draft.columns.items() if name in ("student_no", "term_id", "offering_no")
    }
    draft.variants = [_variant(header, *told, known) for header, told in days.items()]
    if any(periods is None for _, periods in days.values()):
        draft.columns["periods"] = {"const": "1"}
        draft.note("periods", "periods: the headers name days alone; all count as one meeting, 1")
    draft.missing = {
        name: why for name, why in draft.missing.items() if name not in ("held_on", "status", "periods")
    }
    draft.direct = {"student_no", "status"}
    unknown: dict[str, int] = {}
    for header in days:
        for word, count in found.counts(header).items():
            if word not in known:
                unknown[word] = unknown.get(word, 0) + count
    draft.note("", *unknown_words(found, "status", "the days", unknown))
    draft.note("", "an empty cell makes no row; where it means present, give the status `default: present`")
    return draft


def _variant(header: str, day: date, periods: str | None, known: dict[str, str]) -> dict:
    said = {"periods": {"const": periods}} if periods else {}
    return {"held_on": {"const": day.isoformat()}, **said, "status": {"from": header, "map": dict(known)}}

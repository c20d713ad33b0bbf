"""An attendance grid, one row per student and one column per day: a variant per column, signs read by the legend."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from data.staging.recognition.columns import unknown_words
from data.staging.recognition.compose import draft_of
from data.staging.recognition.day_headers import day_of
from data.staging.recognition.drafts import Draft
from data.staging.recognition.folder import Folder
from data.staging.recognition.forms import plain, word_forms
from data.staging.recognition.found import Found
from data.staging.recognition.spoken_terms import proposed_term
from data.staging.recognition.vocabulary import vocabulary

FEWEST = 2  # columns of days; one alone may be anything
LONGEST_WORD, MOST_WORDS, MOSTLY = 10, 24, 0.5
NO_PART = ("未参与", "未加入", "未加入班级", "未选课")
REMARK = re.compile(r"(?:备注|说明|更正|修改)$")
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
    words = {word for header in days for word in found.counts(header) if len(word) <= LONGEST_WORD}
    known = _meanings(found, words)
    days = {header: told for header, told in days.items() if _tells_attendance(found, header, known)}
    return [_draft(found, folder, days, known)] if len(days) >= FEWEST else []


def _tells_attendance(found: Found, header: str, known: dict[str, str]) -> bool:
    """Whether the cells of a day are words of a list that is known in part; scores of the same day are none."""
    counts = found.counts(header)
    understood = sum(count for word, count in counts.items() if word in known)
    return len(counts) <= MOST_WORDS and understood >= MOSTLY * sum(counts.values())


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
    beside, nothing = _corrections(found, days, known), _nothing(found, days)
    if nothing:
        draft.note(
            "status", f"status: {', '.join(nothing)} is taken for no part in the session: it makes no row"
        )
    days = {header: told for header, told in days.items() if header not in beside.values()}
    draft.variants = [
        _variant(header, *told, known, beside.get(header), nothing) for header, told in days.items()
    ]
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
            if word not in known and word not in nothing:
                unknown[word] = unknown.get(word, 0) + count
    draft.note("", *unknown_words(found, "status", "the days", unknown))
    draft.note("", "an empty cell makes no row; where it means present, give the status `default: present`")
    return draft


def _corrections(
    found: Found, days: dict[str, tuple[date, str | None]], known: dict[str, str]
) -> dict[str, str]:
    """Header of a day -> a remark on the same day whose words are all of the list: 病假 beside 未上课."""
    found_so: dict[str, str] = {}
    for header, told in days.items():
        remarks = [
            other
            for other in days
            if other != header
            and days[other] == told
            and REMARK.search(other)
            and set(found.counts(other)) <= set(known)
        ]
        if len(remarks) == 1 and not REMARK.search(header):
            found_so[header] = remarks[0]
    return found_so


def _nothing(found: Found, days: Collection[str]) -> tuple[str, ...]:
    """Words that say that a student had no part in a session: neither present nor absent."""
    return tuple(word for word in NO_PART if any(word in found.counts(header) for header in days))


def _variant(
    header: str,
    day: date,
    periods: str | None,
    known: dict[str, str],
    correction: str | None,
    nothing: tuple[str, ...],
) -> dict:
    said = {"periods": {"const": periods}} if periods else {}
    read = {"from": [correction, header], "first_filled": True} if correction else {"from": header}
    return {
        "held_on": {"const": day.isoformat()},
        **said,
        "status": {**read, "map": {**known, **dict.fromkeys(nothing)}},
    }

"""The term of a sheet's rows: from its columns, its titles, its dates, or from the folder's only term."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from data.staging import parsing
from data.staging.cell_parts import extracted
from data.staging.recognition.columns import unknown_words
from data.staging.recognition.day_headers import day_of
from data.staging.recognition.forms import header_forms, kind_of
from data.staging.recognition.found import Found, is_told
from data.staging.recognition.spoken_terms import (
    dated_term,
    is_vendor_coded,
    of_year_and_number,
    proposed_term,
    spoken_term,
    term_of_study,
    term_of_title,
)
from data.staging.recognition.vocabulary import vocabulary
from data.staging.targets import target
from data.staging.terms import term_id

MOSTLY = 0.9  # of the cells of a column of days
MOST_DAYS = 250  # different days that a mapping lists one by one
DAY = r"^(\d{4}\D\d{1,2}\D\d{1,2})"
ENTRY = re.compile(r"(?<!\d)(?:20)?([12]\d)(?:\d{1,2}|级|-\d{1,2})?班?$")  # of a class: 物流2201
EARLIEST = timedelta(weeks=3)  # before the usual first Monday; what is earlier belongs to the holidays
OF_TERMS = {"term", "term_no", "term_or_no"}
DATED = ("held_on", "examined_on", "registered_on")


@dataclass(frozen=True)
class TermRule:
    """How a mapping reads the term of a sheet's rows, and which terms they are."""

    raw: Any = None
    terms: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    @property
    def is_column(self) -> bool:
        return self.raw is not None and "const" not in self.raw


def rule_of_columns(found: Found) -> TermRule:
    """From the columns or the titles of the sheet itself; without a rule where they say nothing."""
    if found.has("term"):
        return _of_one(found, found.fields["term"])
    if found.has("academic_year") and found.has("term_no"):
        return _of_two(found, found.fields["academic_year"], found.fields["term_no"])
    if rule := _of_study(found):
        return rule
    for title in found.sheet.titles:
        if term := term_of_title(title):
            return _constant(term, f"term_id: {term} is read from a title or name")
    return TermRule()


def _of_study(found: Found) -> TermRule | None:
    """大二上 beside classes whose names tell the year of entry: 物流2201 entered in 2022."""
    group = found.fields.get("class_name") or found.fields.get("class_code")
    header = next((one for one in found.left if _are_of_study(found, one)), None)
    if not group or not header:
        return None
    cells = found.cells()
    parts = [parsing.text(cells.get(one)).alias(str(place)) for place, one in enumerate((group, header))]
    known = {}
    for name, word in pl.DataFrame(parts).drop_nulls().unique(maintain_order=True).iter_rows():
        if (year := ENTRY.search(name)) and (term := term_of_study(word, 2000 + int(year[1]))):
            known[f"{name}-{word}"] = term
    if not known or len(known) > MOST_DAYS:
        return None
    told = f"term_id: {header} counts from the year of entry, which is read off the names under {group}"
    return TermRule({"from": [group, header], "join": "-", "map": known}, frozenset(known.values()), (told,))


def _are_of_study(found: Found, header: str) -> bool:
    words = list(found.counts(header))
    return bool(words) and all(term_of_study(word, 2000) for word in words)


def rule_of_codes(found: Found, sheets: Iterable[Found]) -> TermRule:
    """A code that another file writes out beside it: Term 2239 is Term Descr 2023 Fall there."""
    for header in found.left:
        if not {vocabulary().fields.get(form, ("", 0))[0] for form in header_forms(header)} & OF_TERMS:
            continue
        for other in sheets:
            known = _written_out(other, header) if other is not found else {}
            terms = {word: known[word] for word in found.counts(header) if word in known}
            if terms and len(terms) == len(found.counts(header)):
                told = f"term_id: codes under {header} are written out in {other.sheet.shown}"
                return TermRule({"from": header, "map": terms}, frozenset(terms.values()), (told,))
    return TermRule()


def _written_out(other: Found, header: str) -> dict[str, str]:
    """Every code under the header whose rows speak of one term alone."""
    if not other.has("term") or not other.sheet.has(header) or other.fields["term"] == header:
        return {}
    cells = other.cells()
    pairs = pl.DataFrame(
        [
            parsing.text(cells.get(header)).alias("code"),
            parsing.text(cells.get(other.fields["term"])).alias("word"),
        ]
    )
    terms: dict[str, set[str | None]] = {}
    for code, word in pairs.drop_nulls().unique().iter_rows():
        terms.setdefault(code, set()).add(spoken_term(word))
    return {code: next(iter(said)) for code, said in terms.items() if len(said) == 1 and None not in said}


def rule_of_dates(found: Found, every: frozenset[str], said: Mapping[str, dict]) -> TermRule:
    """The term in which all dates of the sheet lie, each date's own term, or the folder's only term."""
    named = [told[0] for header in found.left if (told := day_of(header, None))]
    if named and found.has("student_no"):
        terms = {term_at(day, said) for day in named}
        if len(terms) == 1:
            return _constant(
                terms.pop(), "term_id: no column says it; all days in the headers lie in this term"
            )
    for name in DATED:
        if found.has(name) and (rule := _of_days(found, found.fields[name], said)):
            return rule
    days = [header for header in found.left if kind_of(header) == "day" and _are_days(found, header)]
    days = days if len(days) == 1 else [header for header in days if _is_event(found, header)]
    is_one = len(days) == 1 and found.speaks_of("course_code", "course_name", "offering_no")
    if is_one and (rule := _of_days(found, days[0], said)):
        return rule
    if len(every) == 1:
        return _constant(min(every), "term_id: no column says it; it is the only term of the other files")
    why = (
        "no column, title or date says it, and the files speak of several terms"
        if every
        else "no column, title or date says it"
    )
    return TermRule(notes=(f"term_id: {why}; write the term, e.g. term_id: {{const: 2024-2025-1}}",))


def _is_event(found: Found, header: str) -> bool:
    """Whether a header says when the thing happened that the file is about: 听课日期 beside 提交时间."""
    words = vocabulary()
    return any(
        words.own[table].get(form) == target(table).event
        for table in words.tables
        if target(table).event and is_told(found, table)
        for form in header_forms(header)
    )


def _are_days(found: Found, header: str) -> bool:
    texts = found.texts(header)
    return len(texts) > 0 and parsing.date(texts).null_count() <= (1 - MOSTLY) * len(texts)


def _of_days(found: Found, header: str, said: Mapping[str, dict]) -> TermRule | None:
    """The term of each day under a header; one for all where they lie in one."""
    texts = found.texts(header).unique()
    days = parsing.date(texts)
    terms = {day: term_at(day, said) for day in days.drop_nulls().unique()}
    if len(set(terms.values())) == 1:
        told = "term_id: no column says it; all dates of the file lie in this term"
        return _constant(next(iter(terms.values())), told)
    words = extracted(texts, DAY) if (is_long := len(texts) > MOST_DAYS) else texts
    known = {word: terms[day] for word, day in zip(words, days, strict=True) if word and day is not None}
    if not known or len(known) > MOST_DAYS:
        return None
    rule = {"from": header, **({"part": DAY} if is_long else {}), "map": dict(sorted(known.items()))}
    note = f"term_id: no column says it; each day under {header} is put to the term it lies in or near"
    return TermRule(rule, frozenset(known.values()), (note,))


def _constant(term: str, note: str) -> TermRule:
    return TermRule({"const": term}, frozenset([term]), (note,))


def _of_one(found: Found, header: str) -> TermRule:
    counts = found.counts(header)
    read = {word: spoken_term(word) for word in counts}
    notes = unknown_words(found, "term_id", header, {word: counts[word] for word in counts if not read[word]})
    known = {word: term for word, term in read.items() if term}
    if all(term_id(word) for word in known):
        return TermRule({"from": header, "parse": "term"}, frozenset(known.values()), notes)
    return TermRule({"from": header, "map": known}, frozenset(known.values()), notes)


def _of_two(found: Found, year: str, number: str) -> TermRule:
    cells = found.cells()
    parts = [parsing.text(cells.get(header)) for header in (year, number)]
    pairs = pl.DataFrame([part.alias(str(place)) for place, part in enumerate(parts)]).drop_nulls()
    by_vendor = is_vendor_coded(pairs["1"].unique().to_list())
    read = {
        f"{left}-{right}": of_year_and_number(left, right, by_vendor=by_vendor)
        for left, right in pairs.unique(maintain_order=True).iter_rows()
    }
    known = {joined: term for joined, term in read.items() if term}
    unknown = len(read) - len(known)
    notes = (f"term_id: {unknown} pairs of {year} and {number} are no term",) if unknown else ()
    if known and {term[-1] for term in known.values()} == {"3"}:
        notes += (f"term_id: 3 under {number} is taken for the third term; one vendor means the first",)
    rule: dict[str, Any] = {"from": [year, number], "join": "-"}
    if all(term_id(joined) == term for joined, term in known.items()):
        return TermRule({**rule, "parse": "term"}, frozenset(known.values()), notes)
    return TermRule({**rule, "map": known}, frozenset(known.values()), notes)


def term_at(day: date, said: Mapping[str, dict]) -> str:
    """The term of a day, by the calendar where one is given; between two terms the nearer one."""
    terms = (f"{start}-{start + 1}-{number}" for start in (day.year - 1, day.year) for number in (1, 2))
    rows = [said.get(term) or proposed_term(term) for term in terms]
    return min(rows, key=lambda row: max(row["first_monday"] - day, day - row["end_on"], timedelta()))[
        "term_id"
    ]


def fitted(row: dict, sheets: list[Found], said: Mapping[str, dict]) -> dict:
    """A row of `terms:` whose first Monday is no later than the earliest day of teaching that belongs to the term."""
    days = [parsing.date(one.texts(one.fields["held_on"])) for one in sheets if one.has("held_on")]
    earliest = row["first_monday"] - EARLIEST
    before = [
        day
        for column in days
        for day in column.drop_nulls().unique()
        if earliest <= day < row["first_monday"] and term_at(day, said) == row["term_id"]
    ]
    return dated_term(row["term_id"], min(before), row["end_on"]) if before else row


def calendar(sheets: list[Found]) -> dict[str, dict]:
    """Terms whose days a sheet of the folder says: term_id -> a row of `terms:`."""
    said: dict[str, dict] = {}
    for found in sheets:
        days = {column: _day_header(found, column) for column in ("first_monday", "end_on")}
        if not all(days.values()) or found.has("student_no", "staff_no", "course_code", "course_name"):
            continue
        rule = rule_of_columns(found)
        if rule.is_column:
            said |= _dated(found, rule, days)
    return said


def _day_header(found: Found, column: str) -> str | None:
    own = vocabulary().own["dim_term"]
    words = (header for header in found.left for form in header_forms(header) if own.get(form) == column)
    return found.fields.get(column) or next(words, None)


def _dated(found: Found, rule: TermRule, days: dict[str, str]) -> dict[str, dict]:
    cells = found.cells()
    begins, ends = (parsing.date(cells.get(days[column])) for column in ("first_monday", "end_on"))
    headers = [rule.raw["from"]] if isinstance(rule.raw["from"], str) else rule.raw["from"]
    parts = [parsing.text(cells.get(header)) for header in headers]
    words = pl.DataFrame([part.alias(str(place)) for place, part in enumerate(parts)])
    joined = words.select(pl.concat_str(pl.all(), separator="-")).to_series()
    known = rule.raw.get("map", {})
    rows = zip(joined, begins, ends, strict=True)
    terms = ((known.get(word) or term_id(word or ""), begin, end) for word, begin, end in rows)
    found.used |= {*headers, *days.values()}
    return {term: dated_term(term, begin, end) for term, begin, end in terms if term and begin and end}

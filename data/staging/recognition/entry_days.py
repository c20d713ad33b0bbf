"""When the version of a person begins that a list tells: on a day of entry, in a year of entry, with the first term."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.staging.recognition.columns import MOST_WORDS, reading
from data.staging.recognition.drafts import Draft
from data.staging.recognition.headers_of import header_of
from data.staging.recognition.readings import Reading

COLUMN = "valid_from"


def fill_valid_from(draft: Draft, first_day: date) -> None:
    """The day as a column says it, else the day of entry, the first of September of its year, the first term's first day."""
    begins = first_day.isoformat()
    if header := header_of(draft, COLUMN):
        draft.columns[COLUMN] = header
    elif _of_entry(draft, begins):
        return
    elif days := _of_year(draft, begins):
        draft.columns[COLUMN] = days
        draft.note(
            COLUMN, f"{COLUMN}: no day of entry; 1 September of the year under {days['from']} is assumed"
        )
    else:
        draft.columns[COLUMN] = {"const": begins}
        draft.note(
            COLUMN, f"{COLUMN}: no day of entry; {begins}, the first day of the first term, is assumed"
        )


def _of_entry(draft: Draft, begins: str) -> bool:
    """The target's own default is the day of entry; only rows without one need something else."""
    header = header_of(draft, "entry_on")
    made = reading(draft.found, draft.table, "entry_on", header) if header else Reading()
    if made.rule is None:
        return False
    if len(draft.found.texts(header)) < draft.found.frame.height:
        raw = {"from": made.rule} if isinstance(made.rule, str) else made.rule
        draft.columns[COLUMN] = {**raw, "parse": "date", "default": begins}
        draft.note(COLUMN, f"{COLUMN}: where no day of entry stands, {begins} is assumed")
    return True


def _of_year(draft: Draft, begins: str) -> dict[str, Any] | None:
    header = header_of(draft, "entry_year") if draft.table == "dim_student" else None
    years = reading(draft.found, draft.table, "entry_year", header).rule if header else None
    if header is None or years is None:
        return None
    said = years.get("map", {}) if isinstance(years, dict) else {}
    read = {word: str(said.get(word, word))[:4] for word in draft.found.counts(header)}
    days = {word: f"{year}-09-01" for word, year in read.items() if year.isdigit()}
    if not days or len(days) > MOST_WORDS:
        return None
    return {"from": header, "map": days, "otherwise": "empty", "default": begins}

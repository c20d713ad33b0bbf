"""Sheets that are known and kept in no table: why, and what must not be made of them all the same."""

from __future__ import annotations

from data.staging.recognition.found import Found
from data.staging.recognition.vocabulary import vocabulary


def why_nowhere(found: Found) -> str | None:
    """Why no table keeps what the sheet is about; None where nothing is known of it."""
    return vocabulary().why_nowhere(_named(found), found.sheet.headers)


def is_unlike(found: Found, table: str) -> bool:
    """Whether the sheet only looks like one of the table: days of a dormitory's checks are no days of teaching."""
    one = vocabulary().kept_nowhere_as(_named(found), found.sheet.headers)
    return one is not None and table in one.unlike


def _named(found: Found) -> str:
    sheet = found.sheet
    return " ".join([sheet.sheet, *sheet.titles[:-1]] if sheet.sheet else [sheet.shown, *sheet.titles])

"""Columns that a header alone fills: read as it stands, from both days in one cell, or from the year in a title."""

from __future__ import annotations

import re

from data.staging.recognition.columns import reading
from data.staging.recognition.dates import HALVES, half_of_range
from data.staging.recognition.drafts import Draft
from data.staging.recognition.folder import Folder
from data.staging.recognition.forms import header_forms, plain
from data.staging.recognition.headers_of import header_of
from data.staging.recognition.readings import Reading
from data.staging.recognition.titles import year_of_titles
from data.staging.recognition.vocabulary import vocabulary
from data.staging.targets import target

BOTH_DAYS = re.compile(
    r"^.*(?:起止|起讫|始末|起迄).*$|^(?:时间段|(?:实习|实践|培训|挂职|进修|学习|请假)(?:时间|日期|期间))$"
)
YEARS_OF_TITLES = ("graduation_year", "due_year", "year", "entry_grade")


def fill_plain(draft: Draft, column: str) -> None:
    """The column from the header that names it, else from both days in one cell, else from a year in the title."""
    header = header_of(draft, column)
    stands_in = header is not None and plain(header) in _instead(draft, column)
    if stands_in and not _fits(draft, column, header):
        return
    if header:
        draft.take(column, reading(draft.found, draft.table, column, header))
        if column in draft.columns and stands_in:
            draft.note(column, f"{column}: no header names it; {header} stands for it")
    if header and column == "degree" and "学历" in header and "学位" not in header:
        draft.note(column, f"degree: the education under {header} stands for the degree")
    elif column in draft.columns:
        return
    elif column in HALVES and draft.told:
        both = [one for one in draft.found.left if BOTH_DAYS.match(plain(one))]
        draft.take(column, half_of_range(draft.found, column, both[0]) if both else Reading())
    elif column in YEARS_OF_TITLES and draft.told:
        _year_of_title(draft, column)


def _instead(draft: Draft, column: str) -> set[str]:
    return set(map(plain, vocabulary().tables[draft.table].instead.get(column, ())))


def _fits(draft: Draft, column: str, header: str) -> bool:
    """Whether every cell is short enough for the column: a long title is no number."""
    longest = target(draft.table).columns[column].length
    return longest is None or all(len(text) <= longest for text in draft.found.counts(header))


def fill_study_type(draft: Draft, column: str, folder: Folder) -> None:
    """初修 or 重修 of a column of its own, where 考试性质 beside it says which exam it was."""
    own = vocabulary().own[draft.table]
    headers = (one for one in draft.found.left if any(own.get(form) == column for form in header_forms(one)))
    if header := next(headers, None):
        draft.take(column, reading(draft.found, draft.table, column, header))
    if column not in draft.columns:
        fill_plain(draft, column)


def _year_of_title(draft: Draft, column: str) -> None:
    if year := year_of_titles(draft.found.sheet.titles):
        draft.columns[column] = {"const": year}
        draft.note(column, f"{column}: {year} is read from a title or name")

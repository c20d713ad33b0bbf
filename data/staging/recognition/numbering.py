"""Numbers of records that several files leave out: places of rows would be the same in each, and one file replace the other."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from data.sources.files import ROW
from data.sources.headers import normal_header
from data.staging import parsing
from data.staging.recognition.drafts import Draft
from data.staging.recognition.vocabulary import vocabulary
from data.staging.targets import target

NAME = re.compile(r"(?:名称|项目|主题|题目|课题|称号|活动|内容|赛项|奖项)$")  # what a record is called by
PLACE = {"row_number": True}


def number_apart(drafts: Iterable[Draft]) -> None:
    """Of tables that several sheets fill by the places of their rows: name and day of a record stand for its number."""
    by_table: dict[str, list[Draft]] = {}
    for draft in drafts:
        column = _numbered(draft)
        if column and draft.columns.get(column) == PLACE:
            by_table.setdefault(draft.table, []).append(draft)
    for several in by_table.values():
        for draft in several if len(several) > 1 else ():
            _by_name_and_day(draft)


def _numbered(draft: Draft) -> str | None:
    words = vocabulary().tables.get(draft.table)
    return words.numbered if words else None


def _by_name_and_day(draft: Draft) -> None:
    column, found, table = _numbered(draft), draft.found, target(draft.table)
    given = draft.columns.get(table.event or "from_on")
    day = given if isinstance(given, str) else given.get("from") if isinstance(given, dict) else None
    free = [one for one in found.sheet.headers if one not in found.never and one not in found.fields.values()]
    name = next(
        (one for one in free if NAME.search(one) and len(found.texts(one)) == found.frame.height), None
    )
    if name is None or not isinstance(day, str) or name == day or not _tells_apart(draft, name, day):
        return
    draft.columns[column] = {"from": [name, day], "join": "-"}
    draft.notes.pop(column, None)
    draft.note(column, f"{column}: no header names it; {name} + {day} stands for it")
    draft.forget()


def _tells_apart(draft: Draft, name: str, day: str) -> bool:
    """Whether both are short enough for a number, and no person has two other records of the same name and day."""
    column, cells = _numbered(draft), draft.found.cells()
    longest = target(draft.table).columns[column].length
    both = pl.DataFrame(
        [parsing.text(cells.get(one)).alias(str(place)) for place, one in enumerate((name, day))]
    )
    joined = both.select(pl.concat_str(pl.all(), separator="-").alias("number")).to_series().drop_nulls()
    person = next(
        one for one in ("student_no", "staff_no", *target(draft.table).columns) if one in draft.columns
    )
    given = draft.columns[person]
    holder = given if isinstance(given, str) else given.get("from")
    if not isinstance(holder, str) or (longest and (joined.str.len_chars() > longest).any()):
        return False
    rows = draft.found.frame.drop(ROW).filter(pl.col(normal_header(day)).is_not_null()).unique()
    return not rows.select(map(normal_header, (holder, name, day))).is_duplicated().any()

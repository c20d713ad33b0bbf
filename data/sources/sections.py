"""Rows that head what follows in a list: 一、国家级 over the contests of that level. They are no records; what they say becomes a column."""

from __future__ import annotations

import re
from collections.abc import Collection

import polars as pl

SECTION = "小标题"  # the column that says under which heading a record stands
NUMBERED = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])\s*\S"
)
FEWEST = 3  # columns; in fewer the same word twice may be a record
LONGEST = 60


def headings(frame: pl.DataFrame, beside: Collection[int] = ()) -> dict[int, str]:
    """Places (from 0) of the rows that head others, each with its text; `beside`: places of rows that are no records anyway."""
    if frame.width < FEWEST:
        return {}
    names = frame.columns
    filled = pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.Int32) for name in names)
    same = pl.all_horizontal(pl.col(name) == pl.col(names[0]) for name in names[1:]).fill_null(False)
    rows = frame.with_row_index("_place").filter((filled == 1) | same)
    told = ((place, _text(cells)) for place, *cells in rows.iter_rows() if place not in beside)
    return {place: text for place, text in told if text}


def _text(row: list[str | None]) -> str | None:
    """The text of a row that says one thing: over all columns, or alone with its numbering."""
    texts = [cell.strip() for cell in row if cell and cell.strip()]
    if not texts or len(texts[0]) > LONGEST or not re.search(r"[^\W\d]", texts[0]):
        return None
    return texts[0] if len(texts) > 1 or NUMBERED.match(texts[0]) else None


def with_sections(frame: pl.DataFrame, found: dict[int, str]) -> pl.DataFrame:
    """The frame with the heading above each record; as it is where none heads any."""
    if not found or SECTION in frame.columns or min(found) >= frame.height - 1:
        return frame
    said = [found.get(place) for place in range(frame.height)]
    return frame.with_columns(pl.Series(SECTION, said, dtype=pl.String).forward_fill())

"""A table as read from a file of any kind: rows of text under one header, and what is said where that cannot be had."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import polars as pl

from data.sources.headers import normal_header
from errors import ShownError, shape


@dataclass(frozen=True)
class Table:
    """Rows as text, the spreadsheet row of the first of them, and rows that cannot be read as cells at all."""

    frame: pl.DataFrame
    first_row: int
    broken: list[tuple[int, str, str]] = field(default_factory=list)  # row, reason, its text
    notice: str | None = None
    shown: dict[str, str] = field(
        default_factory=dict
    )  # column -> its header with capitals, where it has any


def told_apart(
    frame: pl.DataFrame, header: Sequence[str], wanted: Collection[str], *, file: str, row: int
) -> pl.DataFrame:
    """A wanted header that stands there twice with different cells is for a person to decide: 成绩_1 or 成绩_2."""
    there, named = [normal_header(cell) for cell in header], {normal_header(name) for name in wanted}
    for name in sorted(set(there) & named):
        again = [f"{name}_{number}" for number in range(2, there.count(name) + 1)]
        if not again or named & set(again):
            continue
        if all(frame[name].equals(frame[other], null_equal=True) for other in again):
            continue
        raise ShownError(
            "finding a column",
            file=file,
            row=row,
            column=name,
            found=f"{len(again) + 1} columns with this header and different cells",
            expected="one",
            remedy=f"mend the header, or name {name}_1 or {again[0]} in the mapping",
        )
    first = [name for name in set(there) if f"{name}_1" in named - set(there)]
    kept = [pl.col(name).alias(f"{name}_1") for name in sorted(first) if name in named]
    return frame.with_columns(kept).rename({name: f"{name}_1" for name in first if name not in named})


def below_one_another(
    frame: pl.DataFrame, header: Sequence[str | None]
) -> tuple[pl.DataFrame, list, str | None]:
    """A table printed in two or three parts side by side, as one: the parts below one another, the header of one, a notice."""
    cells, whole = list(header), frame
    while cells and not normal_header(cells[-1]):
        cells.pop()
    frame, cells = _without_gaps(frame, cells)
    names = [normal_header(cell) for cell in cells]
    parts = next((count for count in (3, 2) if _repeats(names, count)), 1)
    width = len(names) // parts
    if parts == 1:
        return whole, list(header), None
    halves = [frame[:, place * width : (place + 1) * width] for place in range(parts)]
    for half in halves:
        half.columns = frame.columns[:width]
    told = f"the same headers stand {parts} times side by side: the parts are read below one another, rows counted on"
    return pl.concat(halves), cells[:width], told


def _without_gaps(frame: pl.DataFrame, cells: list) -> tuple[pl.DataFrame, list]:
    """Both without the empty columns that keep two parts of a printed list apart, where the parts repeat."""
    full = [place for place, cell in enumerate(cells) if normal_header(cell)]
    blank = set(range(len(cells))) - set(full)
    names = [normal_header(cells[place]) for place in full]
    is_gap = blank and all(
        not frame.height or frame.to_series(place).null_count() == frame.height for place in blank
    )
    if not is_gap or not any(_repeats(names, count) for count in (3, 2)):
        return frame, cells
    return frame.select(frame.columns[place] for place in full), [cells[place] for place in full]


def _repeats(names: list[str], count: int) -> bool:
    width = len(names) // count
    first = names[:width]
    whole = len(names) == width * count and width > 1 and names == first * count
    return whole and all(first) and len(set(first)) == width


def no_row(frame: pl.DataFrame, broken: list, row: int) -> str | None:
    """The notice of a table that has a header and nothing below it."""
    if frame.height or broken:
        return None
    return f"row {row}: a header and no row below it; expected: rows; to do: export it again if there should be any"


def no_header(
    file: str, top: Sequence[Sequence[str | None]], wanted: Collection[str], *, row: int
) -> ShownError:
    """Cells of a file without header are data: only their shapes are told."""
    seen = ", ".join(shape(cell) for cell in (top[0] if top else [])[:8])
    return ShownError(
        "finding the header row",
        file=file,
        row=row,
        found=f"a row of the shape {seen}" if seen else "no cells",
        expected=f"a row with headers such as {', '.join(sorted(wanted)[:6])}",
        remedy="name the file's own headers in the mapping, or give `header_row`; where the first row is data: `header: none` and `columns`",
    )

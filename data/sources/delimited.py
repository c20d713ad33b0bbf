"""csv and tsv as colleges export them: titles above the header, any separator, ragged and damaged rows set apart."""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass, field
from io import StringIO
from itertools import islice

import janitor.polars  # noqa: F401 - gives frames row_to_names and clean_names
import polars as pl

from data.sources.headers import SEARCHED_ROWS, header_position, unique_headers
from errors import ShownError, shape

SEPARATORS = (",", "\t", ";", "|")


@dataclass(frozen=True)
class Table:
    """Rows as text, the spreadsheet row of the first of them, and rows that cannot be read as cells at all."""

    frame: pl.DataFrame
    first_row: int
    ragged: list[tuple[int, str]] = field(default_factory=list)


def read_delimited(
    text: str,
    *,
    file: str,
    wanted: Collection[str],
    separator: str | None = None,
    header_row: int | None = None,
) -> Table:
    """The rows under the header, every cell as text; raises ShownError where no header or no row is found."""
    if not text.strip():
        raise ShownError(
            "reading a file",
            file=file,
            row=1,
            found="an empty file",
            expected="a header and rows",
            remedy="export it again",
        )
    separator = separator or _separator(text, wanted)
    top = list(islice(csv.reader(StringIO(text), delimiter=separator), SEARCHED_ROWS))
    position = header_row - 1 if header_row else header_position(top, wanted)
    if position is None or position >= len(top):
        raise _no_header(file, top, wanted)
    names = unique_headers(top[position])
    try:
        frame, ragged = _fast(text, separator, position, len(names)), []
    except pl.exceptions.PolarsError:
        frame, ragged = _careful(text, separator, position, names)
    frame.columns = names
    return Table(frame, position + 2, ragged)


def _separator(text: str, wanted: Collection[str]) -> str:
    """The separator under which the first rows show the most wanted names, the most cells where none shows any."""
    head = "\n".join(text.split("\n", SEARCHED_ROWS)[:SEARCHED_ROWS])

    def fit(separator: str) -> tuple[int, int]:
        rows = list(csv.reader(StringIO(head), delimiter=separator))
        position = header_position(rows, wanted)
        names = set() if position is None else set(unique_headers(rows[position]))
        return len(names & set(unique_headers(list(wanted)))), max((len(row) for row in rows), default=0)

    return max(SEPARATORS, key=fit)


def _fast(text: str, separator: str, position: int, width: int) -> pl.DataFrame:
    """Read by polars; a row with more cells than the header raises, and the careful way takes over."""
    frame = pl.read_csv(
        text.encode(),
        separator=separator,
        has_header=False,
        infer_schema=False,
        skip_rows=0,
        schema={f"column_{number}": pl.String for number in range(1, width + 1)},
        truncate_ragged_lines=False,
    )
    return frame.row_to_names(position, remove_rows=True, remove_rows_above=True, separator="\x1f")


def _careful(text: str, separator: str, position: int, names: list[str]) -> tuple[pl.DataFrame, list]:
    """Row by row: trailing blanks cut off, rows with too many cells set apart with their text."""
    good, ragged = [], []
    for number, cells in enumerate(csv.reader(StringIO(text), delimiter=separator), start=1):
        if number <= position + 1:
            continue
        extra = cells[len(names) :]
        if any(cell.strip() for cell in extra):
            ragged.append((number, separator.join(cells)))
            good.append([None] * len(names))  # keeps the row numbers of those below
        else:
            good.append([cell or None for cell in cells[: len(names)]] + [None] * (len(names) - len(cells)))
    columns = list(zip(*good, strict=True)) or [()] * len(names)
    frame = pl.DataFrame(
        [pl.Series(str(place), column, dtype=pl.String) for place, column in enumerate(columns)]
    )
    return frame, ragged


def _no_header(file: str, top: list[list[str]], wanted: Collection[str]) -> ShownError:
    """Cells of a file without header are data: only their shapes are told."""
    seen = ", ".join(shape(cell) for cell in (top[0] if top else [])[:8])
    return ShownError(
        "finding the header row",
        file=file,
        row=1,
        found=f"first row of the shape {seen}" if seen else "no cells",
        expected=f"a row with headers such as {', '.join(sorted(wanted)[:6])}",
        remedy="name the file's own headers in the mapping, or give `header_row`",
    )

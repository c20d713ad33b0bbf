"""csv and tsv as colleges export them: titles above the header, any separator, ragged and damaged rows set apart."""

from __future__ import annotations

import csv
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice

import polars as pl

from data.sources.headers import (
    SEARCHED_ROWS,
    given_headers,
    header_position,
    normal_header,
    shown_headers,
    unique_headers,
)
from data.sources.records import broken_cells, records
from data.sources.tables import Table, below_one_another, no_header, no_row, told_apart
from errors import ShownError

SEPARATORS = (",", "\t", ";", "|")
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # a cell of a megabyte is set aside as a row, not an error


def read_delimited(
    text: str,
    *,
    file: str,
    wanted: Collection[str],
    separator: str | None = None,
    header_row: int | None = None,
    columns: Sequence[str] | None = None,
) -> Table:
    """The rows under the header, every cell as text; raises ShownError where no header is found or two are the same.

    `columns` name a table that has no header; its records begin below `header_row`, or at the top.
    """
    _refuse_blank(text, file)
    text = one_kind_of_line_end(text)
    if columns is not None:
        separator = separator or _separator(text, wanted)
        return _without_header(text, separator, first_rows(text, separator), columns, header_row or 0)
    head = heading(text, file=file, wanted=wanted, separator=separator, header_row=header_row)
    frame, broken = body(text, head.separator, head.position, head.names)
    frame.columns = head.names
    frame, header, told = below_one_another(frame, head.cells)
    frame = told_apart(frame, header, wanted, file=file, row=head.position + 1)
    notice = told or no_row(frame, broken, head.position + 1)
    return Table(frame, head.position + 2, broken, notice, shown_headers(header))


@dataclass(frozen=True)
class Heading:
    """How a text is to be read: what separates its cells, where its header stands (from 0) and what that names."""

    separator: str
    position: int
    cells: list[str]
    names: list[str]


def heading(
    text: str,
    *,
    file: str,
    wanted: Collection[str],
    separator: str | None = None,
    header_row: int | None = None,
) -> Heading:
    """The header among the first rows; raises ShownError where none of them names anything wanted."""
    _refuse_blank(text, file)
    separator = separator or _separator(text, wanted)
    top = first_rows(text, separator)
    position = header_row - 1 if header_row else header_position(top, wanted)
    if position is None or header_position(top[position : position + 1], wanted) is None:
        raise no_header(file, top[position or 0 :], wanted, row=(position or 0) + 1)
    return Heading(separator, position, top[position], unique_headers(top[position]))


def _refuse_blank(text: str, file: str) -> None:
    if not text.strip():
        raise ShownError(
            "reading a file",
            file=file,
            row=1,
            found="an empty file",
            expected="a header and rows",
            remedy="export it again",
        )


def first_rows(text: str, separator: str) -> list[list[str]]:
    """The cells of the rows in which a header is looked for."""
    return list(islice(csv.reader(StringIO(text), delimiter=separator), SEARCHED_ROWS))


def _without_header(
    text: str, separator: str, top: list[list[str]], columns: Sequence[str], above: int
) -> Table:
    """Every row below those above is a record; a trailing comma makes no column."""
    widths = [max((place for place, cell in enumerate(row, 1) if cell.strip()), default=0) for row in top]
    names = given_headers(columns, max(len(columns), *widths))
    frame, broken = body(text, separator, above - 1, [normal_header(name) for name in names])
    frame.columns = [normal_header(name) for name in names]
    return Table(frame, above + 1, broken, no_row(frame, broken, above), shown_headers(names))


def top_cells(text: str) -> list[list[str | None]]:
    """The cells of the first lines, under the separator that makes the most of them."""
    lines = one_kind_of_line_end(text).split("\n", SEARCHED_ROWS)[:SEARCHED_ROWS]
    split = [list(csv.reader(lines, delimiter=separator)) for separator in SEPARATORS]
    best = max(split, key=lambda rows: max((len(row) for row in rows), default=0))
    return [[cell or None for cell in row] for row in best]


def one_kind_of_line_end(text: str) -> str:
    """\\n alone; \\r was the line end of old machines, inside a line of today's files it is a blank."""
    if "\r" not in text:
        return text
    text = text.replace("\r\n", "\n")
    return text.replace("\r", " " if "\n" in text else "\n")


def _separator(text: str, wanted: Collection[str]) -> str:
    """The separator under which the first rows show the most wanted names, the most cells where none shows any."""
    head = "\n".join(text.split("\n", SEARCHED_ROWS)[:SEARCHED_ROWS])

    def fit(separator: str) -> tuple[int, int]:
        rows = list(csv.reader(StringIO(head), delimiter=separator))
        position = header_position(rows, wanted)
        names = set() if position is None else set(unique_headers(rows[position]))
        return len(names & set(unique_headers(list(wanted)))), max((len(row) for row in rows), default=0)

    return max(SEPARATORS, key=fit)


def body(text: str, separator: str, position: int, names: list[str]) -> tuple[pl.DataFrame, list]:
    """Fast where every line is one record; else record by record, because an open quote swallows the lines below it."""
    lines = text.count("\n") + (not text.endswith("\n"))
    try:
        frame = _fast(text, separator, position, len(names))
    except pl.exceptions.PolarsError:
        return _careful(text, separator, position, names)
    if '"' in text and frame.height + position + 1 != lines:
        return _careful(text, separator, position, names)
    return frame, []


def _fast(text: str, separator: str, position: int, width: int) -> pl.DataFrame:
    """Read by polars; a row with more cells than the header raises, and the careful way takes over."""
    import janitor.polars  # noqa: F401 - gives frames row_to_names; takes a second that only reading text is worth

    frame = pl.read_csv(
        text.encode(),
        separator=separator,
        has_header=False,
        infer_schema=False,
        skip_rows=0,
        schema={f"column_{number}": pl.String for number in range(1, width + 1)},
        truncate_ragged_lines=False,
    )
    if position < 0:
        return frame
    return frame.row_to_names(position, remove_rows=True, remove_rows_above=True, separator="\x1f")


def _careful(text: str, separator: str, position: int, names: list[str]) -> tuple[pl.DataFrame, list]:
    """Row by row: trailing blanks cut off; rows with too many cells or an open quote set apart with their text."""
    good, broken = [], []
    for number, (cells, line) in enumerate(records(text, separator, len(names)), start=1):
        if number <= position + 1:
            continue
        reason = broken_cells(cells, len(names))
        if reason:
            broken.append((number, reason, line if cells is None else separator.join(cells)))
            good.append([None] * len(names))  # keeps the row numbers of those below
        else:
            good.append([cell or None for cell in cells[: len(names)]] + [None] * (len(names) - len(cells)))
    columns = list(zip(*good, strict=True)) or [()] * len(names)
    frame = pl.DataFrame(
        [pl.Series(str(place), column, dtype=pl.String) for place, column in enumerate(columns)]
    )
    return frame, broken

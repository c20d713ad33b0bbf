"""Records of a delimited text, line by line, so that one open quote costs its own line and not all lines below it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

LONGEST_CELL = 50  # lines that one quoted cell may span; a quote open for longer was never meant to be closed


def records(text: str, separator: str, width: int) -> Iterator[tuple[list[str] | None, str]]:
    """Cells and text of every record; None in place of the cells where a quote is open.

    A record may span lines where a quoted cell does; then it must close and have no more cells than the header.
    """
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    number = 0
    while number < len(lines):
        line, cells, taken = lines[number], _cells(lines[number], separator), 1
        if cells is None:
            cells, taken = _spanning(lines, number, separator, width)
        yield cells, line if taken == 1 else "\n".join(lines[number : number + taken])
        number += taken


def broken_cells(cells: list[str] | None, width: int) -> str | None:
    """Why these cells are no record under a header of this width; None where they are one."""
    if cells is None:
        return "open_quote"
    return "too_many_cells" if any(cell.strip() for cell in cells[width:]) else None


def _spanning(lines: list[str], first: int, separator: str, width: int) -> tuple[list[str] | None, int]:
    """The record that begins on this line and closes on a later one; else the line by itself where its quotes pair."""
    for taken in range(2, min(LONGEST_CELL, len(lines) - first) + 1):
        if '"' not in lines[first + taken - 1]:
            continue
        cells = _cells("\n".join(lines[first : first + taken]), separator)
        if cells is not None and len(cells) <= width:
            return cells, taken
    line = lines[first]
    return (_cells(line, separator, strict=False) if line.count('"') % 2 == 0 else None), 1


def _cells(record: str, separator: str, *, strict: bool = True) -> list[str] | None:
    """The cells, or None where a quote is not closed or (strict) something follows its close."""
    if '"' not in record:
        return record.split(separator) if record else []
    try:
        rows = list(csv.reader(StringIO(record), delimiter=separator, strict=strict))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None

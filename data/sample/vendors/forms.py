"""The forms in which other systems hand out a table: workbooks of today and of the nineties, web pages named xls, csv in GBK."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import polars as pl
import xlsxwriter
import xlwt

MOST_ROWS = {"xlsx": 500_000, "xls": 60_000, "page": 60_000, "csv": 500_000}  # a sheet of BIFF ends at 65,536
MADE = datetime(2025, 11, 2, tzinfo=UTC)  # the same college gives the same bytes
Cell = str | float | None


@dataclass(frozen=True)
class Sheet:
    """One table as it is laid out: lines above, a header of one row or (with groups) of two, records as text or numbers."""

    frame: pl.DataFrame
    name: str = "Sheet1"
    titles: tuple[str, ...] = ()  # each in a row of its own, merged over the whole width
    groups: tuple[
        tuple[str, int], ...
    ] = ()  # of a header of two rows: group and how many columns; "" for none
    headers: tuple[str, ...] = ()  # where several columns carry the same words

    @property
    def width(self) -> int:
        return self.frame.width

    @property
    def words(self) -> tuple[str, ...]:
        return self.headers or tuple(self.frame.columns)

    def top(self) -> list[list[Cell]]:
        """Everything above the records."""
        rows: list[list[Cell]] = [[title or None] for title in self.titles]
        if not self.groups:
            return [*rows, list(self.words)]
        first, second, place = [], [], 0
        for group, count in self.groups:
            words = self.words[place : place + count]
            first += [group, *[None] * (count - 1)] if group else words
            second += words if group else [None] * count
            place += count
        return [*rows, first, second]

    def merges(self) -> list[tuple[int, int, int, int]]:
        """Merged blocks: first row, first column, last row, last column."""
        found = [(row, 0, row, self.width - 1) for row, title in enumerate(self.titles) if title]
        row, place = len(self.titles), 0
        for group, count in self.groups:
            wide = (row, place, row, place + count - 1)
            found += [wide] if group else [(row, column, row + 1, column) for column in range(place, place + count)]  # fmt: skip
            place += count
        return [block for block in found if block[:2] != block[2:]]

    def rows(self) -> Iterable[list[Cell]]:
        """All cells from the first row on."""
        yield from self.top()
        yield from (list(row) for row in self.frame.iter_rows())


@dataclass(frozen=True)
class VendorFile:
    """One file: its name without ending, its form and its sheets; what it stands for carries on nowhere else."""

    name: str
    form: str  # xlsx, xls, page, csv
    sheets: tuple[Sheet, ...]


def write(folder: Path, file: VendorFile) -> list[Path]:
    """The file, in numbered parts where it is longer than its form can be; returns the paths."""
    first, *others = file.sheets
    parts = list(first.frame.iter_slices(MOST_ROWS[file.form])) or [first.frame]
    paths = []
    for number, frame in enumerate(parts, start=1):
        name = f"{file.name}_{number}" if number > 1 else file.name
        paths.append(folder / f"{name}.{ENDINGS[file.form]}")
        WRITERS[file.form](paths[-1], (replace(first, frame=frame), *others))
    return paths


def _xlsx(path: Path, sheets: tuple[Sheet, ...]) -> None:
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        book.set_properties({"created": MADE.replace(tzinfo=None)})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for block in sheet.merges():
                page.merge_range(*block, None)
            for number, row in enumerate(sheet.rows()):
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(number, place, cell)
                    elif cell is not None:
                        page.write_number(number, place, cell)


def _xls(path: Path, sheets: tuple[Sheet, ...]) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        page.merged_ranges.extend((top, bottom, left, right) for top, left, bottom, right in sheet.merges())
        for number, row in enumerate(sheet.rows()):
            for place, cell in enumerate(row):
                if cell is not None:
                    page.write(number, place, str(cell))  # old systems write numbers as text too
    book.save(str(path))


def _page(path: Path, sheets: tuple[Sheet, ...]) -> None:
    tables = "".join(_table(sheet) for sheet in sheets)
    head = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="gbk"></head><body>'
    path.write_bytes(f"{head}{tables}</body></html>".encode("gb18030"))


def _table(sheet: Sheet) -> str:
    spans = {block[:2]: (block[2] - block[0] + 1, block[3] - block[1] + 1) for block in sheet.merges()}
    lines = []
    for number, row in enumerate(sheet.rows()):
        row = row[:1] if number < len(sheet.titles) else row
        cells = ""
        for place, cell in enumerate(row):
            high, wide = spans.get((number, place), (1, 1))
            span = f' rowspan="{high}" colspan="{wide}"' if (high, wide) != (1, 1) else ""
            cells += f"<td{span}>{'&nbsp;' if cell is None else escape(str(cell))}</td>"
        lines.append(f"<tr>{cells}</tr>")
    return f"<table>{''.join(lines)}</table>"


def _csv(path: Path, sheets: tuple[Sheet, ...]) -> None:
    with path.open("w", encoding="gb18030", newline="") as out:
        csv.writer(out).writerows(["" if cell is None else cell for cell in row] for row in sheets[0].rows())


WRITERS: dict[str, Callable[[Path, tuple[Sheet, ...]], None]] = {
    "xlsx": _xlsx,
    "xls": _xls,
    "page": _page,
    "csv": _csv,
}
ENDINGS = {"xlsx": "xlsx", "xls": "xls", "page": "xls", "csv": "csv"}

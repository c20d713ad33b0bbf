"""Excel of exactly what a page shows: one sheet per block, formulas neutralised, with as-of, role and provenance."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

# A spreadsheet runs a cell that begins with one of these; such text is written with a leading apostrophe.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SHEET_NAME_LIMIT = 31


@dataclass(frozen=True)
class Sheet:
    """One block of a page: title, column heads and rows of cells (str, number, date or None)."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple, ...]


def neutral(cell: object) -> object:
    """A cell that no spreadsheet will run as a formula; numbers and dates stay what they are."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return "'" + cell
    return cell


def workbook(sheets: list[Sheet]) -> bytes:
    """The sheets in their order, named by their titles."""
    out = BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        heading = book.add_format({"bold": True, "bottom": 1})
        dated = book.add_format({"num_format": "yyyy-mm-dd"})
        taken: set[str] = set()
        for sheet in sheets:
            _write(book, sheet, heading, dated, taken)
    return out.getvalue()


def _write(book, sheet: Sheet, heading, dated, taken: set[str]) -> None:
    page = book.add_worksheet(_sheet_name(sheet.title, taken))
    page.write_row(0, 0, [neutral(head) for head in sheet.heads], heading)
    page.freeze_panes(1, 0)
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            _cell(page, number, column, neutral(cell), dated)
    if sheet.heads:
        page.set_column(0, len(sheet.heads) - 1, 18)


def _cell(page, row: int, column: int, value: object, dated) -> None:
    if value is None:
        page.write_blank(row, column, None)
    elif isinstance(value, bool | int | float):
        page.write(row, column, value)
    elif hasattr(value, "isoformat"):
        page.write_datetime(row, column, value, dated)
    else:
        page.write_string(row, column, str(value))


def _sheet_name(title: str, taken: set[str]) -> str:
    """Excel allows 31 characters, none of []:*?/\\, no apostrophe at an end and no name twice, capitals or not."""
    plain = (
        "".join("-" if mark in "[]:*?/\\" else mark for mark in title)[:SHEET_NAME_LIMIT].strip("'") or "1"
    )
    name, number = plain, 2
    while name.lower() in taken:
        suffix = f" {number}"
        name, number = plain[: SHEET_NAME_LIMIT - len(suffix)] + suffix, number + 1
    taken.add(name.lower())
    return name

"""Excel of exactly what a page shows: a sheet per block, pictures as native charts, formulas neutralised, a watermark."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

from access.spreadsheet_cells import FORMULA_STARTS, UNSEEN, neutral
from reports import excel_charts
from reports.marking import Mark
from reports.pictures import Chart

SHEET_NAME_LIMIT = 31
HEADER_LIMIT = 255  # characters that Excel keeps in the header of a printed page
A4 = 9  # code of the size of paper
HEADER_FORMAT, HEADER_SIZE = "&L", "&8 "


@dataclass(frozen=True)
class Sheet:
    """One block of a page: title, column heads and rows of cells (str, number, date or None)."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple, ...]
    charts: tuple[Chart, ...] = ()


def workbook(sheets: list[Sheet], mark: Mark | None = None) -> bytes:
    """The sheets in their order, named by their titles, with the watermark where there is one."""
    out = BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        heading = book.add_format({"bold": True, "bottom": 1})
        dated = book.add_format({"num_format": "yyyy-mm-dd"})
        taken: set[str] = set()
        if mark is not None:
            book.set_properties(_properties(mark))
        for sheet in sheets:
            page = _write(book, sheet, heading, dated, taken)
            if mark is not None:
                page.set_header(_header(mark.line))
    return out.getvalue()


def _properties(mark: Mark) -> dict:
    return {
        "title": mark.title, "author": mark.author, "subject": mark.purpose, "comments": mark.line, "created": mark.made_at,
    }  # fmt: skip


def _header(line: str) -> str:
    """The line as Excel's code for the head of a printed page: an ampersand is doubled, what is too long is cut."""
    room = HEADER_LIMIT - len(HEADER_FORMAT) - len(HEADER_SIZE)
    text = line.replace("&", "&&")
    if len(text) > room:
        text = text[: room - 1].rstrip("&") + "…"
    return HEADER_FORMAT + HEADER_SIZE + text


def _write(book, sheet: Sheet, heading, dated, taken: set[str]):
    page = book.add_worksheet(_sheet_name(sheet.title, taken))
    page.write_row(0, 0, [neutral(head) for head in sheet.heads], heading)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)  # as wide as one page of paper, however long
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            _cell(page, number, column, neutral(cell), dated)
    if sheet.heads:
        page.set_column(0, len(sheet.heads) - 1, 18)
    excel_charts.put(book, page, sheet.charts, beside=len(sheet.heads) + 1, heading=heading)
    return page


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
    """Excel allows 31 characters, none of []:*?/\\, no apostrophe at an end and no name twice, capitals or not.

    What would begin a formula is left out at the beginning: a name cannot be put behind an apostrophe.
    """
    plain = "".join("-" if mark in "[]:*?/\\" else mark for mark in title)
    plain = plain.lstrip(UNSEEN + "".join(FORMULA_STARTS))[:SHEET_NAME_LIMIT].strip("'") or "1"
    name, number = plain, 2
    while name.lower() in taken:
        suffix = f" {number}"
        name, number = plain[: SHEET_NAME_LIMIT - len(suffix)] + suffix, number + 1
    taken.add(name.lower())
    return name

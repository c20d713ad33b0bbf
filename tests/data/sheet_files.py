"""Makes the files that a spreadsheet or an old system would: the same cells as xlsx, BIFF xls and a web page named xls."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import xlsxwriter
import xlwt

Sheets = dict[str, list[list[object]]]
Merges = list[tuple[int, int, int, int]]  # first row, first column, last row, last column, from 0


def xlsx(path: Path, sheets: Sheets, merges: Merges) -> None:
    """A workbook of today."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd", "remove_timezone": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for top, left, bottom, right in merges:
                sheet.merge_range(top, left, bottom, right, None)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(number, place, cell)


def xls(path: Path, sheets: Sheets, merges: Merges) -> None:
    """A BIFF workbook of the nineties, as old systems still write."""
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        sheet.merged_ranges.extend((top, bottom, left, right) for top, left, bottom, right in merges)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, place, cell, *([day] if isinstance(cell, date) else []))
    book.save(str(path))


def page(path: Path, sheets: Sheets, merges: Merges) -> None:
    """A web page in GBK that calls itself a workbook; its tables lie in one more table."""
    tables = "".join(_table(rows, merges) for rows in sheets.values() if rows)
    head = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="gbk"></head><body>'
    path.write_bytes(f"{head}<table><tr><td>{tables}</td></tr></table></body></html>".encode("gb18030"))


def _table(rows: list[list[object]], merges: Merges) -> str:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in merges}
    hidden = {
        (row, place)
        for top, left, bottom, right in merges
        for row in range(top, bottom + 1)
        for place in range(left, right + 1)
    } - set(spans)
    width = max(map(len, rows))
    lines = []
    for number, row in enumerate(rows):
        cells = ""
        for place in range(width):
            if (number, place) in hidden:
                continue
            high, wide = spans.get((number, place), (1, 1))
            cell = row[place] if place < len(row) and row[place] is not None else "&nbsp;"
            cells += f'<td rowspan="{high}" colspan={wide}>{cell}</td>'
        lines.append(f"<tr>{cells}</tr>")
    return f"<table>{''.join(lines)}</table>"


WRITERS = {"xlsx": xlsx, "xls": xls, "page.xls": page}

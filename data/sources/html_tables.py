"""Old `.xls` exports that are really a web page: every table of the page as a grid, blocks merged by rowspan and colspan known."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree, html

from data.sources.grid import Grid, Range
from errors import ShownError

WIDEST = 1000  # columns or rows that one cell may span; a damaged span must not fill memory


def is_page(body: bytes) -> bool:
    """Whether the first letter is that of a tag."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def grids_of_page(text: str, *, file: str) -> Iterator[Grid]:
    """The innermost tables in their order; raises ShownError where the page has none."""
    tables = _tables(text)
    if not tables:
        raise ShownError(
            "reading a web page",
            file=file,
            row=1,
            found="an HTML or XML page without a table",
            expected="a table with a header and rows",
            remedy="export it again; a sign-in page saved under this name looks like this too",
        )
    for number, table in enumerate(tables, start=1):
        yield _grid(table, str(number))


def _tables(text: str) -> list:
    """Tables that hold no other table: pages lay themselves out in tables too."""
    try:
        root = html.fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return []
    return [table for table in root.iter("table") if next(table.iterdescendants("table"), None) is None]


def _grid(table, name: str) -> Grid:
    rows: list[list[str | None]] = []
    merged: list[Range] = []
    taken: set[tuple[int, int]] = set()
    for number, line in enumerate(table.iter("tr")):
        row: list[str | None] = []
        for cell in line.iterchildren("td", "th"):
            while (number, len(row)) in taken:
                row.append(None)
            bottom, right = number + _span(cell, "rowspan") - 1, len(row) + _span(cell, "colspan") - 1
            if (bottom, right) != (number, len(row)):
                merged.append(((number, len(row)), (bottom, right)))
                taken |= {(down, len(row)) for down in range(number + 1, bottom + 1)} | {
                    (down, across)
                    for down in range(number, bottom + 1)
                    for across in range(len(row) + 1, right + 1)
                }
            row.append(" ".join(cell.text_content().split()) or None)
        rows.append(row)
    return Grid(name, rows, tuple(merged))


def _span(cell, name: str) -> int:
    told = (cell.get(name) or "1").strip()
    return min(max(int(told), 1), WIDEST) if told.isdigit() else 1

"""The files of a source: which there are, what they hold as text or typed columns, and where they came from."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import polars as pl

from data.sources.around import around, cut_at_the_limit
from data.sources.delimited import read_delimited, top_cells
from data.sources.encoding import REPLACED, Decoded, decode
from data.sources.grid import Grid, chosen, read_grid
from data.sources.headers import SEARCHED_ROWS, normal_header, unique_headers
from data.sources.html_tables import grids_of_page, is_page
from data.sources.regions import further_tables, is_title, sides
from data.sources.sections import headings, with_sections
from data.sources.tables import Table
from data.sources.workbook import grids_of_workbook, is_workbook
from errors import ShownError

ROW = "_row"  # the spreadsheet row of a record, kept through staging so that messages can name it
TEXT_ENDINGS = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")
ENDINGS = (*TEXT_ENDINGS, ".parquet", ".xlsx", ".xls", ".xlsm")
NO_VALUES = (pl.Binary, pl.Duration, pl.Object)


@dataclass(frozen=True)
class SourceFile:
    """One file as read: its records with `_row`, its provenance, and rows that are no records."""

    name: str
    sha256: str
    frame: pl.DataFrame
    encoding: str | None = None
    broken: list[tuple[int, str, str]] = field(default_factory=list)  # row, reason, its text
    notice: str | None = None
    first_row: int = 1  # `_row` of the first record below the header
    shown: Mapping[str, str] = field(
        default_factory=dict
    )  # column -> its header with capitals, where it has any

    @property
    def row_count(self) -> int:
        return self.frame.height + len(self.broken)

    @property
    def headers(self) -> list[str]:
        """The headers as people read them."""
        first = {f"{name}_1": f"{shown}_1" for name, shown in self.shown.items()}
        return [self.shown.get(name) or first.get(name, name) for name in self.frame.columns if name != ROW]


def require_there(folder: Path) -> None:
    """Raises ShownError where there is neither a file nor a folder of this name."""
    if not folder.exists():
        raise ShownError(
            "looking for files",
            file=folder.name,
            found="no such file or folder",
            expected="the folder of the files, or one file",
            remedy="give --path",
        )


def matching(folder: Path, patterns: Collection[str]) -> list[Path]:
    """The files of the first pattern that matches any; `folder` may also be one file itself."""
    if folder.is_file():
        names = {pattern.rsplit("/", 1)[-1] for pattern in patterns}
        return [folder] if any(Path(folder.name).match(name) for name in names) else []
    for pattern in patterns:
        found = sorted(path for path in folder.glob(pattern) if path.is_file())
        if found:
            return found
    return []


@dataclass(frozen=True)
class Layout:
    """What a mapping says of a file's form; what it leaves out is found."""

    encoding: str | None = None
    separator: str | None = None
    header_row: int | None = None  # counted from 1
    sheet: str | None = None
    columns: tuple[str, ...] | None = None  # names for the columns of a table that has no header; "" for 列3
    fill_down: tuple[str, ...] = ()  # headers whose cells stand only in the first row of a block


def read_file(path: Path, *, wanted: Collection[str], layout: Layout = Layout()) -> SourceFile:
    """One file by what its first bytes say it is; raises ShownError for what is empty, no table, or of an unknown encoding."""
    body = _bytes(path)
    sha256 = hashlib.sha256(body).hexdigest()
    if body.startswith(b"PAR1"):
        return SourceFile(path.name, sha256, _parquet(body, path.name, wanted))
    body = _unpacked(body, path.name)
    if is_workbook(body):
        return _of_grids(path.name, sha256, grids_of_workbook(body, file=path.name), wanted, layout)
    text = decode(body, file=path.name, declared=layout.encoding)
    if is_page(body):
        return _of_grids(path.name, sha256, grids_of_page(text.text, file=path.name), wanted, layout, text)
    table = read_delimited(
        text.text, file=path.name, wanted=wanted, separator=layout.separator, header_row=layout.header_row,
        columns=layout.columns,
    )  # fmt: skip
    return _records(path.name, sha256, table, layout, text)


@dataclass(frozen=True)
class Top:
    """The first rows of one sheet as they stand; a file that is no workbook has one sheet without a name."""

    sheet: str | None
    rows: list[list[str | None]]
    header_row: int | None = None  # of a table below another one, counted from 1


def tops(path: Path) -> list[Top]:
    """What stands at the top of every sheet that holds anything; raises ShownError where the file cannot be read."""
    body = _bytes(path)
    if body.startswith(b"PAR1"):
        return [Top(None, [list(_parquet(body, path.name, ()).columns[1:])])]
    body = _unpacked(body, path.name)
    if is_workbook(body):
        return _tops_of(grids_of_workbook(body, file=path.name))
    text = decode(body, file=path.name).text
    if is_page(body):
        return _tops_of(grids_of_page(text, file=path.name))
    return [Top(None, top_cells(text))]


def _tops_of(grids: Iterable[Grid]) -> list[Top]:
    return [top for grid in grids if not grid.is_empty for top in _tops_of_one(grid)]


def _tops_of_one(grid: Grid) -> list[Top]:
    """The top of every table of a sheet: of the first, of those beside it, and of those below."""
    below = further_tables(grid.rows)
    ends = [*below, len(grid.rows)]
    first, made = grid.rows[: ends[0]], []
    for begin, end in sides(first) or [(0, None)]:
        top = [row if is_title(row) else row[begin:end] for row in first[:SEARCHED_ROWS]]
        made.append(Top(grid.name, top))
    for begin, end in pairwise(ends):
        titles = _title_above(grid.rows, begin)
        top = [*titles, *grid.rows[begin:end]][:SEARCHED_ROWS]
        made.append(Top(grid.name, top, begin + 1))
    return made


def _title_above(rows: list[list[str | None]], place: int) -> list[list[str | None]]:
    """The line right above a header where it is a title."""
    return [rows[place - 1]] if place and any(rows[place - 1]) else []


def _of_grids(
    name: str, sha256: str, grids: Iterable[Grid], wanted: Collection[str], layout: Layout, text: Decoded | None = None
) -> SourceFile:  # fmt: skip
    grid, told = chosen(grids, wanted, file=name, sheet=layout.sheet)
    table = read_grid(grid, file=name, wanted=wanted, header_row=layout.header_row, columns=layout.columns)
    file = _records(name, sha256, table, layout, text)
    return replace(file, notice="; ".join(filter(None, (told, file.notice))) or None)


def _records(name: str, sha256: str, table: Table, layout: Layout, text: Decoded | None) -> SourceFile:
    """The table as a file: rows numbered as in the spreadsheet, blank ones left out, what is no record set apart with its text."""
    frame = table.frame.with_columns(
        pl.col(normal_header(header)).forward_fill()
        for header in layout.fill_down
        if normal_header(header) in table.frame.columns
    )
    places = around(frame)
    found = headings(frame, places)
    columns = frame.columns
    frame = with_sections(frame, found)
    beside = [table.first_row + place for place in (*places, *found)]
    frame = frame.with_row_index(ROW, offset=table.first_row).with_columns(pl.col(ROW).cast(pl.Int64))
    broken = [*table.broken, *told(frame.filter(pl.col(ROW).is_in(beside)), "no_record")]
    if text and REPLACED in text.text:
        damaged = pl.any_horizontal(pl.exclude(ROW).str.contains(REPLACED, literal=True))
        broken += told(frame.filter(damaged & ~pl.col(ROW).is_in(beside)), "damaged_bytes")
    has_cells = pl.any_horizontal(pl.col(columns).is_not_null())
    rows = frame.filter(has_cells & ~pl.col(ROW).is_in([number for number, _, _ in broken]))
    cut = cut_at_the_limit(table.first_row - 1 + frame.height)
    notice = "; ".join(filter(None, (text.notice if text else None, table.notice, cut)))
    return SourceFile(
        name,
        sha256,
        rows,
        text.encoding if text else None,
        broken,
        notice or None,
        table.first_row,
        table.shown,
    )


def told(rows: pl.DataFrame, reason: str) -> list[tuple[int, str, str]]:
    """Rows that are no records, each with its number, why, and its cells."""
    lines = rows.select(ROW, pl.concat_str(pl.exclude(ROW).fill_null(""), separator=","))
    return [(number, reason, line) for number, line in lines.iter_rows()]


def _bytes(path: Path) -> bytes:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise ShownError(
            "reading a file",
            file=path.name,
            found=error.strerror,
            expected="a file that this account may read",
            remedy="check its rights and the disk it lies on",
        ) from None
    if not body:
        raise ShownError(
            "reading a file",
            file=path.name,
            row=1,
            found="an empty file (0 bytes)",
            expected="a header and rows",
            remedy="export it again",
        )
    return body


def _parquet(body: bytes, name: str, wanted: Collection[str]) -> pl.DataFrame:
    try:
        frame = pl.read_parquet(BytesIO(body))
    except pl.exceptions.PolarsError as error:
        raise ShownError(
            "reading a Parquet file",
            file=name,
            found=str(error).splitlines()[0][:120],
            expected="a whole Parquet file",
            remedy="export it again",
        ) from None
    frame.columns = unique_headers(frame.columns)
    frame = frame.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))
    frame = frame.with_columns(_as_text(frame[header]) for header in frame.select(pl.col(pl.Binary)).columns)
    for header in sorted({normal_header(header) for header in wanted} & set(frame.columns)):
        kind = frame.schema[header]
        if kind.is_nested() or kind in NO_VALUES:
            raise ShownError(
                "reading a Parquet file",
                file=name,
                column=header,
                found=f"a column of type {kind.base_type().__name__}",
                expected="a text, a number, a date or a time in each cell",
                remedy="export the column as one of these",
            )
    return frame.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int64))


def _as_text(cells: pl.Series) -> pl.Series:
    """Old writers keep text as bytes; what is no text stays as it is."""
    try:
        return cells.cast(pl.String)
    except pl.exceptions.PolarsError:
        return cells


def _unpacked(body: bytes, name: str) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return gzip.decompress(body)
    except (EOFError, OSError, zlib.error):
        raise ShownError(
            "unpacking a file",
            file=name,
            found="a gzip file that ends too early or is damaged",
            expected="a whole gzip file",
            remedy="copy it again",
        ) from None

"""The files of a source: which there are, what they hold as text or typed columns, and where they came from."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Collection
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import polars as pl

from data.sources.delimited import read_delimited
from data.sources.encoding import REPLACED, decode
from data.sources.headers import normal_header, unique_headers
from errors import ShownError

ROW = "_row"  # the spreadsheet row of a record, kept through staging so that messages can name it
TEXT_ENDINGS = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")
ENDINGS = (*TEXT_ENDINGS, ".parquet")
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

    @property
    def row_count(self) -> int:
        return self.frame.height + len(self.broken)


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


def read_file(
    path: Path,
    *,
    wanted: Collection[str],
    encoding: str | None = None,
    separator: str | None = None,
    header_row: int | None = None,
) -> SourceFile:
    """One file by its kind; raises ShownError for what is empty, no table, or of an unknown encoding."""
    body = _bytes(path)
    sha256 = hashlib.sha256(body).hexdigest()
    if not body:
        raise ShownError(
            "reading a file",
            file=path.name,
            row=1,
            found="an empty file (0 bytes)",
            expected="a header and rows",
            remedy="export it again",
        )
    if body.startswith(b"PAR1"):
        return SourceFile(path.name, sha256, _parquet(body, path.name, wanted))
    body = _unpacked(body, path.name)
    _refuse_other_kinds(body, path.name)
    text = decode(body, file=path.name, declared=encoding)
    table = read_delimited(
        text.text, file=path.name, wanted=wanted, separator=separator, header_row=header_row
    )
    frame = table.frame.with_row_index(ROW, offset=table.first_row).with_columns(pl.col(ROW).cast(pl.Int64))
    broken = list(table.broken)
    if REPLACED in text.text:
        broken += _damaged(frame)
    has_cells = pl.any_horizontal(pl.col(table.frame.columns).is_not_null())
    frame = frame.filter(has_cells & ~pl.col(ROW).is_in([number for number, _, _ in broken]))
    notice = "; ".join(filter(None, (text.notice, table.notice)))
    return SourceFile(path.name, sha256, frame, text.encoding, broken, notice or None, table.first_row)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ShownError(
            "reading a file",
            file=path.name,
            found=error.strerror,
            expected="a file that this account may read",
            remedy="check its rights and the disk it lies on",
        ) from None


def _damaged(frame: pl.DataFrame) -> list[tuple[int, str, str]]:
    """Rows with bytes that the encoding does not have."""
    cells = pl.exclude(ROW)
    rows = frame.filter(pl.any_horizontal(cells.str.contains(REPLACED, literal=True)))
    lines = rows.select(ROW, pl.concat_str(cells.fill_null(""), separator=","))
    return [(number, "damaged_bytes", line) for number, line in lines.iter_rows()]


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


def _refuse_other_kinds(body: bytes, name: str) -> None:
    """What a file is is said by its first bytes, not by its ending."""
    kinds = {b"PK\x03\x04": "a zip or xlsx workbook", b"\xd0\xcf\x11\xe0": "an old xls workbook"}
    found = next((kind for mark, kind in kinds.items() if body.startswith(mark)), None)
    if body.lstrip()[:1] == b"<":
        found = "an HTML or XML page"
    if found:
        raise ShownError(
            "reading a file",
            file=name,
            row=1,
            found=found,
            expected="csv, tsv (also .gz) or Parquet",
            remedy="save the sheet as csv in UTF-8",
        )

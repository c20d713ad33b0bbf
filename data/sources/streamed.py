"""A long file a part at a time: text is read in blocks of lines and never held whole; a workbook has its own limit of rows."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import zlib
from collections.abc import Collection, Iterator
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import polars as pl

from data.sources.delimited import read_delimited, top_cells
from data.sources.encoding import REPLACED, decode
from data.sources.files import ROW, Layout, SourceFile, read_file
from data.sources.headers import SEARCHED_ROWS, header_position
from data.sources.html_tables import is_page
from data.sources.workbook import is_workbook
from errors import ShownError

LINES = 50_000  # of a block: some megabytes of text
HEAD = 100_000  # bytes that tell what the file is
PACKED, PARQUET = b"\x1f\x8b", b"PAR1"


def digest(path: Path) -> str:
    """The hash of a file, read a part at a time."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def parts(path: Path, *, wanted: Collection[str], layout: Layout) -> Iterator[SourceFile]:
    """The records of a file, some at a time, each part as `read_file` would give it; nothing is written anywhere.

    Raises ShownError as `read_file` does. Text in UTF-8, UTF-16 or GB18030, packed or not, is read in blocks.
    """
    with _opened(path) as file:
        head = file.read(HEAD)
    if not head or head.startswith(PARQUET) or is_workbook(head) or is_page(head):
        whole = read_file(path, wanted=wanted, layout=layout)
        yield from _slices(whole)
        return
    name = layout.encoding or _encoding(path, head)
    with _opened(path) as file, TextIOWrapper(file, encoding=name, errors="replace") as text:
        yield from _blocks(text, path.name, wanted, layout)


def _opened(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        is_packed = file.read(2) == PACKED
    return gzip.open(path, "rb") if is_packed else path.open("rb")  # type: ignore[return-value]


def _slices(whole: SourceFile) -> Iterator[SourceFile]:
    """A file that is held whole, its rows some at a time; what is no record comes with the first."""
    broken = whole.broken
    for frame in whole.frame.iter_slices(LINES) if whole.frame.height else [whole.frame]:
        yield SourceFile(
            whole.name, whole.sha256, frame, whole.encoding, broken, whole.notice, whole.first_row
        )
        broken = []


def _encoding(path: Path, head: bytes) -> str:
    """UTF-8 where every byte of the file is, with or without a mark; else what the head is read as."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with _opened(path) as file:
            while block := file.read(HEAD):
                decoder.decode(block)
        is_utf8 = b"\x00" not in head
    except UnicodeDecodeError:
        is_utf8 = False
    except (EOFError, OSError, zlib.error):
        raise _damaged(path) from None
    return "utf-8" if is_utf8 else decode(head[: head.rfind(b"\n") + 1] or head, file=path.name).encoding


def _damaged(path: Path) -> ShownError:
    return ShownError(
        "unpacking a file",
        file=path.name,
        found="a gzip file that ends too early or is damaged",
        expected="a whole gzip file",
        remedy="copy it again",
    )


def _blocks(text: TextIOWrapper, name: str, wanted: Collection[str], layout: Layout) -> Iterator[SourceFile]:
    above = list(islice(text, SEARCHED_ROWS))
    if layout.columns is not None:
        header, skipped = "", layout.header_row or 0
    else:
        position = _position(above, name, wanted, layout)
        header, skipped = above[position].rstrip("\r\n") + "\n", position + 1
    pending, first = above[skipped:], skipped + 1
    while lines := [*pending, *islice(text, LINES)]:
        yield _block(header, lines, first, name, wanted, layout)
        pending, first = [], first + len(lines)


def _position(above: list[str], name: str, wanted: Collection[str], layout: Layout) -> int:
    """Where the header stands; a head without one is refused as a whole file would be."""
    if layout.header_row:
        return layout.header_row - 1
    position = header_position(top_cells("".join(above)), wanted)
    if position is None:
        read_delimited("".join(above), file=name, wanted=wanted, separator=layout.separator)
    return position or 0


def _block(
    header: str, lines: list[str], first: int, name: str, wanted: Collection[str], layout: Layout
) -> SourceFile:
    """Lines under their header; `first` is the row of the first of them in the file."""
    table = read_delimited(
        header + "".join(lines), file=name, wanted=wanted, separator=layout.separator,
        header_row=1 if header else None, columns=None if header else layout.columns,
    )  # fmt: skip
    shift = first - table.first_row
    broken = [(number + shift, reason, "") for number, reason, _ in table.broken]
    frame = table.frame.with_row_index(ROW, offset=first).with_columns(pl.col(ROW).cast(pl.Int64))
    cells = pl.exclude(ROW)
    damaged = pl.any_horizontal(cells.str.contains(REPLACED, literal=True).fill_null(False))
    broken += [(number, "damaged_bytes", "") for number in frame.filter(damaged)[ROW].to_list()]
    gone = [number for number, _, _ in broken]
    rows = frame.filter(pl.any_horizontal(cells.is_not_null()) & ~pl.col(ROW).is_in(gone))
    return SourceFile(name, "", rows, None, broken, None, first)

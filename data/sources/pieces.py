"""Large text files, some tens of megabytes at a time: the same records as `read_file` gives, in the memory of one piece."""

from __future__ import annotations

from codecs import lookup
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from data.sources.around import BLOCK, LOOKED_AT, NOTE, TOTAL, around, cut_at_the_limit
from data.sources.blocks import Block, Blocks, one_ahead
from data.sources.delimited import Heading, body, heading, one_kind_of_line_end
from data.sources.distinct import Codes, plain, where
from data.sources.encoding import MARKS, REPLACED, TRIED, decode, wide_without_mark
from data.sources.files import ROW, Layout, SourceFile, told
from data.sources.headers import shown_headers
from data.sources.html_tables import is_page
from data.sources.tables import told_apart
from data.sources.workbook import is_workbook

LARGE = 16 << 20  # bytes from which a text file is read in pieces
LOOKED = 4_096  # bytes that tell what kind of file it is
TOP, FEW = (
    4 << 20,
    0.3,
)  # letters looked at; a column of fewer different texts there than this share of its rows is coded


@dataclass(frozen=True)
class Piece:
    """Some records of a file, and how much of it has been read so far (records and bytes) of how many bytes."""

    file: SourceFile  # sha256 is known from the last piece on
    rows: int
    done: int
    size: int


def is_large_text(path: Path, layout: Layout, *, other: Collection[str] = ()) -> bool:
    """Whether `pieces` can read the file and it is worth it; `other`: words in its first lines that say it is of another kind."""
    if layout.fill_down or layout.columns is not None or path.stat().st_size < LARGE:
        return False
    with path.open("rb") as handle:
        top = handle.read(LOOKED)
    if top.startswith((b"PAR1", b"\x1f\x8b", *(mark for mark, _ in MARKS[1:]))) or wide_without_mark(top):
        return False
    is_other = any(word.encode(name) in top for word in other for name in TRIED)
    return not (is_other or is_workbook(top) or is_page(top))


def pieces(path: Path, *, wanted: Collection[str], layout: Layout) -> Iterator[Piece]:
    """The file from its beginning to its end; the next piece is read while this one is used. Raises ShownError as `read_file` does."""
    with path.open("rb") as handle, ThreadPoolExecutor(1) as reading, ThreadPoolExecutor(1) as parsing:
        blocks = one_ahead(Blocks(path, handle).next, reading)
        yield from one_ahead(_Reader(path, wanted, layout, blocks).next, parsing)


class _Reader:
    """What is known of a file while its pieces are read."""

    def __init__(self, path: Path, wanted: Collection[str], layout: Layout, blocks: Iterator[Block]) -> None:
        self._name, self._wanted, self._layout = path.name, wanted, layout
        self._size, self._blocks = path.stat().st_size, blocks
        self._head: Heading | None = None
        self._encoding = layout.encoding
        self._coded: set[str] = set()  # columns of few different texts
        self._rows, self._row = 0, 0

    def next(self) -> Piece | None:
        """The next piece, None after the last one."""
        block = next(self._blocks, None)
        if block is None:
            return None
        file = self._file(block)
        if block.sha256:
            file = replace(file, sha256=block.sha256, notice=self._notice(file))
        self._rows += file.row_count
        return Piece(file, self._rows, block.done, self._size)

    def _notice(self, file: SourceFile) -> str | None:
        return "; ".join(filter(None, (file.notice, cut_at_the_limit(self._row - 1)))) or None

    def _file(self, block: Block) -> SourceFile:
        is_first = self._head is None
        frame, broken, notice = self._first(block) if is_first else self._later(block)
        head = self._head
        first_row = head.position + 2
        start = first_row if is_first else self._row
        self._row = start + frame.height
        frame = told_apart(frame, head.cells, self._wanted, file=self._name, row=head.position + 1)
        frame = frame.with_row_index(ROW, offset=start).with_columns(pl.col(ROW).cast(pl.Int64))
        broken = [(number + start - first_row, reason, line) for number, reason, line in broken]
        broken += _beside(frame) + _damaged(frame, notice)
        records = _records(frame, broken)
        shown = shown_headers(head.cells)
        return SourceFile(self._name, "", records, self._encoding, broken, notice, first_row, shown)

    def _first(self, block: Block) -> tuple[pl.DataFrame, list, str | None]:
        """The records below the header; from the first of them follows which columns are coded."""
        read_as = decode(block.lines, file=self._name, declared=self._layout.encoding)
        self._encoding = read_as.encoding
        text = one_kind_of_line_end(read_as.text[:TOP])
        layout = self._layout
        self._head = heading(
            text, file=self._name, wanted=self._wanted, separator=layout.separator, header_row=layout.header_row
        )  # fmt: skip
        self._coded = self._of_few_texts(text)
        above = _lines(block.lines, self._head.position + 1)
        if above is not None and b'"' not in above:
            below = replace(block, lines=block.lines[len(above) :])
            if (frame := self._quickly(below)) is not None:
                return frame, [], None
        text = one_kind_of_line_end(read_as.text)
        frame, broken = body(text, self._head.separator, self._head.position, self._head.names)
        frame.columns = self._head.names
        return frame.cast(self._kinds()), broken, read_as.notice

    def _of_few_texts(self, text: str) -> set[str]:
        head = self._head
        if any(
            name.endswith("_2") for name in head.names
        ):  # columns of one header are compared with one another
            return set()
        try:
            frame = pl.read_csv(
                text[: text.rfind("\n") + 1].encode(),
                separator=head.separator,
                has_header=False,
                skip_rows=head.position + 1,
                schema=dict.fromkeys(head.names, pl.String),
                truncate_ragged_lines=True,
            )
        except pl.exceptions.PolarsError:  # damage in the first rows: what is coded is only a matter of speed
            return set()
        return {name for name in head.names if frame[name].n_unique() < FEW * frame.height}

    def _kinds(self) -> dict[str, pl.DataType]:
        """The type of each column of one piece; the codes of a piece are its own: few texts, however many the file holds."""
        codes = Codes()
        return {name: codes.of(name) if name in self._coded else pl.String for name in self._head.names}

    def _later(self, block: Block) -> tuple[pl.DataFrame, list, str | None]:
        frame = self._quickly(block)
        if frame is not None:
            return frame, [], None
        told_by = decode(block.lines, file=self._name, declared=self._encoding)
        head = self._head
        above = head.separator.join("h" * len(head.names)) + "\n"
        text = above + one_kind_of_line_end(told_by.text)
        frame, broken = body(text, head.separator, 0, head.names)
        frame.columns = head.names
        moved = [(number + head.position, reason, line) for number, reason, line in broken]
        return frame.cast(self._kinds()), moved, told_by.notice

    def _quickly(self, block: Block) -> pl.DataFrame | None:
        """The block as it is, where its text is sound and each line one record."""
        lines = block.lines
        try:
            if lookup(self._encoding).name != "utf-8":
                lines = lines.decode(self._encoding).encode()
            if block.has_returns:
                lines = lines.replace(b"\r\n", b"\n")
                if b"\r" in lines:
                    return None
            frame = pl.read_csv(
                lines,
                separator=self._head.separator,
                has_header=False,
                infer_schema=False,
                schema=self._kinds(),
                truncate_ragged_lines=False,
            )
        except (UnicodeDecodeError, pl.exceptions.PolarsError):
            return None
        if block.has_quotes and frame.height != lines.count(b"\n") + (not lines.endswith(b"\n")):
            return None
        return None if _has_damage(frame) else frame


def _lines(block: bytes, count: int) -> bytes | None:
    """So many lines from the top, None where lines do not end in \\n."""
    end = 0
    for _ in range(count):
        end = block.find(b"\n", end) + 1
        if not end:
            return None
    return block[:end]


def _has_damage(frame: pl.DataFrame) -> bool:
    return any(
        where(cells, lambda texts: texts.str.contains(REPLACED, literal=True)) is not None
        for cells in frame.iter_columns()
    )


def _beside(frame: pl.DataFrame) -> list[tuple[int, str, str]]:
    """Rows around the records, told by their first cells; a column is only looked through where one of its texts calls for it."""
    names = [name for name in frame.columns if name != ROW]
    looked = [where(frame[name], _may_be_around(name)) for name in names[:LOOKED_AT]]
    looked = [cells for cells in looked if cells is not None]
    if not looked:
        return []
    rows = frame.filter(pl.any_horizontal(*looked))
    rows = rows.select(ROW, *(plain(rows[name]) for name in names))
    places = around(rows.drop(ROW))
    return told(rows[sorted(places)], "no_record")


def _may_be_around(name: str) -> Callable[[pl.Series], pl.Series]:
    return lambda cells: cells.str.contains(f"{TOTAL}|{NOTE}|{BLOCK}") | (cells.str.to_lowercase() == name)


def _damaged(frame: pl.DataFrame, notice: str | None) -> list[tuple[int, str, str]]:
    if notice is None:
        return []
    text = frame.select(ROW, *(plain(frame[name]) for name in frame.columns if name != ROW))
    return told(
        text.filter(pl.any_horizontal(pl.exclude(ROW).str.contains(REPLACED, literal=True))), "damaged_bytes"
    )


def _records(frame: pl.DataFrame, broken: list[tuple[int, str, str]]) -> pl.DataFrame:
    """The frame without blank rows and those that are no records."""
    if all(frame[name].null_count() for name in frame.columns if name != ROW):
        frame = frame.filter(pl.any_horizontal(pl.exclude(ROW).is_not_null()))
    numbers = [number for number, _, _ in broken]
    return frame.filter(~pl.col(ROW).is_in(numbers)) if numbers else frame


def rows_of(path: Path, numbers: Collection[int], *, wanted: Collection[str], layout: Layout) -> pl.DataFrame:
    """These records of the file, read again, as text."""
    found, sought = [], pl.Series(sorted(numbers), dtype=pl.Int64).implode()
    for piece in pieces(path, wanted=wanted, layout=layout):
        frame = piece.file.frame.filter(pl.col(ROW).is_in(sought))
        found.append(frame.select(plain(frame[name]) for name in frame.columns))
    return pl.concat(found)

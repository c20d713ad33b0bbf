"""Several tables on one sheet: one below another after a blank row or a title, or beside another after a blank column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from data.sources.headers import normal_header

FEWEST = 2  # cells of a row that is no title
LEAST_ALONE = 0.2  # of the rows must be filled on one side only; else a blank column stands within one table
LOOKED_AT = 1_000  # rows that show where a table ends beside another
MOSTLY = 0.9
MOST_AGAIN = (
    0.8  # of the words of a header that stand in the first one as well: it is said again on the next page
)
Row = Sequence[str | None]


def further_tables(rows: Sequence[Row]) -> list[int]:
    """Places (from 0) of the headers of tables that begin below the first one.

    Such a header follows a blank row or a title, holds words where the records above hold figures, and repeats none of them.

    >>> further_tables([["学号", "姓名"], ["2301", "甲"], ["2302", "乙"], [None, None], ["书号", "书名"], ["97801", "丙"]])
    [4]
    """
    starts, begin = [], 0
    for place in _after_a_break(rows):
        above = [row for row in rows[begin:place] if _filled(row) >= FEWEST]
        if place > begin and _is_new_header(rows, place, above):
            starts.append(place)
            begin = place
    return starts


def end_above(rows: Sequence[Row], place: int) -> int:
    """Where the table above a header ends: before its title and the blank rows over it."""
    while place and _filled(rows[place - 1]) < FEWEST:
        place -= 1
    return place


def _after_a_break(rows: Sequence[Row]) -> Iterator[int]:
    """Places of rows with several cells right below a blank row or a row of one cell."""
    for place in range(1, len(rows)):
        is_break = len(set(rows[place - 1])) <= FEWEST  # quickly: of most rows no cell is looked at
        if is_break and _filled(rows[place]) >= FEWEST > _filled(rows[place - 1]):
            yield place


def _is_new_header(rows: Sequence[Row], place: int, above: Sequence[Row]) -> bool:
    """Whether a row is the header of another table than the one whose header and records stand above it."""
    header, records = list(map(_word, rows[place])), above[1:]
    words = [cell for cell in header if cell]
    below = rows[place + 1] if place + 1 < len(rows) else []
    if len(records) < FEWEST or len(set(words)) < len(words) or any(map(_has_figure, words)):
        return False
    if _filled(below) < FEWEST or not any(map(_has_figure, below)) or not _have_figures(records):
        return False
    again = sum(cell == _word(old) for cell, old in zip(header, above[0], strict=False) if cell)
    told = [row for row in records if any(map(_has_figure, row))]
    values = (set(map(_word, filter(None, cells))) for cells in zip(*told, strict=False))
    is_record = any(cell in there for cell, there in zip(header, values, strict=False) if cell)
    return not is_record and again < MOST_AGAIN * len(words)


def _word(cell: str | None) -> str:
    """A cell of a header without blanks and without a remark in brackets: 平时(30%) holds no figure of a record."""
    return re.sub(r"\(.*?\)|\s", "", normal_header(cell))


def _have_figures(records: Sequence[Row]) -> bool:
    """Whether a column of the records holds figures in nearly every row: a record without them is unlikely."""
    counts = (sum(map(_has_figure, cells)) for cells in zip(*records, strict=False))
    return any(count >= MOSTLY * len(records) for count in counts)


def _has_figure(cell: str | None) -> bool:
    return bool(cell and re.search(r"\d", cell))


def _filled(row: Row) -> int:
    """How many different texts a row shows; a merged title is one."""
    return len({cell.strip() for cell in row if cell and cell.strip()})


def is_title(row: Row) -> bool:
    """Whether a row shows one text alone: it speaks of all tables of its sheet."""
    return 0 < _filled(row) < FEWEST


def sides(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """The first column and the one behind the last of each of two or more tables that stand side by side; [] for one table."""
    rows = rows[:LOOKED_AT]
    width = max(map(len, rows), default=0)
    full = [place for place in range(width) if any(place < len(row) and row[place] for row in rows)]
    blocks: list[tuple[int, int]] = []
    for place in full:
        if blocks and blocks[-1][1] == place:
            blocks[-1] = (blocks[-1][0], place + 1)
        else:
            blocks.append((place, place + 1))
    is_wide = len(blocks) > 1 and all(end - begin >= FEWEST for begin, end in blocks)
    return blocks if is_wide and _are_apart(rows, blocks) else []


def _are_apart(rows: Sequence[Row], blocks: Sequence[tuple[int, int]]) -> bool:
    """Whether rows go on in one block where another has ended, and no block repeats the headers of another."""
    parts = [[row[begin:end] for begin, end in blocks] for row in rows]
    filled = [[_filled(part) >= FEWEST for part in row] for row in parts]
    together = [place for place, row in enumerate(filled) if all(row)]
    alone = sum(any(row) and not all(row) for row in filled)
    if len(together) < FEWEST or alone < LEAST_ALONE * len(rows):
        return False
    words = [{normal_header(cell) for cell in part if cell} for part in parts[together[0]]]
    has_figures = any(map(_has_figure, (cell for part in words for cell in part)))
    return not has_figures and sum(map(len, words)) == len(set().union(*words))


def side_of(header: Row, blocks: Sequence[tuple[int, int]], wanted: Sequence[str]) -> tuple[int, int] | None:
    """The one block that holds all wanted headers that stand there; None where they lie on several sides or nowhere."""
    names = {normal_header(name) for name in wanted}
    held = [
        (begin, end)
        for begin, end in blocks
        if names & {normal_header(cell) for cell in header[begin:end] if cell}
    ]
    return held[0] if len(held) == 1 else None

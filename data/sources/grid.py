"""A sheet as people lay it out: titles, headers of two rows, merged cells, totals, legends and signatures around the records."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from data.sources.headers import SEARCHED_ROWS, given_headers, normal_header, shown_headers, unique_headers
from data.sources.regions import end_above, further_tables, side_of, sides
from data.sources.tables import Table, below_one_another, no_header, no_row, told_apart
from errors import ShownError

MORE = re.compile(
    r"^(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:\s|$)|^(?:[^\d\s]{1,12}\s*[/(]?\s*)?\d+(?:\.\d+)?\s*学分"
)
DAY = re.compile(r"^(?:\d{4}[-/.年])?(?:0?[1-9]|1[0-2])[-/.月](?:0?[1-9]|[12]\d|3[01])日?(?!\d)")
NUMBER = re.compile(r"^[\d.,%]+$")
CREDITS = re.compile(r"\.[05]$")
UNITS = ("学分",)
Range = tuple[tuple[int, int], tuple[int, int]]  # first and last cell, row and column from 0


@dataclass(frozen=True)
class Grid:
    """One sheet: cells as text from its first row and column on, and which of them are merged."""

    name: str
    rows: list[list[str | None]]
    merged: tuple[Range, ...] = ()
    notice: str | None = None

    @property
    def is_empty(self) -> bool:
        return not any(cell and cell.strip() for row in self.rows for cell in row)


def chosen(
    grids: Iterable[Grid], wanted: Collection[str], *, file: str, sheet: str | None
) -> tuple[Grid, str | None]:
    """The sheet of this name, or the one whose header shows the most wanted names; and a notice of sheets left unread."""
    full = [grid for grid in grids if not grid.is_empty]
    named = [grid for grid in full if sheet is None or grid.name.strip() == sheet.strip()]
    if not named:
        raise ShownError(
            "choosing a sheet",
            file=file,
            found=f"no sheet with this name and rows; {len(full)} others have rows"
            if sheet
            else "no cell in any sheet",
            expected=sheet or "a header and rows",
            remedy="mend `sheet` in the mapping" if sheet else "export it again",
        )
    best = max(named, key=lambda grid: max(_known(row, wanted) for row in grid.rows[:SEARCHED_ROWS]))
    others = len(full) - 1
    told = (
        f"read from sheet {named.index(best) + 1} of {len(full)} that hold rows; the others were not read"
        if others and not sheet
        else None
    )
    return best, "; ".join(filter(None, (told, best.notice))) or None


def read_grid(
    grid: Grid,
    *,
    file: str,
    wanted: Collection[str],
    header_row: int | None = None,
    columns: Sequence[str] | None = None,
) -> Table:
    """The records under the header, or under the names given to a sheet without one. Raises ShownError where no header is found."""
    rows = _filled(grid)
    if columns is not None:
        names = given_headers(columns, max(len(columns), *map(len, rows)))
        padded = [row + [None] * (len(names) - len(row)) for row in rows[header_row or 0 :]]
        frame = _frame(padded, [normal_header(name) for name in names])
        return Table(
            frame, (header_row or 0) + 1, [], no_row(frame, [], header_row or 0), shown_headers(names)
        )
    position = header_row - 1 if header_row else _position(grid, rows, wanted)
    last, header = _header(grid, rows, position)
    if not _known(header, wanted):
        raise no_header(file, rows[position:], wanted, row=position + 1)
    header, records, beside = _one_table(header, rows[position:], last + 1 - position, wanted)
    frame = _frame(records, unique_headers(header))
    frame, header, told = below_one_another(frame, header)
    frame = told_apart(frame, header, wanted, file=file, row=position + 1)
    notice = "; ".join(filter(None, (told, *beside))) or no_row(frame, [], last + 1)
    return Table(frame, last + 2, [], notice, shown_headers(header))


def _one_table(
    header: list[str | None], rows: list[list[str | None]], first: int, wanted: Collection[str]
) -> tuple[list[str | None], list[list[str | None]], list[str]]:
    """The header and records of the table that begins at the first of the rows, and what is told of others on its sheet."""
    below, told = further_tables(rows), []
    if below and below[0] > first:
        rows = rows[: end_above(rows, below[0])]
        told.append("another table begins below this one; it is read by its own `header_row`")
    part = side_of(header, sides(rows), list(wanted))
    if part is None:
        return header, rows[first:], told
    told.append("another table stands beside this one; it is read where its own headers are named")
    return header[slice(*part)], [row[slice(*part)] for row in rows[first:]], told


def _position(grid: Grid, rows: list[list[str | None]], wanted: Collection[str]) -> int:
    """The first row of the header that shows the most wanted names."""
    found = [_known(_header(grid, rows, place)[1], wanted) for place in range(min(len(rows), SEARCHED_ROWS))]
    place = found.index(max(found))
    while place and _end_of_header(grid, rows, place - 1) >= place and found[place - 1]:
        place -= 1  # the lower row of a header: 分数 under each task
    return place


def _known(header: Sequence[str | None], wanted: Collection[str]) -> int:
    return len({normal_header(name) for name in wanted} & {normal_header(cell) for cell in header if cell})


def _header(grid: Grid, rows: list[list[str | None]], position: int) -> tuple[int, list[str | None]]:
    """The last row of the header that begins at a row, and one name per column."""
    last = _end_of_header(grid, rows, position)
    if last > position:
        return last, _composed(rows[position : last + 1])
    plain = grid.rows[position : position + 1] or [[]]
    return last, plain[0] + [None] * (len(rows[position]) - len(plain[0]) if rows[position:] else 0)


def _filled(grid: Grid) -> list[list[str | None]]:
    """Every cell of a merged block holds what its first cell shows; rows of one width."""
    width = max(map(len, grid.rows), default=0)
    rows = [row + [None] * (width - len(row)) for row in grid.rows]
    for (top, left), (bottom, right) in grid.merged:
        if top >= len(rows) or left >= width:
            continue
        for row in range(top, min(bottom, len(rows) - 1) + 1):
            rows[row][left : right + 1] = [rows[top][left]] * (min(right, width - 1) + 1 - left)
    return rows


def _end_of_header(grid: Grid, rows: list[list[str | None]], position: int) -> int:
    """The last row of the header: down to where a block merged in its first row ends, one more under a group of columns."""
    crossing = [block for block in grid.merged if block[0][0] <= position <= block[1][0]]
    last = max([position, *(bottom for _, (bottom, _) in crossing)])
    grouped = {
        place
        for (_, left), (bottom, right) in crossing
        if bottom == position and not _is_title(rows[position], left, right)
        for place in range(left, right + 1)
    }
    if last == position and position + 1 < len(rows):
        header, below = rows[position], rows[position + 1]
        last += _is_second_row(header, below, grouped) or _says_more(header, below)
    return min(last, len(rows) - 1)


def _is_title(row: Sequence[str | None], left: int, right: int) -> bool:
    """Whether a block holds all that its row shows: a title over the whole width groups no columns."""
    return not any(cell for place, cell in enumerate(row) if not left <= place <= right)


def _is_second_row(
    header: Sequence[str | None], below: Sequence[str | None], grouped: Collection[int]
) -> bool:
    """Whether a row names the columns of groups: words under each group, nothing beside them."""
    if not grouped:
        return False
    beside = [below[place] in (None, header[place]) for place in range(len(header)) if place not in grouped]
    words = [below[place] for place in grouped if place < len(below)]
    return all(beside) and all(word and not word[0].isdigit() for word in words)


def _says_more(header: Sequence[str | None], below: Sequence[str | None]) -> bool:
    """Whether a row says more of the columns to the right: the day of each sign-in, the teacher and the credits of each course;
    beside days words too: 放假, 旷课 under 统计."""
    filled = [place for place, cell in enumerate(below) if cell and cell != header[place]]
    told = [place for place in filled if MORE.search(below[place])]
    days = [place for place in filled if DAY.match(below[place])]
    begins = next((place for place, cell in enumerate(header) if cell), 0)
    if len(filled) < 2 or filled[0] <= begins or not header[filled[0]]:
        return False
    is_of_days = 2 * len(days) > len(filled) and not any(
        NUMBER.match(below[place]) for place in set(filled) - set(days)
    )
    return is_of_days or (len(told) == len(filled) and all(header[place] for place in filled))


def _composed(rows: Sequence[Sequence[str | None]]) -> list[str | None]:
    """One name per column: the lowest of its cells, with the group above it where the same word stands under several."""
    rows = _without_figures(rows)
    lowest = [next((cell for cell in reversed(column) if cell), None) for column in zip(*rows, strict=True)]
    words = [normal_header(name) for name in lowest]
    names = []
    for place, name in enumerate(lowest):
        above = next((row[place] for row in reversed(rows[:-1]) if row[place] and row[place] != name), None)
        is_more = bool(name and MORE.search(name)) and rows[0].count(above) == 1
        is_shared = words.count(words[place]) > 1 or is_more
        is_shared = is_shared and above and normal_header(above) != words[place]
        names.append(f"{above} {name}" if is_shared else name)
    return names


def _without_figures(rows: Sequence[Sequence[str | None]]) -> list[list[str | None]]:
    """A last row of figures says the credits or the hours of each column and names none: 机械制图 above 4 is 机械制图 4学分."""
    *above, last = rows
    own = [cell if cell != upper else None for cell, upper in zip(last, above[-1], strict=True)]
    figures = [cell for cell in own if cell and NUMBER.match(cell)]
    words = [normal_header(cell) for cell in own if cell and not NUMBER.match(cell)]
    if len(figures) < 2 or len(words) > 1 or _are_days(figures):
        return list(rows)
    unit = words[0] if words and words[0] in UNITS else ""
    named = [
        f"{upper} {cell}{unit}" if unit and upper and cell in figures else upper
        for upper, cell in zip(above[-1], own, strict=True)
    ]
    return [*map(list, above[:-1]), named]


def _are_days(figures: Sequence[str]) -> bool:
    """Whether figures below the header are days, 9.11 and 10.16: credits end in .0 or .5."""
    return all(DAY.match(cell) for cell in figures) and not all(CREDITS.search(cell) for cell in figures)


def _frame(rows: Sequence[Sequence[str | None]], names: list[str]) -> pl.DataFrame:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pl.DataFrame(
        {name: pl.Series(column, dtype=pl.String) for name, column in zip(names, columns, strict=True)}
    )

"""Columns of few different texts, as codes: what is read of a text is read once, however many rows hold it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod

import numpy as np
import polars as pl

MOST_KNOWN = 100
_known: dict[str, pl.Series] = {}  # texts by name of their codes
DENSE = 20_000_000  # combinations that are looked up in a table; beyond, by a join


class Codes:
    """Which codes stand for which texts, by name of the column; the same for all pieces of a file."""

    def __init__(self) -> None:
        self._kept: dict[
            str, pl.Series
        ] = {}  # polars forgets codes that no column uses, and gives them out anew

    def of(self, name: str) -> pl.Categorical:
        """The type of the coded column of this name."""
        if name not in self._kept:
            self._kept[name] = pl.Series(name, [], dtype=pl.Categorical(pl.Categories.random()))
        return self._kept[name].dtype


def is_coded(cells: pl.Series) -> bool:
    """Whether the column holds codes for texts."""
    return isinstance(cells.dtype, pl.Categorical)


def plain(cells: pl.Series) -> pl.Series:
    """The texts themselves; a column that is not coded comes back as it is."""
    return cells.cast(pl.String) if is_coded(cells) else cells


def distinct(cells: pl.Series) -> pl.Series:
    """The texts that a coded column may hold, by code, and null at the end."""
    name, highest = cells.dtype.categories.name(), cells.to_physical().max()
    count = 0 if highest is None else highest + 1
    known = _known.get(name)
    if known is None or len(known) <= count:
        if len(_known) > MOST_KNOWN:
            _known.clear()
        codes = pl.Series(range(count), dtype=pl.UInt32)
        known = codes.cat.to(cells.dtype).cast(pl.String).extend_constant(None, 1)
        _known[name] = known
    return known.alias(cells.name)


def spread(values: pl.Series, cells: pl.Series) -> pl.Series:
    """What was found of each distinct text, for every row."""
    codes = cells.to_physical()
    return values[codes.fill_null(len(values) - 1) if codes.null_count() else codes]


def by_distinct(cells: pl.Series, read: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """`read` of every row, asked once for each text (or day) where the column allows it."""
    if is_coded(cells):
        return spread(read(distinct(cells)), cells)
    if cells.dtype != pl.Date or cells.is_empty():
        return read(cells)
    numbers, count = _numbers(cells)
    return read(_texts(cells, count))[numbers]


def where(cells: pl.Series, test: Callable[[pl.Series], pl.Series]) -> pl.Series | None:
    """Which rows pass; None where none does, which is most often known from the distinct texts alone."""
    if not is_coded(cells):
        passed = test(cells).fill_null(False)
        return passed if passed.any() else None
    passed = test(distinct(cells)).fill_null(False)
    if not passed.any():
        return None
    rows = spread(passed, cells)
    return rows if rows.any() else None


def by_distinct_of(columns: Sequence[pl.Series], compose: Callable[[pl.DataFrame], pl.Series]) -> pl.Series:
    """`compose` of columns side by side, asked once for each combination there is; the columns are coded or days."""
    numbered = [_numbers(cells) for cells in columns]
    most = prod(count for _, count in numbered)
    combined = packed(numbered)
    there = _there(combined, most)
    parts, left = [], there
    for cells, (_, count) in reversed(list(zip(columns, numbered, strict=True))):
        parts.append(_texts(cells, count).gather((left % count).cast(pl.UInt32)).alias(cells.name))
        left = left // count
    found = compose(pl.DataFrame(parts[::-1]))
    return _found_at(found, combined, there, most)


def packed(numbered: Sequence[tuple[pl.Series, int]]) -> pl.Series:
    """One number for each combination of small numbers, each given with how many there are of its kind."""
    kind = pl.UInt32 if prod(count for _, count in numbered) < 2**32 else pl.UInt64
    combined = numbered[0][0].cast(kind)
    for numbers, count in numbered[1:]:
        combined = combined * pl.Series([count], dtype=kind) + numbers.cast(kind)
    return combined


def _there(combined: pl.Series, most: int) -> pl.Series:
    """The combinations that rows have."""
    if most > DENSE:
        return combined.unique()
    is_there = np.zeros(most, dtype=bool)
    is_there[combined.to_numpy()] = True
    return pl.Series(np.flatnonzero(is_there).astype(np.uint32))


def _found_at(found: pl.Series, combined: pl.Series, there: pl.Series, most: int) -> pl.Series:
    """What was found of each row's combination, given what was found of those there are."""
    if most > DENSE:
        return found.gather(combined.replace_strict(there, pl.Series(range(len(there)), dtype=pl.UInt32)))
    places = np.zeros(most, dtype=np.uint32)
    places[there.to_numpy()] = np.arange(len(there), dtype=np.uint32)
    table = pl.Series(places)
    if most < len(combined):
        return found[table][combined]
    return found[table[combined]]


def _numbers(cells: pl.Series) -> tuple[pl.Series, int]:
    """A small number for each value, the last one for null, and how many there are."""
    if is_coded(cells):
        count = len(distinct(cells))
        return cells.to_physical().fill_null(count - 1), count
    days = cells.cast(pl.Int32)
    first, last = days.min() or 0, days.max() or 0
    return (days - first).cast(pl.UInt32).fill_null(last - first + 1), last - first + 2


def _texts(cells: pl.Series, count: int) -> pl.Series:
    """The value of each small number."""
    if is_coded(cells):
        return distinct(cells)
    first = cells.cast(pl.Int32).min() or 0
    return pl.Series(cells.name, [*range(first, first + count - 1), None], dtype=pl.Int32).cast(pl.Date)

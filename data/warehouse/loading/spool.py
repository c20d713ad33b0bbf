"""Events of one large file, aside as Parquet until all of it is read; then in place as they are, or row by row against what is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import prod
from pathlib import Path

import numpy as np
import polars as pl
from pyarrow import parquet

from data.sources.distinct import distinct, is_coded, packed
from data.sources.files import ROW
from data.staging.stage import RECORDED
from data.warehouse import lake
from data.warehouse.home import Home
from data.warehouse.loading.lake_events import next_part
from data.warehouse.loading.merge import COUNT, STAMPS, stamped

BUCKET = 4_000_000  # rows compared with the lake at a time
AT_ONCE = 2  # terms whose keys are compared side by side
MOST = 2**63
MOST_RUNS = 100  # of one term in a piece, to be cut off one by one
FEW = 4  # rows to a text at least, for a file to carry all texts of its column


@dataclass(frozen=True)
class Part:
    """One Parquet file aside, and the record numbers and keys of its rows, texts as codes."""

    path: Path
    keys: pl.DataFrame


class Spool:
    """The events of one load and table that have been read so far."""

    def __init__(self, home: Home, table: str, key: tuple[str, ...], folder: Path | None, load_id: int, at: datetime) -> None:  # fmt: skip
        """`folder`: where files lie aside; None for their own partition of the lake, under a name that no reader takes for one."""
        self._home, self._table, self._key, self._folder = home, table, key, folder
        self._load_id, self._at = load_id, at
        self._parts: dict[str, list[Part]] = defaultdict(list)
        self._given: list[str] = []
        self._writer, self._written = ThreadPoolExecutor(1), Future()
        self._written.set_result(None)
        self.last_event_at: datetime | None = None

    def add(self, rows: pl.DataFrame) -> None:
        """Put the rows of one piece of the file aside."""
        self._given = list(dict.fromkeys((*self._given, *rows.columns)))
        if rows.is_empty():
            return
        self.last_event_at = max(filter(None, (self.last_event_at, rows["event_time"].max())), default=None)
        parts = []
        for term, part in _by_term(rows):
            parts.append((self._aside(term), part))
            self._parts[term].append(Part(parts[-1][0], _keys(part, self._key)))
        self._written.result()  # one piece is written while the next is made, not more
        self._written = self._writer.submit(self._write_all, parts)

    def _write_all(self, parts: list[tuple[Path, pl.DataFrame]]) -> None:
        for path, rows in parts:
            _write(path, self._table, stamped(rows.with_columns(_once()), self._load_id, self._at))

    def _aside(self, term: str) -> Path:
        folder = (self._folder or self._home.folder("lake")) / self._table / f"term={term}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{self._load_id:06d}-aside{len(self._parts[term]):03d}.tmp"

    def terms(self) -> list[str]:
        """The terms that have events; all of them are written then."""
        self._written.result()
        return sorted(self._parts)

    def height(self, term: str) -> int:
        """How many events a term has."""
        return sum(part.keys.height for part in self._parts[term])

    def new_terms(self) -> set[str]:
        """Of which terms the lake holds nothing yet and no key comes twice: there the files aside are what is to be written."""
        terms = sorted(self._parts.keys() - set(lake.terms(self._home, self._table)))
        with ThreadPoolExecutor(AT_ONCE) as others:
            return {
                term for term, is_new in zip(terms, others.map(self._is_new, terms), strict=True) if is_new
            }

    def _is_new(self, term: str) -> bool:
        return _all_different(pl.concat([part.keys for part in self._parts[term]]).select(self._key))

    def install(self, term: str) -> None:
        """The files aside are events of the lake from now on."""
        for part in self._parts.pop(term):
            part.path.rename(next_part(self._home, self._table, term, self._load_id))

    def buckets(self, term: str) -> Iterator[pl.DataFrame]:
        """The rows of a term as they were added, some at a time: all rows of one key together, in the order of the file."""
        count = -(-self.height(term) // BUCKET)
        of_key = pl.col(self._key[0]).hash() % count
        for number in range(count):
            found = [
                pl.read_parquet(part.path, hive_partitioning=False)
                .with_columns(part.keys[ROW].cast(pl.Int64))
                .filter(of_key == number)
                for part in self._parts[term]
            ]
            rows = pl.concat(found).with_columns(pl.lit(term).alias("term_id"))
            unknown = pl.col(RECORDED) == pl.col("loaded_at")
            rows = rows.with_columns(pl.when(~unknown).then(RECORDED).alias(RECORDED))
            yield rows.select(name for name in self._given if name not in (*STAMPS, COUNT))

    def clear(self) -> None:
        """Nothing is left aside."""
        self._writer.shutdown()
        for parts in self._parts.values():
            for part in parts:
                part.path.unlink(missing_ok=True)
        self._parts.clear()


def _write(path: Path, table: str, rows: pl.DataFrame) -> None:
    """Events as the lake keeps them; coded columns are written as the codes they are, read by everybody as text."""
    columns = [_typed(rows, name, kind) for name, kind in lake.schema(table).items()]
    arrow = pl.DataFrame(columns).to_arrow(compat_level=pl.CompatLevel.oldest())
    parquet.write_table(arrow, path, compression="zstd", store_schema=False, write_statistics=False)


def _typed(rows: pl.DataFrame, name: str, kind: pl.DataType) -> pl.Series:
    if name not in rows.columns:
        return pl.Series(name, [None], dtype=kind).new_from_index(0, rows.height)
    cells = rows[name]
    if is_coded(cells) and len(distinct(cells)) * FEW < rows.height:
        return cells
    return cells.cast(kind)


def _once() -> pl.Expr:
    return pl.lit(1, dtype=pl.Int32).alias(COUNT)


def _by_term(rows: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    terms = rows["term_id"]
    starts = [0, *(terms != terms.shift()).arg_true().to_list()[:MOST_RUNS], rows.height]
    if len(starts) > MOST_RUNS or terms.null_count():
        for (term,), part in rows.group_by("term_id", maintain_order=True):
            yield str(term), part
        return
    places = defaultdict(list)  # files mostly hold term after term: their parts are cut off, not gathered
    for start, end in pairwise(starts):
        places[str(terms[start])].append(rows[start:end])
    for term, parts in places.items():
        yield term, pl.concat(parts)


def _keys(rows: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    return rows.select(
        pl.col(ROW).cast(pl.UInt32),
        *(rows[name].to_physical() if is_coded(rows[name]) else pl.col(name) for name in key),
    )


def _all_different(keys: pl.DataFrame) -> bool:
    """Whether no two rows are the same; columns of numbers and days are packed into one number each row, which counts faster."""
    keys = keys.select(column for column in keys.iter_columns() if column.null_count() < keys.height)
    numbered = []
    for column in keys.iter_columns():
        if not (column.dtype.is_integer() or column.dtype == pl.Date):
            return keys.n_unique() == keys.height
        numbers = column.to_physical().cast(pl.Int64)
        low, count = numbers.min(), numbers.max() - numbers.min() + 1
        if numbers.null_count():
            numbers, count = numbers.fill_null(low + count), count + 1
        if count > 1:
            numbered.append((numbers - low, count))
    if not numbered or prod(count for _, count in numbered) >= MOST:
        return keys.n_unique() == keys.height
    sorted_keys = np.sort(packed(numbered).to_numpy())
    return bool((sorted_keys[1:] != sorted_keys[:-1]).all())

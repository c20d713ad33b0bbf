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
import pyarrow as pa
from pyarrow import parquet

from data.sources.distinct import distinct, is_coded
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
ROWS_PER_PAGE = (
    200_000  # ten times as many as is usual: pages of a few bytes each cost more to begin than to fill
)
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
        self._checker = ThreadPoolExecutor(AT_ONCE)
        self._checked: dict[str, tuple[int, Future]] = {}  # of how many parts, and whether no key comes twice
        self.last_event_at: datetime | None = None

    def add(self, rows: pl.DataFrame) -> None:
        """Put the rows of one piece of the file aside."""
        self._given = list(dict.fromkeys((*self._given, *rows.columns)))
        if rows.is_empty():
            return
        self.last_event_at = max(filter(None, (self.last_event_at, rows["event_time"].max())), default=None)
        parts, ended = [], set(self._parts)
        for term, part in _by_term(rows):
            ended.discard(term)
            parts.append((self._aside(term), part))
            self._parts[term].append(Part(parts[-1][0], _keys(part, self._key)))
        self._written.result()  # one piece is written while the next is made, not more
        self._written = self._writer.submit(self._write_all, parts)
        self._check(ended)

    def _check(self, terms: set[str]) -> None:
        """Most files hold term after term: one that has ended is looked through while the next is read."""
        for term in terms - self._checked.keys():
            self._checked[term] = (
                len(self._parts[term]),
                self._checker.submit(_is_new, [*self._parts[term]], self._key),
            )

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
        for term in terms:
            if term in self._checked and self._checked[term][0] < len(self._parts[term]):
                del self._checked[term]  # the file came back to it
        self._check(set(terms))
        return {term for term in terms if self._checked[term][1].result()}

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
        self._checker.shutdown()
        for parts in self._parts.values():
            for part in parts:
                part.path.unlink(missing_ok=True)
        self._parts.clear()


def _write(path: Path, table: str, rows: pl.DataFrame) -> None:
    """Events as the lake keeps them; coded columns are written as the codes they are, read by everybody as text."""
    columns = {name: _typed(rows, name, kind) for name, kind in lake.schema(table).items()}
    schema = pa.schema(  # a column without gaps is written without saying of each row that it is there
        pa.field(name, cells.type, nullable=cells.null_count > 0) for name, cells in columns.items()
    )
    arrow = pa.Table.from_arrays(list(columns.values()), schema=schema)
    parquet.write_table(
        arrow,
        path,
        compression="zstd",
        store_schema=False,
        write_statistics=False,
        max_rows_per_page=ROWS_PER_PAGE,
    )


def _typed(rows: pl.DataFrame, name: str, kind: pl.DataType) -> pa.Array:
    cells = rows.get_column(name, default=None)
    if cells is None or cells.null_count() == rows.height:
        return pa.nulls(rows.height, _in_arrow(pl.Series(name, [], dtype=kind)).type)
    if is_coded(cells) and len(texts := distinct(cells)) * FEW < rows.height:
        codes = cells.to_physical().to_arrow()
        return pa.DictionaryArray.from_arrays(codes, _in_arrow(texts[:-1]), safe=False)
    return _in_arrow(cells.cast(kind))


def _in_arrow(cells: pl.Series) -> pa.Array:
    return cells.to_arrow(compat_level=pl.CompatLevel.oldest())


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


def _is_new(parts: list[Part], key: tuple[str, ...]) -> bool:
    return _all_different(pl.concat([part.keys for part in parts]).select(key))


def _all_different(keys: pl.DataFrame) -> bool:
    """Whether no two rows are the same; columns of numbers and days are packed into one number each row, which counts faster."""
    keys = keys.select(column for column in keys.iter_columns() if column.null_count() < keys.height)
    if not keys.width:
        return False
    kinds = keys.schema.values()
    if not all(kind.is_integer() or kind == pl.Date for kind in kinds):
        return keys.n_unique() == keys.height
    numbers = [column.to_physical() for column in keys.iter_columns()]
    spans = [(column.min(), column.max(), column.null_count() > 0) for column in numbers]
    counts = [high - low + 1 + has_null for low, high, has_null in spans]
    if prod(counts) >= MOST:
        return keys.n_unique() == keys.height
    combined = np.zeros(keys.height, dtype=np.int64)
    for column, (low, high, has_null), count in zip(numbers, spans, counts, strict=True):
        if count > 1:
            combined *= count
            combined += (column.fill_null(high + 1) if has_null else column).to_numpy()
            combined -= low
    combined.sort()
    return bool((combined[1:] != combined[:-1]).all())

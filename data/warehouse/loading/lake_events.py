"""Rows into the lake: one Parquet file per load, table and term, in place only when whole."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
from sqlalchemy import Engine, insert

from data.warehouse import lake
from data.warehouse.home import Home
from data.warehouse.loading.merge import FATE, stamped, with_fate
from data.warehouse.loading.tables import history_rows
from data.warehouse.schema.meta import meta_row_history

HISTORY_BATCH = 2_000


def fated_events(home: Home, table: str, rows: pl.DataFrame, compared: list[str]) -> pl.DataFrame:
    """The rows with their fate against the lake, one term at a time (memory stays that of one partition)."""
    key = lake.TABLES[table]["key"]
    parts = []
    for (term,), part in rows.group_by("term_id", maintain_order=True):
        held = lake.scan(home, table, [term]).select(*key, *compared)
        asked = part.lazy().select(key)  # of what is there only what the rows could be
        held = held.join(asked, on=key, how="semi", nulls_equal=True).collect(engine="streaming")
        parts.append(with_fate(part, held, key, compared))
    return pl.concat(parts) if parts else rows.with_columns(pl.lit("new").alias(FATE))


def write_events(
    engine: Engine, home: Home, table: str, fated: pl.DataFrame, *, load_id: int, loaded_at: datetime
) -> None:
    """New and changed events into the load's own files; versions they replace leave the old files for history."""
    fresh = fated.filter(pl.col(FATE) != "same")
    for (term,), part in fresh.group_by("term_id", maintain_order=True):
        changed = part.filter(pl.col(FATE) == "changed")
        if not changed.is_empty():
            _retire(engine, home, table, term, changed, load_id=load_id, at=loaded_at)
        rows = stamped(part, load_id, loaded_at)
        write_part(home, table, term, rows, load_id)


def typed_events(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The columns of the lake table in order, absent ones null, plus `term_id` and the merge's own."""
    wanted = lake.schema(table)
    own = [name for name in ("term_id", FATE, "_group") if name in rows.columns]
    return rows.select(
        *(
            (pl.col(name) if name in rows.columns else pl.lit(None)).cast(kind).alias(name)
            for name, kind in wanted.items()
        ),
        *own,
    )


def write_part(home: Home, table: str, term: str, rows: pl.DataFrame, load_id: int) -> Path:
    """One more file of a load in a partition; written aside and renamed, so that a reader sees it whole or not."""
    target = next_part(home, table, term, load_id)
    replace_file(target, rows.select(pl.col(name).cast(kind) for name, kind in lake.schema(table).items()))
    return target


def next_part(home: Home, table: str, term: str, load_id: int) -> Path:
    """Where the next file of a load in a partition belongs."""
    folder = lake.partition(home, table, term)
    folder.mkdir(parents=True, exist_ok=True)
    number = len(list(folder.glob(f"{load_id:06d}-*.parquet")))
    return folder / f"{load_id:06d}-{number:03d}.parquet"


def replace_file(target: Path, rows: pl.DataFrame) -> None:
    """Put rows in a file's place in one step; no rows, no file."""
    if rows.is_empty():
        target.unlink(missing_ok=True)
        return
    aside = target.with_suffix(".tmp")
    rows.write_parquet(aside, compression="zstd", statistics=True)
    aside.replace(target)


def _retire(
    engine: Engine, home: Home, table: str, term: str, changed: pl.DataFrame, *, load_id: int, at: datetime
) -> None:
    key = lake.TABLES[table]["key"]
    for path in sorted(lake.partition(home, table, term).glob("*.parquet")):
        held = pl.read_parquet(path, hive_partitioning=False)
        old = held.join(changed.select(key), on=list(key), how="semi", nulls_equal=True)
        if old.is_empty():
            continue
        versions = history_rows(table, old.with_columns(pl.lit(term).alias("term_id")), key, load_id, at)
        for start in range(0, len(versions), HISTORY_BATCH):
            with engine.begin() as connection:
                connection.execute(insert(meta_row_history), versions[start : start + HISTORY_BATCH])
        replace_file(path, held.join(old.select(key), on=list(key), how="anti", nulls_equal=True))

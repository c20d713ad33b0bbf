"""Taking a load back: the rows it added go, the versions it replaced return, its lake files disappear.

The same steps sweep up after a load that was killed, and each may run twice, so that a killed undo is simply repeated.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime

import polars as pl
from sqlalchemy import Engine, Table, and_, delete, func, insert, select, update

from data.staging.targets import read_targets
from data.warehouse import lake
from data.warehouse.home import Home
from data.warehouse.loading.account import end_load
from data.warehouse.loading.lake_events import replace_file
from data.warehouse.loading.versions import mend_validity
from data.warehouse.locks import Busy, load_lock
from data.warehouse.schema.card_use import meta_counted_day
from data.warehouse.schema.meta import (
    meta_load,
    meta_load_file,
    meta_row_history,
    meta_set_aside_reason,
    meta_set_aside_row,
    meta_source,
)
from errors import ShownError

DELETE_BATCH = 20_000


def undo_load(engine: Engine, home: Home, load_id: int) -> None:
    """Take back one finished load; raises ShownError where it is unknown, not done, or others build on it."""
    with engine.connect() as connection:
        load = connection.execute(select(meta_load).where(meta_load.c.load_id == load_id)).one_or_none()
    if load is None or load.status != "done":
        raise ShownError(
            "taking back a load",
            found=f"load {load_id} is {load.status}" if load else f"no load {load_id}",
            expected="a load that is done",
            remedy="see `jobs loads`",
        )
    later = _builds_on(engine, load_id)
    if later:
        raise ShownError(
            "taking back a load",
            found=f"load {later} came after load {load_id} and builds on its rows",
            expected="the newest load first",
            remedy=f"take back load {later} first: jobs loads undo {later}",
        )
    roll_back(engine, home, load_id)
    end_load(engine, load_id, "undone")
    _restore_arrivals(engine)


def sweep(engine: Engine, home: Home) -> list[int]:
    """Roll back loads that were killed; call it only while holding the home's load lock. Returns their ids."""
    with engine.connect() as connection:
        dead = list(
            connection.execute(
                select(meta_load.c.load_id)
                .where(meta_load.c.status == "running")
                .order_by(meta_load.c.load_id.desc())
            ).scalars()
        )
    for load_id in dead:
        roll_back(engine, home, load_id)
        end_load(engine, load_id, "failed")
    return dead


def sweep_if_idle(engine: Engine, home: Home) -> list[int]:
    """Roll back loads that were killed, unless a load is running: then what is marked as running may be alive."""
    try:
        with load_lock(home):
            return sweep(engine, home)
    except Busy:
        return []


def roll_back(engine: Engine, home: Home, load_id: int) -> None:
    """Remove everything one load wrote, and bring back what it replaced."""
    _restore_versions(engine, home, load_id)
    for name, target in read_targets().targets.items():
        if not target.is_lake:
            _delete_rows(engine, target.table, target.table.c.load_id == load_id)
            if target.history:
                mend_validity(engine, target.table)
        else:
            for path in (home.folder("lake") / name).glob(f"term=*/{load_id:06d}-*"):
                path.unlink()
    for table in (meta_row_history,):
        _delete_rows(engine, table, table.c.replaced_by_load == load_id)
    for table in (meta_set_aside_row, meta_set_aside_reason, meta_counted_day):
        _delete_rows(engine, table, table.c.load_id == load_id)
    waits_again = update(meta_set_aside_row).where(meta_set_aside_row.c.mended_load == load_id)
    with engine.begin() as connection:
        connection.execute(waits_again.values(mended_load=None))


def _builds_on(engine: Engine, load_id: int) -> int | None:
    """The newest later load that replaced rows of this one, or loaded anything after it brought new keys."""
    later = meta_load.c.load_id > load_id
    with engine.connect() as connection:
        newest = connection.execute(
            select(func.max(meta_load.c.load_id))
            .join(meta_load_file, meta_load_file.c.load_id == meta_load.c.load_id)
            .where(later, meta_load.c.status == "done", meta_load_file.c.loaded_count > 0)
        ).scalar_one()
        if newest is None:
            return None
        brought_keys = connection.execute(
            select(func.count())
            .select_from(meta_load_file)
            .where(
                meta_load_file.c.load_id == load_id,
                meta_load_file.c.table_name.like("dim%"),
                meta_load_file.c.loaded_count > 0,
            )
        ).scalar_one()
        if brought_keys:
            return newest
        replaced = connection.execute(
            select(meta_row_history.c.replaced_by_load, meta_row_history.c.old_row).where(
                meta_row_history.c.replaced_by_load > load_id
            )
        )
        return max((by for by, row in replaced if json.loads(row).get("load_id") == load_id), default=None)


def _restore_versions(engine: Engine, home: Home, load_id: int) -> None:
    """Old versions back into their tables; those the load had written itself are not worth restoring."""
    with engine.connect() as connection:
        names = list(
            connection.execute(
                select(meta_row_history.c.table_name)
                .where(meta_row_history.c.replaced_by_load == load_id)
                .distinct()
            ).scalars()
        )
    for name in names:
        rows = [row for row in _history(engine, name, load_id) if row.get("load_id") != load_id]
        if name in lake.TABLES:
            _restore_events(home, name, rows)
        else:
            _restore_rows(engine, read_targets().targets[name].table, rows)


def _history(engine: Engine, name: str, load_id: int) -> Iterator[dict]:
    query = (
        select(meta_row_history.c.old_row)
        .where(meta_row_history.c.table_name == name, meta_row_history.c.replaced_by_load == load_id)
        .order_by(meta_row_history.c.history_id)
    )
    with engine.connect() as connection:
        for text in connection.execute(query).scalars():
            yield json.loads(text)


def _restore_rows(engine: Engine, table: Table, rows: list[dict]) -> None:
    moments = {
        column.name: column.type.python_type
        for column in table.columns
        if column.type.python_type in (date, datetime)
    }
    for row in rows:
        values = {
            name: moments[name].fromisoformat(value) if name in moments and value is not None else value
            for name, value in row.items()
        }
        where = and_(*(table.c[column.name] == values[column.name] for column in table.primary_key.columns))
        with engine.begin() as connection:
            if connection.execute(update(table).where(where).values(values)).rowcount == 0:
                connection.execute(insert(table).values(values))


def _restore_events(home: Home, name: str, rows: list[dict]) -> None:
    """Back into files of the loads they came from; those still there (a kill came before their removal) stay single."""
    if not rows:
        return
    kinds = lake.schema(name)
    texts = pl.DataFrame(
        rows,
        infer_schema_length=None,
        schema_overrides={column: pl.String for column, kind in kinds.items() if kind.is_temporal()},
    )
    frame = texts.with_columns(
        (
            pl.col(column).str.to_datetime(strict=True, time_unit="us")
            if kind == pl.Datetime("us")
            else pl.col(column)
        )
        .cast(kind)
        .alias(column)
        if kind != pl.Date
        else pl.col(column).str.to_date()
        for column, kind in kinds.items()
    )
    key = list(lake.TABLES[name]["key"])
    for (term, old_load), part in frame.group_by("term_id", "load_id"):
        folder = lake.partition(home, name, term)
        files = sorted(folder.glob(f"{old_load:06d}-*.parquet"))
        missing = part.select(list(kinds))
        for path in files:
            missing = missing.join(
                pl.read_parquet(path, hive_partitioning=False).select(key),
                on=key,
                how="anti",
                nulls_equal=True,
            )
        target = files[0] if files else folder / f"{old_load:06d}-000.parquet"
        held = [pl.read_parquet(target, hive_partitioning=False)] if files else []
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(target, pl.concat([*held, missing]))


def _delete_rows(engine: Engine, table: Table, condition) -> None:
    """Delete in short transactions, so that viewers' audit rows are not kept waiting."""
    key = next(iter(table.primary_key.columns))
    while True:
        with engine.begin() as connection:
            chosen = select(key).where(condition).limit(DELETE_BATCH)
            if len(table.primary_key.columns) > 1:
                if connection.execute(delete(table).where(condition)).rowcount == 0:
                    return
                continue
            if connection.execute(delete(table).where(key.in_(chosen))).rowcount == 0:
                return


def _restore_arrivals(engine: Engine) -> None:
    """When each source last came, after a load was taken back: from the loads that are left."""
    left = (
        select(meta_load_file.c.source_id, func.max(meta_load.c.ended_at).label("at"))
        .join(meta_load, meta_load.c.load_id == meta_load_file.c.load_id)
        .where(meta_load.c.status == "done")
        .group_by(meta_load_file.c.source_id)
    )
    with engine.begin() as connection:
        arrived = {row.source_id: row.at for row in connection.execute(left)}
        for row in connection.execute(select(meta_source)).all():
            at = arrived.get(row.source_id)
            if at != row.last_success_at:
                mode = "none" if at is None else row.mode
                values = {"mode": mode, "last_success_at": at, "last_row_at": None}
                connection.execute(
                    update(meta_source).where(meta_source.c.source_id == row.source_id).values(**values)
                )

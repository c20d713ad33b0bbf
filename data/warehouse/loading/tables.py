"""Rows into warehouse tables: inserts in short transactions, replacements with the old version kept in history."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime

import polars as pl
from sqlalchemy import Engine, Table, and_, bindparam, func, insert, or_, select, update

from data.warehouse import bulk
from data.warehouse.loading.merge import COUNT, FATE, stamped
from data.warehouse.schema.meta import meta_row_history

REPLACE_BATCH = 2_000  # each row is an insert and an update: keeps a transaction near a tenth of a second
TERM_LETTERS = len("2025-2026-1")
LOADER_COLUMNS = (
    "load_id",
    "loaded_at",
    "valid_to",
    "is_current",
    "student_sk",
    "teacher_sk",
    COUNT,
    FATE,
    "_group",
)


def compared_columns(rows: pl.DataFrame, key: tuple[str, ...], *, skip: tuple[str, ...] = ()) -> list[str]:
    """The columns whose change makes a row a new version: those the mapping gives, without keys and stamps."""
    return [name for name in rows.columns if name not in (*key, *LOADER_COLUMNS, *skip)]


def existing_rows(engine: Engine, table: Table, columns: list[str], rows: pl.DataFrame) -> pl.DataFrame:
    """These columns of the rows the table holds (of the terms in question, where offerings say which)."""
    query = select(*(table.c[name] for name in columns))
    terms = rows["term_id"].unique().drop_nulls().to_list() if "term_id" in rows.columns else []
    if "offering_id" in table.columns and 0 < len(terms) <= 20:
        query = query.where(or_(*(table.c.offering_id.like(f"{term}/%") for term in terms)))
    types = bulk.table_schema(table)
    with engine.connect() as connection:
        if (
            connection.execute(
                select(func.count()).select_from(table.select().limit(1).subquery())
            ).scalar_one()
            == 0
        ):
            return pl.DataFrame(schema={name: types[name] for name in columns})
        return bulk.read_frame(connection, query, {name: types[name] for name in columns})


def typed(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The rows with the types the table returns, so that equal values compare equal."""
    types = bulk.table_schema(table)
    return rows.with_columns(pl.col(name).cast(types[name]) for name in rows.columns if name in types)


def insert_new(
    engine: Engine,
    table: Table,
    rows: pl.DataFrame,
    *,
    load_id: int,
    loaded_at: datetime,
    between: Callable[[int], None] | None = None,
) -> int:
    """Append rows with their stamps; many of them in the order of their keys, so that indexes grow at few places at a time."""
    names = [name for name in rows.columns if name in table.columns]
    frame = stamped(rows.select(names), load_id, loaded_at)
    if frame.height < bulk.MANY:
        return bulk.write_frame(engine, table, frame, between=between)
    return bulk.write_many(engine, table, _in_order(frame, table), between=between)


def _in_order(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """By term where an offering names it, then by key: neighbours in the key's index, near one another in that of offerings."""
    key = [name for name in table.info["key"] if name in rows.columns]
    term = [pl.col("offering_id").str.head(TERM_LETTERS)] if "offering_id" in rows.columns else []
    return rows.sort(*term, *key)


def replace_changed(
    engine: Engine,
    table: Table,
    rows: pl.DataFrame,
    key: tuple[str, ...],
    *,
    load_id: int,
    loaded_at: datetime,
) -> int:
    """Update rows by key; each old version goes to history in the same transaction."""
    if rows.is_empty():
        return 0
    names = [name for name in rows.columns if name in table.columns and name not in key]
    old = existing_rows(engine, table, list(table.columns.keys()), rows).join(
        rows.select(key), on=list(key), how="semi", nulls_equal=True
    )
    written = [*names, "load_id", "loaded_at"]
    statement = (
        update(table)
        .where(and_(*(table.c[name] == bindparam(f"key_{name}") for name in key)))
        .values({name: bindparam(f"new_{name}") for name in written})
    )
    for part in stamped(rows, load_id, loaded_at).iter_slices(REPLACE_BATCH):
        parameters = [
            {f"key_{name}": row[name] for name in key} | {f"new_{name}": row[name] for name in written}
            for row in part.to_dicts()
        ]
        versions = history_rows(
            table.name,
            old.join(part.select(key), on=list(key), how="semi", nulls_equal=True),
            key,
            load_id,
            loaded_at,
        )
        with engine.begin() as connection:
            connection.execute(insert(meta_row_history), versions)
            connection.execute(statement, parameters)
    return rows.height


def history_rows(
    table: str, old: pl.DataFrame, key: tuple[str, ...], load_id: int, at: datetime
) -> list[dict]:
    """Old versions as rows of meta_row_history."""
    return [
        {
            "table_name": table,
            "row_key": "|".join(str(row[name]) for name in key)[:200],
            "old_row": json.dumps(row, ensure_ascii=False, default=_as_text),
            "replaced_by_load": load_id,
            "replaced_at": at,
        }
        for row in old.to_dicts()
    ]


def _as_text(value) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"a row of the warehouse holds a {type(value).__name__}")

"""Tables with history (students, teachers, units, courses): one row per version, kept in order without gaps."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
from sqlalchemy import Engine, Table, bindparam, update

from data.warehouse import bulk
from data.warehouse.loading.merge import FATE

BATCH = 5_000


def business_key(table: Table) -> str:
    """The part of the key that names the thing: all but valid_from."""
    return next(name for name in table.info["key"] if name != "valid_from")


def drop_unchanged_versions(
    fated: pl.DataFrame, existing: pl.DataFrame, table: Table, compared: list[str]
) -> pl.DataFrame:
    """A new version that says the same as the one before it is no new version."""
    name = business_key(table)
    wanted = [name, "valid_from", *compared]
    held = existing.select(wanted).with_columns(
        pl.lit(None, pl.Int64).alias("_group"), pl.lit("held").alias(FATE)
    )
    touched = held.join(fated.filter(pl.col(FATE) != "new"), on=[name, "valid_from"], how="anti")
    every = pl.concat([touched, fated.select(*wanted, "_group", FATE)]).sort(name, "valid_from")
    same_as_before = pl.all_horizontal(
        pl.lit(True), *(pl.col(column).eq_missing(pl.col(column).shift(1).over(name)) for column in compared)
    )
    is_first = pl.col("valid_from").shift(1).over(name).is_null()
    repeated = every.filter(pl.col(FATE) == "new").height and every.filter(
        (pl.col(FATE) == "new") & same_as_before & ~is_first
    )
    if isinstance(repeated, int) or repeated.is_empty():
        return fated
    numbers = repeated["_group"].implode()
    return fated.with_columns(
        pl.when(pl.col("_group").is_in(numbers)).then(pl.lit("same")).otherwise(FATE).alias(FATE)
    )


def with_validity(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """valid_to is the last day of a version (null while open); is_current marks the open one."""
    rows = rows.sort(name, "valid_from")
    following = pl.col("valid_from").shift(-1).over(name)
    return rows.with_columns(
        (following - timedelta(days=1)).alias("valid_to"), following.is_null().alias("is_current")
    )


def mend_validity(engine: Engine, table: Table) -> int:
    """Set valid_to and is_current of every version again; writes only what changed. Returns the rows written."""
    name, surrogate = business_key(table), next(iter(table.primary_key.columns)).name
    columns = [surrogate, name, "valid_from", "valid_to", "is_current"]
    types = bulk.table_schema(table)
    with engine.connect() as connection:
        held = bulk.read_frame(
            connection,
            table.select().with_only_columns(*(table.c[column] for column in columns)),
            {column: types[column] for column in columns},
        )
    if held.is_empty():
        return 0
    right = with_validity(held.select(surrogate, name, "valid_from"), name).join(
        held.select(surrogate, pl.col("valid_to").alias("old_to"), pl.col("is_current").alias("old_current")),
        on=surrogate,
    )
    wrong = right.filter(
        ~pl.col("valid_to").eq_missing(pl.col("old_to"))
        | ~pl.col("is_current").eq_missing(pl.col("old_current"))
    )
    statement = (
        update(table)
        .where(table.c[surrogate] == bindparam("wanted"))
        .values(valid_to=bindparam("new_to"), is_current=bindparam("new_current"))
    )
    for part in wrong.iter_slices(BATCH):
        rows = [
            {"wanted": row[surrogate], "new_to": row["valid_to"], "new_current": row["is_current"]}
            for row in part.to_dicts()
        ]
        with engine.begin() as connection:
            connection.execute(statement, rows)
    return wrong.height

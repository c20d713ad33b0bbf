"""Counts of a log as they are stored: events per student, week and kind of place, and the days that were counted."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from sqlalchemy import bindparam, insert, select, update

from data.warehouse import bulk
from data.warehouse.loading.entry import Entry
from data.warehouse.loading.practice import is_practice
from data.warehouse.loading.tables import insert_new
from data.warehouse.schema.card_use import agg_card_week, meta_counted_day

KEY = ["student_pid", "week_on", "place_type"]
PERSON = "_person"  # place of the student among the persons known: a pseudonym in each row would take ten times the room


def people(entry: Entry) -> pl.Series:
    return entry.context.known.frame("dim_person")["person_pid"]


def log_name(entry: Entry) -> str:
    """One log may be counted in two ways, each with its own days."""
    return f"{entry.rule.to}/{entry.rule.file}"


def write_weeks(entry: Entry, counted: pl.DataFrame) -> None:
    context, columns = entry.context, agg_card_week.c
    pid = people(entry).gather(counted[PERSON]).alias("student_pid")
    rows = counted.drop(PERSON).with_columns(pid, recorded_at=recorded(entry))
    query = select(*(columns[name] for name in KEY), columns.event_count).where(
        columns.load_id == context.load_id
    )
    types = bulk.table_schema(agg_card_week)
    with entry.engine.connect() as connection:
        held = bulk.read_frame(connection, query, {name: types[name] for name in [*KEY, "event_count"]})
    both = rows.join(held.rename({"event_count": "_held"}), on=KEY, how="left")
    insert_new(
        entry.engine,
        agg_card_week,
        both.filter(pl.col("_held").is_null()).drop("_held"),
        load_id=context.load_id,
        loaded_at=context.loaded_at,
    )
    _add(entry, both.filter(pl.col("_held").is_not_null()))


def _add(entry: Entry, again: pl.DataFrame) -> None:
    """Rows that an earlier file of this load began."""
    columns = agg_card_week.c
    statement = (
        update(agg_card_week)
        .where(columns.load_id == entry.context.load_id, *(columns[name] == bindparam(f"key_{name}") for name in KEY))
        .values(event_count=bindparam("sum"))
    )  # fmt: skip
    for part in again.iter_slices(bulk.BATCH):
        rows = [
            {f"key_{name}": row[name] for name in KEY} | {"sum": row["event_count"] + row["_held"]}
            for row in part.to_dicts()
        ]
        with entry.engine.begin() as connection:
            connection.execute(statement, rows)


def write_days(entry: Entry, days: set[date]) -> None:
    columns, place = meta_counted_day.c, {"mapping": entry.mapping.mapping, "name": log_name(entry)}
    with entry.engine.begin() as connection:
        there = set(
            connection.execute(
                select(columns.day).where(
                    columns.load_id == entry.context.load_id, columns.name == log_name(entry)
                )
            ).scalars()
        )
        new = [place | {"load_id": entry.context.load_id, "day": day} for day in sorted(days - there)]
        if new:
            connection.execute(insert(meta_counted_day), new)


def recorded(entry: Entry) -> pl.Expr:
    """A week (a lesson's day) is known when it is over and its lag has passed; without a declared lag, when it was loaded."""
    if entry.policy.startswith("unknown"):
        return pl.lit(entry.context.loaded_at)
    days = entry.rule.recorded_at.after_event_days
    if is_practice(entry):
        return pl.col("_day").cast(pl.Datetime("us")) + timedelta(days=days, hours=12)
    after = timedelta(days=6 + days, hours=12)
    return pl.col("week_on").cast(pl.Datetime("us")) + after

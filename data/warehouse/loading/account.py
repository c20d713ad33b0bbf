"""The account of every load: started, per file and table what became of each record, ended; rows set aside with reasons."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime

import polars as pl
from sqlalchemy import Engine, and_, func, insert, select, update

from data.sources.files import ROW, SourceFile
from data.sources.register import read_register
from data.sources.register import source as registered
from data.staging.mapping import Mapping
from data.warehouse.loading.merge import Counts
from data.warehouse.schema.meta import (
    meta_load,
    meta_load_file,
    meta_set_aside_reason,
    meta_set_aside_row,
    meta_source,
)

BATCH = 5_000


def now() -> datetime:
    """This moment as the store keeps it: naive UTC."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def start_load(engine: Engine, mapping: Mapping, *, lag_days: float | None) -> tuple[int, datetime, bool]:
    """Open the account of a load; returns its id, its time and whether it is this mapping's first."""
    at = now()
    with engine.begin() as connection:
        before = connection.execute(
            select(func.count())
            .select_from(meta_load)
            .where(meta_load.c.mapping == mapping.mapping, meta_load.c.status == "done")
        ).scalar_one()
        load_id = connection.execute(
            insert(meta_load)
            .values(
                source_id=mapping.source,
                mapping=mapping.mapping,
                mapping_sha256=mapping.sha256,
                started_at=at,
                status="running",
                declared_lag_days=lag_days,
            )
            .returning(meta_load.c.load_id)
        ).scalar_one()
    return load_id, at, before == 0


def end_load(engine: Engine, load_id: int, status: str) -> None:
    """Close the account: done, failed or undone."""
    with engine.begin() as connection:
        connection.execute(
            update(meta_load).where(meta_load.c.load_id == load_id).values(status=status, ended_at=now())
        )


def record_file(
    engine: Engine,
    load_id: int,
    file: SourceFile,
    table: str,
    counts: Counts,
    *,
    policy: str,
    source: str,
    is_joined: bool,
) -> None:
    """What became of the records of one file for one table."""
    counted = {f"{name}_count": count for name, count in counts.as_dict().items()}
    place = {"load_id": load_id, "file_name": file.name[:200], "table_name": table}
    told = {
        "source_id": source,
        "file_sha256": file.sha256 or None,
        "recorded_at_policy": policy[:40],
        "is_joined": is_joined,
    }
    columns = meta_load_file.c
    more = {name: columns[name] + count for name, count in counted.items()}
    with engine.begin() as connection:
        # two sheets of one workbook, students and teachers of one list: one account
        there = connection.execute(update(meta_load_file).where(_at(columns, place)).values(more))
        if not there.rowcount:
            connection.execute(insert(meta_load_file).values(**place, **told, **counted))


def _at(columns, place: dict):
    """The rows that hold these values."""
    return and_(*(columns[name].is_not_distinct_from(value) for name, value in place.items()))


def reason_rows(rejected: pl.DataFrame, file: str, table: str) -> list[dict]:
    """Counts and shapes per reason and column, the most frequent first."""
    grouped = (
        rejected.group_by("reason", "column", "value_shape", "expected")
        .agg(pl.col(ROW).min().alias("first_row_no"), pl.len().alias("row_count"))
        .sort(["row_count", "first_row_no"], descending=[True, False])
    )
    return [
        {
            "file_name": file[:200],
            "table_name": table,
            "reason_code": row["reason"],
            "column_name": row["column"] and row["column"][:80],
            "value_shape": row["value_shape"] and row["value_shape"][:80],
            "expected": row["expected"][:200],
            "first_row_no": row["first_row_no"],
            "row_count": row["row_count"],
        }
        for row in grouped.to_dicts()
    ]


def record_rejects(
    engine: Engine, load_id: int, file: SourceFile, table: str, rejected: pl.DataFrame, *, source: str
) -> None:
    """Reasons with shapes for everyone; the records' original text only in the restricted table, for the source's owner."""
    if rejected.is_empty():
        return
    record_reasons(engine, [row | {"load_id": load_id} for row in reason_rows(rejected, file.name, table)])
    for rows in _originals(file, rejected):
        known = registered(source)
        place = {"load_id": load_id, "file_name": file.name[:200], "table_name": table, "source_id": source}
        stamped = [{**place, "owner_role": known.owner if known else None, **row} for row in rows]
        with engine.begin() as connection:
            connection.execute(insert(meta_set_aside_row), stamped)


def record_reasons(engine: Engine, reasons: list[dict]) -> None:
    """Add reasons of one file and table, each with its load; one that the same file and table had already counts on."""
    columns = meta_set_aside_reason.c
    first = {name: reasons[0][name] for name in ("load_id", "file_name", "table_name")}
    with engine.begin() as connection:
        held = {
            _reason(row): row
            for row in connection.execute(select(meta_set_aside_reason).where(_at(columns, first))).mappings()
        }
        again = [row for row in reasons if _reason(row) in held]
        for row in again:
            old = held[_reason(row)]
            rows = {
                "row_count": old["row_count"] + row["row_count"],
                "first_row_no": min(old["first_row_no"], row["first_row_no"]),
            }
            connection.execute(
                update(meta_set_aside_reason)
                .where(columns.reason_row_id == old["reason_row_id"])
                .values(rows)
            )
    new = [row for row in reasons if _reason(row) not in held]
    for start in range(0, len(new), BATCH):
        with engine.begin() as connection:
            connection.execute(insert(meta_set_aside_reason), new[start : start + BATCH])


def _reason(row) -> tuple:
    return (row["reason_code"], row["column_name"], row["value_shape"])


def _originals(file: SourceFile, rejected: pl.DataFrame) -> Iterable[list[dict]]:
    broken = {number: line for number, _, line in file.broken}
    reasons = {row[ROW]: row for row in rejected.iter_rows(named=True)}
    records = file.frame.filter(pl.col(ROW).is_in(rejected[ROW].implode()))
    for part in records.iter_slices(BATCH):
        yield [
            {**_why(reasons[row[ROW]]), "original": _as_json(row)}
            for row in part.unique(ROW, maintain_order=True).to_dicts()
        ]
    lines = [number for number in reasons if number in broken]
    if lines:
        yield [
            {
                **_why(reasons[number]),
                "original": json.dumps({"line": broken[number]}, ensure_ascii=False),
            }
            for number in lines
        ]


def _why(rejected: dict) -> dict:
    """Which row it was and what was wrong with it, without its value."""
    column = rejected["column"]
    return {
        "row_no": rejected[ROW],
        "reason_code": rejected["reason"],
        "column_name": column and column[:80],
        "expected": rejected["expected"] and rejected["expected"][:200],
    }


def _as_json(row: dict) -> str:
    return json.dumps(
        {name: value for name, value in row.items() if name != ROW}, ensure_ascii=False, default=str
    )


def refresh_sources(engine: Engine) -> None:
    """The register in the warehouse; how each source arrives and when it last did is read off the loads."""
    with engine.begin() as connection:
        held = {row.source_id: row for row in connection.execute(select(meta_source))}
        for source in read_register().sources:
            values = {
                "name": source.name,
                "name_en": source.name_en,
                "producer": source.producer,
                "producer_en": source.producer_en,
                "owner": source.owner,
                "schedule_days": source.schedule_days,
            }
            if source.id not in held:
                connection.execute(insert(meta_source).values(source_id=source.id, mode="none", **values))
            elif any(getattr(held[source.id], name) != value for name, value in values.items()):
                connection.execute(
                    update(meta_source).where(meta_source.c.source_id == source.id).values(**values)
                )
                connection.execute(
                    update(meta_set_aside_row)
                    .where(meta_set_aside_row.c.source_id == source.id)
                    .values(owner_role=source.owner)
                )


def source_arrived(
    engine: Engine, source_id: str, at: datetime, last_row_at: datetime | None, *, is_connected: bool
) -> None:
    """This source came at this time, by its database or by file; `last_row_at` is the newest event it held."""
    values = {"mode": "connected" if is_connected else "file", "last_success_at": at}
    if last_row_at is not None:
        values["last_row_at"] = last_row_at
    with engine.begin() as connection:
        connection.execute(update(meta_source).where(meta_source.c.source_id == source_id).values(**values))

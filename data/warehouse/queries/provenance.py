"""Data page and provenance of numbers: sources, loads, rows set aside, checks, snapshots, missing sources."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from data.warehouse.schema.marts import mart_source_gap
from data.warehouse.schema.meta import (
    meta_load,
    meta_load_file,
    meta_set_aside_reason,
    meta_snapshot,
    meta_source,
)


def sources() -> Select:
    """Every source of the register with mode, producer, owner and last success."""
    return meta_source.select().order_by(meta_source.c.source_id)


def loads(limit: int) -> Select:
    """Newest loads first, with the accounting of their files summed."""
    load, part = meta_load.c, meta_load_file.c
    return (
        select(
            load.load_id,
            load.source_id,
            load.status,
            load.started_at,
            load.ended_at,
            func.count(part.load_file_id).label("files"),
            func.sum(part.read_count).label("read_count"),
            func.sum(part.loaded_count).label("loaded_count"),
            func.sum(part.replaced_count).label("replaced_count"),
            func.sum(part.already_count).label("already_count"),
            func.sum(part.set_aside_count).label("set_aside_count"),
        )
        .select_from(meta_load.outerjoin(meta_load_file, part.load_id == load.load_id))
        .group_by(load.load_id, load.source_id, load.status, load.started_at, load.ended_at)
        .order_by(load.load_id.desc())
        .limit(limit)
    )


def set_aside(limit: int) -> Select:
    """Rows set aside by reason: counts and shapes, never values."""
    columns = meta_set_aside_reason.c
    return (
        select(
            columns.load_id,
            columns.file_name,
            columns.table_name,
            columns.reason_code,
            columns.column_name,
            columns.value_shape,
            columns.expected,
            columns.first_row_no,
            columns.row_count,
        )
        .order_by(columns.load_id.desc(), columns.row_count.desc(), columns.reason_row_id)
        .limit(limit)
    )


def gaps(snapshot_id: int) -> Select:
    """What each source would unlock or carries, per kind of entity."""
    columns = mart_source_gap.c
    return select(
        columns.source_id, columns.entity_kind, columns.unlocked, columns.dimensions, columns.indicator_count, columns.carried,
    ).where(columns.snapshot_id == snapshot_id)  # fmt: skip


def snapshots(limit: int) -> Select:
    """Published and unfinished runs of profiling, newest first."""
    columns = meta_snapshot.c
    return (
        select(
            columns.snapshot_id,
            columns.created_at,
            columns.published_at,
            columns.status,
            columns.is_current,
            columns.as_of,
            columns.term_id,
            columns.week_no,
            columns.value_count,
            columns.index_count,
            columns.rows_scanned,
            columns.seconds,
        )
        .order_by(columns.snapshot_id.desc())
        .limit(limit)
    )


def last_loads() -> Select:
    """The newest finished load of each table: when its rows were last renewed."""
    load, part = meta_load.c, meta_load_file.c
    return (
        select(part.table_name, func.max(load.ended_at).label("loaded_at"))
        .join_from(meta_load_file, meta_load, load.load_id == part.load_id)
        .where(load.status == "done")
        .group_by(part.table_name)
    )

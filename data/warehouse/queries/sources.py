"""What came from each source: rows, files and tables of its loads, and the runs of the checks."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, func, select

from data.warehouse.schema.meta import meta_check, meta_load, meta_load_file

PART, LOAD, CHECK = meta_load_file.c, meta_load.c, meta_check.c


def _source() -> ColumnElement:
    return func.coalesce(PART.source_id, LOAD.source_id)


def brought() -> Select:
    """Per source and table: rows read, loaded for the first time and set aside, files, newest load; of loads that stand."""
    return (
        select(
            _source().label("source_id"),
            PART.table_name,
            func.sum(PART.read_count).label("read"),
            func.sum(PART.loaded_count - PART.replaced_count).label("rows"),
            func.sum(PART.set_aside_count).label("aside"),
            func.max(PART.load_id).label("load_id"),
        )
        .join_from(meta_load_file, meta_load, LOAD.load_id == PART.load_id)
        .where(LOAD.status == "done", PART.is_joined.is_not(True))
        .group_by(_source(), PART.table_name)
        .order_by(_source(), PART.table_name)
    )


def files(limit: int) -> Select:
    """Files of the loads that stand, newest first: from which source, by which mapping, into which table, when."""
    return (
        select(
            _source().label("source_id"),
            PART.load_id,
            PART.file_name,
            PART.table_name,
            PART.read_count,
            PART.loaded_count,
            PART.already_count,
            PART.set_aside_count,
            LOAD.mapping,
            LOAD.mapping_sha256,
            LOAD.ended_at,
        )
        .join_from(meta_load_file, meta_load, LOAD.load_id == PART.load_id)
        .where(LOAD.status == "done")
        .order_by(PART.load_id.desc(), PART.file_name, PART.table_name)
        .limit(limit)
    )


def runs(limit: int) -> Select:
    """When the newest runs of the checks were made."""
    return select(CHECK.checked_at).distinct().order_by(CHECK.checked_at.desc()).limit(limit)


def states(since, always: str) -> Select:
    """Every check of the runs from a moment on, and one whenever it was made: its state, oldest run first."""
    return (
        select(CHECK.checked_at, CHECK.check_id, CHECK.source_id, CHECK.term_id, CHECK.status, CHECK.found, CHECK.expected)
        .where((CHECK.checked_at >= since) | (CHECK.check_id == always), CHECK.found.startswith("{"))
        .order_by(CHECK.checked_at, CHECK.check_row_id)
    )  # fmt: skip

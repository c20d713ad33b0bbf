"""Rows set aside: how many wait and how many came in after all, and the rows themselves for whoever answers for their source."""

from __future__ import annotations

from sqlalchemy import Select, case, func, select

from data.warehouse.schema.meta import meta_load, meta_load_file, meta_set_aside_row

ROW = meta_set_aside_row.c


def parcels() -> Select:
    """Per load and file: source, owner, when it was loaded, rows set aside and rows that came in after all; counts alone."""
    waiting = case((ROW.mended_load.is_(None), ROW.row_no))
    return (
        select(
            ROW.load_id,
            ROW.file_name,
            func.max(ROW.source_id).label("source_id"),
            func.max(ROW.owner_role).label("owner_role"),
            func.count(ROW.row_no.distinct()).label("rows"),
            func.count(waiting.distinct()).label("waiting"),
            meta_load.c.started_at,
        )
        .select_from(meta_set_aside_row.join(meta_load, meta_load.c.load_id == ROW.load_id))
        .group_by(ROW.load_id, ROW.file_name, meta_load.c.started_at)
        .order_by(ROW.load_id.desc(), ROW.file_name)
    )


def later_loads() -> Select:
    """The newest load that stands of each file name, of loads that gave no mended rows back."""
    gave_back = select(ROW.mended_load).where(ROW.mended_load.is_not(None))
    return (
        select(meta_load_file.c.file_name, func.max(meta_load_file.c.load_id).label("load_id"))
        .join_from(meta_load_file, meta_load, meta_load.c.load_id == meta_load_file.c.load_id)
        .where(meta_load.c.status == "done", meta_load.c.load_id.not_in(gave_back))
        .group_by(meta_load_file.c.file_name)
    )


def mended() -> Select:
    """Per load, file, table, reason and column: rows that came in after all."""
    return (
        select(
            ROW.load_id,
            ROW.file_name,
            ROW.table_name,
            ROW.reason_code,
            ROW.column_name,
            func.count().label("mended"),
        )
        .where(ROW.mended_load.is_not(None))
        .group_by(ROW.load_id, ROW.file_name, ROW.table_name, ROW.reason_code, ROW.column_name)
    )


def waiting_rows(load_id: int, file_name: str) -> Select:
    """The rows of one file of one load that still wait, as the source wrote them, with what was wrong."""
    return (
        select(
            ROW.set_aside_id, ROW.row_no, ROW.table_name, ROW.reason_code, ROW.column_name, ROW.expected, ROW.original
        )
        .where(ROW.load_id == load_id, ROW.file_name == file_name, ROW.mended_load.is_(None))
        .order_by(ROW.row_no, ROW.set_aside_id)
    )  # fmt: skip

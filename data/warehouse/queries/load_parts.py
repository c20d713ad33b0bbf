"""What each load brought: rows by table and the files they came from."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, func, select

from data.warehouse.schema.meta import meta_load_file


def of_loads(load_ids: Collection[int]) -> Select:
    """One row per load, file and table, joined files left out: rows loaded and rows set aside."""
    part = meta_load_file.c
    return (
        select(
            part.load_id, part.file_name, part.table_name,
            func.sum(part.loaded_count).label("loaded"), func.sum(part.set_aside_count).label("set_aside"),
        )
        .where(part.load_id.in_(load_ids), part.is_joined.is_not(True))
        .group_by(part.load_id, part.file_name, part.table_name)
        .order_by(part.load_id, part.file_name, part.table_name)
    )  # fmt: skip

"""Which sources are late against their schedule, and which tables therefore hold what may be old."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from data.warehouse.check_rules import rules
from data.warehouse.schema.meta import meta_load, meta_load_file, meta_source


def late_tables(connection: Connection, day: date) -> dict[str, date]:
    """Table -> the day of its newest delivery, for tables whose every source fails its freshness on the day.

    A table that several sources fill is as fresh as the freshest of them; a source without a schedule is never late.
    """
    delivered = _late_sources(connection, day)
    if not delivered:
        return {}
    part = meta_load_file.c
    query = (
        select(part.table_name, part.source_id)
        .join_from(meta_load_file, meta_load, meta_load.c.load_id == part.load_id)
        .where(meta_load.c.status == "done", part.loaded_count + part.already_count > 0)
        .distinct()
    )
    brought: dict[str, set[str | None]] = {}
    for table, source in connection.execute(query):
        brought.setdefault(table, set()).add(source)
    return {
        table: max(delivered[source] for source in sources)
        for table, sources in sorted(brought.items())
        if sources <= set(delivered)
    }


def _late_sources(connection: Connection, day: date) -> dict[str, date]:
    """Source -> the day it last came, of those whose age fails on the day."""
    columns = meta_source.c
    query = select(columns.source_id, columns.schedule_days, columns.last_success_at).where(
        columns.schedule_days > 0, columns.last_success_at.is_not(None)
    )
    return {
        source: last.date()
        for source, schedule, last in connection.execute(query)
        if (day - last.date()).days / schedule > rules().freshness.fail
    }

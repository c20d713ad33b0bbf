"""Every load with its account, newest last."""

from __future__ import annotations

from sqlalchemy import Engine, select

from data.warehouse.schema.meta import meta_load, meta_load_file, meta_set_aside_reason


def all_loads(engine: Engine) -> list[dict]:
    """What was loaded when, from which source, with what result: one dict per load, times ISO 8601 in UTC."""
    with engine.connect() as connection:
        loads = connection.execute(select(meta_load).order_by(meta_load.c.load_id)).all()
        files = connection.execute(select(meta_load_file).order_by(meta_load_file.c.load_file_id)).all()
        reasons = connection.execute(select(meta_set_aside_reason)).all()
    return [
        {
            "load_id": load.load_id,
            "source": load.source_id,
            "mapping": load.mapping,
            "status": load.status,
            "started_at": f"{load.started_at.isoformat()}Z",
            "ended_at": f"{load.ended_at.isoformat()}Z" if load.ended_at else None,
            "tables": _tables([row for row in files if row.load_id == load.load_id and not row.is_joined]),
            "files": sorted({row.file_name for row in files if row.load_id == load.load_id}),
            "reasons": _reasons([row for row in reasons if row.load_id == load.load_id]),
        }
        for load in loads
    ]


def _tables(rows) -> dict[str, dict[str, int]]:
    tables: dict[str, dict[str, int]] = {}
    for row in rows:
        counts = tables.setdefault(
            row.table_name, dict.fromkeys(("read", "loaded", "replaced", "already", "set_aside"), 0)
        )
        for name in counts:
            counts[name] += getattr(row, f"{name}_count")
    return tables


def _reasons(rows) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        found[row.reason_code] = found.get(row.reason_code, 0) + row.row_count
    return found

"""Visits of readers: the newest one before a snapshot; which snapshot came before."""

from __future__ import annotations

from sqlalchemy import Select, select

from data.warehouse.schema.meta import meta_snapshot
from data.warehouse.schema.visits import meta_visit


def before(person: str, entity_kind: str, entity_id: str, snapshot_id: int) -> Select:
    """The person's last visit to the unit on an older snapshot: its snapshot, its as-of, when it was."""
    visit, snapshot = meta_visit.c, meta_snapshot.c
    return (
        select(visit.snapshot_id, snapshot.as_of, visit.seen_at)
        .select_from(meta_visit.join(meta_snapshot, snapshot.snapshot_id == visit.snapshot_id))
        .where(
            visit.person == person,
            visit.entity_kind == entity_kind,
            visit.entity_id == entity_id,
            visit.snapshot_id < snapshot_id,
        )
        .order_by(visit.snapshot_id.desc())
        .limit(1)
    )


def earlier_snapshot(snapshot_id: int) -> Select:
    """The published snapshot before this one and its as-of."""
    columns = meta_snapshot.c
    return (
        select(columns.snapshot_id, columns.as_of)
        .where(columns.snapshot_id < snapshot_id, columns.status == "published")
        .order_by(columns.snapshot_id.desc())
        .limit(1)
    )

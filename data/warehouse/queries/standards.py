"""Versions of the standards: what is kept, what is in force on a day, and the stored rows that a trial is made of."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, Select, select

from data.warehouse.schema.marts import ind_value, mart_index, mart_item
from data.warehouse.schema.meta import meta_snapshot
from data.warehouse.schema.quality import qa_standard

IN_FORCE = "in_force"


def versions(standard_id: str | None = None) -> Select:
    """Every version of every standard (or of one), newest effective date first."""
    columns = qa_standard.c
    query = select(
        columns.standard_id, columns.version, columns.status, columns.effective_from, columns.approved_by, columns.body,
        columns.based_on, columns.changed_by, columns.changed_at, columns.reason, columns.approved_at,
    )  # fmt: skip
    if standard_id is not None:
        query = query.where(columns.standard_id == standard_id)
    return query.order_by(columns.standard_id, columns.effective_from.desc(), columns.version.desc())


def in_force(connection: Connection, day: date) -> dict[str, tuple[str, str]]:
    """Standard -> version and body (JSON) in force on a day: the approved version with the newest effective date by then."""
    columns = qa_standard.c
    query = (
        select(columns.standard_id, columns.version, columns.body)
        .where(columns.status == IN_FORCE, columns.effective_from <= day)
        .order_by(columns.standard_id, columns.effective_from, columns.version)
    )
    return {name: (version, body) for name, version, body in connection.execute(query)}


def snapshots() -> Select:
    """Published snapshots by the day they tell of, newest first."""
    columns = meta_snapshot.c
    return (
        select(columns.snapshot_id, columns.as_of, columns.is_current)
        .where(columns.status == "published")
        .order_by(columns.as_of.desc(), columns.snapshot_id.desc())
    )


def items(snapshot_id: int, standard_id: str) -> Select:
    """Every entity and item judged by a standard as its own: value, status and what it was compared with."""
    columns = mart_item.c
    return select(
        columns.entity_id, columns.indicator_id, columns.value, columns.score, columns.status, columns.anchors, columns.org_code,
    ).where(columns.snapshot_id == snapshot_id, columns.standard_id == standard_id)  # fmt: skip


def judged(snapshot_id: int, standard_id: str) -> Select:
    """Every entity judged by a standard as its own: the decision, the index and its gates as published."""
    columns = mart_index.c
    return select(
        columns.entity_id, columns.entity_kind, columns.score, columns.decision, columns.gates, columns.appraisal_gates,
        columns.org_code, columns.standard_version,
    ).where(
        columns.snapshot_id == snapshot_id, columns.standard_id == standard_id, columns.relation == "own"
    )  # fmt: skip


def spreads(snapshot_id: int, kind: str) -> Select:
    """Likely ranges of the newest values of one kind of entity."""
    columns = ind_value.c
    return select(columns.entity_id, columns.indicator_id, columns.low, columns.high).where(
        columns.snapshot_id == snapshot_id,
        columns.entity_kind == kind,
        columns.is_latest,
        columns.low.is_not(None),
    )

"""Indicator values of a snapshot: of one entity, of every entity of a kind, and their series over periods."""

from __future__ import annotations

from sqlalchemy import Select, select

from data.warehouse.schema.marts import ind_value, mart_week

COLUMNS = [
    "entity_kind",
    "entity_id",
    "indicator_id",
    "period",
    "as_of",
    "is_latest",
    "numerator",
    "denominator",
    "value",
    "n",
    "low",
    "high",
    "raw_value",
    "response_rate",
    "status",
    "status_reason",
    "percentile",
    "peer_count",
    "percentile_low",
    "percentile_high",
    "peer_group",
    "peer_median",
    "difference",
    "definition_version",
]
PLACES = ["org_code", "major_code", "class_code", "course_code", "offering_id", "teacher_pid"]


def _value_columns(*more: str):
    return [ind_value.c[name] for name in (*COLUMNS, *more)]


def of_entity(snapshot_id: int, entity_kind: str, entity_id: str) -> Select:
    """Every stored value of one entity, all periods, newest period last."""
    columns = ind_value.c
    return (
        select(*_value_columns())
        .where(
            columns.snapshot_id == snapshot_id,
            columns.entity_kind == entity_kind,
            columns.entity_id == entity_id,
        )
        .order_by(columns.indicator_id, columns.period)
    )


def of_entities(
    snapshot_id: int, entity_kind: str, entity_ids: tuple[str, ...], indicator_ids: tuple[str, ...]
) -> Select:
    """Values of a few indicators for the entities named, all periods."""
    columns = ind_value.c
    return (
        select(*_value_columns())
        .where(
            columns.snapshot_id == snapshot_id,
            columns.entity_kind == entity_kind,
            columns.entity_id.in_(entity_ids),
            columns.indicator_id.in_(indicator_ids),
        )
        .order_by(columns.entity_id, columns.indicator_id, columns.period)
    )


def of_kind(
    snapshot_id: int,
    entity_kind: str,
    indicator_id: str,
    *,
    period: str | None = None,
    org_code: str | None = None,
    course_code: str | None = None,
) -> Select:
    """One indicator for every entity of a kind (of a department, of a course), of a period or the newest of each."""
    columns = ind_value.c
    query = select(*_value_columns(*PLACES)).where(
        columns.snapshot_id == snapshot_id,
        columns.indicator_id == indicator_id,
        columns.entity_kind == entity_kind,
        columns.period == period if period else columns.is_latest,
    )
    if org_code:
        query = query.where(columns.org_code == org_code)
    if course_code:
        query = query.where(columns.course_code == course_code)
    return query.order_by(columns.entity_id)


def weeks(
    snapshot_id: int, entity_kind: str, entity_ids: tuple[str, ...], term_ids: tuple[str, ...]
) -> Select:
    """Weekly measures of the entities in the terms."""
    columns = mart_week.c
    return (
        select(
            columns.entity_id,
            columns.term_id,
            columns.week_no,
            columns.measure,
            columns.numerator,
            columns.denominator,
            columns.value,
        )
        .where(
            columns.snapshot_id == snapshot_id,
            columns.entity_kind == entity_kind,
            columns.entity_id.in_(entity_ids),
            columns.term_id.in_(term_ids),
        )
        .order_by(columns.entity_id, columns.term_id, columns.measure, columns.week_no)
    )

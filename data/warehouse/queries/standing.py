"""How entities stand against their standards: index, dimensions, items of a snapshot."""

from __future__ import annotations

from sqlalchemy import Select, select

from data.warehouse.schema.marts import mart_dimension, mart_index, mart_item


def indices_of(snapshot_id: int, entity_kind: str, entity_id: str) -> Select:
    """The indices of one entity, against its own standard and the next."""
    columns = mart_index.c
    return select(
        columns.standard_id,
        columns.relation,
        columns.standard_version,
        columns.score,
        columns.low,
        columns.high,
        columns.worst,
        columns.best,
        columns.coverage,
        columns.confidence,
        columns.decision,
        columns.probability_met,
        columns.probability_strong,
        columns.level,
        columns.withheld_reason,
        columns.gates,
        columns.appraisal_gates,
    ).where(
        columns.snapshot_id == snapshot_id,
        columns.entity_kind == entity_kind,
        columns.entity_id == entity_id,
    )


def dimensions_of(snapshot_id: int, entity_kind: str, entity_id: str) -> Select:
    """The dimensions of one entity against each of its standards."""
    columns = mart_dimension.c
    return (
        select(
            columns.standard_id,
            columns.dimension_id,
            columns.weight,
            columns.score,
            columns.low,
            columns.high,
            columns.coverage,
            columns.is_published,
            columns.state,
        )
        .where(
            columns.snapshot_id == snapshot_id,
            columns.entity_kind == entity_kind,
            columns.entity_id == entity_id,
        )
        .order_by(columns.standard_id, columns.dimension_id)
    )


def items_of(snapshot_id: int, entity_kind: str, entity_id: str) -> Select:
    """The items of one entity against each of its standards, with needs and gains."""
    columns = mart_item.c
    return (
        select(
            columns.standard_id,
            columns.indicator_id,
            columns.dimension_id,
            columns.weight,
            columns.value,
            columns.score,
            columns.status,
            columns.anchors,
            columns.is_must_have,
            columns.need_qualified,
            columns.need_target,
            columns.gain,
            columns.gain_target,
            columns.effort,
        )
        .where(
            columns.snapshot_id == snapshot_id,
            columns.entity_kind == entity_kind,
            columns.entity_id == entity_id,
        )
        .order_by(columns.standard_id, columns.dimension_id, columns.indicator_id)
    )


def places(snapshot_id: int, entity_kind: str, standard_id: str) -> Select:
    """Score and range of places of every unit that is judged by one standard as its own."""
    columns = mart_index.c
    return (
        select(
            columns.entity_id,
            columns.score,
            columns.low,
            columns.high,
            columns.decision,
            columns.place_low,
            columns.place_high,
            columns.place_of,
        )
        .where(
            columns.snapshot_id == snapshot_id,
            columns.entity_kind == entity_kind,
            columns.standard_id == standard_id,
            columns.relation == "own",
        )
        .order_by(columns.entity_id)
    )


def decisions(snapshot_id: int, entity_kind: str, org_code: str | None = None) -> Select:
    """Decision and coverage of every entity of a kind (of a department) against its own standard."""
    columns = mart_index.c
    query = select(
        columns.entity_id,
        columns.standard_id,
        columns.score,
        columns.low,
        columns.high,
        columns.coverage,
        columns.confidence,
        columns.decision,
        columns.org_code,
    ).where(
        columns.snapshot_id == snapshot_id,
        columns.entity_kind == entity_kind,
        columns.relation == "own",
    )
    if org_code:
        query = query.where(columns.org_code == org_code)
    return query.order_by(columns.entity_id)


def team(snapshot_id: int) -> Select:
    """How teachers stand against the standard of their own tier: read without names by whoever leads their major."""
    columns = mart_index.c
    return (
        select(
            columns.standard_id, columns.decision, columns.score, columns.low, columns.high, columns.coverage
        )
        .where(
            columns.snapshot_id == snapshot_id,
            columns.entity_kind == "teacher",
            columns.relation == "own",
        )
        .order_by(columns.standard_id, columns.coverage.desc(), columns.score)
    )


def of_majors(snapshot_id: int) -> Select:
    """Index and place of every major against its declared class."""
    columns = mart_index.c
    return select(
        columns.entity_id, columns.standard_id, columns.score, columns.low, columns.high,
        columns.place_low, columns.place_high, columns.place_of,
    ).where(
        columns.snapshot_id == snapshot_id, columns.entity_kind == "major", columns.relation == "own"
    ).order_by(columns.entity_id)  # fmt: skip


def over_snapshots(
    snapshot_ids: tuple[int, ...], entity_kind: str, entity_id: str, standard_id: str
) -> Select:
    """The index of one entity against one standard in several published states."""
    columns = mart_index.c
    return select(columns.snapshot_id, columns.score, columns.low, columns.high).where(
        columns.snapshot_id.in_(snapshot_ids),
        columns.entity_kind == entity_kind,
        columns.entity_id == entity_id,
        columns.standard_id == standard_id,
    )

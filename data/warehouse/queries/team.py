"""Team page: dimensions and items of teachers against the standard of their own tier, and the names behind one gap."""

from __future__ import annotations

from sqlalchemy import Select, select

from data.warehouse.schema.marts import mart_dimension, mart_index, mart_item
from data.warehouse.schema.people import dim_person


def _own(table):
    """The index row of the same teacher and standard that says the standard is the own one."""
    here, index = table.c, mart_index.c
    return (
        (index.snapshot_id == here.snapshot_id)
        & (index.entity_kind == here.entity_kind)
        & (index.entity_id == here.entity_id)
        & (index.standard_id == here.standard_id)
        & (index.relation == "own")
    )


def dimensions(snapshot_id: int, org_code: str | None) -> Select:
    """Published dimension scores of teachers (of a department) against their own tier."""
    columns = mart_dimension.c
    query = (
        select(columns.entity_id, columns.standard_id, columns.dimension_id, columns.score)
        .join_from(mart_dimension, mart_index, _own(mart_dimension))
        .where(
            columns.snapshot_id == snapshot_id,
            columns.entity_kind == "teacher",
            columns.is_published,
            columns.score.is_not(None),
        )
        .order_by(columns.standard_id, columns.dimension_id)
    )
    return query.where(columns.org_code == org_code) if org_code else query


def items(snapshot_id: int, org_code: str | None, category: str | None = None) -> Select:
    """Items of teachers (of a department) that have a value, with what is missing to the qualified anchor of their own tier; of
    one category of data alone where it is named."""
    columns = mart_item.c
    query = (
        select(
            columns.entity_id,
            columns.standard_id,
            columns.dimension_id,
            columns.indicator_id,
            columns.org_code,
            columns.need_qualified,
        )
        .join_from(mart_item, mart_index, _own(mart_item))
        .where(
            columns.snapshot_id == snapshot_id,
            columns.entity_kind == "teacher",
            columns.value.is_not(None),
            columns.status.in_(["observed", "provisional"]),
        )
        .order_by(columns.standard_id, columns.dimension_id, columns.indicator_id)
    )
    query = query.where(columns.org_code == org_code) if org_code else query
    return query.where(columns.category == category) if category else query


def behind(snapshot_id: int, indicator_id: str, org_code: str | None, standard_id: str | None) -> Select:
    """Teachers short of the qualified anchor of one item, sorted by name: a list without any order of merit."""
    columns, person = mart_item.c, dim_person.c
    query = (
        select(columns.entity_id, columns.standard_id, columns.org_code, person.person_no, person.full_name)
        .join_from(mart_item, mart_index, _own(mart_item))
        .join(dim_person, person.person_pid == columns.entity_id)
        .where(
            columns.snapshot_id == snapshot_id,
            columns.entity_kind == "teacher",
            columns.indicator_id == indicator_id,
            columns.value.is_not(None),
            columns.need_qualified.is_not(None),
        )
        .order_by(person.full_name, person.person_no)
    )
    query = query.where(columns.org_code == org_code) if org_code else query
    return query.where(columns.standard_id == standard_id) if standard_id else query

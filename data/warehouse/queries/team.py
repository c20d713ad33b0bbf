"""Team page: teachers against the standard of their own tier, names behind one gap, what tags rest on, who asked for support."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, func, or_, select

from data.warehouse.schema.marts import (
    ind_value,
    mart_dimension,
    mart_index,
    mart_item,
    mart_offering,
    mart_teacher_record,
)
from data.warehouse.schema.people import dim_person, dim_teacher
from data.warehouse.schema.quality import qa_correction
from data.warehouse.schema.structure import bridge_offering_teacher


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


def posts(snapshot_id: int, org_code: str | None) -> Select:
    """Present post of the teachers (of a department) who are judged by a standard, with the coverage of their index."""
    post, index = dim_teacher.c, mart_index.c
    query = (
        select(post.teacher_pid, post.dual_level, post.entry_on, index.standard_id, index.coverage)
        .join_from(dim_teacher, mart_index, index.entity_id == post.teacher_pid)
        .where(
            post.is_current,
            index.snapshot_id == snapshot_id,
            index.entity_kind == "teacher",
            index.relation == "own",
        )
        .order_by(post.teacher_pid)
    )
    return query.where(index.org_code == org_code) if org_code else query


def values(
    snapshot_id: int, org_code: str | None, indicator_ids: tuple[str, ...], category: str | None
) -> Select:
    """Stored values of a few indicators of teachers (of a department), all periods; of one category where it is named."""
    columns = ind_value.c
    query = select(
        columns.entity_id, columns.indicator_id, columns.period, columns.is_latest, columns.value, columns.n,
        columns.status,
    ).where(
        columns.snapshot_id == snapshot_id, columns.entity_kind == "teacher",
        columns.indicator_id.in_(indicator_ids),
    )  # fmt: skip
    query = query.where(columns.org_code == org_code) if org_code else query
    return query.where(columns.category == category) if category else query


def judged_items(
    snapshot_id: int, org_code: str | None, indicator_ids: tuple[str, ...], category: str | None
) -> Select:
    """A few items of teachers (of a department) on the anchors of their own tier; of one category where it is named."""
    columns = mart_item.c
    query = (
        select(
            columns.entity_id, columns.indicator_id, columns.dimension_id, columns.value, columns.status,
            columns.anchors,
        )
        .join_from(mart_item, mart_index, _own(mart_item))
        .where(
            columns.snapshot_id == snapshot_id, columns.entity_kind == "teacher",
            columns.indicator_id.in_(indicator_ids),
        )
    )  # fmt: skip
    query = query.where(columns.org_code == org_code) if org_code else query
    return query.where(columns.category == category) if category else query


def coverages(snapshot_id: int, org_code: str | None) -> Select:
    """Coverage of each dimension of teachers (of a department) against their own tier."""
    columns = mart_dimension.c
    query = (
        select(columns.entity_id, columns.dimension_id, columns.coverage)
        .join_from(mart_dimension, mart_index, _own(mart_dimension))
        .where(columns.snapshot_id == snapshot_id, columns.entity_kind == "teacher")
    )
    return query.where(columns.org_code == org_code) if org_code else query


def records(snapshot_id: int, org_code: str | None) -> Select:
    """What teachers (of a department) have done beyond the classes."""
    columns = mart_teacher_record.c
    query = select(
        columns.teacher_pid, columns.kind, columns.level, columns.result, columns.quantity, columns.unit,
        columns.is_recognised,
    ).where(columns.snapshot_id == snapshot_id)  # fmt: skip
    return query.where(columns.org_code == org_code) if org_code else query


def classes_held(snapshot_id: int, term_id: str | None) -> Select:
    """Teachers of the offerings of one term: one row for each class of each."""
    offering, bridge = mart_offering.c, bridge_offering_teacher.c
    return (
        select(bridge.teacher_pid, offering.offering_id)
        .join_from(bridge_offering_teacher, mart_offering, offering.offering_id == bridge.offering_id)
        .where(offering.snapshot_id == snapshot_id, offering.term_id == term_id)
    )


def staff(org_code: str | None) -> Select:
    """How many teachers (of a department) there are now."""
    post = dim_teacher.c
    query = select(func.count().label("teachers")).where(post.is_current)
    return query.where(post.org_code == org_code) if org_code else query


def asked_for_support(org_code: str | None, since: datetime) -> Select:
    """Requests for support of teachers (of a department, as it is now) that are open or were answered since a moment, the
    first due first; never their words."""
    asked, post = qa_correction.c, dim_teacher.c
    query = (
        select(
            asked.correction_id, asked.person, asked.kind, asked.about, asked.addressed_to, asked.opened_at,
            asked.due_on, asked.decision, asked.answered_at, post.org_code,
        )
        .join_from(qa_correction, dim_teacher, post.teacher_pid == asked.person)
        .where(
            post.is_current, asked.person_kind == "teacher", asked.kind == "help",
            or_(asked.answered_at.is_(None), asked.answered_at >= since),
        )
        .order_by(asked.due_on, asked.correction_id)
    )  # fmt: skip
    return query.where(post.org_code == org_code) if org_code else query

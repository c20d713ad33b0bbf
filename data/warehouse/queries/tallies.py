"""What pages count beside indicators, the goals behind it, tasks past their day, a programme's courses and requirements."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, func, or_, select

from data.warehouse.schema.loop import qa_goal, qa_task
from data.warehouse.schema.marts import mart_tally
from data.warehouse.schema.structure import (
    bridge_programme_course,
    bridge_requirement_course,
    dim_grad_requirement,
)


def counted(snapshot_id: int, entity_kind: str, entity_id: str | None, topic: str | None) -> Select:
    """Stored counts of a kind of entity (of one entity, of one topic)."""
    columns = mart_tally.c
    query = select(
        columns.topic, columns.entity_id, columns.period, columns.part, columns.step, columns.n, columns.value, columns.side,
        columns.behind,
    ).where(columns.snapshot_id == snapshot_id, columns.entity_kind == entity_kind)  # fmt: skip
    query = query.where(columns.entity_id == entity_id) if entity_id else query
    return query.where(columns.topic == topic) if topic else query


def goals() -> Select:
    """The goal tree, in the order of its numbers."""
    columns = qa_goal.c
    return select(
        columns.goal_no, columns.parent_no, columns.name, columns.name_en, columns.weight, columns.entity_kind,
        columns.entity_code, columns.indicator_id, columns.document_no, columns.baseline, columns.target, columns.due_on,
        columns.owner,
    ).order_by(columns.goal_no)  # fmt: skip


def tasks_overdue(day: date) -> Select:
    """Tasks not done on a day and due before it, by unit and kind: how many, and the earliest day they were due."""
    columns = qa_task.c
    return (
        select(columns.org_code, func.count().label("tasks"), func.min(columns.due_on).label("due_on"))
        .where(columns.due_on < day, or_(columns.done_on.is_(None), columns.done_on > day))
        .group_by(columns.org_code)
    )


def requirements(programme_id: str) -> Select:
    """Graduation requirements of a programme."""
    columns = dim_grad_requirement.c
    return select(columns.requirement_code, columns.description).where(columns.programme_id == programme_id)


def support(programme_id: str) -> Select:
    """Which course supports which requirement, and how strongly."""
    columns = bridge_requirement_course.c
    return select(columns.requirement_code, columns.course_code, columns.support).where(
        columns.programme_id == programme_id
    )


def programme_courses(programme_id: str) -> Select:
    """Courses of a programme in the order of its terms."""
    columns = bridge_programme_course.c
    return (
        select(columns.course_code, columns.planned_term, columns.is_core)
        .where(columns.programme_id == programme_id)
        .order_by(columns.planned_term, columns.course_code)
    )

"""Own plans and improvement actions as stored, the figures they are about, and who leads a unit."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, or_, select

from data.warehouse.schema.improvement import (
    qa_improvement,
    qa_improvement_step,
    qa_plan_item,
    qa_swot_line,
)
from data.warehouse.schema.loop import qa_action, qa_student_milestone, qa_teacher_milestone
from data.warehouse.schema.marts import ind_value, mart_index, mart_item
from data.warehouse.schema.people import bridge_teacher_role

FIGURE = ("value", "low", "high", "n", "status", "period", "definition_version")


def figure(snapshot_id: int, entity_kind: str, entity_id: str, indicator_id: str) -> Select:
    """The newest stored value of one indicator of one entity."""
    columns = ind_value.c
    return select(*(columns[name] for name in FIGURE)).where(
        columns.snapshot_id == snapshot_id,
        columns.entity_kind == entity_kind,
        columns.entity_id == entity_id,
        columns.indicator_id == indicator_id,
        columns.is_latest,
    )


def anchors(snapshot_id: int, entity_kind: str, entity_id: str, indicator_id: str) -> Select:
    """Anchors and needs of one item against each standard of the entity, with the relation of the standard."""
    item, index = mart_item.c, mart_index.c
    same = (
        (index.snapshot_id == item.snapshot_id)
        & (index.entity_kind == item.entity_kind)
        & (index.entity_id == item.entity_id)
        & (index.standard_id == item.standard_id)
    )
    return (
        select(index.relation, item.anchors, item.need_qualified, item.need_target)
        .join_from(mart_item, mart_index, same)
        .where(
            item.snapshot_id == snapshot_id,
            item.entity_kind == entity_kind,
            item.entity_id == entity_id,
            item.indicator_id == indicator_id,
        )
    )


def leaders(pairs: tuple[tuple[str, str], ...]) -> Select:
    """Who holds a leading role over one of the units (kind, code); of kind org without a code: over any department."""
    columns = bridge_teacher_role.c
    wanted = [
        (columns.target_kind == kind)
        & (columns.target_code == code if code else columns.target_code.is_not(None))
        for kind, code in pairs
    ]
    return (
        select(columns.teacher_pid, columns.role, columns.target_kind, columns.target_code, columns.valid_from, columns.valid_to)
        .where(or_(*wanted))
        .order_by(columns.role, columns.target_code, columns.teacher_pid)
    )  # fmt: skip


def actions(since: date) -> Select:
    """Improvement actions that were opened in the product: open ones, and those closed since a day."""
    columns = qa_improvement.c
    return select(qa_improvement).where(columns.closed_on.is_(None) | (columns.closed_on >= since))


def loaded_actions(since: date) -> Select:
    """Improvement actions that a source delivered: open ones, and those closed since a day."""
    columns = qa_action.c
    return (
        select(
            columns.action_no,
            columns.entity_kind,
            columns.entity_code,
            columns.org_code,
            columns.major_code,
            columns.teacher_pid,
            columns.indicator_id,
            columns.cause,
            columns.measure,
            columns.opened_on,
            columns.due_on,
            columns.closed_on,
        )
        .where(columns.closed_on.is_(None) | (columns.closed_on >= since))
        .order_by(columns.due_on, columns.action_no)
    )


def steps_of(improvement_id: int) -> Select:
    """Evidence and new due dates of one action, oldest first."""
    columns = qa_improvement_step.c
    return (
        select(qa_improvement_step).where(columns.improvement_id == improvement_id).order_by(columns.step_id)
    )


def plan_of(kind: str, person: str) -> Select:
    """Steps of one person's own plan that were made in the product, by their day."""
    columns = qa_plan_item.c
    return (
        select(qa_plan_item)
        .where(columns[f"{kind}_pid"] == person, columns.state != "withdrawn")
        .order_by(columns.due_on, columns.plan_item_id)
    )


def loaded_plan_of(kind: str, person: str) -> Select:
    """Milestones of one person's plan that a source delivered, newest day first."""
    table = qa_teacher_milestone if kind == "teacher" else qa_student_milestone
    columns = table.c
    return (
        select(columns.milestone_no, columns.title, columns.due_on, columns.done_on)
        .where(columns[f"{kind}_pid"] == person)
        .order_by(columns.due_on.desc(), columns.milestone_no)
    )


def plans_waiting(kind: str) -> Select:
    """Steps of plans of teachers or students that wait for a confirmation, longest waiting first."""
    columns = qa_plan_item.c
    return (
        select(qa_plan_item)
        .where(columns[f"{kind}_pid"].is_not(None), columns.state == "submitted")
        .order_by(columns.made_on, columns.plan_item_id)
    )


def swot_lines(major_code: str) -> Select:
    """What the leader made of the draft of a major: lines that stand, oldest first."""
    columns = qa_swot_line.c
    return (
        select(
            columns.swot_line_id,
            columns.quadrant,
            columns.drafted,
            columns.words,
            columns.written_role,
            columns.written_on,
        )
        .where(columns.major_code == major_code, columns.withdrawn_on.is_(None))
        .order_by(columns.swot_line_id)
    )

"""Department page: attendance of its classes by week, warnings and students by class, decisions on its teachers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, func, select

from data.warehouse.schema.loop import qa_action, qa_task
from data.warehouse.schema.marts import mart_index, mart_rule_warning, mart_student, mart_week
from data.warehouse.schema.structure import (
    bridge_offering_teacher,
    bridge_programme_course,
    dim_offering,
    dim_programme,
)


def class_weeks(snapshot_id: int, org_code: str, term_id: str, measure: str) -> Select:
    """One weekly measure of every class of a department in one term."""
    columns = mart_week.c
    return (
        select(columns.class_code, columns.week_no, columns.numerator, columns.denominator, columns.value)
        .where(
            columns.snapshot_id == snapshot_id,
            columns.org_code == org_code,
            columns.entity_kind == "class",
            columns.measure == measure,
            columns.term_id == term_id,
        )
        .order_by(columns.class_code, columns.week_no)
    )


def students_by_class(snapshot_id: int, org_code: str) -> Select:
    """Students in school of each class of a department, and how many of them a rule can be applied to at all."""
    columns = mart_student.c
    judged = func.count(func.coalesce(columns.open_failed_credits, columns.attendance_rate))
    return (
        select(columns.class_code, columns.major_code, func.count().label("students"), judged.label("judged"))
        .where(
            columns.snapshot_id == snapshot_id,
            columns.org_code == org_code,
            columns.student_status == "enrolled",
        )
        .group_by(columns.class_code, columns.major_code)
    )


def warnings_by_class(snapshot_id: int, org_code: str) -> Select:
    """Students of each class by rule level and layer, as stored; a student may stand in both layers."""
    columns = mart_rule_warning.c
    return select(columns.class_code, columns.student_pid, columns.level, columns.layer).where(
        columns.snapshot_id == snapshot_id, columns.org_code == org_code
    )


def teacher_decisions(snapshot_id: int, org_code: str | None, pids: tuple[str, ...] | None = None) -> Select:
    """How many teachers (of a department) stand at each decision, by the standard of their present tier."""
    columns = mart_index.c
    query = (
        select(columns.standard_id, columns.decision, func.count().label("teachers"))
        .where(
            columns.snapshot_id == snapshot_id,
            columns.entity_kind == "teacher",
            columns.relation == "own",
        )
        .group_by(columns.standard_id, columns.decision)
    )
    query = query.where(columns.org_code == org_code) if org_code else query
    return query.where(columns.entity_id.in_(pids)) if pids is not None else query


def actions(as_of: date, org_code: str) -> Select:
    """Improvement actions of a department that are open on a day, the one due first at the top."""
    columns = qa_action.c
    return (
        select(
            columns.action_no,
            columns.entity_kind,
            columns.entity_code,
            columns.indicator_id,
            columns.cause,
            columns.measure,
            columns.opened_on,
            columns.due_on,
        )
        .where(
            columns.org_code == org_code,
            columns.opened_on <= as_of,
            columns.closed_on.is_(None) | (columns.closed_on > as_of),
        )
        .order_by(columns.due_on, columns.action_no)
    )


def tasks(as_of: date, org_code: str) -> Select:
    """Tasks of plans of a department that were due before a day and not done by it."""
    columns = qa_task.c
    return (
        select(columns.work_no, columns.title, columns.due_on)
        .where(
            columns.org_code == org_code,
            columns.due_on < as_of,
            columns.done_on.is_(None) | (columns.done_on > as_of),
        )
        .order_by(columns.due_on, columns.work_no)
    )


def courses_of_major(major_code: str) -> Select:
    """Courses of the programmes of a major."""
    plan, programme = bridge_programme_course.c, dim_programme.c
    return (
        select(plan.course_code)
        .join_from(bridge_programme_course, dim_programme, programme.programme_id == plan.programme_id)
        .where(programme.major_code == major_code)
        .distinct()
    )


def teachers_of_courses(course_codes: tuple[str, ...], term_ids: tuple[str, ...]) -> Select:
    """Teachers of teaching classes of the courses in the terms."""
    team, offering = bridge_offering_teacher.c, dim_offering.c
    return (
        select(team.teacher_pid)
        .join_from(bridge_offering_teacher, dim_offering, offering.offering_id == team.offering_id)
        .where(offering.course_code.in_(course_codes), offering.term_id.in_(term_ids))
        .distinct()
    )

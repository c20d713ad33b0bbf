"""Department page: attendance of its classes by week, warnings and students by class, decisions on its teachers."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from data.warehouse.schema.marts import mart_index, mart_rule_warning, mart_student, mart_week


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


def teacher_decisions(snapshot_id: int, org_code: str) -> Select:
    """How many teachers of a department stand at each decision, by the standard of their present tier."""
    columns = mart_index.c
    return (
        select(columns.standard_id, columns.decision, func.count().label("teachers"))
        .where(
            columns.snapshot_id == snapshot_id,
            columns.org_code == org_code,
            columns.entity_kind == "teacher",
            columns.relation == "own",
        )
        .group_by(columns.standard_id, columns.decision)
    )

"""Class page: its students by number, their weeks, their scores by course, their warnings and steps of support."""

from __future__ import annotations

from sqlalchemy import Select, select

from data.warehouse.schema.marts import mart_roster, mart_rule_warning, mart_student, mart_week
from data.warehouse.schema.people import dim_person


def students(snapshot_id: int, class_code: str) -> Select:
    """Students of a class with number, name and header, by number."""
    student, person = mart_student.c, dim_person.c
    return (
        select(
            student.student_pid,
            person.person_no,
            person.full_name,
            student.student_status,
            student.credits_earned,
            student.credits_due,
            student.open_failed_credits,
            student.attendance_rate,
        )
        .join_from(mart_student, dim_person, person.person_pid == student.student_pid)
        .where(student.snapshot_id == snapshot_id, student.class_code == class_code)
        .order_by(person.person_no)
    )


def student_weeks(snapshot_id: int, class_code: str, term_id: str, measure: str) -> Select:
    """One weekly measure of every student of a class in one term, in no order: sorting would lead past the class's own index."""
    columns = mart_week.c
    return select(columns.entity_id, columns.week_no, columns.value).where(
        columns.snapshot_id == snapshot_id,
        columns.class_code == class_code,
        columns.entity_kind == "student",
        columns.measure == measure,
        columns.term_id == term_id,
    )


def results(snapshot_id: int, class_code: str) -> Select:
    """Best score and result of each student of a class in each course with a result, terms in order."""
    columns = mart_roster.c
    return (
        select(
            columns.term_id,
            columns.course_code,
            columns.offering_id,
            columns.course_name,
            columns.score,
            columns.result,
        )
        .where(
            columns.snapshot_id == snapshot_id,
            columns.class_code == class_code,
            columns.result.in_(["passed", "failed"]),
        )
        .order_by(columns.term_id, columns.course_code)
    )


def warnings(snapshot_id: int, class_code: str) -> Select:
    """Rule warnings of the students of a class, as stored; a student may stand in both layers."""
    columns = mart_rule_warning.c
    return select(columns.student_pid, columns.level, columns.layer, columns.term_id, columns.rules).where(
        columns.snapshot_id == snapshot_id, columns.class_code == class_code
    )

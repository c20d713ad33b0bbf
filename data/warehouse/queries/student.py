"""Student page: header, courses, warnings, concern and tasks of one student; students of a class."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select

from data.warehouse.schema.loop import qa_student_milestone
from data.warehouse.schema.marts import (
    mart_roster,
    mart_rule_warning,
    mart_student,
    mart_student_days,
    mart_student_record,
)
from data.warehouse.schema.people import dim_person
from data.warehouse.schema.risk import ml_course_risk, ml_model, ml_prediction
from data.warehouse.schema.structure import bridge_programme_course, dim_course, dim_programme
from data.warehouse.schema.teaching import dim_task


def header(snapshot_id: int, student_pid: str) -> Select:
    """The header of one profile."""
    return mart_student.select().where(
        mart_student.c.snapshot_id == snapshot_id, mart_student.c.student_pid == student_pid
    )


def students_of(snapshot_id: int, class_code: str) -> Select:
    """Students of a class with number and name, by number."""
    student, person = mart_student.c, dim_person.c
    return (
        select(student.student_pid, person.person_no, person.full_name, student.student_status)
        .join_from(mart_student, dim_person, person.person_pid == student.student_pid)
        .where(student.snapshot_id == snapshot_id, student.class_code == class_code)
        .order_by(person.person_no)
    )


def students_in(snapshot_id: int, offering_id: str) -> Select:
    """Students of a teaching class with number and name, by number: where a source has no administrative classes."""
    roster_, person = mart_roster.c, dim_person.c
    return (
        select(roster_.student_pid, person.person_no, person.full_name)
        .join_from(mart_roster, dim_person, person.person_pid == roster_.student_pid)
        .where(roster_.snapshot_id == snapshot_id, roster_.offering_id == offering_id)
        .order_by(person.person_no)
    )


def roster(snapshot_id: int, student_pid: str) -> Select:
    """Every course of one student, oldest term first."""
    columns = mart_roster.c
    return (
        select(
            columns.offering_id,
            columns.term_id,
            columns.course_code,
            columns.course_name,
            columns.credits,
            columns.is_required,
            columns.result,
            columns.score_text,
            columns.score,
            columns.attempts,
            columns.attendance_rate,
            columns.ontime_rate,
            columns.support_flag,
        )
        .where(columns.snapshot_id == snapshot_id, columns.student_pid == student_pid)
        .order_by(columns.term_id, columns.course_code)
    )


def warnings(snapshot_id: int, student_pid: str) -> Select:
    """Rule warnings of one student, newest term first."""
    columns = mart_rule_warning.c
    return (
        select(columns.term_id, columns.layer, columns.level, columns.rules)
        .where(columns.snapshot_id == snapshot_id, columns.student_pid == student_pid)
        .order_by(columns.term_id.desc())
    )


def concern(student_pid: str, term_id: str) -> Select:
    """Predictions for one student in a term, newest point last."""
    columns = ml_prediction.c
    return (
        select(
            columns.point,
            columns.cutoff,
            columns.is_latest,
            columns.expected_failed_credits,
            columns.efc_low,
            columns.efc_high,
            columns.p_any,
            columns.reasons,
            columns.sources_share,
        )
        .where(columns.student_pid == student_pid, columns.term_id == term_id)
        .order_by(columns.cutoff)
    )


def course_risks(student_pid: str) -> Select:
    """Newest course risks of one student."""
    columns = ml_course_risk.c
    return (
        select(columns.offering_id, columns.probability, columns.credits)
        .where(columns.student_pid == student_pid, columns.is_latest)
        .order_by(columns.probability.desc())
    )


def tasks_due(offering_ids: tuple[str, ...], after: datetime, limit: int) -> Select:
    """The next tasks with a date in the offerings, soonest first."""
    columns = dim_task.c
    return (
        select(columns.task_id, columns.offering_id, columns.task_kind, columns.title, columns.due_at)
        .where(columns.offering_id.in_(offering_ids), columns.due_at > after)
        .order_by(columns.due_at, columns.task_id)
        .limit(limit)
    )


def models() -> Select:
    """Every fitted or refused model, newest first."""
    columns = ml_model.c
    return select(
        columns.model_id,
        columns.point,
        columns.trained_at,
        columns.test_term,
        columns.chosen,
        columns.is_switched_on,
        columns.reasons,
    ).order_by(columns.trained_at.desc())


def records(snapshot_id: int, student_pid: str) -> Select:
    """What one student has done beyond the courses, newest first."""
    columns = mart_student_record.c
    return (
        select(
            columns.record_id,
            columns.kind,
            columns.name,
            columns.level,
            columns.result,
            columns.began_on,
            columns.ended_on,
            columns.quantity,
            columns.unit,
            columns.n,
            columns.is_recognised,
        )
        .where(columns.snapshot_id == snapshot_id, columns.student_pid == student_pid)
        .order_by(columns.began_on.desc(), columns.record_id)
    )


def days(snapshot_id: int, student_pid: str) -> Select:
    """Attendance of one student day by day, of the running term."""
    columns = mart_student_days.c
    return select(columns.term_id, columns.days).where(
        columns.snapshot_id == snapshot_id, columns.student_pid == student_pid
    )


def programmes(major_code: str, entry_year: int) -> Select:
    """Programme versions of a major for one entry year, newest first."""
    columns = dim_programme.c
    return (
        select(columns.programme_id, columns.version, columns.total_credits, columns.approved_on)
        .where(columns.major_code == major_code, columns.entry_grade == entry_year)
        .order_by(columns.version.desc(), columns.programme_id.desc())
    )


def planned_courses(programme_id: str) -> Select:
    """Courses of one programme with the term they are planned in, their credits and whether they are required."""
    plan, course = bridge_programme_course.c, dim_course.c
    return (
        select(plan.course_code, plan.planned_term, plan.is_required, plan.is_core, course.credits)
        .join_from(bridge_programme_course, dim_course, course.course_code == plan.course_code)
        .where(plan.programme_id == programme_id, course.is_current)
        .order_by(plan.planned_term, plan.course_code)
    )


def milestones(student_pid: str) -> Select:
    """Milestones of the own growth plan, by date."""
    columns = qa_student_milestone.c
    return (
        select(columns.title, columns.due_on, columns.done_on, columns.confirmed_on)
        .where(columns.student_pid == student_pid)
        .order_by(columns.due_on, columns.milestone_no)
    )

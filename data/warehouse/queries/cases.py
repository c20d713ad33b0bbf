"""Cases page: steps with their words for those who read them, steps to be counted, results of a term."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, func, or_, select

from data.warehouse.schema.marts import mart_roster, mart_student
from data.warehouse.schema.quality import qa_case_note, qa_intervention


def steps(student_pids: tuple[str, ...]) -> Select:
    """Every step of support of the students named, oldest first, with what was agreed."""
    columns = qa_intervention.c
    return (
        select(
            columns.student_pid,
            columns.term_id,
            columns.state,
            columns.kind,
            columns.service,
            columns.note,
            columns.next_on,
            columns.outcome,
            columns.actor_pid,
            columns.recorded_at,
            columns.recorded_on,
        )
        .where(columns.student_pid.in_(student_pids))
        .order_by(columns.recorded_at, columns.intervention_id)
    )


def notes(student_pids: tuple[str, ...]) -> Select:
    """What was noted about the students named that the data do not know, oldest first."""
    columns = qa_case_note.c
    return (
        select(columns.student_pid, columns.note, columns.actor_pid, columns.recorded_on)
        .where(columns.student_pid.in_(student_pids))
        .order_by(columns.recorded_at, columns.case_note_id)
    )


def counted(snapshot_id: int, term_id: str, until: date, org_code: str | None) -> Select:
    """Steps of the term recorded until a day, of students of a department (None: of all), oldest first: to be counted."""
    step, student = qa_intervention.c, mart_student.c
    query = (
        select(step.student_pid, step.state, step.outcome)
        .join_from(qa_intervention, mart_student, student.student_pid == step.student_pid)
        .where(
            student.snapshot_id == snapshot_id,
            step.term_id == term_id,
            or_(step.recorded_on <= until, step.recorded_on.is_(None)),
        )
        .order_by(step.recorded_at, step.intervention_id)
    )
    return query if org_code is None else query.where(student.org_code == org_code)


def results(snapshot_id: int, term_id: str) -> Select:
    """Of each student inside the scope, the courses of a term that are passed and that are failed."""
    columns = mart_roster.c
    return (
        select(
            columns.student_pid,
            func.count().filter(columns.result == "passed").label("passed"),
            func.count().filter(columns.result == "failed").label("failed"),
        )
        .where(columns.snapshot_id == snapshot_id, columns.term_id == term_id)
        .group_by(columns.student_pid)
    )

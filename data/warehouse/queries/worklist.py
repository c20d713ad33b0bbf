"""Worklist: the caseload of the reader's own classes with warnings, predictions, support so far and engagement."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from data.warehouse.schema.marts import mart_rule_warning, mart_student
from data.warehouse.schema.meta import meta_snapshot
from data.warehouse.schema.quality import qa_case_note, qa_correction, qa_intervention, qa_referral
from data.warehouse.schema.risk import ml_prediction


def caseload(snapshot_id: int) -> Select:
    """Enrolled students inside the scope."""
    columns = mart_student.c
    return select(
        columns.student_pid, columns.class_code, columns.open_failed_credits, columns.attendance_rate
    ).where(columns.snapshot_id == snapshot_id, columns.student_status == "enrolled")


def warnings(snapshot_id: int) -> Select:
    """Rule warnings of students inside the scope."""
    columns = mart_rule_warning.c
    return select(
        columns.student_pid, columns.term_id, columns.layer, columns.level, columns.rules, columns.class_code
    ).where(columns.snapshot_id == snapshot_id)


def first_warned(student_pids: tuple[str, ...]) -> Select:
    """The as-of of the first published snapshot with each warning of the students named: where its clock starts."""
    warning, snapshot = mart_rule_warning.c, meta_snapshot.c
    keys = (warning.student_pid, warning.term_id, warning.layer, warning.level)
    return (
        select(*keys, func.min(snapshot.as_of).label("since"))
        .join_from(meta_snapshot, mart_rule_warning, snapshot.snapshot_id == warning.snapshot_id)
        .where(snapshot.status == "published", warning.student_pid.in_(student_pids))
        .group_by(*keys)
    )


def predictions(term_id: str) -> Select:
    """Predictions of the term for students inside the scope, all points, oldest first."""
    columns = ml_prediction.c
    return (
        select(
            columns.student_pid,
            columns.point,
            columns.cutoff,
            columns.is_latest,
            columns.expected_failed_credits,
            columns.efc_low,
            columns.efc_high,
            columns.p_any,
            columns.reasons,
            columns.class_code,
        )
        .where(columns.term_id == term_id)
        .order_by(columns.cutoff)
    )


def support() -> Select:
    """Every step of support for students inside the scope, oldest first: a case that was never closed goes on."""
    columns = qa_intervention.c
    return select(
        columns.student_pid,
        columns.term_id,
        columns.state,
        columns.kind,
        columns.next_on,
        columns.outcome,
        columns.recorded_at,
        columns.recorded_on,
        columns.known_level,
        columns.known_rules,
    ).order_by(columns.recorded_at, columns.intervention_id)


def referrals() -> Select:
    """Referrals of teachers for students inside the scope, oldest first."""
    columns = qa_referral.c
    return select(
        columns.referral_id,
        columns.student_pid,
        columns.term_id,
        columns.offering_id,
        columns.reason,
        columns.note,
        columns.actor_pid,
        columns.recorded_at,
        columns.opened_on,
        columns.due_on,
        columns.answered_on,
    ).order_by(columns.recorded_at, columns.referral_id)


def asked(kinds: tuple[str, ...]) -> Select:
    """Requests of these kinds by students inside the scope, oldest first; who may read them is asked of each row."""
    columns = qa_correction.c
    return (
        select(
            columns.correction_id,
            columns.person.label("student_pid"),
            columns.kind,
            columns.about,
            columns.text,
            columns.opened_at,
            columns.due_on,
            columns.answered_at,
            columns.decision,
        )
        .where(columns.person_kind == "student", columns.kind.in_(kinds))
        .order_by(columns.opened_at, columns.correction_id)
    )


def notes(student_pid: str) -> Select:
    """What was written about one student's case that the data do not know, newest first."""
    columns = qa_case_note.c
    return (
        select(columns.note, columns.actor_pid, columns.recorded_on)
        .where(columns.student_pid == student_pid)
        .order_by(columns.recorded_at.desc(), columns.case_note_id.desc())
    )


def newest_step() -> Select:
    """The id of the newest step of support inside the scope."""
    return select(func.max(qa_intervention.c.intervention_id).label("newest"))


def newest_referral() -> Select:
    """The id of the newest referral inside the scope, and how many are answered."""
    columns = qa_referral.c
    return select(
        func.max(columns.referral_id).label("newest"), func.count(columns.answered_on).label("answered")
    )


def newest_request() -> Select:
    """The id of the newest request inside the scope, and how many are answered."""
    columns = qa_correction.c
    return select(
        func.max(columns.correction_id).label("newest"), func.count(columns.answered_at).label("answered")
    )

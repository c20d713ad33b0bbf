"""Worklist: the caseload of the reader's own classes with warnings, predictions, support so far and engagement."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from data.warehouse.schema.marts import mart_rule_warning, mart_student
from data.warehouse.schema.meta import meta_snapshot
from data.warehouse.schema.quality import qa_intervention
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


def support(term_id: str) -> Select:
    """Steps of support of the term for students inside the scope, oldest first."""
    columns = qa_intervention.c
    return (
        select(
            columns.student_pid,
            columns.state,
            columns.kind,
            columns.next_on,
            columns.outcome,
            columns.recorded_at,
        )
        .where(columns.term_id == term_id)
        .order_by(columns.recorded_at, columns.intervention_id)
    )


def newest_step() -> Select:
    """The id of the newest step of support inside the scope."""
    return select(func.max(qa_intervention.c.intervention_id).label("newest"))

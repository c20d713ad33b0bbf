"""Worklist: the caseload of the reader's own classes with warnings, predictions, support so far and engagement."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from data.warehouse.schema.marts import mart_rule_warning, mart_student, mart_week
from data.warehouse.schema.meta import meta_snapshot
from data.warehouse.schema.quality import qa_intervention
from data.warehouse.schema.risk import ml_prediction


def caseload(snapshot_id: int) -> Select:
    """Enrolled students inside the scope."""
    columns = mart_student.c
    return select(columns.student_pid, columns.class_code, columns.org_code, columns.attendance_rate).where(
        columns.snapshot_id == snapshot_id, columns.student_status == "enrolled"
    )


def warnings(snapshot_id: int) -> Select:
    """Rule warnings of students inside the scope."""
    columns = mart_rule_warning.c
    return select(
        columns.student_pid, columns.term_id, columns.layer, columns.level, columns.rules, columns.class_code
    ).where(columns.snapshot_id == snapshot_id)


def first_warned(class_codes: tuple[str, ...], term_ids: tuple[str, ...]) -> Select:
    """The as-of of the first snapshot that carried a warning of this level: the start of the clock."""
    warning, snapshot = mart_rule_warning.c, meta_snapshot.c
    return (
        select(
            warning.student_pid,
            warning.term_id,
            warning.layer,
            warning.level,
            func.min(snapshot.as_of).label("since"),
        )
        .join_from(mart_rule_warning, meta_snapshot, snapshot.snapshot_id == warning.snapshot_id)
        .where(
            warning.class_code.in_(class_codes),
            warning.term_id.in_(term_ids),
            snapshot.status == "published",
        )
        .group_by(warning.student_pid, warning.term_id, warning.layer, warning.level)
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


def engagement(snapshot_id: int, term_id: str, class_codes: tuple[str, ...]) -> Select:
    """Weekly engagement of the students of the classes."""
    columns = mart_week.c
    return (
        select(columns.entity_id, columns.week_no, columns.value)
        .where(
            columns.snapshot_id == snapshot_id,
            columns.class_code.in_(class_codes),
            columns.entity_kind == "student",
            columns.measure == "engagement",
            columns.term_id == term_id,
        )
        .order_by(columns.entity_id, columns.week_no)
    )

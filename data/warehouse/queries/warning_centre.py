"""Warning centre: warnings raised, who is warned by the rules of the day, whom a rule can say anything of, cases handed over."""

from __future__ import annotations

from sqlalchemy import Select, func, or_, select

from data.warehouse.schema.marts import mart_alert, mart_rule_warning, mart_student
from data.warehouse.schema.quality import qa_intervention
from data.warehouse.schema.student_life import fact_contact


def raised(snapshot_id: int, org_code: str | None) -> Select:
    """Warnings of the snapshot (of one department): open ones, and those raised in the running term."""
    columns = mart_alert.c
    query = select(
        columns.student_pid, columns.source, columns.layer, columns.level, columns.raised_at, columns.due_at,
        columns.answered_at, columns.closed_at, columns.class_code, columns.org_code,
    ).where(columns.snapshot_id == snapshot_id)  # fmt: skip
    return query.where(columns.org_code == org_code) if org_code else query


def warned(snapshot_id: int, org_code: str | None) -> Select:
    """Students whom the rules of the day warn, each once per layer."""
    columns = mart_rule_warning.c
    query = select(columns.student_pid, columns.layer).where(columns.snapshot_id == snapshot_id)
    return query.where(columns.org_code == org_code) if org_code else query


def judged(snapshot_id: int, org_code: str | None) -> Select:
    """Students in school, and of how many of them credits or attendance are known: no rule applies to the others."""
    columns = mart_student.c
    known = func.count(func.coalesce(columns.open_failed_credits, columns.attendance_rate))
    query = select(func.count().label("students"), known.label("judged")).where(
        columns.snapshot_id == snapshot_id, columns.student_status == "enrolled"
    )
    return query.where(columns.org_code == org_code) if org_code else query


def contacts() -> tuple[Select, Select]:
    """How many contacts and steps of support have ever been recorded."""
    return select(func.count().label("n")).select_from(fact_contact), select(
        func.count().label("n")
    ).select_from(qa_intervention)


def handed_over() -> Select:
    """Steps that handed a student's case over to student affairs, the newest first."""
    columns = qa_intervention.c
    return (
        select(
            columns.student_pid, columns.class_code, columns.org_code, columns.state, columns.outcome, columns.next_on,
            columns.recorded_at,
        )
        .where(or_(columns.kind == "referral", columns.outcome == "transferred"))
        .order_by(columns.recorded_at.desc(), columns.intervention_id.desc())
    )  # fmt: skip

"""Course page: its classes this term, the spread of its scores, the terms in which it ran."""

from __future__ import annotations

from sqlalchemy import Select, select

from data.warehouse.schema.marts import mart_offering, mart_score_bin


def offerings(snapshot_id: int, course_code: str, term_id: str | None = None) -> Select:
    """Offerings of a course (in one term) with teacher, size and sessions."""
    columns = mart_offering.c
    query = select(
        columns.offering_id,
        columns.term_id,
        columns.name,
        columns.teacher_pid,
        columns.teacher_count,
        columns.enrolled,
        columns.sessions_planned,
        columns.sessions_due,
        columns.sessions_held,
    ).where(columns.snapshot_id == snapshot_id, columns.course_code == course_code)
    if term_id:
        query = query.where(columns.term_id == term_id)
    return query.order_by(columns.term_id, columns.offering_id)


def running(snapshot_id: int, term_id: str) -> Select:
    """Offerings of a term."""
    columns = mart_offering.c
    return (
        select(columns.offering_id, columns.course_code, columns.name)
        .where(columns.snapshot_id == snapshot_id, columns.term_id == term_id)
        .order_by(columns.offering_id)
    )


def score_bins(snapshot_id: int, course_code: str) -> Select:
    """First-attempt scores of a course per term in bins of five points, and in bands."""
    columns = mart_score_bin.c
    return (
        select(columns.term_id, columns.width, columns.bin_from, columns.n)
        .where(columns.snapshot_id == snapshot_id, columns.course_code == course_code)
        .order_by(columns.term_id, columns.width, columns.bin_from)
    )

"""Referrals of teachers from their own teaching classes."""

from __future__ import annotations

from sqlalchemy import Select, select

from data.warehouse.schema.quality import qa_referral


def of_class(offering_id: str, actor_pid: str) -> Select:
    """The teacher's own referrals from one teaching class, newest first: received when, answered when; never the case."""
    columns = qa_referral.c
    return (
        select(
            columns.student_pid,
            columns.reason,
            columns.opened_on,
            columns.due_on,
            columns.answered_on,
        )
        .where(columns.offering_id == offering_id, columns.actor_pid == actor_pid)
        .order_by(columns.recorded_at.desc(), columns.referral_id.desc())
    )

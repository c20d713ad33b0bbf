"""What the product keeps about rights of persons: requests, consents, records opened on request, the reader's own log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, func, select

from access.sec_tables import sec_access_log, sec_break_glass, sec_consent
from data.warehouse.schema.people import dim_student, dim_teacher
from data.warehouse.schema.quality import qa_correction


def own_units(kind: str, person: str) -> Select:
    """Class, major and department of one person now."""
    table = dim_student if kind == "student" else dim_teacher
    columns = [table.c[f"{unit}_code"] for unit in ("class", "major", "org") if f"{unit}_code" in table.c]
    return select(*columns).where(table.c[f"{kind}_pid"] == person, table.c.is_current)


def requests_of(person: str) -> Select:
    """Requests of one person, newest first, with their answers."""
    columns = qa_correction.c
    return (
        select(
            columns.correction_id,
            columns.kind,
            columns.about,
            columns.text,
            columns.addressed_to,
            columns.opened_at,
            columns.due_on,
            columns.decision,
            columns.answer,
            columns.answered_role,
            columns.answered_at,
        )
        .where(columns.person == person)
        .order_by(columns.opened_at.desc(), columns.correction_id.desc())
    )


def requests_to(role: str, limit: int) -> Select:
    """Requests addressed to a role: open ones first by their day, then answered ones, newest first."""
    columns = qa_correction.c
    return (
        select(
            columns.correction_id,
            columns.person,
            columns.person_kind,
            columns.kind,
            columns.about,
            columns.text,
            columns.opened_at,
            columns.due_on,
            columns.decision,
            columns.answer,
            columns.answered_role,
            columns.answered_at,
        )
        .where(columns.addressed_to == role)
        .order_by(columns.answered_at.is_not(None), columns.answered_at.desc(), columns.due_on)
        .limit(limit)
    )


def opened_about(kind: str, person: str) -> Select:
    """Requests that opened the record of one person, newest first: role, purpose, until; never who asked."""
    columns = sec_break_glass.c
    return (
        select(
            columns.glass_id,
            columns.role,
            columns.purpose,
            columns.opened_at,
            columns.expires_at,
            columns.closed_at,
            columns.notice_seen_at,
        )
        .where(columns.subject_kind == kind, columns.subject == person)
        .order_by(columns.opened_at.desc(), columns.glass_id.desc())
    )


def opened_by(person: str, role: str, now: datetime) -> Select:
    """Requests of one reader in one role that are open now, the newest first."""
    columns = sec_break_glass.c
    return (
        select(
            columns.glass_id,
            columns.subject_kind,
            columns.subject,
            columns.purpose,
            columns.opened_at,
            columns.expires_at,
        )
        .where(
            columns.person == person,
            columns.role == role,
            columns.expires_at > now,
            columns.closed_at.is_(None),
        )
        .order_by(columns.opened_at.desc(), columns.glass_id.desc())
    )


def choices_of(person: str) -> Select:
    """Consents and objections of one person, past ones too, newest first."""
    columns = sec_consent.c
    return (
        select(columns.topic, columns.since, columns.until)
        .where(columns.person == person)
        .order_by(columns.consent_id.desc())
    )


def choices_mark(topic: str) -> Select:
    """Two counts that change with every choice of this topic that is made or ended."""
    columns = sec_consent.c
    return select(func.count().label("made"), func.count(columns.until).label("ended")).where(
        columns.topic == topic
    )


def own_log(person: str, limit: int) -> Select:
    """The reader's own rows of the access log, newest first."""
    columns = sec_access_log.c
    return (
        select(
            columns.at,
            columns.role,
            columns.act,
            columns.object_kind,
            columns.page,
            columns.row_count,
        )
        .where(columns.person == person)
        .order_by(columns.at.desc(), columns.log_id.desc())
        .limit(limit)
    )

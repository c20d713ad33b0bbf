"""The access log as the auditor reads it: rows by act, role and time, newest first; requests of purpose; removals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select

from access.sec_tables import sec_access_log, sec_break_glass, sec_log_anchor
from data.warehouse.schema.meta import meta_check


@dataclass(frozen=True)
class Wanted:
    """Which rows: since a moment (naive UTC), of some acts or of all but some, in one role or any."""

    since: datetime
    acts: tuple[str, ...] = ()
    not_acts: tuple[str, ...] = ()
    role: str | None = None


def rows(wanted: Wanted, *, most: int, after: int = 0) -> Select:
    """Rows of the log, newest first, a page of them."""
    columns = sec_access_log.c
    return (
        select(
            columns.log_id, columns.at, columns.person, columns.role, columns.seen_as, columns.act, columns.object_kind,
            columns.object_id, columns.page, columns.purpose, columns.fields, columns.row_count,
        )
        .where(*_conditions(wanted))
        .order_by(columns.log_id.desc())
        .limit(most)
        .offset(after)
    )  # fmt: skip


def count(wanted: Wanted) -> Select:
    """How many rows of the log that is."""
    return select(func.count().label("rows")).select_from(sec_access_log).where(*_conditions(wanted))


def roles(since: datetime) -> Select:
    """Roles in which somebody acted since a moment."""
    columns = sec_access_log.c
    return (
        select(columns.role)
        .where(columns.at >= since, columns.role.is_not(None))
        .distinct()
        .order_by(columns.role)
    )


def acts(since: datetime) -> Select:
    """Acts that were written since a moment."""
    columns = sec_access_log.c
    return select(columns.act).where(columns.at >= since).distinct().order_by(columns.act)


def recent(since: datetime, most: int) -> Select:
    """What the rules about unusual acts look at, newest first."""
    columns = sec_access_log.c
    return (
        select(
            columns.at,
            columns.person,
            columns.role,
            columns.act,
            columns.object_kind,
            columns.object_id,
            columns.row_count,
        )
        .where(columns.at >= since)
        .order_by(columns.log_id.desc())
        .limit(most)
    )


def requests(since: datetime, role: str | None, *, most: int, after: int = 0) -> Select:
    """Requests to read one person's record, newest first, with their purpose."""
    columns = sec_break_glass.c
    return (
        sec_break_glass.select()
        .where(*_asked(since, role))
        .order_by(columns.glass_id.desc())
        .limit(most)
        .offset(after)
    )


def request_count(since: datetime, role: str | None) -> Select:
    """How many requests that is."""
    return select(func.count().label("rows")).select_from(sec_break_glass).where(*_asked(since, role))


def anchors(most: int) -> Select:
    """Removals of rows whose time was over, newest first."""
    return sec_log_anchor.select().order_by(sec_log_anchor.c.anchor_id.desc()).limit(most)


def last_check(check_id: str) -> Select:
    """The newest result of one check."""
    columns = meta_check.c
    return (
        select(columns.checked_at, columns.status, columns.found)
        .where(columns.check_id == check_id)
        .order_by(columns.checked_at.desc())
        .limit(1)
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    columns = sec_access_log.c
    found = [columns.at >= wanted.since]
    found += [columns.act.in_(wanted.acts)] if wanted.acts else []
    found += [columns.act.not_in(wanted.not_acts)] if wanted.not_acts else []
    found += [columns.role == wanted.role] if wanted.role else []
    return found


def _asked(since: datetime, role: str | None) -> list[ColumnElement[bool]]:
    columns = sec_break_glass.c
    return [columns.opened_at >= since, *([columns.role == role] if role else [])]

"""The access log: who saw whom, long lists of names, exports, refusals. Append-only: nothing here changes a row.

Rows are written through `access.log_chain.append` alone, which chains them; who holds a transaction calls it directly.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import OperationalError

from access.log_chain import append, hold
from access.sec_tables import sec_access_log
from access.viewer import Viewer

LIST_LIMIT = 20  # a list of more than twenty named rows is logged (indicators.md F.3, 8)
ATTEMPTS = 8
FIRST_PAUSE = 0.05  # seconds; doubles at each attempt: together with SQLite's own wait several minutes


def viewed(
    engine: Engine, viewer: Viewer, kind: str, person: str, *, page: str, purpose: str | None = None
) -> bool:
    """Write that the viewer saw a person's page; once per viewer, object and session. Returns whether a row was written.

    Raises the database's error when the row cannot be written after all attempts: then nothing may be shown.
    """
    row = _row(viewer, "view", kind, person, page) | {"purpose": purpose}
    return _write(engine, row, once=True)


def listed(
    engine: Engine, viewer: Viewer, kind: str, unit: str, *, page: str, rows: int, fields: str
) -> bool:
    """Write that a list of named rows was shown, once per viewer, unit and session; lists up to twenty names are not logged."""
    if rows <= LIST_LIMIT:
        return False
    row = _row(viewer, "list", kind, unit, page) | {"row_count": rows, "fields": fields}
    return _write(engine, row, once=True)


def exported(
    engine: Engine,
    viewer: Viewer,
    kind: str,
    unit: str,
    *,
    page: str,
    content: bytes,
    rows: int,
    fields: str = "",
    purpose: str | None = None,
) -> None:
    """Write that a file left the product, with its hash and the purpose typed; every time."""
    row = _row(viewer, "export", kind, unit, page) | {"purpose": purpose}
    row |= {"row_count": rows, "fields": fields, "content_sha256": sha256(content).hexdigest()}
    _write(engine, row)


def refused(
    engine: Engine, viewer: Viewer, page: str, *, kind: str = "page", unit: str | None = None
) -> None:
    """Write that a page or an object was refused; once per viewer, object and session."""
    row = _row(viewer, "refuse", kind, unit or page, page)
    _write(engine, row, once=True)


def wrote(engine: Engine, viewer: Viewer, kind: str, unit: str, *, page: str, purpose: str) -> None:
    """Write that the viewer changed something; every time."""
    _write(engine, _row(viewer, "write", kind, unit, page) | {"purpose": purpose})


def account(
    engine: Engine, act: str, *, session: str, reason: str, page: str | None = None, person: str | None = None
) -> bool:
    """Write a sign-in or one that was turned away (`reason`), once per session and reason; returns whether a row was written.

    Nothing of what the account or its provider says is written: a person stands by pid, and only where the product knows it.
    """
    row = {
        "session": session, "person": person, "role": None, "seen_as": None, "act": act,
        "object_kind": "sign_in", "object_id": reason, "page": page,
    }  # fmt: skip
    return _write(engine, row, once=True)


def viewers_of(connection: Connection, kind: str, person: str, since: datetime) -> list[tuple[str, datetime]]:
    """Roles that saw a person's page since a moment, newest first; the person's own views are left out."""
    columns = sec_access_log.c
    query = (
        select(columns.role, columns.at)
        .where(
            columns.object_kind == kind, columns.object_id == person, columns.act == "view", columns.at >= since,
            columns.person != person,
        )
        .order_by(columns.at.desc())
    )  # fmt: skip
    return [tuple(row) for row in connection.execute(query)]


def _row(viewer: Viewer, act: str, kind: str, unit: str | None, page: str) -> dict:
    return {
        "session": viewer.session, "person": viewer.person, "role": viewer.own_role, "act": act, "object_kind": kind,
        "object_id": unit, "page": page, "seen_as": viewer.eyes.person if viewer.eyes else None,
    }  # fmt: skip


def _is_known(connection: Connection, row: Mapping) -> bool:
    """Whether this viewer has a row of this act for this object in this session."""
    columns = sec_access_log.c
    same = ("session", "person", "role", "seen_as", "act", "object_kind", "object_id")
    query = select(columns.log_id).where(*(columns[name].is_not_distinct_from(row[name]) for name in same))
    return connection.execute(query.limit(1)).first() is not None


def _write(engine: Engine, row: Mapping, *, once: bool = False) -> bool:
    """Write in a transaction of its own; a busy SQLite is asked again before the reader is refused.

    What is written `once` is looked for before the log is held, so that a rerun keeps nobody waiting.
    """
    if once:
        with engine.connect() as connection:
            if _is_known(connection, row):
                return False
    pause = FIRST_PAUSE
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _written(engine, row, once)
        except OperationalError as error:
            if attempt == ATTEMPTS or not _is_busy(error):
                raise
            time.sleep(pause)
            pause *= 2
    return False


def _written(engine: Engine, row: Mapping, once: bool) -> bool:
    with engine.begin() as connection:
        hold(connection)
        if once and _is_known(connection, row):
            return False
        append(connection, row)
        return True


def _is_busy(error: OperationalError) -> bool:
    words = str(error.orig).lower()
    return "locked" in words or "busy" in words

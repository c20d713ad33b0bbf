"""What a plan or an action holds on to: the figure as the reader sees it now, and the next mark of the standard."""

from __future__ import annotations

import json

from sqlalchemy import Connection, select

from access.scope import Scope, restrict
from data.warehouse.queries import improvement as queries
from data.warehouse.schema.meta import meta_snapshot
from errors import ShownError
from improvement import declared
from improvement.aims import Aim, aim


def current_snapshot(connection: Connection, doing: str) -> int:
    """The snapshot that pages show. Raises ShownError before the first profile."""
    query = select(meta_snapshot.c.snapshot_id).where(meta_snapshot.c.is_current)
    number = connection.execute(query).scalar_one_or_none()
    if number is None:
        raise ShownError(doing, found="no published snapshot", expected="a profile")
    return int(number)


def figure(
    connection: Connection, scope: Scope, snapshot_id: int, kind: str, key: str, indicator_id: str
) -> dict | None:
    """The stored value as columns of qa_plan_item and qa_improvement without their ending; None where the reader sees none."""
    query = restrict(queries.figure(snapshot_id, kind, key, indicator_id), scope)
    row = connection.execute(query).mappings().first()
    if row is None or row["value"] is None:
        return None
    kept = {name: row[name] for name in ("value", "low", "high", "n", "status", "period")}
    return kept | {"definition": row["definition_version"], "snapshot": snapshot_id}


def named(found: dict, when: str) -> dict:
    """The figure under the names of the columns: value_then, low_then …"""
    return {f"{name}_{when}": value for name, value in found.items()}


def goal(
    connection: Connection, scope: Scope, snapshot_id: int, kind: str, key: str, indicator_id: str
) -> Aim:
    """What the figure is to reach, as the reader sees it: of the next tier where there is one, else of the own standard."""
    query = restrict(queries.anchors(snapshot_id, kind, key, indicator_id), scope)
    rows = {row["relation"]: row for row in connection.execute(query).mappings()}
    row = rows.get("next") or rows.get("own")
    marks = json.loads(row["anchors"]) if row and row["anchors"] else []
    listed = [float(mark) for mark in marks] if isinstance(marks, list) else []
    return aim(indicator_id, listed, is_qualified=bool(row) and row["need_qualified"] is None)


def checked_text(words: str, doing: str, column: str) -> str:
    """The words without blanks around them. Raises ShownError (code length) where they are too short or too long."""
    shortest, longest = declared.text_length()
    text = words.strip()
    if not shortest <= len(text) <= longest:
        raise ShownError(
            doing,
            column=column,
            found=f"{len(text)} characters",
            expected=f"{shortest} to {longest}",
            code="length",
        )
    return text


def checked_archive(number: str | None, doing: str) -> str | None:
    """The archive number without blanks around it; None where there is none. Raises ShownError (code length) for a long one."""
    text = (number or "").strip()
    if len(text) > declared.declared()["archive_length"]:
        raise ShownError(
            doing,
            column="archive number",
            found=f"{len(text)} characters",
            expected="a number",
            code="length",
        )
    return text or None

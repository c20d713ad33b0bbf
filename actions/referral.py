"""Refer a student of the own teaching class to the counsellor: always accepted, once while it waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, insert, select

from access.scope import Scope, check_can_write, restrict
from data.warehouse.home import as_of
from data.warehouse.schema.marts import mart_roster
from data.warehouse.schema.quality import qa_referral
from errors import NotAllowed, ShownError
from improvement import support

REASONS = support.declared().referral.reasons
NOTE_LIMIT = support.declared().referral.note_length


@dataclass(frozen=True)
class Wish:
    """A referral as filled in beside the roster."""

    student_pid: str
    offering_id: str
    term_id: str
    reason: str
    note: str = ""


def can_refer(scope: Scope, offering_id: str) -> bool:
    """Whether the roster offers it: to the teacher of the class."""
    return scope.role == "teacher" and scope.limit is None and offering_id in scope.codes("offering")


def check_can_refer(scope: Scope, offering_id: str) -> None:
    """Raises unless the active role teaches this class."""
    check_can_write(scope)
    if not can_refer(scope, offering_id):
        raise NotAllowed(
            "referring a student", found=f"role {scope.role}", expected="the teacher of the class"
        )


def refer(engine: Engine, scope: Scope, snapshot_id: int, wish: Wish) -> int:
    """Write a referral and start its clock; returns its number. The caller audits the write.

    Raises NotAllowed for a student outside the own class, ShownError for a reason that is not declared, words that are
    too long, or a student whom the same teacher has referred and nobody has answered yet (code `waiting`).
    """
    check_can_refer(scope, wish.offering_id)
    _check(wish)
    with engine.begin() as connection:
        class_code = _class_of(connection, scope, snapshot_id, wish)
        _check_once(connection, scope, wish)
        today = as_of(connection)
        row = {
            "student_pid": wish.student_pid, "term_id": wish.term_id, "offering_id": wish.offering_id,
            "reason": wish.reason, "note": wish.note.strip() or None, "actor_pid": scope.person,
            "actor_role": scope.role, "recorded_at": datetime.now(UTC).replace(tzinfo=None), "opened_on": today,
            "due_on": support.referral_due(today), "class_code": class_code,
        }  # fmt: skip
        written = connection.execute(insert(qa_referral).values(row))
    return int(written.inserted_primary_key[0])


def _check(wish: Wish) -> None:
    if wish.reason not in REASONS:
        raise ShownError(
            "referring a student", column="reason", found="another word", expected=", ".join(REASONS)
        )
    if len(wish.note) > NOTE_LIMIT:
        raise ShownError(
            "referring a student",
            column="note",
            found=f"{len(wish.note)} characters",
            expected=f"at most {NOTE_LIMIT}",
        )


def _class_of(connection: Connection, scope: Scope, snapshot_id: int, wish: Wish) -> str | None:
    columns = mart_roster.c
    query = select(columns.student_pid, columns.class_code).where(
        columns.snapshot_id == snapshot_id,
        columns.offering_id == wish.offering_id,
        columns.student_pid == wish.student_pid,
    )
    found = connection.execute(restrict(query, scope)).first()
    if found is None:
        raise NotAllowed(
            "referring a student", found="nobody of the class", expected="a student of its roster"
        )
    return found.class_code


def _check_once(connection: Connection, scope: Scope, wish: Wish) -> None:
    columns = qa_referral.c
    query = select(columns.referral_id).where(
        columns.student_pid == wish.student_pid,
        columns.actor_pid == scope.person,
        columns.answered_on.is_(None),
    )
    if connection.execute(query).first():
        raise ShownError(
            "referring a student", found="an own referral that waits", expected="none", code="waiting"
        )

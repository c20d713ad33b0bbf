"""What a person settles about the own data: objection to the model layer, consent to be read by name, notices seen."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, insert, select, update

from access import relations
from access.log_chain import append, hold
from access.scope import Scope, check_can_write
from access.sec_tables import sec_break_glass, sec_consent
from access.viewer import Viewer
from errors import NotAllowed

# Topic -> whose choice it is: students object to the model layer, teachers consent that their leader reads by name.
TOPICS = {relations.MODEL_LAYER: "student", relations.NAMED_PROFILE: "teacher"}
PAGE = "my_data"


def topic_of(scope: Scope) -> str | None:
    """The choice that is the reader's in the active role; None for roles that are no person of the registers."""
    return next((topic for topic, role in TOPICS.items() if role == scope.role), None)


def check_can_choose(scope: Scope, topic: str) -> None:
    """Raises unless the person settles the own choice in the role it belongs to."""
    check_can_write(scope)
    if TOPICS.get(topic) != scope.role or scope.codes(scope.role) != {scope.person}:
        raise NotAllowed(
            "settling a choice", found=f"role {scope.role}", expected=f"the person as {TOPICS.get(topic)}"
        )


def choose(engine: Engine, viewer: Viewer, topic: str, *, holds: bool) -> bool:
    """Put the consent or objection in force (`holds`) or end it; returns whether anything changed.

    It holds from the next run of everyone on. Logged with its topic; what was chosen stays in sec_consent.
    """
    check_can_choose(viewer.scope, topic)
    with engine.begin() as connection:
        hold(connection)
        if _holds(connection, viewer.scope.person, topic) == holds:
            return False
        _write(connection, viewer.scope.person, topic, holds)
        _log(connection, viewer, "choice", topic)
    return True


def _holds(connection: Connection, person: str, topic: str) -> bool:
    query = relations.choosing(topic).where(sec_consent.c.person == person)
    return connection.execute(query.limit(1)).first() is not None


def _write(connection: Connection, person: str, topic: str, holds: bool) -> None:
    now, columns = datetime.now(UTC).replace(tzinfo=None), sec_consent.c
    if holds:
        connection.execute(insert(sec_consent).values(person=person, topic=topic, since=now))
        return
    mine = (columns.person == person, columns.topic == topic, columns.until.is_(None))
    connection.execute(update(sec_consent).where(*mine).values(until=now))


def see_notices(engine: Engine, viewer: Viewer) -> int:
    """Write that the person has seen the notices of requests that opened the own record; returns how many were new."""
    scope = viewer.scope
    check_can_write(scope)
    if scope.role not in TOPICS.values():
        raise NotAllowed("seeing notices", found=f"role {scope.role}", expected="the person")
    columns = sec_break_glass.c
    mine = (columns.subject == scope.person, columns.notice_seen_at.is_(None))
    with engine.begin() as connection:
        hold(connection)
        found = connection.execute(select(columns.glass_id).where(*mine)).all()
        if found:
            seen = update(sec_break_glass).where(*mine)
            connection.execute(seen.values(notice_seen_at=datetime.now(UTC).replace(tzinfo=None)))
            _log(connection, viewer, "notice", f"{len(found)} seen")
    return len(found)


def _log(connection: Connection, viewer: Viewer, kind: str, purpose: str) -> None:
    row = {
        "session": viewer.session, "person": viewer.person, "role": viewer.role, "act": "write",
        "object_kind": kind, "object_id": viewer.scope.person, "page": PAGE, "purpose": purpose,
    }  # fmt: skip
    append(connection, row)

"""Ask to read one person's record for a stated purpose and a limited time (break-glass): told to the person, seen by the auditor."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, func, insert, select, update

from access import policy
from access.log_chain import append, hold
from access.scope import Scope, check_can_write
from access.sec_tables import sec_break_glass
from access.viewer import Viewer
from data.warehouse.queries import persons
from data.warehouse.schema.people import dim_person
from errors import NotAllowed, ShownError

HOURS = (1, 4, 24)  # a day at most: longer duties have a role of their own
PURPOSE_LENGTH = (10, 300)
OPEN_AT_MOST = 10
NOBODY = "-"  # the subject of a request for a number that nobody has: recorded like any other, opens nothing
RECORDS = {
    "student": "student_academic_record",
    "teacher": "teacher_profile",
}  # what a page of a person rests on


def kinds(scope: Scope) -> tuple[str, ...]:
    """Kinds of person whose record the active role may ask to read."""
    able = (kind for kind, category in RECORDS.items() if policy.cell(scope.role, category).opens_on_request)
    return tuple(kind for kind in able if policy.may_open(scope.role, kind))


def check_can_ask(scope: Scope, kind: str) -> None:
    """Raises unless the matrix lets the active role ask for a record of this kind."""
    check_can_write(scope)
    if not can_ask(scope, kind):
        raise NotAllowed("asking to read a record", found=f"role {scope.role}", expected="a role of letter B")


def can_ask(scope: Scope, kind: str) -> bool:
    """Whether the form is offered."""
    return scope.limit is None and kind in kinds(scope)


def ask(engine: Engine, viewer: Viewer, kind: str, person: str, *, purpose: str, hours: int) -> int:
    """Open the record of the person with this pid until `hours` from now; returns the number of the request.

    A pid that belongs to nobody is recorded in the same way and opens nothing. The purpose stays in the request; the log
    holds its number. Raises NotAllowed for the own record or a role without letter B, ShownError for the rest.
    """
    return _ask(engine, viewer, kind, dim_person.c.person_pid == person, purpose, hours)[0]


def ask_by_number(
    engine: Engine, viewer: Viewer, kind: str, number: str, *, purpose: str, hours: int
) -> str | None:
    """The same by exact number; returns the pid whose page opens now, None where nothing opens."""
    subject = _ask(engine, viewer, kind, dim_person.c.person_no == number.strip(), purpose, hours)[1]
    return None if subject == NOBODY else subject


def _ask(engine: Engine, viewer: Viewer, kind: str, who, purpose: str, hours: int) -> tuple[int, str]:
    scope = viewer.scope
    check_can_ask(scope, kind)
    text = _checked(purpose, hours)
    now = datetime.now(UTC).replace(tzinfo=None)
    with engine.begin() as connection:
        hold(connection)  # two requests at once are counted one after the other
        _check_count(connection, scope.person, now)
        subject = _subject(connection, kind, who, scope.person)
        row = {
            "person": scope.person, "role": scope.role, "subject_kind": kind, "subject": subject, "purpose": text,
            "opened_at": now, "expires_at": now + timedelta(hours=hours),
        }  # fmt: skip
        number = connection.execute(insert(sec_break_glass).values(row)).inserted_primary_key[0]
        _log(connection, viewer, "break_glass", kind, subject, f"request {number}, {hours} h")
    return number, subject


def _checked(purpose: str, hours: int) -> str:
    shortest, longest = PURPOSE_LENGTH
    text = " ".join(purpose.split())
    if not shortest <= len(text) <= longest:
        found, expected = f"{len(text)} characters", f"{shortest} to {longest}"
        raise ShownError("stating the purpose", found=found, expected=expected)
    if hours not in HOURS:
        raise ShownError(
            "stating the time", found=f"{hours} hours", expected=", ".join(str(each) for each in HOURS)
        )
    return text


def _check_count(connection: Connection, person: str, now: datetime) -> None:
    columns = sec_break_glass.c
    mine = (columns.person == person, columns.expires_at > now, columns.closed_at.is_(None))
    if connection.execute(select(func.count()).where(*mine)).scalar_one() >= OPEN_AT_MOST:
        raise ShownError(
            "asking to read a record", found=f"{OPEN_AT_MOST} open requests", expected="fewer than that",
            remedy="close a request that is no longer needed",
        )  # fmt: skip


def _subject(connection: Connection, kind: str, who, reader: str) -> str:
    found = connection.execute(persons.of_kind(kind).where(who)).scalars().first() or NOBODY
    if found == reader:
        raise NotAllowed("asking to read a record", found="the own record", expected="another person's")
    return found


def close(engine: Engine, viewer: Viewer, number: int) -> bool:
    """End an own request early; returns whether it was open."""
    check_can_write(viewer.scope)
    columns, now = sec_break_glass.c, datetime.now(UTC).replace(tzinfo=None)
    mine = (columns.glass_id == number, columns.person == viewer.scope.person)
    still_open = (columns.closed_at.is_(None), columns.expires_at > now)
    with engine.begin() as connection:
        hold(connection)
        row = connection.execute(
            select(columns.subject_kind, columns.subject).where(*mine, *still_open)
        ).first()
        if row is None:
            return False
        connection.execute(update(sec_break_glass).where(*mine).values(closed_at=now))
        _log(connection, viewer, "write", row.subject_kind, row.subject, f"request {number} closed")
    return True


def _log(connection: Connection, viewer: Viewer, act: str, kind: str, subject: str, purpose: str) -> None:
    row = {
        "session": viewer.session, "person": viewer.person, "role": viewer.role, "act": act, "object_kind": kind,
        "object_id": subject, "page": kind, "purpose": purpose,
    }  # fmt: skip
    append(connection, row)

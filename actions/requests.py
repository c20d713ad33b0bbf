"""Ask something about the own data, and answer what was asked: once, by the role it is addressed to, within its clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, Table, func, insert, or_, select, update

from access import policy
from access.log_chain import append, hold
from access.scope import Scope, check_can_write, restrict
from access.sec_tables import sec_grant
from access.viewer import Viewer
from data.warehouse.home import read_setting
from data.warehouse.schema.people import bridge_teacher_role, dim_student, dim_teacher
from data.warehouse.schema.quality import qa_correction
from errors import NotAllowed, ShownError
from improvement import requests

PERSONS = ("student", "teacher")
UNITS = ("class", "major", "org")


def kinds(first: str | None = None) -> tuple[str, ...]:
    """What may be asked; what a link asked for comes first."""
    return tuple(sorted(requests.kinds(), key=lambda kind: kind != first))


def subjects(scope: Scope) -> tuple[str, ...]:
    """What a request of the active role can be about."""
    return requests.subjects(scope.role)


def decisions() -> tuple[str, ...]:
    """How a request can be answered."""
    return requests.decisions()


def longest() -> int:
    """How many characters a request or an answer may have."""
    return requests.declared()["text_length"][1]


def check_can_ask(scope: Scope) -> None:
    """Raises unless a student or a teacher asks about the own data."""
    check_can_write(scope)
    if scope.role not in PERSONS:
        raise NotAllowed("sending a request", found=f"role {scope.role}", expected=" or ".join(PERSONS))


def ask(engine: Engine, viewer: Viewer, *, kind: str, about: str, words: str, page: str = "my_data") -> int:
    """Write a request and start its clock; returns its number. Logged with its kind, never with its words.

    Raises ShownError for a kind that is not declared, words too short or too long, or too many open requests.
    """
    scope = viewer.scope
    check_can_ask(scope)
    _check_known(kind, requests.kinds(), "kind")
    _check_known(about, requests.subjects(scope.role), "about")
    text = _checked(words)
    with engine.begin() as connection:
        hold(connection)
        units = _units(connection, scope)
        _check_count(connection, scope.person)
        now = datetime.now(UTC).replace(tzinfo=None)
        row = {
            "person": scope.person, "person_kind": scope.role, "kind": kind, "about": about, "text": text,
            "addressed_to": _addressed(connection, requests.answered_by(kind, scope.role), units),
            "opened_at": now, "due_on": requests.due_on(_day(connection, now)),
        } | {f"{unit}_code": code for unit, code in units.items()}  # fmt: skip
        number = connection.execute(insert(qa_correction).values(row)).inserted_primary_key[0]
        _log(connection, viewer, number, f"ask {kind}", page)
    return number


def _check_known(value: str, known: tuple[str, ...], column: str) -> None:
    if value not in known:
        raise ShownError("sending a request", column=column, found="another word", expected=", ".join(known))


def _checked(words: str) -> str:
    shortest, longest = requests.declared()["text_length"]
    text = words.strip()
    if not shortest <= len(text) <= longest:
        raise ShownError(
            "writing about a request",
            found=f"{len(text)} characters",
            expected=f"{shortest} to {longest}",
        )
    return text


def _units(connection: Connection, scope: Scope) -> dict[str, str | None]:
    """Class, major and department of the person as the registers have them now."""
    table: Table = dim_student if scope.role == "student" else dim_teacher
    query = select(table).where(table.c[f"{scope.role}_pid"] == scope.person, table.c.is_current)
    row = connection.execute(query).first()
    if row is None:
        raise NotAllowed(
            "sending a request", found="an account outside the registers", expected="an own record"
        )
    return {unit: getattr(row, f"{unit}_code", None) for unit in UNITS}


def _check_count(connection: Connection, person: str) -> None:
    columns = qa_correction.c
    query = select(func.count()).where(columns.person == person, columns.answered_at.is_(None))
    most = requests.declared()["open_at_most"]
    if connection.execute(query).scalar_one() >= most:
        raise ShownError("sending a request", found=f"{most} open requests", expected="fewer than that")


def _addressed(connection: Connection, role: str, units: dict[str, str | None]) -> str:
    """The role, or who answers instead where nobody holds it for the person's unit."""
    kind = requests.unit_of(role)
    if kind is None or _is_held(connection, role, kind, units[kind]):
        return role
    return requests.instead_of(role)


def _is_held(connection: Connection, role: str, kind: str, code: str | None) -> bool:
    related, given = bridge_teacher_role.c, sec_grant.c
    registered = select(related.role_id).where(
        related.role == role,
        related.target_kind == kind,
        related.target_code == code,
        related.valid_to.is_(None) | (related.valid_to >= date.today()),
    )
    granted = select(given.grant_id).where(
        given.role == role,
        given.revoked_at.is_(None),
        or_(given.scope_kind == "all", (given.scope_kind == kind) & (given.scope_code == code)),
    )
    return any(connection.execute(query.limit(1)).first() for query in (registered, granted))


def _day(connection: Connection, moment: datetime) -> date:
    """The college's date of a moment."""
    zone = ZoneInfo(read_setting(connection, "zone", "Asia/Shanghai"))
    return moment.replace(tzinfo=UTC).astimezone(zone).date()


def check_can_answer(scope: Scope) -> None:
    """Raises unless the active role answers requests."""
    check_can_write(scope)
    if not can_answer(scope):
        roles = ", ".join(sorted(requests.answering()))
        raise NotAllowed("answering a request", found=f"role {scope.role}", expected=roles)


def can_answer(scope: Scope) -> bool:
    """Whether the page shows its form."""
    return (
        scope.limit is None and policy.may_open(scope.role, "requests") and scope.role in requests.answering()
    )


def answer(engine: Engine, viewer: Viewer, number: int, *, decision: str, words: str) -> None:
    """Answer one request that is addressed to the active role and inside its scope, once.

    Raises NotAllowed outside the scope, for what is addressed to another role and for an own request; ShownError for a
    decision that is not declared or a request that was answered before.
    """
    check_can_answer(viewer.scope)
    _check_known(decision, requests.decisions(), "decision")
    text = _checked(words)
    columns = qa_correction.c
    with engine.begin() as connection:
        hold(connection)
        _check_reached(connection, viewer.scope, number)
        done = connection.execute(
            update(qa_correction)
            .where(columns.correction_id == number, columns.answered_at.is_(None))
            .values(
                decision=decision,
                answer=text,
                answered_by=viewer.scope.person,
                answered_role=viewer.scope.role,
                answered_at=datetime.now(UTC).replace(tzinfo=None),
            )
        )
        if done.rowcount != 1:
            raise ShownError(
                "answering a request", found="a request that was answered", expected="an open one"
            )
        _log(connection, viewer, number, f"answer {decision}", "requests")


def _check_reached(connection: Connection, scope: Scope, number: int) -> None:
    columns = qa_correction.c
    query = select(columns.person, columns.addressed_to).where(columns.correction_id == number)
    row = connection.execute(restrict(query, scope)).first()
    if row is None or row.addressed_to != scope.role:
        raise NotAllowed(
            "answering a request", found="one addressed elsewhere", expected="one of the own role"
        )
    if row.person == scope.person:
        raise NotAllowed("answering a request", found="an own request", expected="another person's")


def _log(connection: Connection, viewer: Viewer, number: int, purpose: str, page: str) -> None:
    row = {
        "session": viewer.session, "person": viewer.person, "role": viewer.role, "act": "write",
        "object_kind": "request", "object_id": str(number), "page": page, "purpose": purpose,
    }  # fmt: skip
    append(connection, row)

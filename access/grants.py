"""Who holds which role: granted, revoked and listed, dated and audited; nobody grants to oneself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from access import policy
from access.log_chain import append
from access.sec_tables import sec_grant
from errors import NotAllowed, ShownError

LOCAL_OWNER = "local-owner"
COMMAND_LINE = (
    "command line"  # who acts when a verb of jobs grants; the account of the machine is nobody's person
)
SELF_ROLES = ("teacher", "student")  # their scope is the person; a grant gives no one else's record
KEEPERS = ("data_admin", "auditor")  # who gives rights and who looks at how they are used: never one person
SCOPE_KINDS = ("all", "org", "major", "class", "course", "offering", "self")


@dataclass(frozen=True)
class Grant:
    """One grant in force or past."""

    grant_id: int
    person: str
    role: str
    scope_kind: str
    scope_code: str | None
    valid_from: date
    valid_to: date | None
    granted_by: str
    revoked_at: datetime | None
    revoked_by: str | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the grant is in force on a day."""
        return (
            self.revoked_at is None
            and self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
        )


def grant(
    connection: Connection,
    person: str,
    role: str,
    *,
    granted_by: str,
    scope_kind: str | None = None,
    scope_code: str | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    session: str | None = None,
) -> int:
    """Give a role with one scope to a person from a day on; returns the id of the grant (of the one there, if it is the same).

    `scope_kind` is by default the one of the role (self for teacher and student, all where the whole college is meant).
    Raises NotAllowed when somebody grants to oneself or gives the second of two duties that are kept apart, ShownError
    for an unknown role, a scope that does not fit, an end before the start. `session` is given by the page alone.
    """
    check_not_oneself(person, granted_by)
    kind = scope_kind or _own_kind(role, scope_code)
    _check_scope(role, kind, scope_code)
    start = valid_from or date.today()
    _check_period(start, valid_to)
    held = [one for one in listed(connection, person) if not _is_over(one, start)]
    _check_duties(person, role, held)
    same = (role, kind, scope_code, valid_to)
    for one in held:
        if (one.role, one.scope_kind, one.scope_code, one.valid_to) == same and one.valid_from <= start:
            return one.grant_id
    row = {
        "person": person, "role": role, "scope_kind": kind, "scope_code": scope_code, "valid_from": start,
        "valid_to": valid_to, "granted_by": granted_by, "granted_at": _now(),
    }  # fmt: skip
    number = connection.execute(insert(sec_grant).values(row)).inserted_primary_key[0]
    _log(connection, "grant", granted_by, number, role, session)
    return number


def check_not_oneself(person: str, granted_by: str) -> None:
    """Raises when the one who grants is the one who would hold: whatever the role, and in whichever role one acts."""
    if granted_by == person:
        raise NotAllowed(
            "granting a role", found="a grant to oneself", expected="a grant by another person",
            remedy="ask a second data administrator", code="oneself",
        )  # fmt: skip


def _check_period(start: date, end: date | None) -> None:
    if end is not None and end < start:
        raise ShownError(
            "granting a role",
            found=f"an end {end} before {start}",
            expected="an end after the start",
            code="period",
        )


def _is_over(one: Grant, day: date) -> bool:
    return one.revoked_at is not None or (one.valid_to is not None and one.valid_to < day)


def _check_duties(person: str, role: str, held: list[Grant]) -> None:
    """Who gives rights does not audit them: the local owner, alone on the machine, excepted."""
    other = next((name for name in KEEPERS if role in KEEPERS and name != role), None)
    if person != LOCAL_OWNER and other and any(one.role == other for one in held):
        raise NotAllowed(
            "granting a role", found=f"{role} for a person who is {other}",
            expected="data_admin and auditor held by two people", remedy=f"revoke {other} first, or choose another person",
            code="duties",
        )  # fmt: skip


def _own_kind(role: str, scope_code: str | None) -> str:
    if role in SELF_ROLES:
        return "self"
    own = policy.roles().get(role, {}).get("scope", "all")
    return own if scope_code else "all"


def _check_scope(role: str, kind: str, code: str | None) -> None:
    known = policy.roles()
    if role not in known or role == "public":
        expected = ", ".join(name for name in known if name != "public")
        raise ShownError("granting a role", found=f"role {role!r}", expected=f"one of: {expected}")
    if kind not in SCOPE_KINDS:
        raise ShownError(
            "granting a role", found=f"scope {kind!r}", expected=f"one of: {', '.join(SCOPE_KINDS)}"
        )
    if role in SELF_ROLES and kind != "self":
        raise ShownError("granting a role", found=f"scope {kind} for {role}", expected="scope self")
    if (kind in ("all", "self")) != (code is None):
        raise ShownError(
            "granting a role",
            found=f"scope {kind} with code {code!r}",
            expected="a code for every scope but all and self",
        )


def revoke(
    connection: Connection,
    person: str,
    *,
    revoked_by: str,
    role: str | None = None,
    scope_code: str | None = None,
) -> int:
    """Take a role (every role without one, one scope of it with a code) from a person at once; returns how many grants.

    Raises ShownError where nobody would be left to give rights.
    """
    columns = sec_grant.c
    wanted = [columns.person == person, columns.revoked_at.is_(None)]
    wanted += [columns.role == role] if role else []
    wanted += [columns.scope_code == scope_code] if scope_code else []
    found = connection.execute(
        select(columns.grant_id, columns.role, columns.person).where(and_(*wanted))
    ).all()
    for row in found:
        _take(connection, row, revoked_by)
    return len(found)


def revoke_one(connection: Connection, grant_id: int, *, revoked_by: str, session: str | None = None) -> bool:
    """Take one grant at once; returns whether it was there and not revoked before."""
    columns = sec_grant.c
    query = select(columns.grant_id, columns.role, columns.person).where(
        columns.grant_id == grant_id, columns.revoked_at.is_(None)
    )
    row = connection.execute(query).first()
    if row is not None:
        _take(connection, row, revoked_by, session)
    return row is not None


def _take(connection: Connection, row: Any, by: str, session: str | None = None) -> None:
    columns = sec_grant.c
    connection.execute(
        update(sec_grant).where(columns.grant_id == row.grant_id).values(revoked_at=_now(), revoked_by=by)
    )
    if row.role == "data_admin":
        _check_someone_left(connection, row.person, by)
    _log(connection, "revoke", by, row.grant_id, row.role, session)


def _check_someone_left(connection: Connection, person: str, by: str) -> None:
    """After a data administrator is gone another one must be in force; on the machine itself the local owner may go."""
    if person == LOCAL_OWNER and by == COMMAND_LINE:
        return
    query = select(sec_grant.c.person).where(sec_grant.c.role == "data_admin").distinct()
    others = [
        one for one in connection.execute(query).scalars() if person == LOCAL_OWNER or one != LOCAL_OWNER
    ]
    today = date.today()
    if any(
        one.role == "data_admin" and one.holds_on(today) for who in others for one in listed(connection, who)
    ):
        return
    raise ShownError(
        "revoking a role", found="the last data administrator", expected="another one in force",
        remedy="grant data_admin to somebody else first", code="last_admin",
    )  # fmt: skip


def listed(connection: Connection, person: str | None = None, *, past: bool = False) -> list[Grant]:
    """Grants of one person or of all, by person and role; revoked and ended ones too with `past`."""
    columns = sec_grant.c
    query = select(
        columns.grant_id, columns.person, columns.role, columns.scope_kind, columns.scope_code, columns.valid_from,
        columns.valid_to, columns.granted_by, columns.revoked_at, columns.revoked_by,
    ).order_by(columns.person, columns.role, columns.grant_id)  # fmt: skip
    if person is not None:
        query = query.where(columns.person == person)
    if not past:
        today = date.today()
        query = query.where(
            columns.revoked_at.is_(None), or_(columns.valid_to.is_(None), columns.valid_to >= today)
        )
    return [Grant(*row) for row in connection.execute(query)]


def first_start(connection: Connection) -> int:
    """Give the local owner every role when this home has never given it one; returns how many were given.

    Roles that were revoked stay revoked: a home that ever had a grant to the local owner gives none again.
    """
    columns = sec_grant.c
    ever = connection.execute(
        select(func.count()).select_from(sec_grant).where(columns.person == LOCAL_OWNER)
    ).scalar_one()
    if ever:
        return 0
    roles = [role for role in policy.roles() if role != "public"]
    for role in roles:
        grant(connection, LOCAL_OWNER, role, granted_by="first start")
    return len(roles)


def _log(
    connection: Connection, act: str, by: str, number: int, role: str, session: str | None = None
) -> None:
    """One row for the act; on a page it is the data administrator who acts."""
    row = {"person": by, "act": act, "object_kind": "grant", "object_id": str(number), "session": session}
    row["role"] = "data_admin" if session else None
    append(connection, row | {"purpose": f"role {role}"})


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)

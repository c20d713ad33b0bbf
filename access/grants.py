"""Who holds which role: granted, revoked and listed, dated and audited; nobody grants to oneself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

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
) -> int:
    """Give a role with one scope to a person from a day on; returns the id of the grant.

    `scope_kind` is by default the one of the role (self for teacher and student, all where the whole college is meant).
    Raises NotAllowed when somebody grants to oneself, ShownError for an unknown role or a scope that does not fit.
    """
    if granted_by == person:
        raise NotAllowed(
            "granting a role", found="a grant to oneself", expected="a grant by another person",
            remedy="ask a second data administrator",
        )  # fmt: skip
    kind = scope_kind or _own_kind(role, scope_code)
    _check_scope(role, kind, scope_code)
    start = valid_from or date.today()
    if valid_to is not None and valid_to < start:
        raise ShownError(
            "granting a role", found=f"an end {valid_to} before {start}", expected="an end after the start"
        )
    row = {
        "person": person, "role": role, "scope_kind": kind, "scope_code": scope_code, "valid_from": start,
        "valid_to": valid_to, "granted_by": granted_by, "granted_at": _now(),
    }  # fmt: skip
    number = connection.execute(insert(sec_grant).values(row)).inserted_primary_key[0]
    _log(connection, "grant", granted_by, number, role)
    return number


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
    """Take a role (every role without one, one scope of it with a code) from a person at once; returns how many grants."""
    columns = sec_grant.c
    wanted = [columns.person == person, columns.revoked_at.is_(None)]
    wanted += [columns.role == role] if role else []
    wanted += [columns.scope_code == scope_code] if scope_code else []
    found = connection.execute(select(columns.grant_id, columns.role).where(and_(*wanted))).all()
    for number, held in found:
        connection.execute(
            update(sec_grant)
            .where(columns.grant_id == number)
            .values(revoked_at=_now(), revoked_by=revoked_by)
        )
        _log(connection, "revoke", revoked_by, number, held)
    return len(found)


def listed(connection: Connection, person: str | None = None, *, past: bool = False) -> list[Grant]:
    """Grants of one person or of all, by person and role; revoked and ended ones too with `past`."""
    columns = sec_grant.c
    query = select(
        columns.grant_id, columns.person, columns.role, columns.scope_kind, columns.scope_code, columns.valid_from,
        columns.valid_to, columns.granted_by, columns.revoked_at,
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


def _log(connection: Connection, act: str, by: str, number: int, role: str) -> None:
    row = {"person": by, "act": act, "object_kind": "grant", "object_id": str(number)}
    append(connection, row | {"purpose": f"role {role}"})


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)

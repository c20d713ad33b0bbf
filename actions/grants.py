"""Give and take roles, and release accounts of sign-in: by a data administrator, never for oneself, each act logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Engine

from access import grants, policy
from access.log_chain import hold
from access.scope import Scope
from access.sign_in import release as release_account
from access.viewer import Viewer
from data.warehouse.queries import rights
from errors import NotAllowed, ShownError

ACTING = "data_admin"
# every role but the public's and those that follow from being a teacher or a student
GRANTABLE = tuple(role for role in policy.roles() if role != "public" and role not in grants.SELF_ROLES)
DOING = "granting a role"


@dataclass(frozen=True)
class Wish:
    """What the form says: whose number, which role, over which unit (None: the whole college), until when."""

    number: str
    role: str
    unit: str | None = None
    until: date | None = None


def can_act(scope: Scope) -> bool:
    """Whether the page shows its forms; never while seeing as somebody else."""
    return scope.role == ACTING and scope.limit is None


def check_can_act(scope: Scope) -> None:
    """Raises unless the active role gives rights."""
    if not can_act(scope):
        raise NotAllowed("giving or taking a role", found=f"role {scope.role}", expected=f"role {ACTING}")


def unit_kind(role: str) -> str | None:
    """The kind of unit a role is given over; None where it is given over the whole college."""
    kind = policy.roles()[role]["scope"]
    return kind if kind in rights.UNITS else None


def give(engine: Engine, viewer: Viewer, wish: Wish, *, today: date) -> tuple[int, str]:
    """Grant the role from today on; returns the id of the grant and the pid of the person. Holds at the person's next run.

    Raises NotAllowed for a role that may not and for a grant to oneself; ShownError (with a code for the page) for a
    number that is nobody's, a role or a unit that does not exist, an end in the past, duties that are kept apart.
    """
    check_can_act(viewer.scope)
    if wish.role not in GRANTABLE:
        raise ShownError(DOING, found=f"role {wish.role!r}", expected=", ".join(GRANTABLE), code="role")
    if wish.until is not None and wish.until < today:
        raise ShownError(DOING, found="an end in the past", expected="today or later", code="period")
    with engine.begin() as connection:
        hold(connection)  # before anything is read: two administrators act one after the other
        person = _staff(connection, wish.number)
        kind = _checked_unit(connection, wish)
        number = grants.grant(
            connection, person, wish.role, granted_by=viewer.person, scope_kind=kind, scope_code=wish.unit,
            valid_to=wish.until, session=viewer.session,
        )  # fmt: skip
    return number, person


def _staff(connection: Connection, number: str) -> str:
    """The member of staff with the number; what was typed is not repeated."""
    found = connection.execute(rights.staff_by_number(number.strip())).scalars().all()
    if len(found) != 1:
        raise ShownError(
            DOING, found=f"{len(found)} members of staff with this number", expected="exactly one in the staff register",
            code="person",
        )  # fmt: skip
    return found[0]


def _checked_unit(connection: Connection, wish: Wish) -> str:
    """The kind of scope; the unit must be one that the college has now."""
    kind = unit_kind(wish.role)
    if kind is None and wish.unit is None:
        return "all"
    if kind is None or wish.unit is None or connection.execute(rights.unit(kind, wish.unit)).first() is None:
        raise ShownError(
            DOING, found=f"{wish.role} over a unit that is not there", expected=f"a current {kind or 'college'}", code="unit"
        )  # fmt: skip
    return kind


def take(engine: Engine, viewer: Viewer, grant_id: int) -> bool:
    """Revoke one grant at once; returns whether it was still there. Raises ShownError for the last data administrator."""
    check_can_act(viewer.scope)
    with engine.begin() as connection:
        hold(connection)
        return grants.revoke_one(connection, grant_id, revoked_by=viewer.person, session=viewer.session)


def release(engine: Engine, viewer: Viewer, person: str) -> int:
    """End the binding of a person's account, so that the next sign-in binds anew; returns how many ended."""
    check_can_act(viewer.scope)
    with engine.begin() as connection:
        return release_account(connection, person, viewer.person)

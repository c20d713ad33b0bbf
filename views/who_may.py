"""Who may go on where the reader may not: the roles that read names of a category and open the page."""

from __future__ import annotations

from access import policy
from access.scope import Scope
from views import naming
from views.parts import Name

OWN = {"S"}


def roles(category: str, page: str) -> tuple[Name, ...]:
    """Roles that read named rows of others of this category and may open the page, in the order of roles.yaml."""
    able = (
        role
        for role in policy.roles()
        if policy.may_open(role, page)
        and any(one.letter == "N" and one.condition is None for one in policy.cell(role, category).grants)
    )
    return tuple(naming.role_name(role) for role in able)


def reads_names(scope: Scope, category: str) -> bool:
    """Whether the role reads named rows of others of this category without a condition, inside its scope."""
    if scope.limit is not None and not reads_names(scope.limit, category):
        return False
    grants = policy.cell(scope.role, category).grants
    return any(one.letter == "N" and one.condition is None and one.kinds != ("case",) for one in grants)

"""Where a reader may not go further: which pages stay closed to the role, and which roles may open them."""

from __future__ import annotations

from access import policy
from access.scope import Scope, can_open
from views import naming
from views.parts import Sentence


def who_may(scope: Scope, pages: tuple[str, ...]) -> Sentence | None:
    """The first page of a way down that the role may not open, and who may; None where the way is open to its end."""
    closed = next((page for page in pages if not can_open(scope, page)), None)
    if closed is None:
        return None
    roles = tuple(naming.role_name(role) for role in policy.pages().get(closed, ()))
    return Sentence("boards.who_may", {"page": Sentence(f"boards.page_{closed}"), "roles": roles})

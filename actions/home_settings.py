"""Change a setting of the home: the right checked, the value checked, the change written to the access log."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine

from access.log_chain import append, hold
from access.scope import Scope
from access.viewer import Viewer
from data.warehouse import home_settings
from data.warehouse.home_settings import Change
from errors import NotAllowed

PAGE = "settings"


def check_can_change(scope: Scope) -> None:
    """Raises unless the active role may change settings; never while seeing as somebody else."""
    if not can_change(scope):
        raise NotAllowed(
            "changing a setting", found=f"role {scope.role}", expected=" or ".join(home_settings.changed_by())
        )


def can_change(scope: Scope) -> bool:
    """Whether the page shows its forms."""
    return scope.role in home_settings.changed_by() and scope.limit is None


def change(engine: Engine, viewer: Viewer, key: str, text: str) -> Any:
    """Set one setting from the text typed, and log it, in one transaction; returns the stored value.

    Raises NotAllowed for a role that may not, ShownError with what would fit.
    """
    check_can_change(viewer.scope)
    log = partial(log_change, session=viewer.session, page=PAGE)
    with engine.begin() as connection:
        hold(connection)
        return home_settings.change(
            connection, key, text, by=viewer.person, role=viewer.role, log=log
        )  # fmt: skip


def log_change(
    connection: Connection, made: Change, *, session: str | None = None, page: str | None = None
) -> None:
    """Write that a setting was changed; the value stays in the setting, not in the log."""
    row = {
        "person": made.by,
        "role": made.role,
        "act": "write",
        "object_kind": "setting",
        "object_id": made.key,
    }
    append(connection, row | {"session": session, "page": page})

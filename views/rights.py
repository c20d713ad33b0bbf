"""Does the reader still hold what the page was drawn with? Asked again before a file leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from access import policy
from access.viewer import Viewer, roles_held
from data.warehouse.home import as_of
from views import warehouse


def still_holds(viewer: Viewer) -> bool:
    """Whether the person holds role and scope at this moment, as the page was drawn with.

    For what runs after the page without a run of its own: a download, a click in a drawer.
    """
    if viewer.scope is None:
        return False
    with warehouse.engine().connect() as connection:
        now = roles_held(connection, viewer.person, date.today(), as_of(connection))
    return now.get(viewer.role or "") == replace(viewer.scope, hides_names=False)


def may_take_away(viewer: Viewer, page: str) -> bool:
    """Whether the role may export the page and still holds what it was drawn with.

    Nobody takes files while seeing as somebody else: the file would be theirs.
    """
    return is_offered(viewer, page) and still_holds(viewer)


def is_offered(viewer: Viewer, page: str) -> bool:
    """Whether the page draws the offer; without asking the tables again, which the run has just done."""
    return viewer.scope is not None and viewer.scope.limit is None and policy.may_export(viewer.role, page)

"""What a page hands out: its own run, stopped before anything is drawn, under the reader's rights and without names.

The pack and the slides take pages in this way, so a new page is in both without a line of its own.
"""

from __future__ import annotations

from contextvars import copy_context
from dataclasses import dataclass, replace
from typing import Any

from access import policy
from access.scope import before_an_audience
from access.viewer import Viewer
from errors import NotAllowed
from ui import run
from ui.page import discover
from views import warehouse
from views.parts import Header
from views.warehouse import Snapshot


@dataclass(frozen=True)
class HandedOut:
    """Header and parts of one page, from which snapshot; `blocks` is empty where the role may look and not take away."""

    page: str
    header: Header
    blocks: tuple[tuple[Any, Any], ...]
    snapshot: Snapshot | None
    unit: str


def collected(
    viewer: Viewer, page: str, choices: dict[str, str], snapshot_id: int | None
) -> HandedOut | None:
    """The page as the reader would see it now before an audience; None where nothing opens or nothing may be taken away."""
    return copy_context().run(_collected, viewer, page, choices, snapshot_id)


def _collected(
    viewer: Viewer, page: str, choices: dict[str, str], snapshot_id: int | None
) -> HandedOut | None:
    module = discover("pages").get(page)
    if module is None or viewer.scope is None or not policy.may_open(viewer.role, module.PAGE.requires):
        return None
    hidden = replace(viewer, scope=before_an_audience(viewer.scope), name=None)
    run.use(replace(run.now(), page=page, asked=dict(choices), is_shown=True, is_narrow=False, add_page=None))
    warehouse.show_frozen(snapshot_id)
    try:
        module.render(hidden)
    except run.HandedOut as found:
        offer = found.export
        return offer and HandedOut(page, found.header, offer.blocks, offer.snapshot, offer.unit)
    except NotAllowed:
        return None
    return None

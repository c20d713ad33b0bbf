"""投屏: a page before an audience. Names hidden in the scope itself, figures frozen where it is a page of the meeting pack."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from access.scope import before_an_audience
from access.viewer import Viewer
from actions import meeting as acts
from errors import ShownError
from ui import forms, run
from ui.i18n import t
from views import warehouse
from views.parts import Header, Name
from views.reporting import meeting
from views.reporting.meeting import PackPage
from views.warehouse import Snapshot

NAMELESS = ("student", "teacher")  # pages about one person: the pack holds no name


@dataclass(frozen=True)
class Showing:
    """One page before an audience: for whom it is drawn, its place in the pack, where the keys lead to."""

    viewer: Viewer
    leave: str
    place: int | None = None
    count: int | None = None
    before: str | None = None
    after: str | None = None
    title: str | None = None
    state: str = "as_is"  # as_is | gone: the frozen figures are no longer there, today's are shown


def begin(viewer: Viewer, page: str) -> Showing | None:
    """How the page in the address is shown to an audience; None where it is not asked for. Freezes the run's figures."""
    warehouse.show_frozen(None)
    if run.parameter("show") != "1" or viewer.scope is None:
        return None
    hidden = replace(viewer, scope=before_an_audience(viewer.scope), name=None)
    one = meeting.found(viewer.scope, run.parameter("pack"))
    if one is None or one.page != page:
        return Showing(hidden, run.kept_address(page, without=("show", "pack")))
    is_there = warehouse.show_frozen(one.snapshot_id)
    return _in_pack(hidden, viewer, one, is_there)


def _in_pack(hidden: Viewer, viewer: Viewer, one: PackPage, is_there: bool) -> Showing:
    held = [page for page in meeting.pages(viewer.scope, None) if page.is_open]
    at = next((place for place, page in enumerate(held) if page.number == one.number), 0)
    return Showing(
        viewer=hidden,
        leave=run.kept_address(acts.PAGE, only=run.CARRIED, without=("show", "term")),
        place=at + 1,
        count=len(held),
        before=address(held[at - 1]) if at > 0 else None,
        after=address(held[at + 1]) if at + 1 < len(held) else None,
        title=one.title,
        state="as_is" if is_there else "gone",
    )


def address(one: PackPage) -> str:
    """Where a page of the pack is shown: with what its own address named, in the reader's role and language."""
    asked = {name: found for name in ("as", "lang") if (found := run.parameter(name))}
    kept = asked | {key: value for key, value in run.now().carried.items() if key != "term"}
    return run.address(one.page, kept | one.choices | {"show": "1", "pack": str(one.number)})


def adder(viewer: Viewer) -> Callable[..., None] | None:
    """What 加入会议材料 does with the page of a header; None for whom it is not offered."""
    if not acts.can_collect(viewer.scope):
        return None

    def add(header: Header, **named: str | None) -> None:
        snapshot = warehouse.current_snapshot()
        if snapshot is None:
            return forms.failed(t("meeting.no_figures"))
        choices = {key: value for key, value in named.items() if value} | run.choices()
        try:
            acts.add(warehouse.engine(), viewer, _wanted(run.now().page, choices, header, snapshot))
        except ShownError:
            return forms.failed(t("meeting.full", most=acts.MOST_PAGES))
        return forms.saved(t("meeting.added"))

    return add


def _wanted(page: str, choices: dict[str, str], header: Header, snapshot: Snapshot) -> acts.Wanted:
    unit = header.title if isinstance(header.title, Name) and page not in NAMELESS else None
    return acts.Wanted(
        page=page, snapshot_id=snapshot.snapshot_id, as_of=snapshot.as_of, choices=choices,
        unit_zh=unit.zh if unit else None, unit_en=unit.en if unit else None,
    )  # fmt: skip

"""What holds for one run of the script: the page, what its links carry on, the theme, the college's today and zone."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from ui import i18n

CARRIED = ("as", "lang", "term", "show")  # query parameters that links take along
# Every parameter of ours: what an address keeps through a sign-in, and nothing else.
_CHOICES = (
    "id",
    "unit",
    "class",
    "major",
    "case",
    "capacity",
    "tab",
    "view",
    "eyes",
    "act",
    "role",
    "days",
    "after",
    "version",
    "part",
    "compare",
    "pack",
    "propose",
    "plan",
)
KEPT = (*CARRIED, *_CHOICES)
LONGEST_KEPT = 120  # characters of one value

NOT_CHOSEN = ("pack", "eyes", "act", "role")  # of the way a page is opened, not of what it shows
EYES = ("seen_as", "seen_role")  # view as: whose eyes, in which role; checked anew at each run


@dataclass(frozen=True)
class Run:
    """Set once per run by the frame; drawing functions read it instead of being handed six arguments."""

    page: str = ""
    carried: dict[str, str] = field(default_factory=dict)
    theme: str = "light"
    today: date | None = None
    zone: str = "UTC"
    is_narrow: bool = False  # a phone or a narrow window: charts put their words above instead of beside
    is_shown: bool = False  # 投屏: before an audience, without menu, filters, buttons and names
    add_page: Callable[..., None] | None = (
        None  # puts the page of a header into the meeting pack; None where not offered
    )
    opens: frozenset[str] = frozenset()  # pages that the reader may open: what links of a figure lead to
    asked: dict[str, str] | None = (
        None  # what stands for the address where a page is run to be handed out, and not drawn
    )


_run: ContextVar[Run] = ContextVar("run", default=Run())  # noqa: B039 - frozen


def use(run: Run) -> None:
    """Set the values of this run."""
    _run.set(run)


def now() -> Run:
    """The values of this run."""
    return _run.get()


def kept(draw: Callable[[], None]) -> Callable[[], None]:
    """The same drawing for what runs outside the script (a drawer after a click in it): language and run as they are now."""
    language, held = i18n.language(), now()

    def drawn() -> None:
        i18n.use(language)
        use(held)
        draw()

    return drawn


def theme() -> str:
    """light or dark, as the browser shows the page; read when a chart is drawn."""
    return now().theme


def href(page: str, **query: str | None) -> str:
    """A relative address of a page that keeps role, language and term; works as a plain link and without a reload."""
    return address(
        page, {**now().carried, **{key: value for key, value in query.items() if value is not None}}
    )


def address(page: str, query: dict[str, str]) -> str:
    """A relative address of a page with exactly these parameters."""
    place = page or "./"
    return f"{place}?{urlencode(query)}" if query else place


def parameter(name: str) -> str | None:
    """One query parameter of the address; None where it is absent or empty."""
    if now().asked is not None:
        return now().asked.get(name) or None
    return st.query_params.get(name) or None


class HandedOut(Exception):
    """Ends the run of a page that is only to be handed out: what its scope bar would have drawn, before anything was."""

    def __init__(self, header: Any, export: Any):
        super().__init__("handed out")
        self.header, self.export = header, export


def choices() -> dict[str, str]:
    """What the address names besides role, language and how it is shown: what makes this view of the page this one."""
    given = {name: parameter(name) for name in (*_CHOICES, "term") if name not in NOT_CHOSEN}
    return {name: value for name, value in given.items() if value and len(value) <= LONGEST_KEPT}


def kept_address(
    page: str | None,
    *,
    only: tuple[str, ...] = KEPT,
    without: tuple[str, ...] = (),
    more: dict[str, str] | None = None,
) -> str:
    """The relative address of a page of ours with the parameters of ours that the browser's address holds, and `more`."""
    given = {name: parameter(name) for name in only if name not in without} | (more or {})
    told = urlencode({name: value for name, value in given.items() if value and len(value) <= LONGEST_KEPT})
    return f"{page or ''}?{told}" if told else page or ""

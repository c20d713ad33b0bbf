"""The way of a new college from its files to the first profiles: three steps, and the links at its end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ui import run
from ui.html import div, esc, show, span, tag
from ui.i18n import t

NAMES = ("bring", "load", "open")


def steps(at: int) -> None:
    """The three steps; `at` is the one that comes next, from 0 (3: all are done)."""
    show(tag("ol", "".join(_step(place, name, at) for place, name in enumerate(NAMES)), cls="firstway"))


def _step(place: int, name: str, at: int) -> str:
    is_done, is_next = place < at, place == at
    number = tag("i", "✓" if is_done else str(place + 1), cls="no", aria_hidden="true")
    done = span("vh", esc(t("first_steps.done"))) if is_done else ""
    words = div(
        "", tag("b", esc(t(f"first_steps.{name}"))), done, span("sub", esc(t(f"first_steps.{name}_sub")))
    )
    return tag(
        "li",
        number + words,
        cls="done" if is_done else "next" if is_next else "ahead",
        aria_current="step" if is_next else None,
    )


def profiles(first: Iterable[Any]) -> None:
    """Links to the school's page and to a profile of each kind, every one in the role that reads it in whole."""
    drawn = [
        _link(t(f"first_steps.open_{one.page}"), run.href(one.page, id=one.key, **{"as": one.role}))
        for one in first
    ]
    show(tag("div", "".join(drawn), cls="linkrow firstlinks"))


def elsewhere(words: str, page: str, **chosen: str) -> None:
    """A link to another page or part of this one."""
    show(tag("div", _link(words, run.href(page, **chosen)), cls="linkrow"))


def _link(words: str, address: str) -> str:
    return tag("a", esc(words), cls="btn", href=address, data_in="1")

"""Checklists of scholarships and honours: a line per award that opens to its conditions; works with keyboard, thumb and printer."""

from __future__ import annotations

from typing import Any

from ui import text
from ui.html import div, esc, show, span, tag
from ui.i18n import t

DOTS = {"done": "full", "open": "hollow", "untold": "dash", "judged": "dash"}


def lists(values: tuple[Any, ...]) -> None:
    """Draw the checklists, closed, under each other."""
    show(lists_html(values))


def lists_html(values: tuple[Any, ...], *, is_open: bool = False) -> str:
    """The checklists as HTML; open where they are printed."""
    return div("clists", *(_checklist(one, is_open) for one in values))


def _checklist(one: Any, is_open: bool) -> str:
    counts = [(state, one.count(state)) for state in DOTS]
    told = [span("", esc(t(f"awards.count_{state}", count=count))) for state, count in counts if count]
    marks = "".join(tag("i", cls=f"cm {check.state}") for check in one.checks)
    head = tag(
        "summary",
        span("cn", tag("b", text.html(one.name)), span("sub", text.html(one.kind)))
        + span("cbar", marks, aria_hidden="true")
        + span("ccount", *told),
    )
    body = div("cbody", *(_check(check) for check in one.checks), _source(one))
    return tag("details", head + body, cls="clist", open="" if is_open else None)


def _check(one: Any) -> str:
    state = span("state", tag("i", cls=f"dot {DOTS[one.state]}", aria_hidden="true"), span("", esc(t(f"awards.state_{one.state}"))))  # fmt: skip
    note = div("sub", text.html(one.note)) if one.note is not None else ""
    return div("check", div("ck", tag("b", text.html(one.name)), note), state)


def _source(one: Any) -> str:
    return div("note", span("", text.html(one.source)), " ", span("", text.html(one.rule)))

"""Improvement actions: quiet rows that are links, and a figure then and now on one axis with its target."""

from __future__ import annotations

import re
from typing import Any

from ui import parts, run, text
from ui.format import amount, period, short_term, span_of
from ui.html import div, esc, percent, show, span, tag
from ui.i18n import t

TERM = re.compile(r"\d{4}-\d{4}-[12]")
MARGIN = 0.08  # of the axis, free at both ends
DOTS = {
    "effective": "full",
    "partly": "half",
    "no_effect": "hollow",
    "cannot_tell": "dash",
    "elsewhere": "dash",
}


def rows(values: tuple[Any, ...], *, selected: str | None, kept: dict[str, str]) -> None:
    """Draw the list: figure and entity, who answers for it, the clock; each row is one link that keeps the choices made."""
    show(div("tklist", *(_row(one, one.key == selected, kept) for one in values), role="list"))


def _row(one: Any, is_selected: bool, kept: dict[str, str]) -> str:
    marks = [t("tasks.chip_self")] if one.is_self_found else []
    marks += [] if one.is_made_here else [t("tasks.chip_loaded")]
    entity = text.html(one.about.name if hasattr(one.about, "page") else one.about)
    facts = [entity] + ([esc(one.owner)] if one.owner and one.person is None else [])
    chips = span("tkm", *(parts.chip(mark, outline=True) for mark in marks)) if marks else ""
    under = div("sub", span("", *(span("f", fact) for fact in facts)), chips)
    what = div("tkw", tag("b", text.html(one.indicator)), under)
    late = "tkc late" if one.state == "overdue" else "tkc"
    day = one.closed_on or one.due_on
    clock = div(late, tag("b", _clock(one)), div("sub", esc(f"{day:%Y-%m-%d}")))
    address = run.href("tasks", **kept, case=one.key)
    cls = "tkrow on" if is_selected else "tkrow"
    current = "true" if is_selected else None
    return div(
        "tkitem",
        tag("a", what + clock, cls=cls, href=address, data_in="1", aria_current=current),
        role="listitem",
    )


def _clock(one: Any) -> str:
    if one.state != "closed":
        return text.html(one.clock)
    dot = tag("i", cls=f"dot {DOTS[one.row['outcome'] or 'elsewhere']}", aria_hidden="true")
    return span("state", dot, span("", text.html(one.clock)))


def foot(shown: Any) -> None:
    """How many of how many are shown."""
    show(div("note tkfoot", text.html(shown)))


def movement(value: Any) -> None:
    """Draw a figure when the action was opened and now: dots with likely ranges, the target as a line, words beside."""
    show(movement_html(value))


def movement_html(value: Any) -> str:
    """The picture as HTML; what is not known says so."""
    place = _placer(value)
    now = "closed" if value.is_closed else "now"
    lines = [_reading("then", value.then, value, place), _reading(now, value.now, value, place)]
    return div("mv", _aim(value, place), *lines, role="img", aria_label=text.plain(value.alt))


def _aim(value: Any, place) -> str:
    """The words of the target above its line, kept inside the axis."""
    if value.target is None:
        return ""
    edges = sorted(edge for edge in (value.target, value.far) if edge is not None)
    shown = amount(edges[0], value.unit) if len(edges) == 1 else span_of(*edges, value.unit)
    spot = min(max(place(sum(edges) / len(edges)), 0.2), 0.8)
    words = span("mvt", esc(t("tasks.movement_target", value=shown)), style=f"left:{percent(spot)}")
    return div("mvaim", span("mvl", ""), div("mvp", words), span("mvv", ""))


def _period(value: str) -> str:
    """A term in its short form, so that it fits beside the axis; anything else as everywhere."""
    return short_term(value) if TERM.fullmatch(value) else period(value)


def _placer(value: Any):
    known = [edge for edge in (value.target, value.far) if edge is not None]
    for one in (value.then, value.now):
        known += [x for x in (one.value, one.low, one.high) if x is not None] if one else []
    low, high = min(known), max(known)
    room = (high - low) or max(abs(high), 1.0) * 0.2
    return lambda x: MARGIN + (x - low) / room * (1 - 2 * MARGIN) if high > low else 0.5


def _reading(which: str, one: Any, value: Any, place) -> str:
    label = span(
        "mvl",
        esc(t(f"tasks.movement_{which}")),
        tag("small", esc(_period(one.period))) if one and one.period else "",
    )
    if one is None:
        return div("mvr", label, div("mvp none", esc(t("tasks.movement_none"))), span("mvv", ""))
    edges = [edge for edge in (value.target, value.far) if edge is not None]
    line = "".join(span("mvline", style=f"left:{percent(place(edge))}") for edge in edges)
    bar = ""
    if one.low is not None and one.high is not None:
        left, right = place(one.low), place(one.high)
        bar = span("mvb", style=f"left:{percent(left)};width:{percent(right - left)}")
    dot = span(f"mvd {which}", style=f"left:{percent(place(one.value))}")
    facts = [span_of(one.low, one.high, value.unit)] if one.low is not None else []
    facts += [t("tasks.movement_n", n=f"{one.n:,}")] if one.n is not None else []
    words = tag("b", esc(amount(one.value, value.unit))) + "".join(tag("small", esc(fact)) for fact in facts)
    return div("mvr", label, div("mvp", line, bar, dot), span("mvv", words))

"""Designed states in the frame of a card: empty, not allowed, too small, stale, loading, not found, no model, broken."""

from __future__ import annotations

from typing import Any

from ui import text
from ui.html import div, esc, show, span, tag
from ui.i18n import t

DRAWINGS = {
    "empty": "d-bars", "no_model": "d-bars", "not_allowed": "d-lock", "too_small": "d-dash", "stale": "d-clock",
    "not_found": "d-find", "loading": "d-load", "broken": "d-bars", "revoked": "d-lock", "not_held": "d-lock", "no_profile": "d-bars",
}  # fmt: skip


def refusal(value: Any, links: str = "") -> None:
    """Draw a Refusal of a view in place of content, with further ways out of it."""
    show(refusal_html(value, links))


def refusal_html(value: Any, links: str = "") -> str:
    """A Refusal as HTML."""
    return state_html(
        value.state,
        text.html(value.title),
        text.html(value.body),
        text.html(value.remedy) if value.remedy else "",
        "".join(text.link(link) for link in value.links) + links,
    )


def state(name: str, *, links: str = "", **params: str) -> None:
    """Draw one of the product's own states (catalogue states.<name>.*)."""
    show(own_state_html(name, links=links, **params))


def own_state_html(name: str, *, links: str = "", **params: str) -> str:
    """One of the product's own states as HTML; parameters are escaped here."""
    words = {part: esc(t(f"states.{name}.{part}", **params)) for part in ("title", "body", "remedy")}
    return state_html(name, words["title"], words["body"], words["remedy"], links)


def state_html(name: str, title: str, body: str, remedy: str = "", links: str = "") -> str:
    """The frame of every state; its parts are HTML already."""
    drawing = tag("div", _drawing(name), cls=f"draw {DRAWINGS.get(name, 'd-bars')}", aria_hidden="true")
    tail = div("sr", remedy) if remedy else ""
    ways = div("sl2", links) if links else ""
    return div(
        "pstate", drawing, tag("h2", title), tag("p", body), tail, ways, role="status", data_state=name
    )


def _drawing(name: str) -> str:
    if DRAWINGS.get(name, "d-bars") == "d-bars":
        return "".join(tag("i", style=f"height:{height}px") for height in (15, 29, 21, 39))
    return tag("i") + tag("i")


def no_data(title: Any = None) -> None:
    """One line inside a card where the figure cannot be drawn."""
    words = text.html(title) if title is not None else esc(t("states.no_figure"))
    show(div("nofig", span("", words)))


def loading(words: Any) -> None:
    """Bars of the final shape with how far the work is."""
    show(div("loading", tag("i"), tag("i"), tag("i"), div("note", text.html(words))))

"""A range of places instead of a rank: 第3–6位，共9个; a click shows who cannot be told apart."""

from __future__ import annotations

from typing import Any

from ui import parts, text
from ui.html import div, esc, show, span, tag
from ui.i18n import t

MOST_NAMED = 24


def button(value: Any, whose: str) -> str:
    """The place as a button; its panel names those whose likely range overlaps."""
    words = esc(word(value))
    key = parts.popover_id("place", whose, value.label and text.name(value.label), value.low, value.of)
    named = value.like[:MOST_NAMED]
    body = div("pt", esc(t("drill.place_of_all", place=word(value), of=value.of))) + tag(
        "p", esc(t("drill.place_like", count=len(value.like)) if value.like else t("drill.place_alone"))
    )
    body += tag("ul", "".join(tag("li", text.html(one)) for one in named), cls="plist") if named else ""
    if len(value.like) > len(named):
        body += div("note", esc(t("ui.rows_shown", shown=len(named), all=len(value.like))))
    return parts.popover(key, words, body, title=t("drill.place_title", name=whose))


def word(value: Any) -> str:
    """第3–6位, or 第3位 where the interval leaves one place."""
    if value.low == value.high:
        return t("drill.place_one", low=value.low)
    return t("drill.place_range", low=value.low, high=value.high)


def line(values: tuple[Any, ...], whose: str) -> None:
    """Draw the places of one unit side by side: what is compared, the place, of how many."""
    if not values:
        return
    stated = [
        span(
            "pl1",
            esc(text.name(one.label)),
            " ",
            button(one, whose),
            " ",
            esc(t("drill.place_of", of=one.of)),
        )
        for one in values
    ]
    show(div("since places", span("", esc(t("drill.place_lead"))), *stated))

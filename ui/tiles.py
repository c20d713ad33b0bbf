"""The tile strip: one white strip of up to six cells, always the same four lines so that cells align."""

from __future__ import annotations

from typing import Any

from ui import parts, text
from ui.format import MISSING, span_of
from ui.html import div, esc, show, span, tag
from ui.i18n import t

MOST = 6
SMALL_FROM = 6  # with six cells the sparkline is 56 px wide


def strip(tiles: tuple[Any, ...]) -> None:
    """Draw the tiles; nothing where there is none."""
    if tiles:
        show(strip_html(tiles))


def strip_html(tiles: tuple[Any, ...]) -> str:
    """The strip as HTML."""
    shown = tiles[:MOST]
    width = 56 if len(shown) >= SMALL_FROM else 72
    return div(f"tiles n{len(shown)}", *(_tile(tile, width) for tile in shown))


def _tile(tile: Any, width: int) -> str:
    if tile.parts:
        return _together(tile)
    figure = tile.figure
    label = text.name(figure.name)
    head = div("tl", span("", esc(label)), parts.why(figure.why, label))
    stale = " stale" if figure.status == "stale" else ""
    return div(
        f"tile{stale}",
        head,
        div("tv", _value(tile), parts.sparkline(tile.series, tile.target, width=width)),
        div("tg", _gap(tile)),
        div("tn", text.html(tile.note) if tile.note else ""),
        role="group",
        aria_label=label,
    )


def _together(tile: Any) -> str:
    """Several figures in one cell: each its own value and name, which opens why; what the intervals say beneath."""
    label = text.plain(tile.label)
    shown = [
        div(
            "tpart",
            _value(part),
            parts.why(part.figure.why, text.name(part.figure.name), text.name(part.figure.name)),
        )
        for part in tile.parts
    ]
    return div(
        "tile together",
        div("tl", span("", esc(label))),
        div("tparts", *shown),
        div("tn", text.html(tile.note) if tile.note else ""),
        role="group",
        aria_label=label,
    )


def _value(tile: Any) -> str:
    if tile.chips:
        chips = [parts.warning_chip(level, count, bars=len(tile.chips) < 3) for level, count in tile.chips]
        return span("chips", *chips)
    figure = tile.figure
    if figure.status in ("suppressed", "missing", "not_applicable"):
        return tag("b", MISSING, cls="v")
    return tag("b", text.big(figure.amount), cls="v", title=_range(figure))


def _range(figure: Any) -> str | None:
    if figure.low is None or figure.high is None:
        return None
    return t("ui.likely_range", range=span_of(figure.low, figure.high, figure.amount.unit))


def _gap(tile: Any) -> str:
    if tile.figure.status_reason is not None:
        return text.html(tile.figure.status_reason)
    return text.html(tile.gap) if tile.gap else ""

"""Spreads of scores under each other on one axis: bars per bin, a line at the pass mark, the middle one as a tick."""

from __future__ import annotations

from typing import Any

from ui import text
from ui.format import number
from ui.html import div, esc, percent, show, span, tag
from ui.i18n import t

LOW, HIGH = 30, 100  # the axis; what lies below is counted in its first bin
TICKS = (40, 60, 80, 100)


def spreads(value: Any) -> None:
    """Draw the spreads."""
    show(spreads_html(value))


def spreads_html(value: Any) -> str:
    """The spreads as HTML rows: name, bars over scores, and how many below the pass mark in words."""
    line = span("cmp", style=f"left:{percent(_place(value.pass_mark))}")
    grid = "".join(span("gr", style=f"left:{percent(_place(tick))}") for tick in TICKS)
    rows = "".join(_row(one, value, grid + line) for one in value.rows)
    labels = "".join(span("", str(tick), style=f"left:{percent(_place(tick))}") for tick in TICKS)
    foot = div("spr spx", span(""), div("spp", labels), span(""), aria_hidden="true")
    axis = div("ax", esc(t("drill.spread_axis", mark=number(value.pass_mark, "score"))))
    return div(
        "spreads", div("", rows, role="list"), foot, axis, role="group", aria_label=text.plain(value.alt)
    )


def _place(score: float) -> float:
    return (score - LOW) / (HIGH - LOW)


def _row(one: Any, value: Any, behind: str) -> str:
    most = max((count for _, count in one.bins), default=0) or 1
    bars = "".join(
        _bar(low, count / most, value, one.is_own) for low, count in _gathered(one.bins, value.width)
    )
    middle = ""
    if one.middle is not None:
        middle = span("spm", style=f"left:{percent(_place(max(one.middle, LOW)))}")
    words = (
        [tag("b", esc(t("drill.spread_middle", score=number(one.middle, "score"))))]
        if one.middle is not None
        else []
    )
    if one.below is not None:
        mark = number(value.pass_mark, "score")
        words.append(span("", esc(t("drill.spread_below", mark=mark, below=one.below, n=one.n))))
    else:
        words.append(span("", esc(t("drill.spread_count", n=one.n))))
    cls = "spr own" if one.is_own else "spr"
    return div(
        cls,
        div("spn", text.html(one.name)),
        div("spp", behind, bars, middle),
        div("spt", *words),
        role="listitem",
    )


def _gathered(bins: tuple, width: int) -> list[tuple[int, float]]:
    found: dict[int, float] = {}
    for low, count in bins:
        found[max(low, LOW)] = found.get(max(low, LOW), 0) + count
    return sorted(found.items())


def _bar(low: int, height: float, value: Any, is_own: bool) -> str:
    place = (
        f"left:{percent(_place(low))};width:{percent(value.width / (HIGH - LOW))};height:{height * 100:.0f}%"
    )
    return span("spb fail" if low < value.pass_mark else "spb", style=place)

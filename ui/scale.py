"""The scale, the product's one signature: a thin band with its standard's marks, on which every value is shown."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from ui import parts, text
from ui.format import number, span_of
from ui.html import div, esc, percent, show, span, tag
from ui.i18n import t

SCORE_FROM, SCORE_TO = 30.0, 100.0
SCORE_MARKS = (50.0, 65.0, 80.0)
ANCHORS = ("floor", "qualified", "target", "stretch")


def rows(values: tuple[Any, ...], *, legend: bool = True, compact: bool = False) -> None:
    """Draw scale rows of one kind under each other, with the head of their marks above."""
    if values:
        show(rows_html(values, legend=legend, compact=compact))


def rows_html(values: tuple[Any, ...], *, legend: bool = True, compact: bool = False) -> str:
    """The rows as HTML; `compact` narrows the name column beside a radar."""
    kind = values[0].kind
    explained = div("note", esc(t(f"ui.scale.{kind}_legend"))) if legend else ""
    cls = f"scale {kind}" + (" compact" if compact else "")
    drawn = div(cls, _head(kind), *(_row(row, compact) for row in values), role="list")
    return explained + div("scalebox", drawn)


def _head(kind: str) -> str:
    if kind == "anchors":
        words = "".join(span("", esc(t(f"ui.scale.{word}"))) for word in ANCHORS)
        marks = span("sh eq", words)
    else:
        words = [span("", f"{mark:.0f}", style=f"left:{percent(_place_score(mark))}") for mark in SCORE_MARKS]
        marks = span("sh at", *words)
    return div("srow shead", span(""), span(""), marks, span(""), aria_hidden="true")


def _row(row: Any, compact: bool) -> str:
    label = text.name(row.name) if hasattr(row.name, "zh") else text.plain(row.name)
    sub = div("sub", text.html(row.sub)) if row.sub else ""
    button = parts.why(row.why, label)
    named = div("sn", tag("b", esc(label)), sub or (div("sub", button) if button else ""))
    value = div("sv", text.big(row.amount))
    state = div(
        "ss", parts.state_word(row.state, short=compact), div("sub", text.html(row.gap)) if row.gap else ""
    )
    return div(
        "srow", named, value, div("sb", _band(row)), state, role="listitem", aria_label=_spoken(row, label)
    )


def _spoken(row: Any, label: str) -> str:
    pieces = [label, text.plain(row.amount), t(f"states.word.{row.state}")]
    if row.low is not None and row.high is not None:
        pieces.append(t("ui.likely_range", range=span_of(row.low, row.high, row.amount.unit)))
    if row.gap:
        pieces.append(text.plain(row.gap))
    return ", ".join(pieces)


def _band(row: Any) -> str:
    place = _placer(row)
    if place is None or row.amount.value is None:
        return div("band none", span("z"))
    zones, ticks = _zones(row.kind)
    marks = [span("mk", style=f"left:{percent(tick)}") for tick in ticks]
    drawn = [*zones, *marks, _whisker(row, place)]
    if row.previous is not None:
        drawn.append(span("pv", style=f"left:{percent(place(row.previous))}"))
    drawn.append(span("cur", style=f"left:{percent(place(row.amount.value))}"))
    return div("band", *drawn) + (_anchor_labels(row) if row.kind == "anchors" else "")


def _whisker(row: Any, place) -> str:
    if row.low is None or row.high is None:
        return ""
    left, right = sorted((place(row.low), place(row.high)))
    return span("wh", style=f"left:{percent(left)};width:{percent(right - left)}")


def _placer(row: Any):
    """How a value becomes a position between 0 and 1; None where the row has no marks."""
    if row.kind == "scores":
        return _place_score
    if len(row.marks) != 4:
        return None
    return lambda value: place_anchor(value, row.marks)


def _place_score(value: float) -> float:
    return (value - SCORE_FROM) / (SCORE_TO - SCORE_FROM)


def place_anchor(value: float, marks: tuple[float, ...]) -> float:
    """Position of a value where the four anchors stand at equal distances, rising or falling; ends are kept inside."""
    falling = marks[0] > marks[-1]
    ordered = [-mark for mark in marks] if falling else list(marks)
    wanted = -value if falling else value
    if wanted <= ordered[0]:
        return 0.0
    for step, (left, right) in enumerate(pairwise(ordered)):
        if wanted <= right:
            share = (wanted - left) / (right - left) if right > left else 1.0
            return (step + share) / 3
    return 1.0


def _zones(kind: str) -> tuple[list[str], tuple[float, ...]]:
    edges = (0.0, 1 / 3, 2 / 3, 1.0)
    if kind == "scores":
        edges = (0.0, *(_place_score(mark) for mark in SCORE_MARKS), 1.0)
    zones = [
        span(f"z z{number}", style=f"left:{percent(left)};width:{percent(right - left)}")
        for number, (left, right) in enumerate(pairwise(edges))
    ]
    return zones, edges[1:-1]


def _anchor_labels(row: Any) -> str:
    labels = "".join(span("", esc(number(mark, row.amount.unit).removesuffix(".0"))) for mark in row.marks)
    return tag("div", labels, cls="sl eq", aria_hidden="true")

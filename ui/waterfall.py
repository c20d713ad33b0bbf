"""The waterfall: which single moves lead from the score now to the next threshold. HTML, so that its text is text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ui import text
from ui.figures import ticks_between
from ui.format import amount, stated
from ui.html import div, esc, percent, show, span, tag
from ui.i18n import t


@dataclass(frozen=True)
class _Step:
    name: str
    move: str
    start: float
    gain: float
    effort: str
    kind: str  # now | move | rest


def draw(value: Any) -> None:
    """From the score now through the gains of single moves to the threshold; the rest as one pale step."""
    show(waterfall_html(value))


def waterfall_html(value: Any) -> str:
    """The steps as HTML rows on one axis, which says where it starts."""
    steps = _steps(value)
    low = max(0.0, (min([value.start, *[score for score, _ in value.thresholds]]) - 6) // 5 * 5)
    high = max([score for score, _ in value.thresholds] + [steps[-1].start + steps[-1].gain]) + 2
    ticks = ticks_between(low, high)

    def place(score: float) -> float:
        return (score - low) / (high - low)

    lines = [span("gr", style=f"left:{percent(place(tick))}") for tick in ticks]
    lines += [span("thr", style=f"left:{percent(place(score))}") for score, _ in value.thresholds]
    rows = [_row(step, place, "".join(lines), last=step is steps[-1]) for step in steps]
    return div(
        "wfall",
        _heads(value, place),
        div("", *rows, role="list"),
        _foot(ticks, place, low),
        role="group",
        aria_label=text.plain(value.alt),
    )


def _steps(value: Any) -> list[_Step]:
    steps = [_Step(t("ui.chart.now"), "", 0.0, value.start, "", "now")]
    at = value.start
    for one in value.steps:
        move = f"{stated(one.now.value, one.now.unit)} → {amount(one.need.value, one.need.unit)}"
        effort = t(f"ui.gap.effort_{one.effort}") if one.effort else ""
        steps.append(_Step(text.name(one.name), move, at, one.gain, effort, "move"))
        at += one.gain
    if value.rest > 0:
        steps.append(_Step(t("ui.chart.rest"), "", at, value.rest, "", "rest"))
    return steps


def _heads(value: Any, place) -> str:
    labels = [
        span("cl", text.html(words), style=f"left:{percent(place(score))}")
        for score, words in value.thresholds
    ]
    return div("wfr ivh", span(""), div("ivp", *labels), span(""), aria_hidden="true")


def _row(step: _Step, place, lines: str, *, last: bool) -> str:
    left = 0.0 if step.kind == "now" else place(step.start)
    right = place(step.start + step.gain)
    bar = span(f"wfb {step.kind}", style=f"left:{percent(left)};width:{percent(right - left)}")
    words = tag("b", f"{step.gain:.1f}" if step.kind == "now" else f"+{step.gain:.1f}")
    side = f"left:{percent(right)}" if step.kind == "now" else f"right:{percent(1 - left)}"
    link = "" if last else span("wfc", style=f"left:{percent(right)}")
    name = div("wfn", span("", esc(step.name)), div("sub", esc(step.move)) if step.move else "")
    plot = div("ivp", lines, bar, link, span(f"wfg {step.kind}", words, style=side))
    return div("wfr", name, plot, div("wfe", esc(step.effort)), role="listitem")


def _foot(ticks: list[float], place, low: float) -> str:
    labels = "".join(span("", f"{tick:.0f}", style=f"left:{percent(place(tick))}") for tick in ticks)
    axis = div("ax", esc(t("ui.chart.score_axis", start=f"{low:.0f}")))
    return div("wfr ivx", span(""), div("ivp", labels), span(""), aria_hidden="true") + div(
        "wfr ivx", span(""), axis, span("")
    )

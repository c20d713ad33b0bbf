"""The waterfall: which single moves lead from the score now to the next threshold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from ui import text
from ui.charts.template import base, left_label, lines, put, remembered
from ui.format import amount, stated
from ui.i18n import language, t
from ui.tokens import colour

ROW, EDGE = 44, 96  # pixels
NAME_WIDTH = {"zh": 14, "en": 26}


@dataclass(frozen=True)
class _Step:
    name: str
    move: str
    start: float
    gain: float
    effort: str
    token: str


def waterfall(value: Any, key: str = "waterfall") -> None:
    """From the score now through the gains of single moves to the threshold; the rest as one pale step."""
    put(_waterfall(value), value.alt, key)


@remembered
def _waterfall(value: Any, theme: str) -> go.Figure:
    steps = _steps(value)
    low = max(0.0, (min([value.start, *[score for score, _ in value.thresholds]]) - 6) // 5 * 5)
    figure = base(theme, ROW * len(steps) + EDGE, margin={"l": 196, "r": 78, "t": 30, "b": 44}, bargap=0.46)
    starts = [low if place == 0 else step.start for place, step in enumerate(steps)]
    figure.add_bar(
        y=list(range(len(steps))), base=starts, orientation="h", hoverinfo="skip",
        x=[step.start + step.gain - start for step, start in zip(steps, starts, strict=True)],
        marker={"color": [colour(step.token, theme) for step in steps]},
    )  # fmt: skip
    for place, step in enumerate(steps):
        _words(figure, place, step, theme)
    _thresholds(figure, value, theme)
    end = max([score for score, _ in value.thresholds] + [steps[-1].start + steps[-1].gain]) + 2
    figure.update_xaxes(
        range=[low, end], title={"text": t("ui.chart.score_axis", start=f"{low:.0f}")}, nticks=6
    )
    figure.update_yaxes(range=[len(steps) - 0.4, -0.6], showticklabels=False, showgrid=False)
    return figure


def _steps(value: Any) -> list[_Step]:
    steps = [_Step(t("ui.chart.now"), "", 0.0, value.start, "", "other")]
    at = value.start
    for one in value.steps:
        move = f"{stated(one.now.value, one.now.unit)} → {amount(one.need.value, one.need.unit)}"
        effort = t(f"ui.gap.effort_{one.effort}") if one.effort else ""
        steps.append(_Step(text.name(one.name), move, at, one.gain, effort, "acc"))
        at += one.gain
    if value.rest > 0:
        steps.append(_Step(t("ui.chart.rest"), "", at, value.rest, "", "z3"))
    return steps


def _words(figure: go.Figure, place: int, step: _Step, theme: str) -> None:
    name = lines(step.name, NAME_WIDTH[language()]) if len(step.name) > NAME_WIDTH[language()] else step.name
    left_label(figure, place, f"{name}<br>{step.move}" if step.move else name, font={"size": 12})
    if place == 0:
        figure.add_annotation(x=step.gain, xanchor="left", xshift=5, y=place, text=f"<b>{step.gain:.1f}</b>")
        return
    figure.add_annotation(x=step.start, xanchor="right", xshift=-5, y=place, text=f"<b>+{step.gain:.1f}</b>")
    if step.effort:
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=8, y=place, text=step.effort,
            font={"size": 12, "color": colour("mute", theme)},
        )  # fmt: skip


def _thresholds(figure: go.Figure, value: Any, theme: str) -> None:
    for score, words in value.thresholds:
        figure.add_vline(x=score, line={"width": 1, "color": colour("ink", theme), "dash": "dot"})
        figure.add_annotation(x=score, y=1, yref="paper", yanchor="bottom", text=text.plain(words))

"""The ridgeline: how first-attempt scores spread, term under term, and whether the spread moves."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from ui import run
from ui.charts.template import base, left_label, put, remembered, soft
from ui.format import short_term
from ui.i18n import t
from ui.tokens import colour

STEP, HEIGHT = 1.0, 1.7  # distance of two base lines, height of the tallest ridge
LEAST_PIXELS = 360  # with one or two terms the card beside is taller than they
TALLEST = 0.28  # share of one bin of five points that reaches the full height, if none is larger; the same for all terms
GREY = {"light": "rgba(138,149,154,.28)", "dark": "rgba(127,142,148,.26)"}


def ridges(value: Any, key: str = "ridges") -> None:
    """Draw the terms from old to new, only the newest in teal, with the pass mark as the line of reference."""
    if value.rows:
        put(_ridges(value), value.alt, key)


@remembered
def _ridges(value: Any, theme: str) -> go.Figure:
    count = len(value.rows)
    height = max(58 * count + 96, 0 if run.now().is_narrow else LEAST_PIXELS)
    figure = base(theme, height, margin={"l": 96, "r": 12, "t": 26, "b": 44})
    tallest = max(TALLEST, *(share for row in value.rows for share in _shares(row)))
    for place, row in enumerate(value.rows):
        _ridge(figure, row, (count - 1 - place) * STEP, tallest, theme)
    figure.add_vline(x=value.pass_mark, line={"width": 1, "color": colour("ink", theme)})
    words = t("ui.chart.pass_mark", mark=f"{value.pass_mark:.0f}")
    figure.add_annotation(x=value.pass_mark, y=1, yref="paper", yanchor="bottom", text=words)
    figure.update_xaxes(range=[0, 100], dtick=20, title={"text": t("ui.chart.first_score")})
    figure.update_yaxes(range=[-0.1, (count - 1) * STEP + HEIGHT], showticklabels=False, showgrid=False)
    return figure


def _ridge(figure: go.Figure, row: Any, floor: float, tallest: float, theme: str) -> None:
    xs, heights = _curve(row, tallest)
    top = [floor + height for height in heights]
    figure.add_scatter(
        x=[*xs, *reversed(xs)], y=[*top, *[floor] * len(xs)], mode="lines", fill="toself", hoverinfo="skip",
        fillcolor=soft(theme) if row.is_newest else GREY[theme], line={"width": 0},
    )  # fmt: skip
    line = colour("acc" if row.is_newest else "other", theme)
    figure.add_scatter(
        x=xs,
        y=top,
        mode="lines",
        line={"color": line, "width": 1.5, "shape": "spline", "smoothing": 0.25},
        hoverinfo="skip",
    )
    font = {"size": 12, "color": colour("ink" if row.is_newest else "mute", theme)}
    left_label(figure, floor + 0.22, f"{short_term(row.term_id)}<br>n = {row.n:,}", font=font, shift=-8)


def _shares(row: Any) -> list[float]:
    total = sum(count for _, count in row.bins) or 1
    return [count / total for _, count in row.bins]


def _curve(row: Any, tallest: float) -> tuple[list[float], list[float]]:
    """Shares per bin at the middle of each bin, on the floor where there is no bin."""
    middles = [low + 2.5 for low, _ in row.bins]
    heights = [share / tallest * HEIGHT for share in _shares(row)]
    first, last = row.bins[0][0], row.bins[-1][0] + 5
    return [0.0, float(first), *middles, float(last), 100.0], [0.0, 0.0, *heights, 0.0, 0.0]

"""The funnel plot: each unit's rate against its number, with the limits between which chance alone would put it."""

from __future__ import annotations

from math import sqrt
from typing import Any

import plotly.graph_objects as go

from ui import text
from ui.charts.template import base, put, remembered, right_label
from ui.i18n import t
from ui.tokens import colour

LIMITS = ((1.959964, "dot"), (3.090232, "solid"))  # normal quantiles of 95 % and 99.8 %, and their lines
POINTS = 60


def funnel(value: Any, key: str = "funnel") -> None:
    """Draw the plot; nothing where there is no comparator."""
    if value.comparator is not None and value.rows:
        put(_funnel(value), value.alt, key)


@remembered
def _funnel(value: Any, theme: str) -> go.Figure:
    figure = base(theme, 360, margin={"l": 56, "r": 96, "t": 16, "b": 46})
    most = max(row.n for row in value.rows) * 1.05
    least = max(min(row.n for row in value.rows) * 0.8, 1)
    _limits(figure, value.comparator, [least + (most - least) * k / POINTS for k in range(POINTS + 1)], theme)
    _points(figure, [row for row in value.rows if row.difference not in ("above", "below")], theme)
    _named(figure, [row for row in value.rows if row.difference in ("above", "below")], theme)
    figure.add_hline(y=value.comparator * 100, line={"width": 1, "color": colour("ink", theme)})
    right_label(figure, value.comparator * 100, text.plain(value.comparator_label), font={"size": 12})
    figure.update_xaxes(range=[0, most], title={"text": t("ui.chart.funnel_n")})
    figure.update_yaxes(ticksuffix="%")
    return figure


def _limits(figure: go.Figure, centre: float, sizes: list[float], theme: str) -> None:
    for quantile, dash in LIMITS:
        for sign in (-1, 1):
            limit = [centre + sign * quantile * sqrt(centre * (1 - centre) / n) for n in sizes]
            figure.add_scatter(
                x=sizes, y=[100 * min(max(one, 0), 1) for one in limit], mode="lines", hoverinfo="skip",
                line={"color": colour("other", theme), "width": 1, "dash": dash},
            )  # fmt: skip


def _points(figure: go.Figure, rows: list, theme: str) -> None:
    ring = {"color": colour("other", theme), "width": 1.5}
    marker = {"size": 8, "color": colour("surface", theme), "line": ring}
    _scatter(figure, rows, mode="markers", marker=marker)


def _named(figure: go.Figure, rows: list, theme: str) -> None:
    font = {"color": colour("ink", theme), "size": 12}
    names = [text.name(row.link.name) for row in rows]
    marker = {"size": 10, "color": colour("acc", theme)}
    _scatter(
        figure, rows, mode="markers+text", marker=marker, text=names, textposition="top center", textfont=font
    )


def _scatter(figure: go.Figure, rows: list, **look: Any) -> None:
    if rows:
        figure.add_scatter(
            x=[row.n for row in rows], y=[row.value * 100 for row in rows],
            customdata=[text.name(row.link.name) for row in rows],
            hovertemplate="%{customdata}<br>%{y:.1f}%, n = %{x:,}<extra></extra>", **look,
        )  # fmt: skip

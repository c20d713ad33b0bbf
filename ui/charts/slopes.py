"""How places move: one line per unit from its place before to its place after."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from ui import run, text
from ui.charts.template import base, lines, put, remembered
from ui.i18n import t
from ui.tokens import colour

ROW, LEAST = 26, 220
ROW_NARROW, LATIN, CHINESE = 40, 22, 11  # on a phone names take two lines of so many characters


def slopes(value: tuple[Any, ...], alt: Any, key: str = "slopes") -> None:
    """Draw the lines; nothing where nobody is named."""
    if value:
        put(_slopes(value), alt, key)


@remembered
def _slopes(value: tuple[Any, ...], theme: str) -> go.Figure:
    row, right = (ROW_NARROW, 150) if run.now().is_narrow else (ROW, 270)
    figure = base(theme, max(LEAST, row * len(value) + 60), margin={"l": 32, "r": right, "t": 44, "b": 10})
    for one in value:
        _line(figure, one, theme)
    for x, key in ((0, "before"), (1, "after")):
        words = lines(t(f"standards.slope_{key}"), 10) if run.now().is_narrow else t(f"standards.slope_{key}")
        figure.add_annotation(
            x=x, y=1.0, yref="paper", yshift=26, xanchor="left", xshift=-10, align="left", text=words
        )
    places = [place for one in value for place in (one.before, one.after)]
    figure.update_xaxes(range=[-0.06, 1.04], visible=False)
    figure.update_yaxes(range=[max(places) + 0.8, min(places) - 0.8], visible=False)
    return figure


def _line(figure: go.Figure, one: Any, theme: str) -> None:
    moved = one.before != one.after
    ink = colour("acc" if moved else "other", theme)
    name = text.name(one.link.name)
    figure.add_scatter(
        x=[0, 1], y=[one.before, one.after], mode="lines+markers", line={"color": ink, "width": 2 if moved else 1},
        marker={"size": 7, "color": ink}, hovertemplate=f"{name}<br>%{{y}}<extra></extra>",
    )  # fmt: skip
    shown = lines(name, LATIN if " " in name else CHINESE) if run.now().is_narrow else name
    font = {"size": 12, "color": colour("ink", theme)}
    figure.add_annotation(x=0, y=one.before, text=str(one.before), xanchor="right", xshift=-10, font=font)
    figure.add_annotation(
        x=1, y=one.after, text=f"{one.after}  {shown}", xanchor="left", xshift=10, font=font, align="left"
    )

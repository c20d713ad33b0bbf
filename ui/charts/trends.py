"""Small pictures of one size: a measure over its periods, its interval where it has one, the target as a dashed line."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from ui import run, text
from ui.charts.template import base, put, remembered
from ui.format import UNITS, amount, period
from ui.html import div, esc, show, tag
from ui.tokens import colour

HEIGHT = 150
PER_ROW = 3


def trends(value: Any, key: str = "trends") -> None:
    """Draw the panels, three beside each other; under each other on a phone."""
    panels = list(value.panels)
    for start in range(0, len(panels), PER_ROW):
        row = panels[start : start + PER_ROW]
        for column, panel in zip(st.columns(PER_ROW, gap="medium")[: len(row)], row, strict=True):
            with column:
                _panel(panel, f"{key}_{start}_{row.index(panel)}")


def _panel(panel: Any, key: str) -> None:
    last = panel.points[-1]
    head = tag("b", text.html(panel.name)) + tag("span", esc(amount(last.value, panel.unit)), cls="tlast")
    show(div("thead", head))
    put(_trend(panel), spoken(panel), key)
    notes = [text.html(one) for one in (panel.target_label, panel.note) if one is not None]
    show(div("note tnote", " · ".join(notes)))


def spoken(panel: Any) -> str:
    """The series in words."""
    told = ", ".join(f"{short(one.period)} {amount(one.value, panel.unit)}" for one in panel.points)
    return f"{text.plain(panel.name)}: {told}"


def short(words: str) -> str:
    """A period short enough for an axis: 2024-2025-1 becomes 24-25-1."""
    pieces = words.split("-")
    return "-".join(piece[2:] if len(piece) == 4 else piece for piece in pieces) if len(pieces) > 1 else words


@remembered
def _trend(panel: Any, theme: str) -> go.Figure:
    figure = base(theme, HEIGHT, margin={"l": 40, "r": 12, "t": 8, "b": 26})
    factor = UNITS[panel.unit][0]
    names = [short(one.period) for one in panel.points]
    values = [None if one.value is None else one.value * factor for one in panel.points]
    bars = None
    if all(one.low is not None and one.high is not None for one in panel.points):
        over = [(one.high - one.value) * factor for one in panel.points]
        under = [(one.value - one.low) * factor for one in panel.points]
        bars = {
            "type": "data",
            "array": over,
            "arrayminus": under,
            "color": colour("other", theme),
            "thickness": 1.5,
            "width": 4,
        }
    figure.add_scatter(
        x=names, y=values, mode="lines+markers", line={"color": colour("acc", theme), "width": 2},
        marker={"size": [6] * (len(names) - 1) + [10], "color": colour("acc", theme)}, error_y=bars,
        customdata=[[period(one.period), amount(one.value, panel.unit)] for one in panel.points],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    )  # fmt: skip
    if panel.target is not None:
        figure.add_hline(
            y=panel.target * factor, line={"width": 1, "dash": "dash", "color": colour("ink", theme)}
        )
    figure.update_yaxes(nticks=4, ticksuffix="%" if panel.unit == "share" else "")
    figure.update_xaxes(type="category", nticks=3 if run.now().is_narrow else 6, showgrid=False)
    return figure

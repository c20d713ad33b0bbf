"""What a model said against what happened: one point per part of the rows with its likely range, and the line of agreement."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from ui.charts.template import base, put, remembered
from ui.i18n import t
from ui.tokens import colour

HEIGHT = 330


def reliability(value: Any, key: str = "reliability") -> None:
    """Draw the curve; nothing where there is no point."""
    if value.points:
        put(_reliability(value), value.alt, key)


@remembered
def _reliability(value: Any, theme: str) -> go.Figure:
    figure = base(theme, HEIGHT, margin={"l": 58, "r": 16, "t": 12, "b": 46})
    ends = [0, 100]
    figure.add_scatter(
        x=ends, y=ends, mode="lines", hoverinfo="skip", line={"color": colour("ink", theme), "width": 1, "dash": "dot"}
    )  # fmt: skip
    figure.add_annotation(
        x=0, y=102, xanchor="left", yanchor="top", text=t("model.agreement"), font={"size": 12, "color": colour("mute", theme)}
    )  # fmt: skip
    acc = colour("acc", theme)
    over = [max((one.high - one.happened) * 100, 0) for one in value.points]
    under = [max((one.happened - one.low) * 100, 0) for one in value.points]
    bars = {
        "type": "data",
        "array": over,
        "arrayminus": under,
        "color": colour("control", theme),
        "thickness": 1.2,
        "width": 3,
    }
    figure.add_scatter(
        x=[one.said * 100 for one in value.points], y=[one.happened * 100 for one in value.points], mode="markers",
        marker={"size": 9, "color": acc}, error_y=bars, customdata=[one.n for one in value.points],
        hovertemplate="%{x:.1f}% → %{y:.1f}%, n = %{customdata:,}<extra></extra>",
    )  # fmt: skip
    figure.update_xaxes(range=[-2, 103], ticksuffix="%", title={"text": t("model.axis_said")})
    figure.update_yaxes(range=[-4, 104], ticksuffix="%", title={"text": t("model.axis_happened")})
    return figure

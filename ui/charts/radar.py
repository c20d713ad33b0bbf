"""The radar: a thumbnail beside scale rows, never alone."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from ui import text
from ui.charts.template import base, lines, put, remembered, soft
from ui.i18n import language
from ui.tokens import colour

FEWEST = 3
LABEL_WIDTH = {"zh": 5, "en": 10}
ROOM = {"zh": 44, "en": 64}  # pixels beside the polygon for its labels


def radar(value: Any, key: str = "radar") -> None:
    """Own polygon against the reference line; an axis of which nothing is known stays open.

    With fewer than three known axes there is no shape, and the scale rows beside say it all.
    """
    if sum(score is not None for score in value.scores) >= FEWEST:
        put(_radar(value), value.alt, key)


@remembered
def _radar(value: Any, theme: str) -> go.Figure:
    names = [text.name(axis) for axis in value.axes]
    angles = [360 * place / len(names) for place in range(len(names))]
    closed = [*angles, angles[0]]
    figure = base(theme, 250, margin={"l": ROOM[language()], "r": ROOM[language()], "t": 40, "b": 40})
    figure.add_scatterpolar(
        r=[value.reference] * len(closed), theta=closed, mode="lines", hoverinfo="skip",
        line={"color": colour("control", theme), "width": 1.2, "dash": "dot"},
    )  # fmt: skip
    _own(figure, value, names, closed, theme)
    labels = [lines(name, LABEL_WIDTH[language()]) for name in names]
    figure.update_polars(
        gridshape="linear", radialaxis=_radial(), angularaxis=_angular(angles, labels, theme)
    )
    return figure


def _own(figure: go.Figure, value: Any, names: list[str], closed: list[float], theme: str) -> None:
    scores = [*value.scores, value.scores[0]]
    acc = colour("acc", theme)
    figure.add_scatterpolar(
        r=scores, theta=closed, mode="lines+markers", connectgaps=False, fillcolor=soft(theme),
        fill="none" if None in scores else "toself", line={"color": acc, "width": 2}, marker={"size": 5, "color": acc},
        customdata=[*names, names[0]], hovertemplate="%{customdata} %{r:.0f}<extra></extra>",
    )  # fmt: skip


def _radial() -> dict:
    return {
        "range": [0, 100],
        "tickvals": [25, 50, 75, 100],
        "showticklabels": False,
        "showline": False,
        "ticks": "",
    }


def _angular(angles: list[float], labels: list[str], theme: str) -> dict:
    return {
        "tickvals": angles, "ticktext": labels, "rotation": 90, "direction": "clockwise", "ticks": "",
        "tickfont": {"size": 12, "color": colour("ink", theme)},
    }  # fmt: skip

"""The board of majors: two axes, quadrants, a band around the lines in which nothing is judged, bubbles by students."""

from __future__ import annotations

from math import sqrt
from typing import Any

import plotly.graph_objects as go

from ui import run, text
from ui.charts.name_places import Mark, sides
from ui.charts.template import base, put, remembered
from ui.i18n import t
from ui.tokens import colour

HEIGHT, HEIGHT_BESIDE = 430, 350  # alone in its row, and beside another card or on a phone
LARGEST, SMALLEST = 44, 9
WIDTH = 860  # px of the picture in a window of 1440, less its axis
LABELLED = 14  # names are written beside the bubbles while there is room for them
CORNERS = (("rebuild", 0, 1), ("strengthen", 1, 1), ("warning", 0, 0), ("transform", 1, 0))


def board(value: Any, key: str = "board") -> None:
    """Draw the board."""
    put(_board(value), value.alt, key)


@remembered
def _board(value: Any, theme: str) -> go.Figure:
    has_own = any(one.is_own for one in value.bubbles)
    is_small = has_own or run.now().is_narrow
    figure = base(theme, HEIGHT_BESIDE if is_small else HEIGHT, margin={"l": 46, "r": 12, "t": 10, "b": 46})
    x, y = (_range(value, [getattr(one, name) for one in value.bubbles]) for name in ("x", "y"))
    _zones(figure, value, theme)
    _corners(figure, theme)
    others = [one for one in value.bubbles if not one.is_own]
    _bubbles(figure, value, others, "other", theme, named=len(value.bubbles) <= LABELLED and not is_small)
    _bubbles(figure, value, [one for one in value.bubbles if one.is_own], "acc", theme, named=True)
    figure.update_xaxes(range=x, title={"text": t("boards.axis_capability")}, showgrid=False)
    figure.update_yaxes(range=y, title={"text": t("boards.axis_fit")}, showgrid=False)
    return figure


def _range(value: Any, scores: list[float]) -> list[float]:
    low, high = min([*scores, value.line - value.zone]), max([*scores, value.line + value.zone])
    room = max((high - low) * 0.14, 4)
    return [low - room, high + room]


def _zones(figure: go.Figure, value: Any, theme: str) -> None:
    low, high = value.line - value.zone, value.line + value.zone
    for draw in (figure.add_vrect, figure.add_hrect):
        ends = {"x0": low, "x1": high} if draw == figure.add_vrect else {"y0": low, "y1": high}
        draw(**ends, fillcolor=colour("shade", theme), line_width=0, layer="below")
    line = {"width": 1, "color": colour("other", theme)}
    figure.add_vline(x=value.line, line=line, layer="below")
    figure.add_hline(y=value.line, line=line, layer="below")


def _corners(figure: go.Figure, theme: str) -> None:
    for word, right, top in CORNERS:
        figure.add_annotation(
            x=right, y=top, xref="paper", yref="paper", xanchor="right" if right else "left",
            yanchor="top" if top else "bottom", xshift=-6 if right else 6, text=t(f"boards.quadrant_{word}"),
            font={"size": 14, "color": colour("mute", theme)},
        )  # fmt: skip


def _bubbles(figure: go.Figure, value: Any, shown: list, token: str, theme: str, *, named: bool) -> None:
    if not shown:
        return
    most = max((one.size or 0) for one in value.bubbles) or 1
    sizes = [max(SMALLEST, LARGEST * sqrt((one.size or 0) / most)) for one in shown]
    names = [text.name(one.link.name) for one in shown]
    words = [t(f"boards.quadrant_{one.quadrant or 'near'}") for one in shown]
    places = _sides(shown, sizes, names, value, figure.layout.height)
    figure.add_scatter(
        x=[one.x for one in shown], y=[one.y for one in shown], mode="markers+text" if named else "markers",
        text=[name if side else "" for name, side in zip(names, places, strict=True)] if named else None,
        textposition=[side or "top center" for side in places],
        textfont={"size": 12, "color": colour("ink" if token == "acc" else "mute", theme)},
        customdata=[[name, word, _students(one)] for name, word, one in zip(names, words, shown, strict=True)],
        marker={"size": sizes, "color": colour(token, theme), "opacity": 0.9 if token == "acc" else 0.45,
                "line": {"width": 1, "color": colour("surface", theme)}},
        hovertemplate="%{customdata[0]}<br>%{x:.1f} / %{y:.1f}<br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    )  # fmt: skip


def _sides(shown: list, sizes: list[float], names: list[str], value: Any, height: int) -> list[str | None]:
    """On which side each name stands, in the narrowest window in which names are written."""
    (left, right), (low, high) = (
        _range(value, [getattr(one, name) for one in value.bubbles]) for name in ("x", "y")
    )
    tall = height - 56
    marks = [
        Mark((one.x - left) / (right - left) * WIDTH, (high - one.y) / (high - low) * tall, size, name)
        for one, size, name in zip(shown, sizes, names, strict=True)
    ]
    return sides(marks, WIDTH, tall)


def _students(one: Any) -> str:
    return t("boards.students", n=f"{one.size:,.0f}") if one.size is not None else ""

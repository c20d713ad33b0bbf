"""Paths over the periods: small pictures side by side, each value with its likely range against the line of its time."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from ui import run, text
from ui.charts.template import base, lines, put, remembered
from ui.format import UNITS, number, short_term
from ui.tokens import colour

ROW, ACROSS, HEAD = 218, 3, 46  # pixels of a row, pictures in it, pixels of its words
GAP = 0.06  # of the width between two pictures


def paths(value: Any, key: str = "paths") -> None:
    """Draw every path with two known periods or more; nothing where there is none."""
    drawn = [one for one in value.paths if sum(point.value is not None for point in one.points) > 1]
    if drawn:
        put(_paths((tuple(drawn), value.alt)), value.alt, key)


@remembered
def _paths(value: Any, theme: str) -> go.Figure:
    drawn, _ = value
    across = 1 if run.now().is_narrow else min(ACROSS, len(drawn))
    down = -(-len(drawn) // across)
    height = ROW * down
    figure = base(theme, height, margin={"l": 44, "r": 44, "t": 4, "b": 4})
    for number_, one in enumerate(drawn):
        _path(figure, one, _place(number_, across, down, height), str(number_ + 1), theme)
    return figure


def _place(number_: int, across: int, down: int, height: int) -> dict[str, list[float]]:
    """The part of the figure of one picture, under its words."""
    column, row = number_ % across, number_ // across
    wide = (1 - GAP * (across - 1)) / across
    top = 1 - row / down
    return {
        "x": [column * (wide + GAP), column * (wide + GAP) + wide],
        "y": [top - 1 / down + 58 / height, top - HEAD / height],
        "top": [top, top],
    }


def _path(figure: go.Figure, one: Any, place: dict, name: str, theme: str) -> None:
    suffix = "" if name == "1" else name
    names = [short_term(point.period) for point in one.points]
    factor = UNITS[one.unit][0]
    figure.layout[f"xaxis{suffix}"] = {"domain": place["x"], "anchor": f"y{suffix}", "type": "category", "showgrid": False, "tickvals": names, "ticktext": [name.replace(" ", "<br>") for name in names], "range": [-0.4, len(names) - 0.6]}  # fmt: skip
    figure.layout[f"yaxis{suffix}"] = {"domain": place["y"], "anchor": f"x{suffix}", "nticks": 4, "range": _range(one, factor)}  # fmt: skip
    axes = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
    _line(figure, one, names, factor, axes, theme)
    _own(figure, one, names, factor, axes, theme)
    _words(figure, one, place, theme)


def _range(one: Any, factor: float) -> list[float]:
    known = [
        edge * factor for point in one.points for edge in (point.value, point.low, point.high, point.line) if edge is not None
    ]  # fmt: skip
    low, high = min(known), max(known)
    room = max((high - low) * 0.22, 1.0)
    most = 102.0 if one.unit == "share" else high + room
    least = -0.06 * (high - low) if low >= 0 else low - room  # a mark at nought is not cut
    return [max(low - room, least), min(high + room, most)]


def _line(figure: go.Figure, one: Any, names: list[str], factor: float, axes: dict, theme: str) -> None:
    if all(point.line is None for point in one.points):
        return
    figure.add_scatter(
        x=names, y=[None if point.line is None else point.line * factor for point in one.points], mode="lines",
        hoverinfo="skip", line={"color": colour("ink", theme), "width": 1, "dash": "dot"}, **axes,
    )  # fmt: skip


def _own(figure: go.Figure, one: Any, names: list[str], factor: float, axes: dict, theme: str) -> None:
    acc = colour("acc", theme)
    values = [None if point.value is None else point.value * factor for point in one.points]
    up = [_edge(point.high, point.value, factor) for point in one.points]
    down = [_edge(point.value, point.low, factor) for point in one.points]
    error = {"type": "data", "symmetric": False, "array": up, "arrayminus": down, "width": 3, "thickness": 1.2, "color": colour("control", theme)}  # fmt: skip
    figure.add_scatter(
        x=names, y=values, mode="lines+markers", connectgaps=False, line={"color": acc, "width": 2}, marker={"size": 7, "color": acc},
        error_y=error if any(up) or any(down) else None, hovertemplate="%{x}: %{y:.1f}<extra></extra>", **axes,
    )  # fmt: skip
    place = max(at for at, shown in enumerate(values) if shown is not None)
    shown = number(one.points[place].value, one.unit) + ("%" if one.unit == "share" else "")
    figure.add_annotation(
        x=names[place], y=values[place], xref=axes["xaxis"], yref=axes["yaxis"], text=f"<b>{shown}</b>", xanchor="left",
        xshift=8, font={"size": 13, "color": acc},
    )  # fmt: skip


def _edge(upper: float | None, lower: float | None, factor: float) -> float:
    return max((upper - lower) * factor, 0.0) if upper is not None and lower is not None else 0.0


def _words(figure: go.Figure, one: Any, place: dict, theme: str) -> None:
    where = {"x": place["x"][0], "xref": "paper", "xanchor": "left", "yref": "paper", "yanchor": "top", "align": "left", "xshift": -36}  # fmt: skip
    figure.add_annotation(y=place["top"][0], text=f"<b>{lines(text.plain(one.title), 26)}</b>", **where)
    if one.line_label is not None:
        figure.add_annotation(
            y=place["top"][0], yshift=-19, text=text.plain(one.line_label), font={"size": 12, "color": colour("mute", theme)}, **where,
        )  # fmt: skip

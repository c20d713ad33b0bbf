"""The week monitor: panels with one axis of teaching weeks; this term in teal, the year before dotted grey."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from ui import run, text
from ui.charts.template import STAGE, base, lines, put, remembered, right_label
from ui.i18n import t
from ui.tokens import colour

EDGE, LEFT = 64, 150  # pixels
PANEL = {1: 320, 2: 240, 3: 184}  # pixels of a panel by their number, so that few fill the card too
LEAST_PANEL = 148
LABEL_APART = 15  # pixels between two labels at the right end


def weeks(value: Any, key: str = "weeks") -> None:
    """Draw the panels; nothing where no week of this term is known."""
    if any(panel.this_term for panel in value.panels):
        put(_weeks(value), value.alt, key)


@remembered
def _weeks(value: Any, theme: str) -> go.Figure:
    count = len(value.panels)
    figure = base(theme, _panel_pixels(count) * count + EDGE, margin=_margin(value))
    for place, panel in enumerate(value.panels):
        axis = "y" if place == 0 else f"y{place + 1}"
        top = 1 - place / count
        figure.layout[axis.replace("y", "yaxis")] = {
            "domain": [top - 1 / count + 0.16 / count, top - _head() / count], "range": list(_range(panel)), "nticks": 4, "anchor": "x",
        }  # fmt: skip
        _panel(figure, panel, axis, theme, _panel_pixels(count))
        _words(figure, panel, top, theme)
    if value.now and value.now < value.week_count:
        figure.add_shape(
            type="rect", x0=value.now + 0.5, x1=value.week_count + 0.5, y0=0, y1=1, yref="paper", line={"width": 0},
            fillcolor=colour("shade", theme), opacity=0.6, layer="below",
        )  # fmt: skip
    figure.update_xaxes(
        range=[0.5, value.week_count + 0.5], dtick=_week_step(value.week_count), tick0=1, showgrid=False, title={"text": t("ui.chart.weeks")},
        anchor="y" if count == 1 else f"y{count}",
    )  # fmt: skip
    return figure


def _panel_pixels(count: int) -> int:
    wanted = LEAST_PANEL if run.now().is_narrow else PANEL.get(count, LEAST_PANEL)
    return min(wanted, (STAGE - EDGE) // count) if run.now().is_shown else wanted


def _week_step(weeks: int) -> int:
    """Every week up to 20, then every second, third … so that the numbers stand upright; a third of them on a phone."""
    return -(-weeks // 20) * (3 if run.now().is_narrow else 1)


def _margin(value: Any) -> dict[str, int]:
    """Room for the words: beside the panels, or on a phone above them."""
    if run.now().is_narrow:
        return {"l": 34, "r": 8, "t": 8, "b": 48}
    labels = [text.plain(panel.line_label) for panel in value.panels if panel.line_label]
    labels += [_before_words(panel) for panel in value.panels if panel.year_before]
    widest = max((sum(13 if ord(sign) > 0x2E80 else 7 for sign in label) for label in labels), default=0)
    return {"l": LEFT, "r": max(92, widest + 14), "t": 16, "b": 48}


def _head() -> float:
    """Share of a panel's height that its words take above it."""
    return 0.3 if run.now().is_narrow else 0.0


def _factor(panel: Any) -> int:
    return 100 if panel.unit == "share" else 1


def _range(panel: Any) -> tuple[float, float]:
    known = [value for _, value in (*panel.this_term, *panel.year_before)]
    known += [panel.line] if panel.line is not None else []
    if not known:
        return 0.0, 1.0
    low, high = min(known) * _factor(panel), max(known) * _factor(panel)
    room = max((high - low) * 0.2, 2.0 if panel.unit == "share" else 0.5)
    most = 102.0 if panel.unit == "share" else high + room
    return max(low - room, 0.0), min(high + room, most)


def _panel(figure: go.Figure, panel: Any, axis: str, theme: str, pixels: int) -> None:
    if panel.year_before:
        _year_before(figure, panel, axis, theme)
    if panel.line is not None:
        _line(figure, panel, axis, theme, pixels)
    if panel.this_term:
        _this_term(figure, panel, axis, theme)


def _year_before(figure: go.Figure, panel: Any, axis: str, theme: str) -> None:
    x, y = zip(*panel.year_before, strict=True)
    shown = [value * _factor(panel) for value in y]
    figure.add_scatter(
        x=x, y=shown, mode="lines", yaxis=axis, hoverinfo="skip",
        line={"color": colour("other", theme), "width": 1.5, "dash": "dot"},
    )  # fmt: skip
    if run.now().is_narrow:
        return
    font = {"size": 12, "color": colour("mute", theme)}
    right_label(figure, shown[-1], _before_words(panel), yref=axis, font=font)


def _before_words(panel: Any) -> str:
    return text.plain(panel.before_label) if panel.before_label else t("ui.chart.year_before")


def _line(figure: go.Figure, panel: Any, axis: str, theme: str, pixels: int) -> None:
    at = panel.line * _factor(panel)
    figure.add_shape(
        type="line",
        x0=0,
        x1=1,
        xref="paper",
        y0=at,
        y1=at,
        yref=axis,
        line={"color": colour("ink", theme), "width": 1},
    )
    words = text.plain(panel.line_label) if panel.line_label else ""
    if run.now().is_narrow:
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="right",
            y=at,
            yref=axis,
            yanchor="bottom" if _is_under_line(panel) else "top",
            text=words,
            font={"size": 12},
        )
        return
    right_label(figure, at, words, yref=axis, yshift=_shift(panel, pixels), font={"size": 12})


def _is_under_line(panel: Any) -> bool:
    """Whether this term stands under the line: then its number goes under it and the words of the line over it."""
    return not panel.this_term or panel.line is None or panel.this_term[-1][1] < panel.line


def _shift(panel: Any, pixels: int) -> int:
    """How far the label of the line moves so that it does not lie on the label of the year before."""
    if not panel.year_before:
        return 0
    low, high = _range(panel)
    apart = (panel.line - panel.year_before[-1][1]) * _factor(panel) / (high - low) * pixels * 0.84
    if abs(apart) >= LABEL_APART:
        return 0
    return round(LABEL_APART - apart) if apart >= 0 else round(-LABEL_APART - apart)


def _this_term(figure: go.Figure, panel: Any, axis: str, theme: str) -> None:
    x, y = zip(*panel.this_term, strict=True)
    shown = [value * _factor(panel) for value in y]
    sign, acc = ("%" if panel.unit == "share" else ""), colour("acc", theme)
    figure.add_scatter(
        x=x, y=shown, mode="lines+markers", yaxis=axis, line={"color": acc, "width": 2.5},
        marker={"size": [0.1] * (len(x) - 1) + [8], "color": acc, "opacity": 1},
        hovertemplate="%{x}: %{y:.1f}" + sign + "<extra></extra>",
    )  # fmt: skip
    under = run.now().is_narrow and panel.line is not None and _is_under_line(panel)
    figure.add_annotation(
        x=x[-1], xanchor="left", xshift=6, yshift=-10 if under else 10, y=shown[-1], yref=axis, text=f"<b>{shown[-1]:.0f}{sign}</b>",
        font={"size": 13, "color": acc},
    )  # fmt: skip


def _words(figure: go.Figure, panel: Any, top: float, theme: str) -> None:
    place = {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": -LEFT,
        "y": top,
        "yref": "paper",
        "yanchor": "top",
    }
    if run.now().is_narrow:
        place["xshift"] = -30
        figure.add_annotation(
            text=f"<b>{text.plain(panel.title)}</b> {text.plain(panel.sub)}", align="left", **place
        )
        return
    figure.add_annotation(text=f"<b>{text.plain(panel.title)}</b>", align="left", **place)
    figure.add_annotation(
        text=lines(text.plain(panel.sub), 16), align="left", yshift=-20,
        font={"size": 12, "color": colour("mute", theme)}, **place,
    )  # fmt: skip

"""The one chart template: fonts, grids and colours of both themes, polar axes included, and how a chart is put on a page."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import cache, wraps
from threading import Lock
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from ui import run, text
from ui.i18n import language
from ui.tokens import CATEGORICAL, FONT, SOFT, colour

CONFIG = {"displayModeBar": False, "responsive": True}
CACHED_FIGURES = 256
STAGE = 490  # before an audience a taller chart would be shrunk with its card until nobody can read it
_figures: OrderedDict[tuple, go.Figure] = OrderedDict()
_lock = Lock()


@cache
def template(theme: str) -> go.layout.Template:
    """The template of one theme; nothing of it comes from the framework's theme, which misses polar charts."""
    ink, mute, grid = colour("ink", theme), colour("mute", theme), colour("line2", theme)
    axis = {
        "gridcolor": grid, "gridwidth": 1, "zeroline": False, "showline": False, "ticks": "",
        "tickfont": {"size": 12, "color": mute}, "title": {"font": {"size": 12, "color": mute}, "standoff": 8},
        "fixedrange": True, "automargin": False,
    }  # fmt: skip
    polar_axis = {"gridcolor": grid, "linecolor": grid, "tickcolor": colour("control", theme)}
    layout = {
        "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 12, "color": mute},
        "colorway": list(CATEGORICAL[theme]), "piecolorway": list(CATEGORICAL[theme]),
        "xaxis": axis, "yaxis": axis, "dragmode": False, "hovermode": "closest", "showlegend": False,
        "annotationdefaults": {"font": {"size": 13, "color": ink}, "showarrow": False},
        "hoverlabel": {
            "bgcolor": colour("surface", theme), "bordercolor": colour("line", theme),
            "font": {"family": FONT, "size": 13, "color": ink},
        },
        "polar": {"bgcolor": "rgba(0,0,0,0)", "angularaxis": polar_axis, "radialaxis": polar_axis},
        "margin": {"l": 8, "r": 8, "t": 8, "b": 28, "pad": 0},
    }  # fmt: skip
    return go.layout.Template(layout=layout)


def soft(theme: str) -> str:
    """The soft fill of the own series."""
    return SOFT[theme]


def base(theme: str, height: int, **layout: Any) -> go.Figure:
    """An empty figure of a height with the template of the theme; before an audience as high as the stage at most."""
    height = min(height, STAGE) if run.now().is_shown else height
    return go.Figure(layout={"template": template(theme), "height": height, "autosize": True, **layout})


def remembered(draw: Callable[[Any, str], go.Figure]) -> Callable[[Any], go.Figure]:
    """Keep drawn figures by what they show, language and theme: drawing costs 10 to 40 ms, looking up none."""

    @wraps(draw)
    def drawn(value: Any) -> go.Figure:
        theme = run.theme()
        place = (run.now().is_narrow, run.now().is_shown)
        key = (draw.__name__, repr(value), language(), theme, *place)
        with _lock:
            if key in _figures:
                _figures.move_to_end(key)
                return _figures[key]
        figure = draw(value, theme)
        with _lock:
            _figures[key] = figure
            while len(_figures) > CACHED_FIGURES:
                _figures.popitem(last=False)
        return figure

    return drawn


def put(figure: go.Figure, alt: Any, key: str) -> None:
    """Put a figure on the page with its text version."""
    st.plotly_chart(figure, theme=None, config=CONFIG, alt=text.plain(alt), key=key)


def lines(words: str, width: int) -> str:
    """Words broken into lines of about `width` characters for a label; Chinese breaks into equal parts."""
    if " " not in words:
        if len(words) <= width:
            return words
        count = -(-len(words) // width)
        size = -(-len(words) // count)
        return "<br>".join(words[at : at + size] for at in range(0, len(words), size))
    broken = [""]
    for word in words.split(" "):
        if broken[-1] and len(broken[-1]) + len(word) + 1 > width:
            broken.append(word)
        else:
            broken[-1] = f"{broken[-1]} {word}".strip()
    return "<br>".join(broken)


def left_label(figure: go.Figure, y: float, words: str, *, shift: int = -10, **more: Any) -> None:
    """A label left of the axis, right-aligned against it."""
    figure.add_annotation(
        x=0, xref="paper", xshift=shift, xanchor="right", y=y, text=words, align="right", **more
    )


def right_label(figure: go.Figure, y: float, words: str, **more: Any) -> None:
    """A label at the right end of a line, outside the plot."""
    figure.add_annotation(x=1, xref="paper", xshift=6, xanchor="left", y=y, text=words, align="left", **more)


def warm() -> None:
    """Load what plotly loads on first use, at the start of the server instead of under the first reader."""
    for theme in ("light", "dark"):
        figure = base(theme, 100)
        figure.add_scatter(x=[0, 1], y=[0, 1])
        figure.add_scatterpolar(r=[1], theta=[0])
        figure.add_bar(x=[1], y=[0], orientation="h")
        figure.add_annotation(x=0, y=0, text="")
        figure.add_vline(x=0)
        figure.to_json()

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
    """An empty figure of a height with the template of the theme."""
    return go.Figure(layout={"template": template(theme), "height": height, "autosize": True, **layout})


def remembered(draw: Callable[[Any, str], go.Figure]) -> Callable[[Any], go.Figure]:
    """Keep drawn figures by what they show, language and theme: drawing costs 10 to 40 ms, looking up none."""

    @wraps(draw)
    def drawn(value: Any) -> go.Figure:
        theme = run.theme()
        key = (draw.__name__, repr(value), language(), theme)
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

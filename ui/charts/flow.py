"""The Sankey of a cohort: stages in teal, losses as grey streams of their own."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from ui import run, text
from ui.charts.template import base, put, remembered
from ui.html import div, show, span, tag
from ui.tokens import FONT, colour

HEIGHT, HEIGHT_NARROW = 320, 280
TOKENS = {"stage": "acc", "end": "acc", "loss": "other"}
STREAMS = {"stage": "z2", "end": "z2", "loss": "shade"}


def flow(value: Any, key: str = "flow") -> None:
    """Draw the streams; nothing where nobody moves."""
    if value.steps:
        put(_flow(value), value.alt, key)
        if run.now().is_narrow:  # names have no room between the streams
            show(div("flowkey", *map(_named, value.nodes)))


def _named(node: Any) -> str:
    return span(f"fk {node.kind}", tag("i"), text.html(node.name), tag("b", f"{node.n:,}"))


@remembered
def _flow(value: Any, theme: str) -> go.Figure:
    narrow = run.now().is_narrow
    figure = base(theme, HEIGHT_NARROW if narrow else HEIGHT, margin={"l": 4, "r": 4, "t": 12, "b": 12})
    names = [text.plain(node.name) for node in value.nodes]
    shown = [
        f"{node.n:,}" if narrow else f"{name} {node.n:,}"
        for name, node in zip(names, value.nodes, strict=True)
    ]
    kinds = [value.nodes[step.end].kind for step in value.steps]
    figure.add_sankey(
        arrangement="snap",
        textfont={"family": FONT, "size": 13, "color": colour("ink", theme)},
        node={
            "label": shown, "color": [colour(TOKENS[node.kind], theme) for node in value.nodes], "pad": 22, "thickness": 14,
            "line": {"width": 0}, "hovertemplate": "%{label}<extra></extra>",
        },
        link={
            "source": [step.start for step in value.steps], "target": [step.end for step in value.steps],
            "value": [step.n for step in value.steps], "color": [colour(STREAMS[kind], theme) for kind in kinds],
            "customdata": [f"{names[step.start]} → {names[step.end]} {step.n:,}" for step in value.steps],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
    )  # fmt: skip
    return figure

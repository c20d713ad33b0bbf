"""The worklist: quiet rows that are buttons, and their head and foot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from ui import lists, parts, text
from ui.html import div, esc, show, span, tag
from ui.i18n import t

COLUMNS = ("level", "student", "reasons", "expected", "engagement", "clock")


@contextmanager
def frame(key: str = "main") -> Iterator[None]:
    """The white frame of a list, with the head of its columns."""
    with st.container(key=f"wlist_{key}", gap=None):
        heads = [span("wc" if one == "clock" else "", esc(t(f"ui.worklist.{one}"))) for one in COLUMNS]
        show(div("wgrid whead", *heads, aria_hidden="true"))
        yield


def row(value: Any, *, selected: bool, opened: Callable[[], None]) -> None:
    """One row: level, name and class, at most two reasons, expected credits and change, engagement, clock.

    The whole row is one button, reachable by keyboard; `opened` runs before the next run of the page.
    """
    state = "wsel_" if selected else "w_"
    with st.container(key=f"wrow_{state}{value.pid}", gap=None):
        show(row_html(value))
        with st.container(key=f"wbtn_{value.pid}"):
            st.button(t("ui.worklist.open", name=value.name), key=f"open_{value.pid}", on_click=opened)


def row_html(value: Any) -> str:
    """The row as HTML."""
    who = div(
        "",
        tag("b", esc(value.name)),
        div("sub", text.html(value.class_name), title=text.plain(value.class_name)),
    )
    reasons = div("wr", *(parts.chip(one, title=text.plain(one)) for one in value.reasons[:2]))
    expected = div(
        "", tag("b", text.html(value.expected)), div("sub", text.html(value.change) if value.change else "")
    )
    late = "wc late" if value.is_overdue else "wc"
    clock = div(
        late, tag("b", text.html(value.clock)), div("sub", text.html(value.limit) if value.limit else "")
    )
    level = lists.side_html(value.level)
    spark = parts.sparkline(value.engagement.values, value.engagement.target, width=64)
    return div("wgrid", div("", level), who, reasons, expected, div("", spark), clock)


def foot(left: Any, right: Any = None) -> None:
    """The foot of the list: how many are shown, and who can see what."""
    show(div("wfoot", span("", text.html(left)), span("", text.html(right) if right is not None else "")))

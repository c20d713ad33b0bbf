"""Where things stand: cards of one level, columns of the three allowed proportions, folds, tabs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from ui import run, text
from ui.html import div, show, span, tag

PROPORTIONS = {
    "wide": [2.15, 1],
    "list": [1.7, 1],
    "even": [1, 1],
    "third": [1, 1, 1],
    "radar": [1, 2.1],
    "portrait": [1, 3],
    "capacity": [1, 1.6],
}


@contextmanager
def card(
    key: str,
    title: Any = None,
    *,
    sub: Any = None,
    side: Any = None,
    height: str = "stretch",
    place: str | None = None,
) -> Iterator[None]:
    """A white card with the question it answers as its title; equal height beside its neighbour, or as high as its
    content where another card stands under it. place: the name by which a link on the same page leads here."""
    with st.container(key=f"card_{key}", height=height):
        if title is not None:
            show(head_html(title, sub, side, place))
        yield


def head_html(title: Any, sub: Any = None, side: Any = None, place: str | None = None) -> str:
    """The head of a card: title, one muted line under it, a note at its right."""
    right = span("side", text.html(side)) if side is not None else ""
    under = div("sub", text.html(sub)) if sub is not None else ""
    return div("chead", tag("h2", text.html(title), id=place), right) + under


def columns(kind: str = "wide") -> list:
    """Columns of one of the allowed proportions: wide 2.15:1, list 1.7:1, even 1:1, third 1:1:1."""
    return list(st.columns(PROPORTIONS[kind], gap="small"))


@contextmanager
def bar(key: str, *, width: str = "stretch") -> Iterator[None]:
    """Choosers side by side; on a phone under each other. width: stretch, or content inside another bar."""
    with st.container(
        key=f"bar_{key}", horizontal=True, vertical_alignment="center", gap="small", width=width
    ):
        yield


@contextmanager
def bare(title: Any = None, *, side: Any = None) -> Iterator[None]:
    """A section on the bare page, for what brings its own frame (a long table)."""
    if title is not None:
        show(div("bare", head_html(title, None, side)))
    yield


@contextmanager
def fold(title: Any, *, is_open: bool = False) -> Iterator[None]:
    """A fold: present, one click away; open where a link asked for what is in it."""
    with st.expander(text.plain(title), expanded=is_open):
        yield


def tabs(titles: tuple[Any, ...]) -> list:
    """Tabs for detail; before an audience, where nobody clicks, under each other."""
    if run.now().is_shown:
        return [st.container() for _ in titles]
    return list(st.tabs([text.plain(title) for title in titles]))

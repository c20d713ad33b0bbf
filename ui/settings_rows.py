"""Settings: a row per setting with its value and who changed it, and the form that changes one, by kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from ui import text
from ui.html import div, esc, show, span, tag
from ui.i18n import t

LONG = ("grade_words", "calendar")  # written as lines, not in one
CHOSEN = ("language", "choice", "switch", "term")
TEXT_LIMIT, LINES_LIMIT = 120, 20_000


def row(value: Any, *, opened: Callable[[], None] | None) -> None:
    """One setting: name and meaning, what holds, who changed it last; a button where the reader may change it."""
    with st.container(key=f"setting_{value.key}", gap="small", horizontal=True, vertical_alignment="center"):
        show(row_html(value), width="stretch")
        if opened is not None:
            label = t("settings.change_of", name=text.name(value.name))
            st.button(t("settings.change"), key=f"change_{value.key}", on_click=opened, help=label)


def row_html(value: Any) -> str:
    """The row as HTML."""
    told = div("ib", text.html(value.meaning)) + div("tn", text.html(value.changed))
    held = div("is", span("chip", text.html(value.value)))
    return div("items", div("item", div("im", tag("b", text.html(value.name)), told), held))


def form(value: Any) -> str | None:
    """What fits and a field by kind, under the row; the text to be set when it is sent."""
    with st.form(f"set_{value.key}", border=True):
        show(div("ib", text.html(value.expected)))
        typed = _field(value)
        sent = st.form_submit_button(t("settings.save"), type="primary")
    return typed if sent else None


def _field(value: Any) -> str:
    label = text.name(value.name)
    if value.kind in CHOSEN:
        return _choice(value, label)
    if value.kind in LONG:
        return st.text_area(
            label, value.text, height=220, max_chars=LINES_LIMIT, placeholder=_example(value.kind)
        )
    if value.kind == "whole":
        held = int(value.text or value.low)
        return str(st.number_input(label, int(value.low), int(value.high), held, step=1))
    if value.kind == "number":
        return f"{st.number_input(label, value.low, value.high, float(value.text or value.low), step=0.5):g}"
    return st.text_input(label, value.text, max_chars=TEXT_LIMIT, autocomplete="off")


def _choice(value: Any, label: str) -> str:
    words = {code: text.plain(said) for code, said in value.options}
    codes = list(words)
    place = codes.index(value.text) if value.text in codes else None
    return st.selectbox(label, codes, place, format_func=words.__getitem__, placeholder=esc(t("settings.choose"))) or ""  # fmt: skip


def _example(kind: str) -> str:
    return t(f"settings.example_{kind}")

"""The meeting pack as a list: what is shown when, from which day, and the buttons that change it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui import text
from ui.html import div, esc, show, span, tag
from ui.i18n import t
from views.parts import Sentence

ACTS = (
    ("up", ":material/arrow_upward:"),
    ("down", ":material/arrow_downward:"),
    ("remove", ":material/close:"),
)


def start(address: str) -> None:
    """The way to the first page before an audience."""
    show(tag("a", esc(t("meeting.start")), cls="btn go", href=address, data_in="1"), width="content")


def row(one: Any, place: int, count: int, titles: dict[str, str], address: str) -> str | None:
    """Draw one page of the pack; which button was pressed in this run: up, down, remove, renew, or None."""
    pressed = None
    with st.container(key=f"packrow_{one.number}", horizontal=True, vertical_alignment="center", gap="small"):
        show(_words(one, place, titles, address), width="stretch")
        if (
            one.state != "as_is"
            and one.is_open
            and st.button(t("meeting.renew"), key=f"pack_renew_{one.number}")
        ):
            pressed = "renew"
        for act, icon in ACTS:
            is_off = (act == "up" and place == 1) or (act == "down" and place == count)
            label = t(f"meeting.{act}")
            if st.button(label, key=f"pack_{act}_{one.number}", icon=icon, disabled=is_off, help=label):
                pressed = act
    return pressed


def _words(one: Any, place: int, titles: dict[str, str], address: str) -> str:
    page = esc(t(titles[one.page])) if one.page in titles else esc(one.page)
    unit = esc(text.name(one.unit)) if one.unit else ""
    words = esc(one.title) if one.title else " · ".join(part for part in (page, unit) if part)
    name = tag("a", words, cls="lk", href=address, data_in="1") if one.is_open else tag("b", words)
    facts = [page, unit] if one.title else []
    facts += [
        text.html(Sentence("meeting.as_of", {"day": f"{one.as_of:%Y-%m-%d}", "number": str(one.snapshot_id)}))
    ]
    facts += (
        [esc(t("meeting.closed"))]
        if not one.is_open
        else [esc(t(f"meeting.{one.state}"))]
        if one.state != "as_is"
        else []
    )
    lines = [div("packname", name), div("sub", *(span("f", part) for part in facts if part))]
    lines += [div("note", esc(one.note))] if one.note else []
    return div("packline", span("packno", str(place)), div("im", *lines))

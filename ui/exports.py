"""The offer to take a page away: a workbook or slides; where names are in the workbook the purpose first."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from ui import filters, run
from ui.html import div, esc, show
from ui.i18n import t

PURPOSE_LIMIT = 60
KEPT = (
    "export_purposes"  # in the session: what was typed for a page; only then there is a button for the file
)


def offer(value: Any) -> None:
    """Draw an Offer: one button that opens both kinds of file."""
    with st.popover(t("ui.take_away")):
        _book(value)
        _slides(value)


def side_by_side(value: Any) -> None:
    """Draw the two buttons beside each other."""
    if value is not None:
        _slides(value)
        _book(value)


def _slides(value: Any) -> None:
    if value.slides is not None:
        name = value.file_name.removesuffix(".xlsx") + ".pptx"
        filters.export(value.slides, name, label=t("deck.button"), kind="pptx")


def _book(value: Any) -> None:
    """The workbook: the button itself, or what the file holds, a purpose, and then the button."""
    if not value.has_names:
        filters.export(partial(value.build, None), value.file_name)
        return
    place = f"{run.now().page}_{run.parameter('id') or ''}"
    kept = st.session_state.setdefault(KEPT, {})
    show(div("note", esc(t("exports.named"))))
    with st.form(f"purpose_{place}", border=False):
        typed = st.text_input(
            t("exports.purpose"), max_chars=PURPOSE_LIMIT, placeholder=t("exports.page_view")
        )
        if st.form_submit_button(t("exports.next")):
            kept[place] = typed.strip()
    if place in kept:
        purpose = kept[place]
        show(div("note", esc(t("exports.purpose_is", purpose=purpose or t("exports.page_view")))))
        filters.export(partial(value.build, purpose), value.file_name, label=t("exports.make"))

"""The offer to take a page away: one button, and where names are in the file the purpose first."""

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
    """Draw an Offer: the button itself, or a panel that says what the file holds, asks for a purpose and has the button."""
    if not value.has_names:
        filters.export(partial(value.build, None), value.file_name)
        return
    place = f"{run.now().page}_{run.parameter('id') or ''}"
    kept = st.session_state.setdefault(KEPT, {})
    with st.popover(t("ui.export")):
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

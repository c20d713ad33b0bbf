"""The offer to take a page away: one button, and where names are in the file the purpose first."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from ui import filters, run
from ui.html import div, esc, show
from ui.i18n import t

PURPOSE_LIMIT = 60
KEPT = "export_purposes"  # in the session: page -> what was typed; the download reads it when it is built


def offer(value: Any) -> None:
    """Draw an Offer: the button itself, or a panel that says what the file holds, asks for a purpose and has the button."""
    if not value.has_names:
        filters.export(partial(value.build, None), value.file_name)
        return
    page, kept = run.now().page, st.session_state.setdefault(KEPT, {})
    with st.popover(t("ui.export")):
        show(div("note", esc(t("exports.named"))))
        typed = st.text_input(
            t("exports.purpose"), key=f"purpose_{page}", max_chars=PURPOSE_LIMIT, placeholder=t("exports.page_view")
        )  # fmt: skip
        kept[page] = typed
        filters.export(lambda: value.build(kept.get(page)), value.file_name, label=t("exports.make"))

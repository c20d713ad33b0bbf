"""The offer of a handbook to print: what the file holds, what for, and the button for it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui import exports, i18n, run
from ui.html import div, esc, show
from ui.i18n import t

KEPT = "handbook_purposes"  # in the session: what was typed; only then there is a button for the file


def offer(value: Any) -> None:
    """Draw the offer: purpose first, then the download."""
    place = f"{run.now().page}_{run.parameter('id') or ''}"
    kept = st.session_state.setdefault(KEPT, {})
    show(div("note", esc(t("handbook.text"))))
    with st.form(f"handbook_{place}", border=False):
        typed = st.text_input(
            t("exports.purpose"), max_chars=exports.PURPOSE_LIMIT, placeholder=t("handbook.title")
        )
        if st.form_submit_button(t("exports.next")):
            kept[place] = typed.strip()
    if place not in kept:
        return
    purpose, language, now = kept[place], i18n.language(), run.now()

    def built() -> bytes:
        """The download runs in a thread of its own, where language and run are not set."""
        i18n.use(language)
        run.use(now)
        return value.build(purpose)

    show(div("note", esc(t("exports.purpose_is", purpose=purpose or t("handbook.title")))))
    st.download_button(
        t("handbook.make"), built, file_name=value.file_name, key=f"handbook_{now.page}", on_click="ignore", mime="text/html",
    )  # fmt: skip

"""Forms of the Grants page: give a role, take one, release an account of sign-in."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from ui import text
from ui.html import esc, show, tag
from ui.i18n import t

ROUND = "grant_round"  # how often a form was done with: a new round begins with an empty form
NUMBER_LIMIT = 40


def give(key: str, *, units: tuple[Any, ...], today: date, says: Any) -> dict | None:
    """Number, unit (where the role is given over one) and last day; what was filled in when it is sent."""
    with st.form(f"give_{key}_{_round()}", border=False):
        number = st.text_input(t("grants.form_number"), max_chars=NUMBER_LIMIT, autocomplete="off")
        unit = _choose(t("grants.form_unit"), units) if units else None
        until = st.date_input(t("grants.form_until"), None, min_value=today, format="YYYY-MM-DD")
        show(tag("div", esc(text.plain(says)), cls="note"))
        sent = st.form_submit_button(t("grants.form_give"), type="primary")
    return {"number": number, "unit": unit, "until": until} if sent else None


def choose(key: str, choices: tuple[Any, ...], *, label: str, button: str) -> str | None:
    """One of the entries and a button; the key of the entry when it is pressed."""
    with st.form(f"{key}_{_round()}", border=False):
        chosen = _choose(label, choices)
        sent = st.form_submit_button(button)
    return chosen if sent else None


def _choose(label: str, choices: tuple[Any, ...]) -> str | None:
    words = {one.key: text.plain(one.words) for one in choices}
    return st.selectbox(label, list(words), index=None, format_func=words.__getitem__, placeholder=t("grants.form_choose"))  # fmt: skip


def _round() -> int:
    return st.session_state.get(ROUND, 0)


def done() -> None:
    """The next run begins with empty forms."""
    st.session_state[ROUND] = _round() + 1

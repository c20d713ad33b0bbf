"""Forms: the record of a contact, and the drawer that holds it on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import streamlit as st

from ui import run, text
from ui.html import esc, show, tag

STEP_FIELDS = ("kind", "note", "next", "state", "save")
FOLLOW_UP_DAYS = 7  # the next date offered; the counsellor changes it
Words = tuple[tuple[str, str], ...]


def go(**query: str) -> None:
    """Name something in the address; the page runs again by itself."""
    for name, value in query.items():
        st.query_params[name] = value


def leave(name: str) -> None:
    """Take something out of the address."""
    st.query_params.pop(name, None)


def is_phone() -> bool:
    """Whether the page is as narrow as a phone: then a case opens as a drawer over the list."""
    return run.now().is_narrow


def drawer(title: Any, draw: Callable[[], None], *, parameter: str) -> None:
    """Draw in a drawer at the right; closing it takes the parameter out of the address."""
    st.dialog(text.plain(title), position="right", on_dismiss=lambda: leave(parameter))(draw)()


def link(words: Any, page: str, key: str) -> None:
    """A button that leads to a page."""
    show(tag("a", esc(text.plain(words)), cls="btn", href=run.href(page, id=key), data_in="1"))


def step(
    key: str,
    *,
    title: str,
    kinds: Words,
    states: Words,
    outcomes: Words,
    labels: dict[str, str],
    earliest: date,
    limit: int,
) -> dict | None:
    """The record of one contact: kind, what was agreed, next date, result; what was filled in when it is saved."""
    with st.form(f"step_{key}", border=False):
        show(tag("b", esc(title), cls="ftitle"))
        kind = st.pills(
            labels["kind"], [code for code, _ in kinds], default=kinds[0][0], format_func=dict(kinds).get
        )
        note = st.text_area(labels["note"], max_chars=limit, height=96)
        left, right = st.columns(2)
        following = left.date_input(
            labels["next"], earliest + timedelta(days=FOLLOW_UP_DAYS), min_value=earliest, format="YYYY-MM-DD"
        )
        results = [
            *((code, words) for code, words in states if code not in ("acknowledged", "closed")),
            *outcomes,
        ]
        result = right.selectbox(
            labels["state"], [code for code, _ in results], format_func=dict(results).get
        )
        saved = st.form_submit_button(labels["save"], type="primary")
    if not saved:
        return None
    closed = result in dict(outcomes)
    return {
        "kind": kind or kinds[0][0],
        "note": note,
        "next_on": None if closed else following,
        "state": "closed" if closed else result,
        "outcome": result if closed else None,
    }


def saved(words: str) -> None:
    """Say that it was written."""
    st.toast(words)


def failed(words: str) -> None:
    """Say why it was not written."""
    st.error(words)

"""Forms: the record of a contact, and the drawer that holds it on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import streamlit as st

from errors import NotAllowed, ShownError
from ui import run, text
from ui.html import esc, show, tag
from ui.i18n import catalogue, language, t

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
    st.dialog(text.plain(title), position="right", on_dismiss=lambda: leave(parameter))(run.kept(draw))()


def link(words: Any, page: str, key: str | None = None, *, role: str | None = None) -> None:
    """A button that leads to a page; in another role of the reader where one is named."""
    address = run.href(page, id=key, **({"as": role} if role else {}))
    show(tag("a", esc(text.plain(words)), cls="btn", href=address, data_in="1"))


def links(page: str, choices: tuple[tuple[str, Any], ...]) -> None:
    """Buttons side by side that lead to a page, each with what is to be done there."""
    drawn = "".join(
        tag("a", esc(text.plain(words)), cls="btn", href=run.href(page, act=act), data_in="1")
        for act, words in choices
    )
    show(tag("div", drawn, cls="linkrow"))


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


@dataclass(frozen=True)
class Field:
    """One question of a form. kind: few (side by side), one (from a list), line or words (typed), day (a date)."""

    name: str
    kind: str
    label: Any
    options: Words = ()
    limit: int | None = None
    default: Any = None  # what is chosen or filled in at first
    earliest: date | None = None  # of a day


def filled(key: str, fields: tuple[Field, ...], *, save: Any, title: Any = None) -> dict[str, Any] | None:
    """A form of questions under each other; the answers by name when it is sent, None before."""
    with st.form(f"form_{key}", border=False, enter_to_submit=False):
        if title is not None:
            show(tag("b", esc(text.plain(title)), cls="ftitle"))
        answers = {one.name: _asked(key, one) for one in fields}
        sent = st.form_submit_button(text.plain(save), type="primary")
    return answers if sent else None


def _asked(key: str, one: Field) -> Any:
    label, codes, words = text.plain(one.label), [code for code, _ in one.options], dict(one.options)
    widget = f"form_{key}_{one.name}"
    if one.kind == "few":
        first = one.default if one.default in codes else codes[0]
        return st.pills(label, codes, default=first, format_func=words.get, key=widget) or first
    if one.kind == "one":
        place = codes.index(one.default) if one.default in codes else 0
        return st.selectbox(label, codes, index=place, format_func=words.get, key=widget)
    if one.kind == "day":
        return st.date_input(label, one.default, min_value=one.earliest, format="YYYY-MM-DD", key=widget)
    if one.kind == "line":
        return st.text_input(label, max_chars=one.limit, key=widget, autocomplete="off")
    return st.text_area(label, one.default or "", max_chars=one.limit, height=96, key=widget)


def several(key: str, label: Any, options: Words, default: tuple[str, ...]) -> tuple[str, ...]:
    """Any number of alternatives, some of them chosen at first; the choice lasts as long as the visit and is kept nowhere."""
    codes = [code for code, _ in options]
    held = st.pills(
        text.plain(label), codes, selection_mode="multi", default=list(default), format_func=dict(options).get,
        key=f"several_{key}",
    )  # fmt: skip
    return tuple(held)


def pressed(key: str, words: Any) -> bool:
    """A button; whether it was pressed in this run."""
    return st.button(text.plain(words), key=f"do_{key}")


def worded(codes: Iterable[str], name: Callable[[str], Any]) -> Words:
    """Codes with the words people choose by."""
    return tuple((code, text.plain(name(code))) for code in codes)


def tried(topic: str, act: Callable[[], Any]) -> bool:
    """Whether what a form asked for was done: <topic>.saved is said then, else <topic>.failed_<reason>, or failed_other."""
    try:
        act()
    except NotAllowed:
        failed(t(f"{topic}.failed_right"))
        return False
    except ShownError as error:
        known = catalogue(language())
        failed(known.get(f"{topic}.failed_{error.code}", known[f"{topic}.failed_other"]))
        return False
    saved(t(f"{topic}.saved"))
    return True


def saved(words: str) -> None:
    """Say that it was written."""
    st.toast(words)


def failed(words: str) -> None:
    """Say why it was not written."""
    st.error(words)


def purpose(place: str, label: str, button: str, *, limit: int = 60) -> str | None:
    """A purpose that must be typed before something leaves; None until it was, then what was typed for this page."""
    kept = st.session_state.setdefault(f"{place}_typed", {})
    with st.form(place, border=False):
        typed = st.text_input(label, max_chars=limit)
        if st.form_submit_button(button):
            kept[run.now().page] = typed.strip()
    return kept.get(run.now().page) or None

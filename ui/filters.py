"""What a reader chooses on a page: unit, person, term, capacity; every choice lives in the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from ui import format as formats
from ui import run, text
from ui.i18n import t

OFFICE = "application/vnd.openxmlformats-officedocument"
MIME = {
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "html": "text/html",
    "csv": "text/csv",
    "zip": "application/zip",
}


def chosen(name: str = "id") -> str | None:
    """What the address names: the code of a unit or the opaque pid of a person; None where it names nothing."""
    return run.parameter(name)


def term() -> str | None:
    """The term the address names; None means the one that runs."""
    return run.parameter("term")


def here(**changed: str) -> str:
    """The address of this page with some parameters changed."""
    kept = {key: value for key, value in st.query_params.items() if key not in changed}
    return run.href(run.now().page, **{**kept, **changed})


def compare() -> str | None:
    """What the tiles are compared with; None means the page's own standard."""
    return run.parameter("compare")


def _is_fixed() -> bool:
    """Before an audience, and where a page is handed out, the address decides and nothing is there to choose with."""
    return run.now().is_shown or run.now().asked is not None


def select(name: str, options: tuple[tuple[str, str], ...], current: str | None, *, label: str) -> str | None:
    """A choice from (key, words); the choice goes to the address under `name` and the page runs again."""
    keys = [key for key, _ in options]
    if not keys:
        return current
    words = dict(options)
    held = current if current in words else keys[0]
    if _is_fixed():
        return held

    def moved() -> None:
        st.query_params[name] = st.session_state[widget]

    widget = f"pick_{run.now().page}_{name}_{held}"
    st.selectbox(
        label, keys, index=keys.index(held), format_func=words.__getitem__, key=widget, on_change=moved,
        label_visibility="collapsed",
    )  # fmt: skip
    return held


def choices(name: str, values: tuple[Any, ...], current: str | None, *, label: str) -> str | None:
    """A choice from Choices of views.choices (key, name, group)."""
    options = tuple((one.key, _words(one)) for one in values)
    return select(name, options, current, label=label)


def _words(one: Any) -> str:
    return f"{text.name(one.name)} · {text.name(one.group)}" if one.group else text.name(one.name)


def terms(
    values: tuple[str, ...], current: str | None, week: int | None = None, *, is_short: bool = False
) -> str | None:
    """The term selector: newest first; the first one is the running term and shows its week. is_short: beside another chooser."""
    options = tuple(
        (key, formats.term(key, week if key == values[0] else None, is_short=is_short)) for key in values
    )
    return select("term", options, current, label=t("ui.choose.term"))


def pick(name: str, options: tuple[tuple[str, str], ...], *, label: str, default: str | None = None) -> str:
    """Few alternatives side by side (tabs of a list, kinds of a picture), kept in the address."""
    words = dict(options)
    keys = list(words)
    held = run.parameter(name)
    held = held if held in words else default or keys[0]
    if _is_fixed():
        return held
    widget = f"seg_{run.now().page}_{name}_{held}"

    def moved() -> None:
        st.query_params[name] = st.session_state[widget] or held

    st.segmented_control(
        label, keys, default=held, format_func=words.__getitem__, key=widget, on_change=moved, required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    return held


def slider(name: str, low: int, high: int, default: int, *, label: str) -> int:
    """A whole number on a slider, kept in the address."""
    given = run.parameter(name)
    held = int(given) if given and given.isdigit() and low <= int(given) <= high else default
    if _is_fixed():
        return held
    widget = f"slide_{run.now().page}_{name}_{held}"

    def moved() -> None:
        st.query_params[name] = str(st.session_state[widget])

    st.slider(label, low, high, held, key=widget, on_change=moved)
    return held


def export(
    build: Callable[[], bytes],
    file_name: str,
    *,
    label: str | None = None,
    kind: str = "xlsx",
    place: str | None = None,
) -> None:
    """The button of a file (导出 Excel, PowerPoint): it is built when it is asked for, not at each run.

    place: tells it from the page's own button of the kind.
    """
    language, now = _captured()

    def built() -> bytes:
        _restore(language, now)
        return build()

    st.download_button(
        label or t("ui.export"), built, file_name=file_name, key=f"export_{kind}_{place or now.page}", on_click="ignore",
        mime=MIME[kind],
    )  # fmt: skip


def _captured() -> tuple[str, run.Run]:
    from ui import i18n

    return i18n.language(), run.now()


def _restore(language: str, now: run.Run) -> None:
    """The download runs in a thread of its own, where language and run are not set."""
    from ui import i18n

    i18n.use(language)
    run.use(now)

"""Loading files in the browser: the place to drop them, what a command is doing, what must be decided, taking a load back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from errors import NotAllowed, ShownError
from ui import run, text
from ui.html import div, esc, show, span, tag
from ui.i18n import catalogue, language, t

ENDINGS = ("csv", "tsv", "txt", "xlsx", "xls", "xlsm", "parquet", "gz", "zip")
DROPPED, TOLD, UNDO = "intake_dropped", "intake_told", "intake_undo"
EVERY = 2  # seconds between two looks at a command at work
MARKS = {"done": "full", "current": "half", "ahead": "hollow"}


def drop(*, again: bool = False) -> list[tuple[str, bytes]]:
    """The place to drop files, an archive or a whole folder; what was dropped in this run, once."""
    number = st.session_state.setdefault(DROPPED, 0)
    words = {
        name: t(f"intake.drop_{name}") for name in ("choose", "kinds")
    }  # Streamlit knows the English ones alone
    show(
        tag("style", ".stApp{" + "".join(f'--intake-{name}:"{word}";' for name, word in words.items()) + "}")
    )
    label = t("intake.drop_again" if again else "intake.drop")
    found = st.file_uploader(
        label,
        type=ENDINGS,
        accept_multiple_files=True,
        key=f"drop_files_{number}",
        help=t("intake.drop_help"),
    )
    with st.expander(t("intake.drop_folder")):
        label = t("intake.drop_folder_label")
        found += st.file_uploader(
            label, type=ENDINGS, accept_multiple_files="directory", key=f"drop_folder_{number}"
        )
    return [(one.name, one.getvalue()) for one in found]


def dropped() -> None:
    """What was dropped is taken: an empty place next time."""
    st.session_state[DROPPED] = st.session_state.get(DROPPED, 0) + 1


def tried(act: Callable[[], Any]) -> Any:
    """Do what was asked for; where it is refused, why is said on the page of the next run. Returns None then."""
    try:
        return act()
    except (NotAllowed, ShownError) as error:
        st.session_state[TOLD] = _refusal(error)
        return None


def _refusal(error: ShownError) -> str:
    if isinstance(error, NotAllowed):
        return t("intake.failed_right")
    known = catalogue(language())
    if error.code and f"intake.failed_{error.code}" in known:
        return known[f"intake.failed_{error.code}"]
    return t("intake.failed_other", reason=str(error))


def told() -> None:
    """Why the last act was refused, once."""
    if words := st.session_state.pop(TOLD, None):
        st.error(words)


def buttons(names: tuple[tuple[str, str, bool, bool], ...], act: Callable[[str], None]) -> None:
    """Buttons side by side: (name, words, is the main one, is it offered); what is pressed is done before the page runs again."""
    with st.container(horizontal=True, gap="small", key=f"intake_buttons_{names[0][0]}"):
        for name, words, is_main, is_offered in names:
            kind = "primary" if is_main else "secondary"
            st.button(
                words, key=f"intake_{name}", type=kind, disabled=not is_offered, on_click=act, args=(name,)
            )


def progress(look: Callable[[], Any], stop: Callable[[], None]) -> None:
    """What a command is doing, looked at again every two seconds; the page runs again when it has ended."""

    def drawn() -> None:
        found = look()
        if found is None:
            st.rerun()
        show(div("steps", *(_step(words, state) for words, state in found.steps), role="list"))
        st.progress(found.share, text=text.plain(found.last) if found.last else t("intake.working"))
        note = t("intake.running_note", seconds=found.seconds)
        show(div("note", esc(note)))
        if found.can_stop:
            st.button(t("intake.stop"), key="intake_stop", on_click=run.kept(stop))

    st.fragment(run.kept(drawn), run_every=EVERY)()


def _step(words: Any, state: str) -> str:
    dot = tag("i", cls=f"dot {MARKS[state]}", aria_hidden="true")
    return span(
        "state",
        dot,
        span("", text.html(words), " ", span("muted", esc(t(f"intake.state_{state}")))),
        role="listitem",
    )


def questions(asked: tuple[Any, ...]) -> None:
    """What must be decided, by file, each with what is assumed."""
    groups: dict[str, list] = {}
    for one in asked:
        groups.setdefault(one.file, []).append(one)
    drawn = []
    for file, listed in groups.items():
        head = esc(file) if file else esc(t("intake.where_all"))
        rows = (
            tag(
                "li",
                span("where", t("intake.sep").join(text.html(part) for part in one.where))
                + span("", text.html(one.words)),
            )
            for one in listed
        )
        drawn.append(div("askedof", tag("h3", head), tag("ul", "".join(rows), cls="asked")))
    show("".join(drawn))


def errors(listed: tuple[tuple[Any, ...], ...]) -> None:
    """What did not work, each in lines: doing what, found, expected, what to do."""
    for lines in listed:
        show(div("said", *(div("", text.html(line)) for line in lines)))


def loads(lines: tuple[Any, ...], undo: Callable[[int], None]) -> None:
    """Loads that stand, each with a way to take it back; what goes is named before it does."""
    for line in lines:
        number = line.load_id
        with st.container(key=f"load_{number}", horizontal=True, vertical_alignment="center", gap="small"):
            show(_load_html(line), width="stretch")
            if st.session_state.get(UNDO) != number:
                label = t("intake.undo_of", load=number)
                st.button(t("intake.undo"), key=f"undo_{number}", help=label, on_click=_ask, args=(number,))
        if st.session_state.get(UNDO) == number:
            st.warning("  \n".join(text.plain(one) for one in line.goes))
            with st.container(horizontal=True, gap="small", key=f"undo_buttons_{number}"):
                st.button(
                    t("intake.undo_sure"),
                    key=f"undo_yes_{number}",
                    type="primary",
                    on_click=_undo,
                    args=(undo, number),
                )
                st.button(t("intake.undo_not"), key=f"undo_no_{number}", on_click=_ask, args=(None,))


def _undo(undo: Callable[[int], None], number: int) -> None:
    st.session_state.pop(UNDO, None)
    undo(number)


def _ask(number: int | None) -> None:
    st.session_state[UNDO] = number


def _load_html(line: Any) -> str:
    head = div("im", tag("b", esc(t("intake.load_no", load=line.load_id))), div("ib", text.html(line.words)))
    facts = div("tn", span("", text.html(line.source)), " · ", text.html(line.at))
    return div("items", div("item", div("im", head, facts)))

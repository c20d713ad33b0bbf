"""Correcting a proposal: which file, how it is read, which table, how each column is filled; every choice acts at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from ui import text
from ui.format import period
from ui.html import div, esc, show, span
from ui.i18n import t

TYPED, FURTHER, CHOSEN = "!", "intake_further", "intake_chosen"
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5")
LONGEST, LONGEST_TEXT, MOST_ROWS = 120, 400_000, 100


def chosen_file(files: tuple[Any, ...]) -> str | None:
    """Which file is looked at."""
    names = [one.name for one in files]
    words = {one.name: one.shown for one in files}
    if not names:
        return None
    held = st.session_state.get(CHOSEN)
    place = names.index(held) if held in names else 0
    chosen = st.selectbox(t("intake.choose_file"), names, index=place, format_func=words.get)
    st.session_state[CHOSEN] = (
        chosen  # a trial takes the form away for a while: the same file is open afterwards
    )
    return chosen


def used(form: Any, act: Callable[[bool], None]) -> None:
    """Whether the file is loaded at all."""
    key = f"intake_used_{form.name}"
    st.toggle(t("intake.use_file"), form.is_used, key=key, on_change=lambda: act(st.session_state[key]))


def source(form: Any, act: Callable[[str], None]) -> None:
    """Which source of the register the file belongs to."""
    codes, words = [code for code, _ in form.sources], {code: text.plain(name) for code, name in form.sources}
    place = codes.index(form.source) if form.source in codes else None
    key = f"intake_source_{form.name}"
    st.selectbox(
        t("intake.source"), codes, index=place, format_func=words.get, key=key, help=t("intake.source_help"),
        on_change=lambda: act(st.session_state[key]),
    )  # fmt: skip


def reading(
    key: str,
    sheets: tuple[str, ...],
    sheet: str | None,
    row: int | None,
    encoding: str | None,
    *,
    is_new: bool = False,
) -> tuple | None:
    """How a file is read: sheet, header row, encoding; (sheet, row, encoding) when it is to be read again so."""
    with st.form(f"intake_reading_{key}", border=False):
        slots = iter(st.columns(3))
        picked = (
            next(slots).selectbox(
                t("intake.sheet"), list(sheets), index=sheets.index(sheet) if sheet in sheets else 0
            )
            if sheets
            else None
        )
        header = next(slots).number_input(
            t("intake.header_row"), 0, MOST_ROWS, row or 1, help=t("intake.header_row_help")
        )
        listed = [t("intake.encoding_found"), *(name.upper() for name in ENCODINGS)]
        known = (encoding or "").lower()
        place = ENCODINGS.index(known) + 1 if known in ENCODINGS else 0
        coded = (
            next(slots).selectbox(
                t("intake.encoding"),
                range(len(listed)),
                index=place,
                format_func=listed.__getitem__,
            )
            if not sheets
            else 0
        )
        sent = st.form_submit_button(t("intake.take_up" if is_new else "intake.read_again"))
    return (picked, int(header), ENCODINGS[coded - 1] if coded else None) if sent else None


def again() -> None:
    """Run the page again after what a form asked for."""
    st.rerun()


def chosen_table(form: Any) -> Any:
    """Which of the tables that the file fills is looked at; None where it fills none."""
    if not form.tables:
        return None
    words = {one.place: _table_words(one) for one in form.tables}
    places = list(words)
    held = st.pills(
        t("intake.choose_table"),
        places,
        default=places[0],
        format_func=words.get,
        key=f"intake_table_{form.name}_{len(places)}",
    )
    return next((one for one in form.tables if one.place == held), form.tables[0])


def _table_words(one: Any) -> str:
    name = text.plain(one.name)
    return t("intake.table_lacks", table=name) if one.lacks else name


def add_table(form: Any, act: Callable[[str], None]) -> None:
    """One more table for the file to fill."""
    words = {code: text.plain(name) for code, name in form.others}
    key = f"intake_add_{form.name}_{len(form.tables)}"
    st.selectbox(
        t("intake.add_table" if form.tables else "intake.first_table"), list(words), index=None, format_func=words.get, key=key, placeholder=t("intake.choose"),
        on_change=lambda: act(st.session_state[key]) if st.session_state[key] else None,
    )  # fmt: skip


def remove_table(form: Any, act: Callable[[], None]) -> None:
    """The file no longer fills this table."""
    st.button(
        t("intake.remove_table", table=text.plain(form.name)), key=f"intake_remove_{form.place}", on_click=act
    )


def columns(form: Any, choose: Callable[[str, str, str | None], None]) -> None:
    """Each column of a table: the header it comes from, always the same, or nothing; those that may stay empty in a fold."""
    further = [one for one in form.columns if not (one.choice or one.is_required or one.is_missing)]
    _grid(form, [one for one in form.columns if one not in further], choose)
    if further:
        place = (form.place, form.table)

        def chosen(column: str, choice: str, typed: str | None) -> None:
            st.session_state[FURTHER] = place  # what somebody works in stays open
            choose(column, choice, typed)

        with st.expander(t("intake.further_columns"), expanded=st.session_state.get(FURTHER) == place):
            _grid(form, further, chosen)


def _grid(form: Any, listed: list, choose: Callable[[str, str, str | None], None]) -> None:
    for at in range(0, len(listed), 2):
        for slot, one in zip(st.columns(2), listed[at : at + 2], strict=False):
            with slot:
                _column(form, one, choose)


def _column(form: Any, one: Any, choose: Callable[[str, str, str | None], None]) -> None:
    choices = [code for code, _ in one.options]
    words = {code: text.plain(name) for code, name in one.options}
    key = f"intake_col_{form.place}_{form.table}_{one.column}_{one.choice}_{one.typed}"
    st.selectbox(
        _label(one), choices, index=choices.index(one.choice), format_func=words.get, key=key,
        help=text.name(one.help) or None, on_change=lambda: choose(one.column, st.session_state[key], one.typed or ""),
    )  # fmt: skip
    if one.choice == TYPED:
        typed = f"{key}_typed"
        st.text_input(
            t("intake.always", column=text.plain(one.name)), one.typed or "", max_chars=LONGEST, key=typed,
            on_change=lambda: choose(one.column, TYPED, st.session_state[typed]),
        )  # fmt: skip


def _label(one: Any) -> str:
    name = text.plain(one.name)
    name = name[:1].upper() + name[1:]
    if one.is_missing:
        return t("intake.label_missing", column=name)
    return t("intake.label_required", column=name) if one.is_required else name


def words(form: Any, translate: Callable[[str, str, str | None], None]) -> None:
    """Words of coded columns: each with its rows and the code it means; those without a translation first."""
    for one in form.columns:
        if not one.words or not one.codes:
            continue
        title = t(
            "intake.words_unknown" if one.unknown else "intake.words_known",
            column=text.plain(one.name),
            count=one.unknown,
        )
        with st.expander(title, expanded=bool(one.unknown)):
            for at in range(0, len(one.words), 3):
                for slot, word in zip(st.columns(3), one.words[at : at + 3], strict=False):
                    with slot:
                        _word(form, one, word, translate)


def _word(form: Any, one: Any, word: Any, translate: Callable[[str, str, str | None], None]) -> None:
    codes = [code for code, _ in one.codes]
    named = {code: text.plain(name) for code, name in one.codes}
    key = f"intake_word_{form.place}_{one.column}_{word.word}_{word.code}"
    place = codes.index(word.code) if word.code in codes else None
    label = (
        t("intake.word", word=word.word, rows=word.rows)
        if word.rows
        else t("intake.word_absent", word=word.word)
    )
    st.selectbox(
        label, codes, index=place, format_func=named.get, key=key, placeholder=t("intake.no_code"),
        on_change=lambda: translate(one.column, word.word, st.session_state[key]),
    )  # fmt: skip


def term(line: Any, act: Callable[[Any, int, Any], None]) -> None:
    """The days of one term: first Monday of teaching, teaching weeks, last day."""
    keys = {name: f"intake_term_{line.term_id}_{name}" for name in ("monday", "weeks", "end")}

    def changed() -> None:
        held = {name: st.session_state[key] for name, key in keys.items()}
        act(held["monday"], int(held["weeks"]), held["end"])

    note = t("intake.term_assumed" if line.is_assumed else "intake.term_said")
    show(div("termhead", span("b", esc(period(line.term_id))), span("muted", esc(note))))
    left, middle, right = st.columns(3)
    left.date_input(
        t("intake.term_monday"), line.first_monday, format="YYYY-MM-DD", key=keys["monday"], on_change=changed
    )
    middle.number_input(t("intake.term_weeks"), 1, 40, line.week_count, key=keys["weeks"], on_change=changed)
    right.date_input(
        t("intake.term_end"), line.end_on, format="YYYY-MM-DD", key=keys["end"], on_change=changed
    )


def college(home: dict, act: Callable[[str, Any], None]) -> None:
    """The college's names and its pass mark, which the first load writes where the home has none."""
    left, middle, right = st.columns(3)
    for slot, name in ((left, "college_name"), (middle, "college_name_en")):
        key = f"intake_home_{name}"
        slot.text_input(
            t(f"intake.{name}"), home.get(name, ""), max_chars=LONGEST, key=key, autocomplete="off",
            on_change=lambda name=name, key=key: act(name, st.session_state[key].strip() or None),
        )  # fmt: skip
    key = "intake_home_pass_mark"
    held = float(home.get("pass_mark") or 60)
    right.number_input(
        t("intake.pass_mark"),
        1.0,
        100.0,
        held,
        step=1.0,
        key=key,
        on_change=lambda: act("pass_mark", st.session_state[key]),
    )


def unread(one: Any, at: int) -> bool:
    """A file that was not recognised; whether it is to be used all the same."""
    with st.container(key=f"unread_{at}", horizontal=True, vertical_alignment="center", gap="small"):
        show(
            div("items", div("item", div("im", div("b", esc(one.shown)), div("ib", text.html(one.reason))))),
            width="stretch",
        )
        return st.toggle(t("intake.use_anyway"), key=f"intake_unread_{at}_{one.shown}")


def by_hand(body: str, name: str, act: Callable[[str], None]) -> None:
    """The mapping as text: to edit, to take away, to hand in."""
    key = f"intake_text_{hash(body)}"
    st.text_area(
        t("intake.text"), body, height=360, max_chars=LONGEST_TEXT, key=key, label_visibility="collapsed"
    )
    with st.container(horizontal=True, gap="small"):
        st.button(
            t("intake.text_apply"), key="intake_text_apply", on_click=lambda: act(st.session_state[key])
        )
        st.download_button(
            t("intake.text_take"),
            body,
            file_name=f"{name}.yaml",
            mime="text/yaml",
            key="intake_text_take",
            on_click="ignore",
        )
    given = st.file_uploader(
        t("intake.text_give"), type=("yaml", "yml"), key=f"intake_text_give_{hash(body)}"
    )
    if given is not None:
        act(given.getvalue().decode("utf-8", errors="replace"))
        st.rerun()

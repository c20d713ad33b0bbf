"""Handing files in on the Data page and correcting the mapping proposed for them: right checked, written to the home, logged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine

from access import audit
from access.scope import Scope, check_can_write
from access.viewer import Viewer
from data.sources.files import Layout
from data.staging import correction, look
from data.staging.fitting import fill_always, fill_from_header, translate
from data.staging.open_mapping import OpenMapping, as_json, from_json, mapping_text, with_text
from data.staging.places import with_places_asked
from data.staging.recognition.sheets import glob_free
from data.warehouse import home_settings
from data.warehouse import inbox as inboxes
from data.warehouse.home import read_setting
from data.warehouse.inbox import OPEN, Inbox
from errors import NotAllowed, ShownError

PAGE = "data"
LOADED_BY = ("data_admin",)
DEMO = "demo"
CARD_DATA = "card_data"  # the switch that logs of cards and doors need
WITHOUT_HEADER = 0  # in place of the header row
Form = tuple[str | None, int | None, str | None]  # sheet, header row, encoding


def can_load(scope: Scope) -> bool:
    """Whether the active role loads files at all; never while seeing as somebody else."""
    return scope.role in LOADED_BY and scope.limit is None


def check_can_load(engine: Engine, viewer: Viewer) -> None:
    """Raises NotAllowed for a role that may not, ShownError for a home that holds the demo college."""
    check_can_write(viewer.scope)
    if not can_load(viewer.scope):
        raise NotAllowed("loading files", found=f"role {viewer.role}", expected=" or ".join(LOADED_BY))
    if is_demo(engine):
        raise ShownError(
            "loading files", found="a home that holds the demo college", expected="a home of one's own",
            remedy="begin an empty home", code="demo",
        )  # fmt: skip


def is_demo(engine: Engine) -> bool:
    """Whether the home was made as a demo: one home holds one college."""
    with engine.connect() as connection:
        return read_setting(connection, "kind") == DEMO


def takes_logs(engine: Engine) -> bool:
    """Whether the college has switched on that logs of cards and doors are counted."""
    with engine.connect() as connection:
        return bool(home_settings.value(connection, CARD_DATA))


def discard(engine: Engine, viewer: Viewer, inbox: Inbox) -> None:
    """Throw an arrival away with its files. Raises NotAllowed."""
    check_can_load(engine, viewer)
    inboxes.discard(inbox)
    audit.wrote(engine, viewer, "intake", inbox.name, page=PAGE, purpose="discarded")


def opened_in(inbox: Inbox) -> OpenMapping:
    """The mapping of an arrival as far as it is settled. Raises ShownError where there is none."""
    held = inbox.read(OPEN)
    if held is None:
        raise ShownError("correcting a mapping", found="no files that wait", code="gone")
    return from_json(held)


def correct(
    engine: Engine, viewer: Viewer, inbox: Inbox, change: Callable[[OpenMapping], OpenMapping]
) -> OpenMapping:
    """Change the mapping of an arrival by a function of data.staging.correction. Raises NotAllowed, ShownError."""
    check_can_load(engine, viewer)
    changed = with_places_asked(change(opened_in(inbox)))
    _write(inbox, changed)
    return changed


def write_by_hand(engine: Engine, viewer: Viewer, inbox: Inbox, body: str) -> OpenMapping:
    """Take the mapping as somebody wrote it. Raises NotAllowed, ShownError with the place that does not fit."""
    return correct(engine, viewer, inbox, lambda mapping: with_text(mapping, body))


def read_as(engine: Engine, viewer: Viewer, inbox: Inbox, name: str, form: Form) -> OpenMapping:
    """Read one file in another form. Raises NotAllowed, ShownError where it cannot be read so."""
    layout = _layout(form)
    return correct(engine, viewer, inbox, lambda mapping: look.read_as(mapping, inbox.files, name, layout))


def take_up(engine: Engine, viewer: Viewer, inbox: Inbox, path: str, form: Form) -> OpenMapping:
    """Use a file that was not recognised. Raises NotAllowed, ShownError where it cannot be read so."""
    layout = _layout(form)
    return correct(engine, viewer, inbox, lambda mapping: look.take_up(mapping, inbox.files, path, layout))


def _layout(form: Form) -> Layout:
    sheet, header_row, encoding = form
    columns = () if header_row == WITHOUT_HEADER else None
    return Layout(encoding=encoding, header_row=header_row or None, sheet=sheet, columns=columns)


def sheets_of(inbox: Inbox, name: str) -> tuple[str, ...]:
    """The sheets of the workbook that a file of the mapping is read from; empty where it is no workbook of several."""
    shown = opened_in(inbox).sheets[name]
    if shown.files > 1:
        return ()
    names = [sheet for sheet, _ in look.forms(inbox.files, glob_free(shown.path))]
    return tuple(filter(None, names)) if len(names) > 1 else ()


def likely_header(inbox: Inbox, path: str, sheet: str | None) -> int:
    """The row that most likely names the columns, from 1: the first with as many cells as any."""
    rows = next((rows for name, rows in look.forms(inbox.files, path) if sheet in (None, name)), [])
    filled = [sum(bool(cell) for cell in row) for row in rows] or [0]
    return filled.index(max(filled)) + 1


def use_file(engine: Engine, viewer: Viewer, inbox: Inbox, name: str, is_used: bool) -> OpenMapping:
    """Put a file aside or take it up. Raises NotAllowed."""
    return correct(engine, viewer, inbox, lambda mapping: correction.use_file(mapping, name, is_used=is_used))


def set_source(engine: Engine, viewer: Viewer, inbox: Inbox, name: str, source: str) -> OpenMapping:
    """Say which source of the register a file belongs to. Raises NotAllowed."""
    return correct(engine, viewer, inbox, lambda mapping: correction.set_source(mapping, name, source))


def set_home(engine: Engine, viewer: Viewer, inbox: Inbox, key: str, value: Any) -> OpenMapping:
    """Say a setting that the first load writes. Raises NotAllowed."""
    return correct(engine, viewer, inbox, lambda mapping: correction.set_home(mapping, **{key: value}))


def set_term(
    engine: Engine, viewer: Viewer, inbox: Inbox, term_id: str, days: tuple[date, int, date]
) -> OpenMapping:
    """Say the days of a term: first Monday, teaching weeks, last day. Raises NotAllowed, ShownError."""
    monday, weeks, end = days
    if monday.weekday() != 0 or end < monday + timedelta(weeks=weeks - 1):
        raise ShownError(
            "setting the days of a term", found="days that do not fit", code="term_days",
            expected="a Monday, and an end not before the last teaching week",
        )  # fmt: skip
    given = {"first_monday": monday.isoformat(), "week_count": weeks, "end_on": end.isoformat()}
    return correct(engine, viewer, inbox, lambda mapping: correction.set_term(mapping, term_id, **given))


def set_column(
    engine: Engine, viewer: Viewer, inbox: Inbox, place: int, column: str, choice: str, typed: str | None
) -> OpenMapping:
    """Say how a column is filled: h:header, c:code, ! with what is typed, = as it is, nothing. Raises NotAllowed."""

    kind, _, value = choice.partition(":")

    def changed(mapping: OpenMapping) -> OpenMapping:
        if kind == "h":
            return fill_from_header(mapping, inbox.files, place, column, value)
        if kind == "c":
            codes = correction.codes_of(mapping.entries[place].table, column)
            return fill_always(
                mapping, place, column, next((code for code in codes if str(code) == value), value)
            )
        if kind == "!":
            return fill_always(mapping, place, column, typed or "")
        return mapping if kind == "=" else correction.set_column(mapping, place, column, None)

    return correct(engine, viewer, inbox, changed)


def set_word(
    engine: Engine, viewer: Viewer, inbox: Inbox, place: int, column: str, word: str, code: Any
) -> OpenMapping:
    """Say what a word of the source means. Raises NotAllowed."""
    return correct(engine, viewer, inbox, lambda mapping: translate(mapping, place, column, word, code))


def remove_table(engine: Engine, viewer: Viewer, inbox: Inbox, place: int) -> OpenMapping:
    """A file no longer fills a table. Raises NotAllowed."""
    return correct(engine, viewer, inbox, lambda mapping: correction.remove_table(mapping, place))


def add_table(engine: Engine, viewer: Viewer, inbox: Inbox, name: str, table: str) -> OpenMapping:
    """Let a file fill one more table, as far as its headers are known. Raises NotAllowed, ShownError."""
    return correct(engine, viewer, inbox, lambda mapping: look.drafted(mapping, inbox.files, name, table))


def _write(inbox: Inbox, mapping: OpenMapping) -> None:
    inbox.write(OPEN, as_json(mapping))
    inbox.write_text(inbox.mapping_file.name, mapping_text(mapping))

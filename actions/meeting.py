"""Collect pages for a meeting: put one in, move it, word it, take it out, take the newest figures. One's own pack alone."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from access import policy
from access.log_chain import append, hold
from access.scope import Scope, check_can_write
from access.viewer import Viewer
from data.warehouse.schema.meeting import qa_meeting_page
from errors import NotAllowed, ShownError

PAGE, DOING = "meeting", "collecting pages for a meeting"
MOST_PAGES = 40
TITLE_LIMIT, NOTE_LIMIT = 80, 400
COLUMNS = qa_meeting_page.c


@dataclass(frozen=True)
class Wanted:
    """A page as it is put into the pack: where it is, what its address names, and the snapshot it is shown from."""

    page: str
    snapshot_id: int
    as_of: date
    choices: dict[str, str] = field(default_factory=dict)
    unit_zh: str | None = None
    unit_en: str | None = None


def can_collect(scope: Scope | None) -> bool:
    """Whether the scope bar offers it: a role that takes part in meetings, through its own eyes."""
    return scope is not None and scope.limit is None and policy.may_open(scope.role, PAGE)


def check_can_collect(scope: Scope) -> None:
    """Raises unless the active role keeps a pack of its own."""
    check_can_write(scope)
    if not can_collect(scope):
        raise NotAllowed(DOING, found=f"role {scope.role}", expected="a role that takes part in meetings")


def add(engine: Engine, viewer: Viewer, wanted: Wanted) -> int:
    """Put a page at the end of the pack; one that is in it already is not put there twice. Returns its number.

    The right to the page is asked at each showing; here only that the role may open it at all.
    """
    check_can_collect(viewer.scope)
    if not policy.may_open(viewer.role, wanted.page):
        raise NotAllowed(DOING, found=f"page {wanted.page}", expected="a page the role may open")
    named = json.dumps(wanted.choices, ensure_ascii=False, sort_keys=True)
    with engine.begin() as connection:
        hold(connection)
        held = _numbers(connection, viewer)
        same = (
            COLUMNS.page == wanted.page,
            COLUMNS.choices == named,
            COLUMNS.snapshot_id == wanted.snapshot_id,
        )
        known = connection.execute(select(COLUMNS.meeting_page_id).where(*_own(viewer), *same)).scalar()
        if known is not None:
            return int(known)
        if len(held) >= MOST_PAGES:
            raise ShownError(DOING, found=f"{len(held)} pages", expected=f"at most {MOST_PAGES}", code="full")
        last = connection.execute(select(func.max(COLUMNS.place)).where(*_own(viewer))).scalar() or 0
        written = connection.execute(
            insert(qa_meeting_page).values(
                person=viewer.scope.person, role=viewer.role, place=last + 1, page=wanted.page, choices=named,
                unit_zh=wanted.unit_zh, unit_en=wanted.unit_en, snapshot_id=wanted.snapshot_id, as_of=wanted.as_of,
                added_at=datetime.now(UTC).replace(tzinfo=None),
            )
        )  # fmt: skip
        _log(connection, viewer, "add", wanted.page)
    return int(written.inserted_primary_key[0])


def move(engine: Engine, viewer: Viewer, number: int, steps: int) -> None:
    """Show a page earlier (steps below zero) or later; at the ends it stays."""
    check_can_collect(viewer.scope)
    with engine.begin() as connection:
        hold(connection)
        held = _numbers(connection, viewer)
        at = _place(held, number)
        held.insert(max(0, min(at + steps, len(held) - 1)), held.pop(at))
        for place, one in enumerate(held, start=1):
            connection.execute(
                update(qa_meeting_page)
                .where(*_own(viewer), COLUMNS.meeting_page_id == one)
                .values(place=place)
            )
        _log(connection, viewer, "move", str(number))


def word(engine: Engine, viewer: Viewer, number: int, *, title: str, note: str) -> None:
    """Give a page another title and a note for the presenter; empty takes them away."""
    if len(title) > TITLE_LIMIT or len(note) > NOTE_LIMIT:
        raise ShownError(
            DOING, found="too long", expected=f"at most {TITLE_LIMIT} and {NOTE_LIMIT} characters"
        )
    _changed(engine, viewer, number, "word", title=title.strip() or None, note=note.strip() or None)


def renew(engine: Engine, viewer: Viewer, number: int, snapshot_id: int, as_of: date) -> None:
    """Show a page from another snapshot from now on: the newest figures in place of the frozen ones."""
    _changed(engine, viewer, number, "renew", snapshot_id=snapshot_id, as_of=as_of)


def remove(engine: Engine, viewer: Viewer, number: int | None) -> None:
    """Take one page out of the pack, or all of them (None)."""
    check_can_collect(viewer.scope)
    with engine.begin() as connection:
        hold(connection)
        one = () if number is None else (COLUMNS.meeting_page_id == number,)
        if connection.execute(delete(qa_meeting_page).where(*_own(viewer), *one)).rowcount == 0:
            raise _unknown()
        _log(connection, viewer, "remove", "all" if number is None else str(number))


def _changed(engine: Engine, viewer: Viewer, number: int, what: str, **values) -> None:
    check_can_collect(viewer.scope)
    with engine.begin() as connection:
        hold(connection)
        one = update(qa_meeting_page).where(*_own(viewer), COLUMNS.meeting_page_id == number)
        if connection.execute(one.values(**values)).rowcount == 0:
            raise _unknown()
        _log(connection, viewer, what, str(number))


def _own(viewer: Viewer) -> tuple:
    return COLUMNS.person == viewer.scope.person, COLUMNS.role == viewer.role


def _numbers(connection: Connection, viewer: Viewer) -> list[int]:
    query = select(COLUMNS.meeting_page_id).where(*_own(viewer))
    return list(connection.execute(query.order_by(COLUMNS.place, COLUMNS.meeting_page_id)).scalars())


def _place(held: list[int], number: int) -> int:
    if number not in held:
        raise _unknown()
    return held.index(number)


def _unknown() -> NotAllowed:
    return NotAllowed(DOING, found="a page of no pack of one's own", expected="a page of the own pack")


def _log(connection: Connection, viewer: Viewer, what: str, which: str) -> None:
    row = {
        "session": viewer.session, "person": viewer.person, "role": viewer.role, "act": "write", "object_kind": "meeting",
        "object_id": which, "page": PAGE, "purpose": what,
    }  # fmt: skip
    append(connection, row)

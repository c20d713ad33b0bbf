"""The meeting pack: which pages were collected, from which day, and which of them can still be shown?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from access import policy
from access.scope import Scope
from data.warehouse.queries import meeting as queries
from views import warehouse
from views.parts import Amount, Header, Name, Sentence
from views.warehouse import Snapshot


@dataclass(frozen=True)
class PackPage:
    """One page of the pack. state: as_is | older (another snapshot is current) | gone (its snapshot is no longer there)."""

    number: int
    page: str
    choices: dict[str, str]
    unit: Name | None
    title: str | None
    note: str | None
    snapshot_id: int
    as_of: date
    state: str
    is_open: bool  # whether the role may still open the page


@dataclass(frozen=True)
class MeetingPage:
    """Everything the page of the pack shows."""

    header: Header
    findings: tuple[Sentence, ...]
    pages: tuple[PackPage, ...]


def overview(scope: Scope, snapshot: Snapshot | None) -> MeetingPage:
    """What is in the pack, in the order of showing; read afresh, since it changes under the reader's hands."""
    held = pages(scope, snapshot)
    return MeetingPage(
        header=Header(title=Sentence("meeting.title"), kind=Sentence("meeting.kind")),
        findings=(_finding(held),),
        pages=held,
    )


def _finding(held: tuple[PackPage, ...]) -> Sentence:
    if not held:
        return Sentence("meeting.finding_none")
    older = sum(one.state != "as_is" for one in held)
    params = {"count": Amount(len(held), "count"), "older": Amount(older, "count")}
    return Sentence("meeting.finding_older" if older else "meeting.finding_now", params)


def pages(scope: Scope, snapshot: Snapshot | None) -> tuple[PackPage, ...]:
    """The reader's own pack in the active role, each page with what has become of its snapshot and its right."""
    rows = warehouse.read(queries.pages(scope.person, scope.role), scope).to_dicts()
    wanted = tuple({row["snapshot_id"] for row in rows})
    there = (
        set(warehouse.read(queries.published(wanted), scope)["snapshot_id"].to_list()) if wanted else set()
    )
    return tuple(_page(row, scope, there, snapshot) for row in rows)


def _page(row: dict, scope: Scope, there: set[int], snapshot: Snapshot | None) -> PackPage:
    number = row["snapshot_id"]
    is_current = snapshot is not None and number == snapshot.snapshot_id
    return PackPage(
        number=row["meeting_page_id"],
        page=row["page"],
        choices=json.loads(row["choices"]),
        unit=Name(row["unit_zh"], row["unit_en"]) if row["unit_zh"] else None,
        title=row["title"],
        note=row["note"],
        snapshot_id=number,
        as_of=row["as_of"],
        state="gone" if number not in there else "as_is" if is_current else "older",
        is_open=policy.may_open(scope.role, row["page"]),
    )


def found(scope: Scope, asked: str | None) -> PackPage | None:
    """One page of the own pack by the number in the address; None for anybody else's."""
    if not asked or not asked.isdigit():
        return None
    return next((one for one in pages(scope, None) if one.number == int(asked)), None)


def told(one: PackPage) -> Sentence:
    """A page of the pack in words: its own title, else page and unit."""
    if one.title:
        return Sentence("meeting.titled", {"title": one.title})
    page = Sentence(f"{one.page}.menu")
    return Sentence("meeting.page_of", {"page": page, "unit": one.unit}) if one.unit else page

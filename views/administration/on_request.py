"""Records that are open for a stated purpose and a limited time: the asker's own, and the notice to the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from access import policy
from access.scope import Scope
from data.warehouse.queries import own_rights as queries
from views import clock, naming, warehouse
from views.parts import Amount, Header, Item, Link, Name, Refusal, Sentence

LONGEST_NUMBER = 40
HOW = (Sentence("on_request.first_body"), Sentence("on_request.first_remedy"))  # how to ask, and who is told


@dataclass(frozen=True)
class Opened:
    """One open request of the reader."""

    number: int
    kind: str
    person: str
    item: Item


def opened(scope: Scope, now: datetime, kind: str | None = None) -> tuple[Opened, ...]:
    """The reader's own requests that are open now, of one kind of person or of both."""
    if scope.person == "":
        return ()
    rows = warehouse.read(queries.opened_by(scope.person, scope.role, now), scope).to_dicts()
    wanted = [row for row in rows if kind in (None, row["subject_kind"])]
    named = naming.people(scope, tuple(row["subject"] for row in wanted))
    return tuple(_opened(row, naming.person_name(named, row["subject"])) for row in wanted)


def _opened(row: dict, name: str | None) -> Opened:
    until = Sentence("on_request.until", {"at": _moment(row["expires_at"]), "purpose": row["purpose"]})
    title = (
        Link(row["subject_kind"], row["subject"], Name(name))
        if name
        else Sentence("on_request.opens_nothing")
    )
    item = Item(title=title, body=until, side=Sentence(f"requests.from_{row['subject_kind']}"))
    return Opened(row["glass_id"], row["subject_kind"], row["subject"], item)


def open_for(scope: Scope, kind: str, person: str, now: datetime) -> Opened | None:
    """The reader's open request for this person, if there is one."""
    return next((one for one in opened(scope, now, kind) if one.person == person), None)


def left_out(scope: Scope, kind: str) -> Sentence:
    """What a record opened on request does not show, by the matrix: categories of such persons without letter B."""
    names = tuple(
        Sentence(f"rights.category_{name}")
        for name, cells in policy.categories().items()
        if policy.document(name)
        and any(kind in grant.kinds for grant in cells[kind].grants)
        and not any(kind in grant.kinds for grant in policy.cell(scope.role, name).rows)
    )
    return Sentence("on_request.left_out", {"names": names})


def is_like_a_number(asked: str) -> bool:
    """Whether what was typed may be a person's number; looked at alone, so that no answer tells who exists."""
    text = asked.strip()
    return (
        4 <= len(text) <= LONGEST_NUMBER and any(map(str.isdigit, text)) and not any(map(str.isspace, text))
    )


def notices(scope: Scope, kind: str, person: str) -> tuple[Item, ...]:
    """Who opened this person's record on request, as role: for what purpose, when, until when; newest first."""
    rows = warehouse.read(queries.opened_about(kind, person), scope).to_dicts()
    return tuple(_notice(row) for row in rows)


def _notice(row: dict) -> Item:
    end = min(filter(None, (_moment(row["expires_at"]), _moment(row["closed_at"]))))
    params = {"at": _moment(row["opened_at"]), "until": end, "purpose": row["purpose"]}
    side = None if row["notice_seen_at"] else Sentence("on_request.notice_new")
    return Item(
        title=Sentence("on_request.notice", {"role": naming.role_name(row["role"])}),
        body=Sentence("on_request.notice_body", params),
        side=side,
    )


def unseen(items: tuple[Item, ...]) -> int:
    """How many of the notices the person has not yet marked as seen."""
    return sum(item.side is not None for item in items)


def one_line(scope: Scope, kind: str, person: str) -> Sentence | None:
    """One line for the person's own page: the newest notice while it is new or its request is still open."""
    rows = warehouse.read(queries.opened_about(kind, person), scope).to_dicts()
    now = clock.now()
    fresh = [row for row in rows if row["notice_seen_at"] is None or _is_open(row, now)]
    if not fresh:
        return None
    row = fresh[0]
    params = {
        "role": naming.role_name(row["role"]),
        "at": _moment(row["opened_at"]),
        "purpose": row["purpose"],
        "more": Amount(len(fresh) - 1, "count"),
    }
    return Sentence("on_request.line_more" if len(fresh) > 1 else "on_request.line", params)


def _is_open(row: dict, now: datetime) -> bool:
    return row["closed_at"] is None and _moment(row["expires_at"]) > now


def header(kind: str) -> Header:
    """The head of the page of a role that reads such persons on request alone, before one is named."""
    return Header(
        title=Sentence(f"on_request.first_title_{kind}"), kind=Sentence(f"on_request.first_kind_{kind}")
    )


def ask_first(kind: str) -> Refusal:
    """The state in place of a record that is not open: the same for everybody, whoever exists."""
    return Refusal("not_allowed", Sentence(f"on_request.ask_title_{kind}"), Sentence("on_request.ask_body"))


def _moment(value) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value

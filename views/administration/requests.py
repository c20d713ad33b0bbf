"""Requests about the own data: those of one person with their answers, and those a role has to answer, with the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from access.scope import Scope
from data.warehouse.queries import own_rights as queries
from views import clock, naming, warehouse
from views.figures import findings
from views.parts import Amount, Header, Item, Link, Name, Refusal, Sentence

SHOWN = 100
SOON = 3  # days left from which a request is said to be due soon


@dataclass(frozen=True)
class Request:
    """One request as the role that answers it reads it; no name where the role may not read it."""

    number: int
    person: str
    person_kind: str
    name: str | None
    title: Sentence
    facts: tuple[Sentence | Name, ...]
    words: str
    clock: Sentence
    answer: Sentence | None

    @property
    def is_open(self) -> bool:
        return self.answer is None


@dataclass(frozen=True)
class RequestsPage:
    """What waits for the role's answer, and what was answered."""

    header: Header
    findings: tuple[Sentence, ...]
    waiting: tuple[Request, ...]
    answered: tuple[Request, ...]

    def find(self, number: str | None) -> Request | None:
        """The request the address names, if the role has it; where it names none the first of the list."""
        every = (*self.waiting, *self.answered)
        return next((one for one in every if number in (None, str(one.number))), None)


def overview(scope: Scope, now: datetime) -> RequestsPage:
    """Requests that are addressed to the active role and inside its scope; open ones first, the most urgent at the top."""
    rows = warehouse.read(queries.requests_to(scope.role, SHOWN), scope).to_dicts()
    named = naming.people(scope, tuple(row["person"] for row in rows))
    today = clock.day(now)
    made = tuple(_request(row, naming.person_name(named, row["person"]), today) for row in rows)
    waiting = tuple(one for one in made if one.is_open)
    days = [stored_date(row["due_on"]) for row in rows if row["answered_at"] is None]
    kind = Sentence("requests.kind", {"role": naming.role_name(scope.role)})
    return RequestsPage(
        header=Header(title=Sentence("requests.title"), kind=kind),
        findings=findings.kept(_finding(days, today)),
        waiting=waiting,
        answered=tuple(one for one in made if not one.is_open),
    )


def _finding(days: list[date], today: date) -> Sentence:
    if not days:
        return Sentence("requests.found_none")
    late = sum(day < today for day in days)
    params = {
        "count": Amount(len(days), "count"),
        "late": Amount(late, "count"),
        "day": min(days),
    }
    return Sentence("requests.found_late" if late else "requests.found_open", params)


def _request(row: dict, name: str | None, today: date) -> Request:
    return Request(
        number=row["correction_id"],
        person=row["person"],
        person_kind=row["person_kind"],
        name=name,
        title=title(row),
        facts=(Sentence(f"requests.from_{row['person_kind']}"), _opened(row)),
        words=row["text"],
        clock=time_left(row, today),
        answer=answer(row),
    )


def title(row: dict) -> Sentence:
    """What is asked, and about what."""
    kind = Sentence(f"requests.kind_{row['kind']}")
    about = Sentence(f"requests.about_{row['about'] or 'other'}")
    return Sentence("requests.line", {"kind": kind, "about": about})


def _opened(row: dict) -> Sentence:
    return Sentence("requests.opened", {"at": stored_moment(row["opened_at"])})


def time_left(row: dict, today: date) -> Sentence:
    """The clock in words: answered, days left, due today, or days over."""
    if row["answered_at"] is not None:
        return Sentence(f"requests.decision_{row['decision']}")
    left = (stored_date(row["due_on"]) - today).days
    if left < 0:
        return Sentence("requests.clock_late", {"count": Amount(-left, "count")})
    return (
        Sentence("requests.clock_left", {"count": Amount(left, "count")})
        if left
        else Sentence("requests.clock_today")
    )


def answer(row: dict) -> Sentence | None:
    """Who answered, when and what; None while the request is open."""
    if row["answered_at"] is None:
        return None
    params = {
        "role": naming.role_name(row["answered_role"]),
        "at": stored_moment(row["answered_at"]),
        "decision": Sentence(f"requests.decision_{row['decision']}"),
        "words": row["answer"],
    }
    return Sentence("requests.answer", params)


def listed(page: RequestsPage) -> tuple[Item, ...]:
    """The rows of the list: who and what, since when, how long still; each leads to its request."""
    return tuple(_item(one) for one in (*page.waiting, *page.answered))


def _item(one: Request) -> Item:
    shown = Name(one.name or f"#{one.number}")
    return Item(title=Link("requests", str(one.number), shown), body=one.title, side=one.clock)


def of_person(scope: Scope, now: datetime) -> tuple[Item, ...]:
    """The person's own requests, newest first: what was asked, the clock, the answer."""
    rows = warehouse.read(queries.requests_of(scope.person), scope).to_dicts()
    today = clock.day(now)
    return tuple(_own(row, today) for row in rows)


def _own(row: dict, today: date) -> Item:
    asked = Sentence("requests.own_words", {"words": row["text"], "at": stored_moment(row["opened_at"])})
    waits = Sentence(
        "requests.own_waits", {"role": naming.role_name(row["addressed_to"]), "day": row["due_on"]}
    )
    body = Sentence("requests.own_body", {"asked": asked, "answer": answer(row) or waits})
    return Item(title=title(row), body=body, side=time_left(row, today))


def not_here() -> Refusal:
    """The state for a number that the role does not have; never says whether it exists."""
    return Refusal("not_found", Sentence("requests.gone_title"), Sentence("requests.gone_body"))


def stored_moment(value) -> datetime:
    """A moment of a row, which a database may hand back as text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def stored_date(value) -> date:
    """A day of a row, which a database may hand back as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value

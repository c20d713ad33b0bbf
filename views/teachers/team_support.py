"""Which teachers of a unit asked for support: by name for the role that answers, counts for others who may know them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from access.scope import Scope, can_open
from data.warehouse.queries import team as queries
from improvement import declared
from improvement import requests as declaration
from views import clock, naming, small_groups, warehouse
from views.administration import requests
from views.parts import Amount, Column, Link, Name, Sentence, Table
from views.teachers.team_needs import WHOLE, treated
from views.warehouse import Snapshot

CATEGORY = "request_appeal"
PAGE = "team"
KIND, ASKING = "help", "teacher"
HEADS = ("name", "unit", "about", "since", "due")
FIELDS = "name, unit, about, since, due"  # for the access log


@dataclass(frozen=True)
class Support:
    """What waits and what was answered, in sentences; who waits for whoever answers, None for others and for nobody."""

    waiting: Sentence
    answered: Sentence
    asked: Table | None
    note: Sentence
    is_empty: bool = False  # nobody waits, or how many is not told


def of_unit(scope: Scope, snapshot: Snapshot, unit: str, now: datetime) -> Support | None:
    """Open requests for support of the unit's teachers, and how many were answered this school year; None where the
    reader may know nothing of requests. Never the words of a request: those are read where it is answered."""
    if not can_open(scope, PAGE):
        return None
    org, today = None if unit == WHOLE else unit, clock.day(now)
    query = queries.asked_for_support(org, clock.began(declared.school_year_began(today)))
    frame = warehouse.read_for_counts(query, scope, CATEGORY)
    if frame is None:
        return None
    rows = frame.to_dicts()
    if not warehouse.holds_rows(scope, CATEGORY):
        return _few(scope, snapshot, org, rows, today)
    waiting = [row for row in rows if row["answered_at"] is None]
    named = _answers(scope)
    return Support(
        waiting=_waiting(waiting, today),
        answered=_answered(len(rows) - len(waiting)),
        asked=_table(scope, snapshot, waiting, today) if named and waiting else None,
        note=Sentence("team.support_note") if named else _read_by(),
        is_empty=not waiting,
    )


def _answers(scope: Scope) -> bool:
    """Whether requests for support are addressed to the active role, and to whoever looks through its eyes."""
    addressed = declaration.answered_by(KIND, ASKING) == scope.role
    return addressed and (scope.limit is None or _answers(scope.limit))


def _read_by() -> Sentence:
    role = naming.role_in_text(declaration.answered_by(KIND, ASKING))
    return Sentence("team.support_read_by", {"role": role})


def _waiting(rows: list[dict], today: date) -> Sentence:
    if not rows:
        return Sentence("team.support_none")
    days = [requests.stored_date(row["due_on"]) for row in rows]
    params = {
        "count": Amount(len(rows), "count"),
        "late": Amount(sum(day < today for day in days), "count"),
        "day": min(days),
    }
    return Sentence("team.support_late" if min(days) < today else "team.support_open", params)


def _answered(count: int) -> Sentence:
    return Sentence("team.support_answered" if count else "team.support_answered_none", {"count": Amount(count, "count")})  # fmt: skip


def _table(scope: Scope, snapshot: Snapshot, rows: list[dict], today: date) -> Table:
    named = naming.people(scope, tuple(row["person"] for row in rows))
    known = naming.departments(scope, snapshot)
    offices = naming.offices(scope, snapshot, tuple(row["org_code"] for row in rows if row["org_code"]))
    columns = tuple(Column(Sentence(f"team.support_{head}")) for head in HEADS)
    return Table(columns, tuple(_row(row, named, known | offices, today) for row in rows))


def _row(row: dict, named: dict, units: dict, today: date) -> tuple:
    number = row["correction_id"]
    shown = Name(naming.person_name(named, row["person"]) or f"#{number}")
    due = {"day": requests.stored_date(row["due_on"]), "left": requests.time_left(row, today)}
    return (
        Link("requests", str(number), shown),
        naming.unit_name(units, row["org_code"]),
        Sentence(f"requests.about_{row['about'] or 'other'}"),
        clock.day(requests.stored_moment(row["opened_at"])),
        Sentence("team.support_due_on", due),
    )


def _few(scope: Scope, snapshot: Snapshot, org: str | None, rows: list[dict], today: date) -> Support:
    """Persons by the cell rule, as they stood when the last week closed: a count that moves with each request names who sent it."""
    closed = clock.began(today - timedelta(days=today.weekday()))
    asked = [row for row in rows if requests.stored_moment(row["opened_at"]) < closed]
    answered = {row["person"] for row in asked if _is_before(row["answered_at"], closed)}
    waiting = {row["person"] for row in asked if not _is_before(row["answered_at"], closed)}
    staff = warehouse.read_for_counts(queries.staff(org), scope, CATEGORY)["teachers"].item()
    least = small_groups.least(scope, snapshot, CATEGORY, org)
    told = {
        key: treated(len(persons), staff, least).number
        for key, persons in (("waiting", waiting), ("answered", answered))
    }
    words = (_told(key, count, least) for key, count in told.items())
    return Support(*words, asked=None, note=_read_by(), is_empty=not told["waiting"])


def _told(key: str, count: int | None, least: int) -> Sentence:
    if count is None:
        return Sentence(f"team.support_{key}_few", {"least": Amount(least, "count")})
    return Sentence(f"team.support_{key}_persons", {"count": Amount(count, "count")})


def _is_before(stored, moment: datetime) -> bool:
    return stored is not None and requests.stored_moment(stored) < moment

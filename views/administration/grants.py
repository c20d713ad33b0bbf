"""Grants page: who holds which role over what, since when, until when, given by whom; what the staff register gives; accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from access.grants import LOCAL_OWNER, Grant
from access.scope import Scope
from data.warehouse.queries import rights as queries
from views import naming, warehouse
from views.administration.masked_people import Masked, lookup
from views.figures import findings
from views.parts import Amount, Column, Header, Name, Sentence, Table

SOON_DAYS = 30
GRANT_HEADS = ("person", "role", "scope", "from", "until", "by")
PAST_HEADS = (*GRANT_HEADS, "ended")
REGISTER_HEADS = ("person", "role", "scope", "from", "until", "load")
BINDING_HEADS = ("person", "issuer", "claim", "bound", "state", "released_by")


@dataclass(frozen=True)
class Choice:
    """Something a form may choose: a grant in force, an account that is bound, a unit."""

    key: str
    words: Sentence | Name


@dataclass(frozen=True)
class GrantsPage:
    """Everything the Grants page shows."""

    header: Header
    findings: tuple[Sentence, ...]
    in_force: Table | None
    past: Table | None
    register: Table | None
    accounts: Table | None
    revocable: tuple[Choice, ...]
    releasable: tuple[Choice, ...]


def overview(scope: Scope, today: date) -> GrantsPage:
    """Grants in force and past, relations of the register and accounts; works before the first load and the first snapshot."""
    given = [Grant(**row) for row in warehouse.read(queries.grants(), scope).to_dicts()]
    related = warehouse.read(queries.relations(), scope).to_dicts()
    bound = warehouse.read(queries.bindings(), scope).to_dicts()
    people = lookup(
        tuple(one.person for one in given) + tuple(one.granted_by for one in given) + tuple(one.revoked_by for one in given)
        + tuple(row["teacher_pid"] for row in related) + tuple(row["person"] for row in bound)
        + tuple(row["released_by"] for row in bound)
    )  # fmt: skip
    units = _units(scope)
    held = sorted((one for one in given if _is_open(one, today)), key=lambda one: (one.role, one.grant_id))
    over = [one for one in given if not _is_open(one, today)]
    return GrantsPage(
        header=Header(
            title=Sentence("grants.title"), kind=Sentence("grants.kind", {"count": _count(len(held))})
        ),
        findings=findings.kept(
            _held(held, over), _single_admin(held, today), _ending(held, today), _register(related)
        ),
        in_force=_table(GRANT_HEADS, (_grant(one, people, units) for one in held)),
        past=_table(
            PAST_HEADS, ((*_grant(one, people, units), _end(one, people)) for one in over), wide=("ended",)
        ),
        register=_table(REGISTER_HEADS, (_relation(row, people, units) for row in related)),
        accounts=_table(BINDING_HEADS, (_account(row, people) for row in bound)),
        revocable=tuple(_choice(one, people, units) for one in held),
        releasable=tuple(
            Choice(row["person"], people.of(row["person"])) for row in bound if row["released_at"] is None
        ),
    )


def units_of(scope: Scope, kind: str) -> tuple[Choice, ...]:
    """Units a role of this kind may be given over, by code: what the form offers."""
    rows = warehouse.read(queries.units(kind), scope).to_dicts()
    return tuple(
        Choice(row["code"], Sentence("grants.unit", {"code": row["code"], "name": _name(row)}))
        for row in rows
    )


def person(pid: str) -> Sentence:
    """The masked words of one person, for the line that says to whom a role was given."""
    return lookup((pid,)).of(pid)


def _units(scope: Scope) -> dict[tuple[str, str], Name]:
    found = {kind: warehouse.read(queries.units(kind), scope).to_dicts() for kind in queries.UNITS}
    return {(kind, row["code"]): _name(row) for kind, rows in found.items() for row in rows}


def _name(row: dict) -> Name:
    return Name(row["name"], row["name_en"])


def _is_open(one: Grant, today: date) -> bool:
    """In force, or going to be."""
    return one.revoked_at is None and (one.valid_to is None or one.valid_to >= today)


def _count(number: int) -> Amount:
    return Amount(number, "count")


def _table(heads: tuple[str, ...], rows, wide: tuple[str, ...] = ()) -> Table | None:
    body = tuple(rows)
    columns = tuple(
        Column(Sentence(f"grants.head_{head}"), "wide" if head in wide else "left") for head in heads
    )
    return Table(columns, body) if body else None


def _grant(one: Grant, people: Masked, units: dict) -> tuple:
    return (
        people.of(one.person), naming.role_name(one.role), _scope(one.scope_kind, one.scope_code, units), one.valid_from,
        one.valid_to or Sentence("grants.no_end"), people.of(one.granted_by),
    )  # fmt: skip


def _scope(kind: str, code: str | None, units: dict) -> Sentence:
    """What the role is over, in words: the college, what the register names the person for, or one unit."""
    if code is None:
        return Sentence("grants.scope_all" if kind == "all" else "grants.scope_self")
    return Sentence(f"grants.scope_{kind}", {"name": units.get((kind, code)) or Name(code)})


def _end(one: Grant, people: Masked) -> Sentence:
    if one.revoked_at is None:
        return Sentence("grants.ended")
    return Sentence("grants.revoked", {"at": one.revoked_at, "who": people.of(one.revoked_by) or "—"})


def _relation(row: dict, people: Masked, units: dict) -> tuple:
    load = row["load_id"]
    return (
        people.of(row["teacher_pid"]), naming.role_name(row["role"]), _scope(row["target_kind"], row["target_code"], units),
        row["valid_from"], row["valid_to"] or Sentence("grants.no_end"),
        Sentence("grants.from_load", {"load": str(load)}) if load is not None else None,
    )  # fmt: skip


def _account(row: dict, people: Masked) -> tuple:
    state = "released" if row["released_at"] else "bound"
    return (
        people.of(row["person"]), urlsplit(row["issuer"]).hostname or "—", row["claim"], row["bound_at"],
        Sentence(f"grants.account_{state}", {"at": row["released_at"] or row["bound_at"]}), people.of(row["released_by"]),
    )  # fmt: skip


def _choice(one: Grant, people: Masked, units: dict) -> Choice:
    params = {
        "who": people.of(one.person), "role": naming.role_name(one.role),
        "scope": _scope(one.scope_kind, one.scope_code, units), "number": str(one.grant_id),
    }  # fmt: skip
    return Choice(str(one.grant_id), Sentence("grants.choice", params))


def _held(held: list[Grant], over: list[Grant]) -> Sentence:
    params = {
        "count": _count(len(held)), "people": _count(len({one.person for one in held})), "over": _count(len(over)),
    }  # fmt: skip
    return Sentence("grants.finding_held" if held else "grants.finding_none", params)


def _ending(held: list[Grant], today: date) -> Sentence | None:
    soon = [one for one in held if one.valid_to and one.valid_to <= today + timedelta(days=SOON_DAYS)]
    params = {"count": _count(len(soon)), "days": str(SOON_DAYS)}
    return Sentence("grants.finding_ending", params) if soon else None


def _single_admin(held: list[Grant], today: date) -> Sentence | None:
    """Nobody grants to oneself: with one data administrator, that one's own rights can be changed by nobody."""
    admins = {one.person for one in held if one.role == "data_admin" and one.holds_on(today)}
    return Sentence("grants.finding_single") if len(admins - {LOCAL_OWNER}) == 1 else None


def _register(related: list[dict]) -> Sentence | None:
    return Sentence("grants.finding_register", {"count": _count(len(related))}) if related else None

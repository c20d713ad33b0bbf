"""Who of a class is warned, and with whom nobody has spoken yet."""

from __future__ import annotations

import json
from dataclasses import dataclass

from access.scope import Scope
from data.warehouse.queries import class_unit as queries
from data.warehouse.queries import units
from views import naming, warehouse, who_may
from views.operations import caseload, concern
from views.parts import Amount, Item, Level, Link, Name, Sentence
from views.units.class_roster import Roster
from views.warehouse import Snapshot

LEVELS = concern.LEVELS

HIDDEN = "—"  # before an audience a name is not read


@dataclass(frozen=True)
class Cases:
    """Warned students by level and name; those nobody has spoken to, for whoever reads the steps of support."""

    warned: tuple[Item, ...]
    counts: dict[str, int]
    is_read: bool
    unspoken: tuple[Item, ...]
    waiting: int  # students nobody has spoken to
    listed: int  # students with a warning or a concern: whom somebody should speak to
    is_support_read: bool
    finding: Sentence | None


def of_class(scope: Scope, snapshot: Snapshot, class_code: str, roster: Roster) -> Cases:
    """The warned and the unspoken-to of a class, as far as the reader may see them by name."""
    named = roster.links() or _named(scope, snapshot, class_code)
    warned, counts = _warned(scope, snapshot, class_code, named)
    speaks = who_may.reads_names(scope, "intervention_note")
    waiting, listed = _unspoken(scope, snapshot, class_code, named) if speaks else ([], 0)
    said = None
    if speaks and listed:
        params = {"count": Amount(len(waiting), "count"), "listed": Amount(listed, "count")}
        said = Sentence("class.unspoken_some" if waiting else "class.unspoken_none", params)
    is_read = who_may.reads_names(scope, "rule_warning")
    return Cases(warned, counts, is_read, _by_level(waiting, named), len(waiting), listed, speaks, said)


def _named(scope: Scope, snapshot: Snapshot, class_code: str) -> dict[str, Name | Link]:
    """Names of the warned for a reader of warnings who does not read the roster."""
    rows = warehouse.read(queries.warnings(snapshot.snapshot_id, class_code), scope).to_dicts()
    people = naming.people(scope, tuple(row["student_pid"] for row in rows))
    return {
        pid: Name(one.name or one.number or HIDDEN) for pid, one in sorted(people.items(), key=_by_number)
    }


def _by_number(pair: tuple) -> str:
    return pair[1].number or ""


def _warned(
    scope: Scope, snapshot: Snapshot, class_code: str, named: dict
) -> tuple[tuple[Item, ...], dict[str, int]]:
    rows = warehouse.read(queries.warnings(snapshot.snapshot_id, class_code), scope).to_dicts()
    courses = naming.courses(scope, snapshot) if rows else {}
    by_student: dict[str, list[dict]] = {}
    for row in rows:
        by_student.setdefault(row["student_pid"], []).append(row)
    heaviest = {pid: concern.heaviest(row["level"] for row in found) for pid, found in by_student.items()}
    order = {pid: place for place, pid in enumerate(named)}
    pids = sorted(by_student, key=lambda pid: (LEVELS.index(heaviest[pid]), order.get(pid, len(order))))
    items = tuple(
        _item(named.get(pid), heaviest[pid], by_student[pid], courses) for pid in pids if pid in named
    )
    counts = {level: sum(one == level for one in heaviest.values()) for level in LEVELS[:3]}
    return items, counts


def _item(name: Name | Link, level: str, rows: list[dict], courses: dict) -> Item:
    """Name, the heaviest rule in words, level."""
    rules = [concern.rule_item(rule, row, courses) for row in rows for rule in json.loads(row["rules"])]
    fitting = [one for one in rules if one.side.level == level] or rules
    return Item(title=name, body=fitting[0].title if fitting else None, side=Level(level))


def _unspoken(
    scope: Scope, snapshot: Snapshot, class_code: str, named: dict
) -> tuple[list[caseload.Case], int]:
    """Students with a warning or a concern and no step of support this term, by number; and how many have either."""
    cases = caseload.caseload(scope, snapshot, caseload.written(scope))
    listed = [
        case for case in cases if case.class_code == class_code and case.shown_level and case.pid in named
    ]
    order = {pid: place for place, pid in enumerate(named)}
    waiting = sorted((case for case in listed if case.tab == "to_contact"), key=lambda case: order[case.pid])
    return waiting, len(listed)


def _by_level(waiting: list[caseload.Case], named: dict) -> tuple[Item, ...]:
    """One entry per level with the names of it, by number."""
    found = ((level, [case.pid for case in waiting if case.shown_level == level]) for level in LEVELS)
    return tuple(
        Item(
            title=Sentence("class.unspoken_level", {"count": Amount(len(pids), "count")}),
            body=Sentence("class.unspoken_names", {"names": tuple(named[pid] for pid in pids)}),
            side=Level(level),
        )
        for level, pids in found
        if pids
    )


def finding(roster: Roster, cases: Cases) -> Sentence | None:
    """How many of the class are warned, by level; nothing for a reader without their names."""
    if not cases.is_read or not roster.in_school:
        return None
    total = sum(cases.counts.values())
    params = {"students": Amount(len(roster.in_school), "count"), "warned": Amount(total, "count")}
    if not total:
        return Sentence("class.warned_none", params)
    parts = tuple(
        Sentence(f"class.warned_{level}", {"count": Amount(count, "count")})
        for level, count in cases.counts.items()
        if count
    )
    return Sentence("class.warned_some", params | {"parts": parts})


def counsellor(scope: Scope, class_code: str) -> str | None:
    """The name of the class's counsellor; None where none is named or the reader may not see it."""
    rows = warehouse.read(units.responsible("counsellor", "class", (class_code,)), scope).to_dicts()
    pids = tuple(row["teacher_pid"] for row in rows)
    return naming.person_name(naming.people(scope, pids), pids[0]) if pids else None

"""What an improvement action can be opened on: the figures of a page with their gaps, and who may answer for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from access.scope import Scope
from views import catalogue, naming
from views.figures import standing, values
from views.parts import Amount, Name, Sentence
from views.warehouse import Snapshot

DUE_DAYS = 60
SIDES = ("under", "over")


@dataclass(frozen=True)
class Offered:
    """Figures to choose from, gaps first, and the days a due day lies between."""

    figures: tuple[tuple[str, Sentence], ...]
    due_first: date
    due_from: date


def offered(scope: Scope, snapshot: Snapshot, kind: str, key: str) -> Offered:
    """The figures of one entity that the reader sees: those short of a mark of their standard first."""
    own = values.of_entity(scope, snapshot, kind, key)
    shown = [name for name in own.rows if own.number(name) is not None and catalogue.is_known(name)]
    found = standing.of_entity(scope, snapshot, kind, key)
    aim = found.get("next") or found.get("own")
    short = {row["indicator_id"]: row for row in aim.items if _is_short(row)} if aim else {}
    ordered = sorted(
        shown, key=lambda name: (name not in short, -(short.get(name, {}).get("gain") or 0.0), name)
    )
    return Offered(
        figures=tuple((name, _words(own, name, short.get(name))) for name in ordered),
        due_first=snapshot.as_of + timedelta(days=DUE_DAYS),
        due_from=snapshot.as_of + timedelta(days=1),
    )


def _is_short(row: dict) -> bool:
    return row["value"] is not None and (row["need_qualified"] is not None or row["need_target"] is not None)


def _words(own: values.Values, name: str, item: dict | None) -> Sentence:
    entry = catalogue.entry(name)
    params = {"name": entry.name, "value": Amount(own.number(name), entry.unit)}
    marks = standing.marks_of(item) if item else ()
    if not item or not marks:
        return Sentence("proposal.figure", params)
    goal = marks[1] if item["need_qualified"] is not None else marks[2]
    return Sentence("proposal.figure_short", params | {"goal": Amount(goal, entry.unit)})


def owners(scope: Scope, pids: tuple[str, ...]) -> tuple[tuple[str, Name], ...]:
    """Who may answer for the action, by name; whoever has no name for the reader stands by the order alone."""
    named = naming.people(scope, pids)
    found = []
    for number, pid in enumerate(pids, start=1):
        shown = naming.person_name(named, pid)
        found.append((pid, Name(shown) if shown else Name(f"#{number}")))
    return tuple(found)

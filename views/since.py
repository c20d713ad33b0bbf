"""What changed in a unit since the reader's last visit, beyond the minimum detectable change."""

from __future__ import annotations

from dataclasses import dataclass

from access.scope import Scope
from data.warehouse.queries import values as value_queries
from data.warehouse.queries import visits as queries
from views import catalogue, warehouse
from views.figures import standing
from views.figures.change_words import UNIT_OF_CHANGE, has_changed, word
from views.parts import Amount, Sentence, Tile
from views.warehouse import Snapshot

AT_MOST = 3
SHOWN = ("observed", "provisional")


@dataclass(frozen=True)
class Since:
    """The line under the finding: since when, and what changed; no change is said as well."""

    when: Sentence
    changes: tuple[Sentence, ...]


def last_visit(
    scope: Scope, snapshot: Snapshot, entity_kind: str, entity_id: str
) -> tuple[int, Sentence] | None:
    """The snapshot to compare with and the words for it: of the last visit, else the one published before; None without any."""
    number = snapshot.snapshot_id
    if scope.limit is None:  # through another person's eyes nobody learns when that person looked
        seen = warehouse.read(queries.before(scope.person, entity_kind, entity_id, number), scope).to_dicts()
        if seen:
            return seen[0]["snapshot_id"], Sentence("since.visit", {"day": seen[0]["seen_at"]})
    earlier = warehouse.read(queries.earlier_snapshot(number), scope).to_dicts()
    if not earlier:
        return None
    return earlier[0]["snapshot_id"], Sentence("since.snapshot", {"day": earlier[0]["as_of"]})


def of_entity(
    scope: Scope, snapshot: Snapshot, entity_kind: str, entity_id: str, tiles: tuple[Tile, ...] = ()
) -> Since | None:
    """What changed in one unit or person since the reader last looked at it; None where there is nothing to compare with.

    Told are the figures of the tiles and the items of the unit's standards, the tiles first.
    """
    found = last_visit(scope, snapshot, entity_kind, entity_id)
    if found is None:
        return None
    number, when = found
    headline = tuple(tile.figure.indicator_id for tile in tiles)
    return Since(when, changes(scope, snapshot, entity_kind, entity_id, number, headline))


@warehouse.cached
def changes(
    scope: Scope,
    snapshot: Snapshot,
    entity_kind: str,
    entity_id: str,
    earlier: int,
    headline: tuple[str, ...] = (),
) -> tuple[Sentence, ...]:
    """At most three changes of newest values between an earlier snapshot and this one: headline figures first, then the largest.

    Told are values whose definition stayed the same and that moved by more than the minimum detectable change (E.4). A
    value of the running term, which is not over, is compared with nothing but the same term.
    """
    before = _newest(scope, earlier, entity_kind, entity_id)
    after = _newest(scope, snapshot.snapshot_id, entity_kind, entity_id)
    judged = _judged(scope, snapshot, entity_kind, entity_id)
    moved = [
        (key in headline, _size(before[key], row), key)
        for key, row in after.items()
        if (key in headline or key in judged) and key in before and _differs(before[key], row, snapshot)
    ]
    return tuple(_told(before[key], after[key]) for *_, key in sorted(moved, reverse=True)[:AT_MOST])


def _judged(scope: Scope, snapshot: Snapshot, entity_kind: str, entity_id: str) -> set[str]:
    standings = standing.of_entity(scope, snapshot, entity_kind, entity_id).values()
    return {row["indicator_id"] for one in standings for row in one.items}


def _newest(scope: Scope, number: int, entity_kind: str, entity_id: str) -> dict[str, dict]:
    rows = warehouse.read(value_queries.of_entity(number, entity_kind, entity_id), scope).to_dicts()
    return {
        row["indicator_id"]: row
        for row in rows
        if row["is_latest"]
        and row["value"] is not None
        and row["status"] in SHOWN
        and catalogue.is_known(row["indicator_id"])
    }


def _differs(before: dict, after: dict, snapshot: Snapshot) -> bool:
    is_running = after["period"] == snapshot.term_id and before["period"] != after["period"]
    same = before["definition_version"] == after["definition_version"] and not is_running
    return same and has_changed(before, after)


def _size(before: dict, after: dict) -> float:
    """Change as a part of the larger value: units of all kinds in one order."""
    return abs(after["value"] - before["value"]) / max(abs(before["value"]), abs(after["value"]))


def _told(before: dict, after: dict) -> Sentence:
    entry = catalogue.entry(after["indicator_id"])
    change = after["value"] - before["value"]
    return Sentence(
        f"since.{word(entry.direction, change)}",
        {
            "name": entry.name,
            "change": Amount(abs(change), UNIT_OF_CHANGE.get(entry.unit, entry.unit)),
            "now": Amount(after["value"], entry.unit),
        },
    )

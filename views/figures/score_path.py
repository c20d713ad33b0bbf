"""The index of a unit over the published states: one point per as-of, against the same standard."""

from __future__ import annotations

from access.scope import Scope
from data.warehouse.queries import standing as queries
from data.warehouse.queries import units
from views import warehouse
from views.figures.standing import Standing
from views.parts import Amount, Sentence, Trend, TrendPoint
from views.warehouse import Snapshot

MOST = 8


@warehouse.cached
def panel(
    scope: Scope, snapshot: Snapshot, entity_kind: str, entity_id: str, standard_id: str
) -> Trend | None:
    """The path of the index; None with fewer than two states."""
    known = warehouse.read(units.snapshots_until(snapshot.snapshot_id), scope).to_dicts()
    newest = {str(row["as_of"]): row["snapshot_id"] for row in known}  # of one day the last counts
    rows = {
        row["snapshot_id"]: row
        for row in warehouse.read(
            queries.over_snapshots(tuple(newest.values()), entity_kind, entity_id, standard_id), scope
        ).iter_rows(named=True)
    }
    points = tuple(
        TrendPoint(day, row["score"], row["low"], row["high"])
        for day, number in sorted(newest.items())
        if (row := rows.get(number)) and row["score"] is not None
    )[-MOST:]
    return Trend(Sentence("boards.path_score"), "score", points) if len(points) > 1 else None


def of(
    scope: Scope, snapshot: Snapshot, entity_kind: str, entity_id: str, held: Standing | None
) -> Trend | None:
    """The path with the line that meets the standard; None without a published index."""
    if held is None or held.is_withheld:
        return None
    found = panel(scope, snapshot, entity_kind, entity_id, held.standard_id)
    if found is None:
        return None
    met = held.names.met
    return Trend(
        found.name,
        found.unit,
        found.points,
        met,
        Sentence("figures.threshold_met", {"mark": Amount(met, "score")}),
    )

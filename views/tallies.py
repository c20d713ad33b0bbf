"""Stored counts of a page, for those who may know figures made of the rows behind them."""

from __future__ import annotations

from access.scope import Scope, holds_named, knows_aggregates
from data.warehouse.queries import tallies as queries
from views import warehouse
from views.warehouse import Snapshot


@warehouse.cached
def counted(
    scope: Scope, snapshot: Snapshot, topic: str, entity_kind: str = "school", entity_id: str | None = None
) -> tuple[dict, ...]:
    """Rows of one topic; those made of rows of which the role may not even know counts are left out."""
    query = queries.counted(snapshot.snapshot_id, topic, entity_kind, entity_id)
    rows = warehouse.read(query, scope).to_dicts()
    return tuple(row for row in rows if row["behind"] is None or _may_know(scope, row["behind"]))


def _may_know(scope: Scope, category: str) -> bool:
    return knows_aggregates(scope, category) or holds_named(scope, category)


def by_part(rows: tuple[dict, ...], period: str) -> dict[str, dict[str, dict]]:
    """Rows of one period by part and step."""
    found: dict[str, dict[str, dict]] = {}
    for row in rows:
        if row["period"] == period:
            found.setdefault(row["part"], {})[row["step"]] = row
    return found


def newest(rows: tuple[dict, ...]) -> str | None:
    """The newest period of the rows; None where there is none."""
    return max((row["period"] for row in rows), default=None)

"""Stored counts of a page, for those who may know figures made of the rows behind them."""

from __future__ import annotations

from access import policy
from access.scope import Scope
from data.warehouse.queries import tallies as queries
from views import warehouse
from views.warehouse import Snapshot

SCHOOL = "school"


def counted(scope: Scope, snapshot: Snapshot, topic: str) -> tuple[dict, ...]:
    """Rows of one topic of the school; those made of rows of which the role may not even know counts are left out."""
    return tuple(row for row in _stored(scope, snapshot, SCHOOL, SCHOOL, None) if row["topic"] == topic)


def of_major(scope: Scope, snapshot: Snapshot, topic: str, major_code: str | None = None) -> tuple[dict, ...]:
    """Rows of one topic of a major, of every major without a code; under the same rule."""
    return _stored(scope, snapshot, "major", major_code, topic)


@warehouse.cached
def _stored(
    scope: Scope, snapshot: Snapshot, entity_kind: str, entity_id: str | None, topic: str | None
) -> tuple[dict, ...]:
    query = queries.counted(snapshot.snapshot_id, entity_kind, entity_id, topic)
    rows = warehouse.read(query, scope).to_dicts()
    return tuple(row for row in rows if row["behind"] is None or _may_know(scope, row["behind"]))


def _may_know(scope: Scope, category: str) -> bool:
    """Whether the role reads such rows of others, or may know figures made of them; the own rows alone are no reason."""
    if scope.limit is not None and not _may_know(scope.limit, category):
        return False
    return scope.is_system or bool(policy.cell(scope.role, category).letters & {"A", "N", "M"})


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

"""The version of a standard by which a stored index was judged: what explains the index reads this, not the files of today."""

from __future__ import annotations

from access.scope import Scope
from data.warehouse.queries import standards as queries
from profiling.standard import Standard, parse
from views import warehouse
from views.warehouse import Snapshot


@warehouse.cached
def stored(scope: Scope, snapshot: Snapshot, standard_id: str, version: str) -> Standard | None:
    """One version as it is kept; None for a version that the warehouse does not hold."""
    rows = warehouse.read(queries.versions(standard_id), scope).to_dicts()
    body = next((row["body"] for row in rows if row["version"] == version), None)
    return parse(body, f"{standard_id} {version}") if body else None

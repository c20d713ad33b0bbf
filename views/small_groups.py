"""How many persons a figure must be about before a reader without their rows may see it, by the home's settings."""

from __future__ import annotations

from datetime import date, timedelta

from access import disclosure, policy
from access.scope import Scope
from data.warehouse.queries import units
from views import naming, warehouse
from views.warehouse import Snapshot


def least(scope: Scope, snapshot: Snapshot, category: str, org_code: str | None = None) -> int:
    """Persons a group needs: more for sensitive categories, fewer inside the reader's own department."""
    if policy.is_sensitive(category):
        use = "sensitive"
    else:
        use = "own_unit" if org_code in scope.codes("org") else "cross_unit"
    default = disclosure.minimum(use)
    return max(default, int(naming.setting(scope, snapshot, f"minimum_{use}", default)))


def settled(scope: Scope, snapshot: Snapshot, category: str) -> Snapshot:
    """The snapshot whose counts of a sensitive table such a reader sees: they change only when a week closes.

    The newest state of the last closed week; before the first week has closed, the first state there is. Whoever holds
    the rows sees the snapshot in view.
    """
    if warehouse.holds_rows(scope, category) or not policy.needs_reported_group(category):
        return snapshot
    known = _published(warehouse.anyone(scope), snapshot)
    closed = [one for one in known if one.as_of <= _last_sunday(snapshot.as_of)]
    return closed[-1] if closed else known[0]


def _last_sunday(day: date) -> date:
    return day - timedelta(days=day.isoweekday() % 7)


@warehouse.cached
def _published(scope: Scope, snapshot: Snapshot) -> tuple[Snapshot, ...]:
    """Published snapshots up to this one, oldest first."""
    rows = warehouse.read(units.snapshots_until(snapshot.snapshot_id), scope)
    return tuple(Snapshot(*row) for row in rows.iter_rows())

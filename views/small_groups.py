"""How many persons a figure must be about before a reader without their rows may see it, by the home's settings."""

from __future__ import annotations

from access import disclosure, policy
from access.scope import Scope
from views import naming
from views.warehouse import Snapshot


def least(scope: Scope, snapshot: Snapshot, category: str, org_code: str | None = None) -> int:
    """Persons a group needs: more for sensitive categories, fewer inside the reader's own department."""
    if policy.is_sensitive(category):
        use = "sensitive"
    else:
        use = "own_unit" if org_code in scope.codes("org") else "cross_unit"
    default = disclosure.minimum(use)
    return max(default, int(naming.setting(scope, snapshot, f"minimum_{use}", default)))

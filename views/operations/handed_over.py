"""Cases handed over to student affairs: by name for who holds the case, as a count by the cell rule for readers of totals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from access import policy
from access.scope import Scope, knows_aggregates, system_scope
from data.warehouse.queries import warning_centre as queries
from views import choices, naming, small_groups, warehouse
from views.parts import Column, Link, Name, Sentence, Table
from views.warehouse import Snapshot

CATEGORY = "intervention_note"
HEADS = ("student", "class", "since", "state", "next")
FIELDS = "name, class, handed over on, state, next date"  # for the access log


@dataclass(frozen=True)
class HandedOver:
    """Cases of a unit; `count` None is hidden by the cell rule, `rows` None where the reader holds none by name."""

    count: int | None
    rows: tuple[dict, ...] | None


def of_unit(scope: Scope, snapshot: Snapshot, org_code: str | None) -> HandedOver | None:
    """Cases handed over by the as-of, each student once by the newest step; None where the role may not know of them."""
    if "N" in policy.cell(scope.role, CATEGORY).letters:
        rows = _newest(warehouse.read(queries.handed_over(), scope).to_dicts(), snapshot, org_code)
        return HandedOver(len(rows), rows)
    if not knows_aggregates(scope, CATEGORY):
        return None
    rows = _newest(
        warehouse.read(queries.handed_over(), system_scope("counts")).to_dicts(), snapshot, org_code
    )
    own = scope.codes("org")
    count = sum(not own or row["org_code"] in own for row in rows)
    is_told = count == 0 or count >= small_groups.least(scope, snapshot, CATEGORY, org_code)
    return HandedOver(count if is_told else None, None)


def _newest(rows: list[dict], snapshot: Snapshot, org_code: str | None) -> tuple[dict, ...]:
    found: dict[str, dict] = {}
    for row in rows:
        made = row["recorded_at"]
        row["since"] = (datetime.fromisoformat(made) if isinstance(made, str) else made).date()
        if row["since"] <= snapshot.as_of and (org_code is None or row["org_code"] == org_code):
            found.setdefault(row["student_pid"], row)
    return tuple(found.values())


def table(scope: Scope, snapshot: Snapshot, found: HandedOver | None) -> Table | None:
    """The cases by name, the newest first; None without any, or where the reader does not hold them."""
    if found is None or not found.rows:
        return None
    named = naming.people(scope, tuple(row["student_pid"] for row in found.rows))
    classes, opens = naming.classes(scope, snapshot), choices.opens(scope, "student")
    columns = tuple(Column(Sentence(f"warning_centre.handed_{head}")) for head in HEADS)
    return Table(columns, tuple(_row(row, named, classes, opens) for row in found.rows))


def _row(row: dict, named: dict, classes: dict, opens: bool) -> tuple:
    name = naming.person_name(named, row["student_pid"])
    shown = Link("student", row["student_pid"], Name(name)) if name and opens else name
    state = f"warnings.outcome_{row['outcome']}" if row["outcome"] else f"warnings.state_{row['state']}"
    return shown, naming.unit_name(classes, row["class_code"]), row["since"], Sentence(state), row["next_on"]

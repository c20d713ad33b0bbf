"""What needs a decision: floors in breach or near, units that differ, work past its day; from stored values only."""

from __future__ import annotations

from access.scope import Scope
from data.warehouse.queries import tallies as queries
from views import naming, warehouse
from views.parts import Amount, Board, Intervals, Item, Level, Sentence
from views.units import funnels, goal_tree, matrix
from views.units.floors import FloorCell
from views.warehouse import Snapshot

UNITS_NAMED = 3


def needed(
    scope: Scope,
    snapshot: Snapshot,
    floors: tuple[FloorCell, ...],
    departments: Intervals | None,
    board: Board | None,
) -> tuple[Item, ...]:
    """Everything that waits for a decision, gravest first."""
    return (
        *_floors(floors),
        *_warnings(scope, snapshot),
        *_departments(departments),
        *_majors(board),
        *_actions(scope, snapshot),
        *_tasks(scope, snapshot),
        *_goals(scope, snapshot),
    )


def _floors(cells: tuple[FloorCell, ...]) -> list[Item]:
    levels = {"breach": "red", "near": "yellow"}
    found = [cell for state in levels for cell in cells if cell.state == state]
    return [
        Item(
            title=Sentence(f"decisions.floor_{cell.state}", {"name": cell.name}),
            body=Sentence(
                "decisions.floor_body", {"value": cell.amount, "gap": cell.gap, "limit": cell.note}
            ),
            side=Level(levels[cell.state]),
        )
        for cell in found
    ]


def _warnings(scope: Scope, snapshot: Snapshot) -> list[Item]:
    late = funnels.late(scope, snapshot)
    return [Item(Sentence("decisions.warnings"), late)] if late else []


def _departments(picture: Intervals | None) -> list[Item]:
    if picture is None:
        return []
    below = tuple(row.link for row in picture.rows if row.difference == "below")
    if not below:
        return []
    params = {"school": Amount(picture.comparator, picture.unit), "names": below}
    return [
        Item(
            Sentence("decisions.departments", {"count": Amount(len(below), "count")}),
            Sentence("decisions.departments_body", params),
        )
    ]


def _majors(board: Board | None) -> list[Item]:
    found = tuple(one.link for one in board.bubbles if one.quadrant == "warning") if board else ()
    if not found:
        return []
    params = {"names": found, "line": Amount(board.line, "score"), "zone": Amount(board.zone, "score")}
    return [
        Item(
            Sentence("decisions.majors", {"count": Amount(len(found), "count")}),
            Sentence("decisions.majors_body", params),
        )
    ]


def _actions(scope: Scope, snapshot: Snapshot) -> list[Item]:
    found = matrix.overdue(scope, snapshot)
    if not found or not found[0]:
        return []
    params = {"late": Amount(found[0], "count"), "open": Amount(found[1], "count")}
    return [Item(Sentence("decisions.actions", params), Sentence("decisions.actions_body", params))]


def _tasks(scope: Scope, snapshot: Snapshot) -> list[Item]:
    rows = warehouse.read(queries.tasks_overdue(snapshot.as_of), scope).to_dicts()
    if not rows:
        return []
    rows.sort(key=lambda row: (-row["tasks"], row["org_code"] or ""))
    known = naming.offices(scope, snapshot, tuple(row["org_code"] for row in rows if row["org_code"]))
    params = {
        "count": Amount(sum(row["tasks"] for row in rows), "count"),
        "units": Amount(len(rows), "count"),
        "names": tuple(naming.unit_name(known, row["org_code"]) for row in rows[:UNITS_NAMED]),
        "since": str(min(row["due_on"] for row in rows))[:10],
    }
    return [Item(Sentence("decisions.tasks", params), Sentence("decisions.tasks_body", params))]


def _goals(scope: Scope, snapshot: Snapshot) -> list[Item]:
    found = goal_tree.tree(scope, snapshot)
    if found is None or not found.stuck:
        return []
    params = {"names": found.stuck, "year": str(snapshot.as_of.year)}
    return [Item(Sentence("decisions.goals", params), Sentence("decisions.goals_body", params))]

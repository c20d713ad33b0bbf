"""Teachers by the standard of their tier and decision: counts only; by the cell rule for roles that do not hold the names."""

from __future__ import annotations

from collections import Counter

from access import lattice
from access.scope import Scope
from data.warehouse.queries import department as queries
from views import catalogue, small_groups, warehouse
from views.parts import Amount, Column, Sentence, Table
from views.warehouse import Snapshot

CATEGORY = "teacher_profile"
DECISIONS = ("strong", "met", "borderline", "not_met", "insufficient")


def table(
    scope: Scope, snapshot: Snapshot, org_code: str | None, pids: tuple[str, ...] | None = None
) -> Table | None:
    """Teachers of a department (of the college, of those named) by standard and decision.

    A selection of teachers is counted for holders of their rows alone: for others it would add an equation to the totals.
    """
    exact = warehouse.holds_rows(scope, CATEGORY)
    query = queries.teacher_decisions(snapshot.snapshot_id, org_code, pids if exact else None)
    frame = warehouse.read_for_counts(query, scope, CATEGORY)
    if frame is None or frame.is_empty():
        return None
    counts: dict[str, Counter] = {}
    for row in frame.iter_rows(named=True):
        counts.setdefault(row["standard_id"], Counter())[row["decision"]] += row["teachers"]
    least = 0 if exact else small_groups.least(scope, snapshot, CATEGORY, org_code)
    gone = _unknown(counts, least)
    rows = tuple(_row(standard, found, gone) for standard, found in sorted(counts.items()))
    columns = (
        Column(Sentence("department.head_tier")),
        Column(Sentence("department.head_teachers"), "right"),
        *(Column(Sentence(f"department.head_{decision}"), "right") for decision in DECISIONS),
    )
    return Table(columns, rows, Sentence("department.teachers_note"))


def _unknown(counts: dict[str, Counter], least: int) -> set:
    """Cells (standard, decision) and totals (standard) that must not be told where the department's total is known."""
    cells = {name: [(name, decision) for decision in DECISIONS] for name in counts}
    persons = {cell: counts[cell[0]][cell[1]] for listed in cells.values() for cell in listed}
    persons |= {name: sum(found.values()) for name, found in counts.items()}
    hidden = {cell for cell, number in persons.items() if 0 < number < least}
    partitions = {"all": [list(counts)], **{name: [listed] for name, listed in cells.items()}}
    return lattice.unknown_cells(persons | {"all": sum(map(persons.get, counts))}, hidden, partitions, least)


def _row(standard: str, found: Counter, gone: set) -> tuple:
    told = {decision: None if (standard, decision) in gone else found[decision] for decision in DECISIONS}
    return (
        catalogue.standard_name(standard),
        None if standard in gone else Amount(sum(found.values()), "count"),
        *(None if count is None else Amount(count, "count") for count in told.values()),
    )

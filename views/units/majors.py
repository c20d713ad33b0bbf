"""Majors beside each other: class, students, core first pass, decision against the declared class; by name."""

from __future__ import annotations

from access.scope import Scope
from data.warehouse.queries import standing as standing_queries
from data.warehouse.queries import values as value_queries
from views import naming, warehouse
from views.figures import values
from views.parts import Amount, Column, Sentence, Series, State, Table
from views.warehouse import Snapshot

STUDENTS, CORE_PASS = "sch_students", "maj_core_first_pass"
HEADS = ("major", "class", "students", "core_pass", "trend", "decision", "coverage")


def table(scope: Scope, snapshot: Snapshot, org_code: str | None) -> Table | None:
    """The majors of a department (of the school), sorted by code; None where there is none."""
    known = {
        code: unit
        for code, unit in naming.majors(scope, snapshot).items()
        if org_code is None or unit.org_code == org_code
    }
    if not known:
        return None
    stored = _values(scope, snapshot, tuple(known))
    decided = {
        row["entity_id"]: row
        for row in warehouse.read(
            standing_queries.decisions(snapshot.snapshot_id, "major", org_code), scope
        ).to_dicts()
    }
    rows = tuple(_row(unit, known, stored.get(code, {}), decided.get(code)) for code, unit in known.items())
    right = {"students", "core_pass", "coverage"}
    columns = tuple(
        Column(Sentence(f"major.head_{head}"), "right" if head in right else "left") for head in HEADS
    )
    return Table(columns, rows, Sentence("major.table_note", {"count": Amount(len(rows), "count")}))


def _values(scope: Scope, snapshot: Snapshot, codes: tuple[str, ...]) -> dict[str, dict[str, list[dict]]]:
    query = value_queries.of_entities(snapshot.snapshot_id, "major", codes, (STUDENTS, CORE_PASS))
    grouped: dict[str, dict[str, list[dict]]] = {}
    for row in warehouse.read(query, scope).iter_rows(named=True):
        grouped.setdefault(row["entity_id"], {}).setdefault(row["indicator_id"], []).append(row)
    return grouped


def _row(unit: naming.Unit, known: dict, stored: dict[str, list[dict]], decided: dict | None) -> tuple:
    passes = stored.get(CORE_PASS, [])
    students = stored.get(STUDENTS, [])
    return (
        naming.link("major", known, unit.code),
        Sentence(f"major.class_{unit.kind}") if unit.kind else None,
        Amount(students[-1]["value"], "count") if students else None,
        values.amount_of(passes[-1], "share") if passes else None,
        Series(tuple(row["value"] for row in passes)) if len(passes) > 1 else None,
        State(decided["decision"]) if decided else None,
        Amount(decided["coverage"], "share") if decided else None,
    )

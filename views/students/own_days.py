"""A student's running term as a calendar of days and weeks; the same days as evidence behind a tag."""

from __future__ import annotations

import json

from access.scope import Scope
from data.warehouse.queries import student as queries
from data.warehouse.queries import values as value_queries
from views import naming, warehouse
from views.parts import Amount, Days, Sentence
from views.warehouse import Snapshot

MEASURES = ("attendance", "ontime")
WEEKS = 18  # drawn where the term's own number is not known


def weeks(scope: Scope, snapshot: Snapshot, student_pid: str) -> dict[str, tuple[tuple[int, float], ...]]:
    """Weekly attendance and tasks on time of the running term, by measure."""
    found: dict[str, list[tuple[int, float]]] = {}
    for row in _stored(scope, snapshot, student_pid):
        if row["value"] is not None and row["measure"] in MEASURES:
            found.setdefault(row["measure"], []).append((row["week_no"], row["value"]))
    return {measure: tuple(points) for measure, points in found.items()}


@warehouse.cached
def _stored(scope: Scope, snapshot: Snapshot, student_pid: str) -> list[dict]:
    """Weekly rows of the running term; read once for the calendar and for the tags."""
    if snapshot.term_id is None:
        return []
    query = value_queries.weeks(snapshot.snapshot_id, "student", (student_pid,), (snapshot.term_id,))
    return warehouse.read(query, scope).to_dicts()


def calendar(scope: Scope, snapshot: Snapshot, student_pid: str) -> Days | None:
    """The calendar; None where neither a day of attendance nor a week of tasks is recorded or readable."""
    rows = warehouse.read(queries.days(snapshot.snapshot_id, student_pid), scope).to_dicts()
    days = tuple(tuple(cell) for row in rows if row["term_id"] == snapshot.term_id for cell in json.loads(row["days"]))  # fmt: skip
    tasks = tuple(
        (row["week_no"], row["numerator"], row["denominator"])
        for row in _stored(scope, snapshot, student_pid)
        if row["measure"] == "ontime" and row["denominator"] is not None
    )
    if not days and not tasks:
        return None
    term = naming.term(scope, snapshot, None)
    there, expected = sum(cell[2] for cell in days), sum(cell[3] for cell in days)
    params = {
        "days": Amount(len(days), "count"),
        "there": Amount(there, "count"),
        "expected": Amount(expected, "count"),
    }
    return Days(
        days,
        tasks,
        term.week_count if term else WEEKS,
        snapshot.week_no,
        Sentence("student.calendar_alt", params),
    )

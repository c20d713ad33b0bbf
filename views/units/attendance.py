"""Attendance of a class by teaching week: the class as a whole, and the students whose process data the reader may read."""

from __future__ import annotations

import numpy as np

from access.scope import Scope
from data.warehouse.queries import class_unit as queries
from data.warehouse.queries import values as value_queries
from profiling.indices.shrink import wilson
from views import catalogue, warehouse, who_may
from views.parts import Amount, HeatMap, Link, Name, Sentence
from views.warehouse import Snapshot

INDICATOR, MEASURE, CATEGORY = "crs_attendance", "attendance", "attendance_process"
NEWEST_WEEKS = 3  # taken together: one week of one class is too few meetings to tell it from chance
WHOLE = Name("全班", "Whole class")


def of_class(
    scope: Scope, snapshot: Snapshot, class_code: str, term_id: str | None = None
) -> tuple[dict, ...]:
    """Weekly attendance of one class, weeks in order; empty where none is recorded or it may not be shown."""
    term = term_id or snapshot.term_id
    if term is None:
        return ()
    query = value_queries.weeks(snapshot.snapshot_id, "class", (class_code,), (term,))
    rows = warehouse.read(query, scope).to_dicts()
    return tuple(row for row in rows if row["measure"] == MEASURE and row["value"] is not None)


def newest(weeks: tuple[dict, ...]) -> tuple[float, float] | None:
    """The 90 % interval of the newest weeks together; None where the reader does not hold the counts behind them."""
    last = weeks[-NEWEST_WEEKS:]
    wanted = sum(row["denominator"] or 0.0 for row in last)
    if wanted <= 0:
        return None
    low, high = wilson(np.array([sum(row["numerator"] or 0.0 for row in last)]), np.array([wanted]))
    return float(low[0]), float(high[0])


def finding(weeks: tuple[dict, ...]) -> Sentence | None:
    """Whether the newest weeks lie below the standard beyond chance; nothing where nobody can tell."""
    standard, span = catalogue.benchmark_share(INDICATOR), newest(weeks)
    if standard is None or span is None:
        return None
    kind = "below" if span[1] < standard else "above" if span[0] > standard else "chance"
    params = {
        "weeks": Amount(min(len(weeks), NEWEST_WEEKS), "count"),
        "standard": Amount(standard, "share"),
        "low": Amount(span[0], "share"),
        "high": Amount(span[1], "share"),
    }
    return Sentence(f"class.attendance_{kind}", params)


def class_map(
    scope: Scope,
    snapshot: Snapshot,
    class_code: str,
    term_id: str | None,
    weeks: tuple[dict, ...],
    named: dict[str, Name | Link],
) -> HeatMap | None:
    """Students by week under the class as a whole, in the order of the roster; of students only whom the reader may read."""
    students = _student_weeks(scope, snapshot, class_code, term_id or snapshot.term_id, named)
    numbers = sorted(
        {row["week_no"] for row in weeks} | {week for found in students.values() for week in found}
    )
    if not numbers:
        return None
    whole = {row["week_no"]: row["value"] for row in weeks}
    listed = [pid for pid in named if pid in students]
    drawn = [(WHOLE, whole), *((named[pid], students[pid]) for pid in listed)]
    params = {"students": Amount(len(listed), "count"), "weeks": Amount(len(numbers), "count")}
    return HeatMap(
        rows=tuple(name for name, _ in drawn),
        weeks=tuple(numbers),
        values=tuple(tuple(found.get(week) for week in numbers) for _, found in drawn),
        standard=catalogue.benchmark_share(INDICATOR),
        alt=Sentence("class.heat_alt", params),
    )


def _student_weeks(
    scope: Scope, snapshot: Snapshot, class_code: str, term: str | None, named: dict
) -> dict[str, dict[int, float]]:
    if term is None or not named:
        return {}
    query = queries.student_weeks(snapshot.snapshot_id, class_code, term, MEASURE)
    found: dict[str, dict[int, float]] = {}
    for row in warehouse.read(query, scope).iter_rows(named=True):
        if row["value"] is not None:
            found.setdefault(row["entity_id"], {})[row["week_no"]] = row["value"]
    return found


def names_note(scope: Scope, heat: HeatMap | None, students: object) -> Sentence | None:
    """Why some students are missing from the map: the role reads process data of warned ones, or of nobody."""
    if heat is None or who_may.reads_names(scope, CATEGORY):
        return None
    key = "class.heat_warned" if students and len(heat.rows) > 1 else "drill.names_of"
    return Sentence(key, {"roles": who_may.roles(CATEGORY, "class")})

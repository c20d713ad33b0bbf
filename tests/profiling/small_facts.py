"""A tiny college as frames, so that a test states only what matters to it."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from data.warehouse import lake
from data.warehouse.bulk import table_schema
from data.warehouse.queries.history import TABLES
from profiling.facts import Facts

TERM = "2024-2025-1"
AS_OF = date(2025, 3, 1)
DEFAULTS = {
    "term": {"term_id": TERM, "start_year": 2024, "term_no": 1, "first_monday": date(2024, 9, 2), "day_zero": date(2024, 9, 2), "end_on": date(2025, 1, 5), "week_count": 18, "grades_due_on": date(2025, 1, 19)},
    "course": {"course_code": "K1", "name": "课程", "course_type": "A", "course_nature": "professional_core", "course_category": "foundation", "course_tier": "general", "org_code": "D1", "credits": 3.0, "hours": 48.0},
    "offering": {"offering_id": f"{TERM}/K1-01", "offering_no": "K1-01", "term_id": TERM, "course_code": "K1", "org_code": "D1", "pass_mark": 60.0},
}  # fmt: skip


def small_facts(**rows: list[dict]) -> Facts:
    """Facts with the rows given per frame; course, offering and term have one row each unless given."""
    given = {name: [row] for name, row in DEFAULTS.items()} | rows
    frames = {name: _frame(table, given.get(name, [])) for name, table in TABLES.items()}
    events = {}
    for name in lake.TABLES:
        schema = {**lake.schema(name), "term_id": pl.String}
        events[name] = (
            pl.LazyFrame(rows.get(name, []), schema=schema) if rows.get(name) else pl.LazyFrame(schema=schema)
        )
    return Facts(frames, events, AS_OF, datetime(2025, 3, 1, 15, 59, 59), TERM)


def _frame(table, rows: list[dict]) -> pl.DataFrame:
    types = table_schema(table)
    whole = [{name: row.get(name) for name in types} for row in rows]
    return pl.DataFrame(whole, schema=types)

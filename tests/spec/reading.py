"""Spec tables: one Markdown file per indicator with a handful of rows, worked out by hand, that the quality office can read.

    # indicator_id 名称 / Name
    Words: why the result is what it is.
    as of 2025-03-01, term 2024-2025-1
    ## frame            a frame of data.warehouse.queries.history_tables, or a table of the lake
    | column | ... |    empty cell: not known; yes, no; dates as 2025-03-01; `x` repeats a row, `#` counts all copies, `~` those of the row
    ## expected
    | entity_kind | entity_id | period | numerator | value | ... |   fractions as 80/92

Rows of the kinds of entity named under `expected` are compared one by one; columns not named there are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import polars as pl

from data.warehouse import lake
from data.warehouse.bulk import table_schema
from data.warehouse.queries.history_tables import TABLES
from profiling.facts import Facts
from profiling.values import COLUMNS

FOLDER = Path(__file__).parent / "tables"
BEGUN = date(2020, 9, 1)
DEFAULTS = {
    "student_version": {"valid_from": BEGUN, "student_status": "enrolled", "is_current": True},
    "teacher_version": {"valid_from": BEGUN, "staff_type": "full_time", "is_current": True},
    "grade": {"attempt_no": 1, "attempt_kind": "first", "is_void": False},
    "enrolment": {"study_type": "first", "is_required": True},
    "session": {"status": "held", "period_count": 2},
    "offering_teacher": {"share": 1.0, "is_share_declared": True},
    "term": {"week_count": 18},
}
EARLIER = {
    "values": {**COLUMNS, "is_latest": pl.Boolean},
    "indexes": {"entity_kind": pl.String, "entity_id": pl.String, "relation": pl.String, "standard_id": pl.String,
                "decision": pl.String, "score": pl.Float64, "quadrant": pl.String},
    "dimensions": {"entity_kind": pl.String, "entity_id": pl.String, "standard_id": pl.String, "dimension_id": pl.String,
                   "score": pl.Float64},
}  # fmt: skip


@dataclass
class Spec:
    """One file: the rows given per frame, the day, the running term, and what is expected."""

    indicator: str
    as_of: date
    term: str
    frames: dict[str, pl.DataFrame] = field(default_factory=dict)
    expected: list[dict[str, str | None]] = field(default_factory=list)


def read_spec(path: Path) -> Spec:
    """One spec table as typed frames; raises ValueError naming the file and what is wrong with it."""
    text = path.read_text(encoding="utf-8")
    head, *sections = re.split(r"(?m)^## ", text)
    named = re.search(r"^# (\w+)", head)
    day = re.search(r"as of (\d{4}-\d\d-\d\d), term (\S+)", head)
    if not named or not day:
        raise ValueError(f"{path.name}: needs '# indicator_id' and 'as of DATE, term TERM'")
    spec = Spec(named[1], date.fromisoformat(day[1]), day[2])
    for section in sections:
        name, rows = section.split("\n", 1)[0].strip(), _rows(section, path)
        if name == "expected":
            spec.expected = rows
        else:
            spec.frames[name] = _typed(name, rows, path)
    return spec


def facts_of(spec: Spec) -> Facts:
    """The rows of a spec table as what indicators read; frames that are not given are empty."""
    frames = {
        name: spec.frames.get(name, pl.DataFrame(schema=table_schema(table)))
        for name, table in TABLES.items()
    }
    events = {name: spec.frames.get(name, pl.DataFrame(schema=_lake(name))).lazy() for name in lake.TABLES}
    day = spec.as_of
    return Facts(frames, events, day, datetime(day.year, day.month, day.day, 15, 59, 59), spec.term)


def number(cell: str) -> float:
    """A number, or a fraction such as 80/92."""
    top, _, bottom = cell.partition("/")
    return float(top) / float(bottom) if bottom else float(top)


def _lake(name: str) -> dict:
    return {**lake.schema(name), "term_id": pl.String}


def _rows(section: str, path: Path) -> list[dict[str, str | None]]:
    lines = [line.strip() for line in section.splitlines() if line.strip().startswith("|")]
    if len(lines) < 3:
        raise ValueError(f"{path.name}: '{section.splitlines()[0]}' needs a head, a rule and a row")
    heads, _, *body = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return list(_repeated([dict(zip(heads, [cell or None for cell in row], strict=True)) for row in body]))


def _repeated(rows: list[dict]):
    count = 0
    for row in rows:
        for copy in range(1, int(row.pop("x", None) or 1) + 1):
            count += 1
            told = {
                name: (cell or "").replace("#", str(count)).replace("~", str(copy))
                for name, cell in row.items()
            }
            yield {name: cell or None for name, cell in told.items()}


def _typed(name: str, rows: list[dict], path: Path) -> pl.DataFrame:
    if name in EARLIER:
        schema = EARLIER[name]
    elif name in lake.TABLES:
        schema = _lake(name)
    elif name in TABLES:
        schema = table_schema(TABLES[name])
    else:
        raise ValueError(f"{path.name}: '{name}' is no frame")
    unknown = set(rows[0]) - set(schema)
    if unknown:
        raise ValueError(f"{path.name}: {name} has no column {sorted(unknown)}")
    usual = DEFAULTS.get(name, {})
    whole = [usual | {column: _cell(cell, schema[column]) for column, cell in row.items()} for row in rows]
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in whole], schema=schema)


def _cell(cell: str | None, kind):
    if cell is None or kind == pl.String:
        return cell
    if kind == pl.Boolean:
        return {"yes": True, "no": False}[cell]
    if kind == pl.Date:
        return date.fromisoformat(cell)
    if kind == pl.Datetime:
        return datetime.fromisoformat(cell)
    return number(cell) if kind == pl.Float64 else int(cell)

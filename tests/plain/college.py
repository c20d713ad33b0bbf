"""What a home holds, as plain rows: tables as lists of dicts, behaviour events as pandas frames."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import pandas as pd
from sqlalchemy import Engine, inspect, text

RESTRICTED = {"fact_teacher_appraisal", "fact_student_sensitive"}


class College:
    """Rows of one home, read once each; everything the demo holds was known at its as-of."""

    def __init__(self, engine: Engine, lake: Path, as_of: date, term: str) -> None:
        self.engine, self.lake, self.as_of, self.term = engine, Path(lake), as_of, term
        self.cut = datetime(
            as_of.year, as_of.month, as_of.day, 15, 59, 59
        )  # the last second of the college's day, in UTC
        self._events: dict[str, pd.DataFrame] = {}
        self._tables: dict[str, list[dict]] = {}
        self.references: dict[str, tuple] = {}  # reference populations that were looked for

    def on(self, day: date) -> College:
        """The same home on an earlier day; what was read stays read."""
        other = College(self.engine, self.lake, day, self.term)
        other._events, other._tables = self._events, self._tables
        return other

    def rows(self, table: str) -> list[dict]:
        """Every row of a table as a dict; dates as dates, truths as truths."""
        if table not in self._tables:
            self._tables[table] = self._read(table)
        return self._tables[table]

    def _read(self, table: str) -> list[dict]:
        schema = "restricted" if table in RESTRICTED and self.engine.dialect.name == "postgresql" else None
        kinds = {
            column["name"]: str(column["type"]).upper()
            for column in inspect(self.engine).get_columns(table, schema=schema)
        }
        name = f"{schema}.{table}" if schema else table
        with self.engine.connect() as connection:
            found = connection.execute(text(f"SELECT * FROM {name}")).mappings().all()
        return [{key: _value(row[key], kinds[key]) for key in kinds} for row in found]

    def events(self, table: str) -> pd.DataFrame:
        """Behaviour events of every term, with term_id; read once."""
        if table not in self._events:
            self._events[table] = self._read_events(table)
        return self._events[table]

    def _read_events(self, table: str) -> pd.DataFrame:
        parts = []
        for folder in sorted((self.lake / table).glob("term=*")):
            for file in sorted(folder.glob("*.parquet")):
                parts.append(pd.read_parquet(file).assign(term_id=folder.name.removeprefix("term=")))
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()

    def grouped(self, table: str, *keys: str) -> dict:
        """Rows of a table by the values of some columns."""
        found = defaultdict(list)
        for row in self.rows(table):
            found[tuple(row[key] for key in keys) if len(keys) > 1 else row[keys[0]]].append(row)
        return found

    # --- terms -------------------------------------------------------------------------------------------------

    @cached_property
    def terms(self) -> list[dict]:
        """Terms that have begun, oldest first."""
        begun = [row for row in self.rows("dim_term") if row["day_zero"] <= self.as_of]
        return sorted(begun, key=lambda row: (row["start_year"], row["term_no"]))

    @cached_property
    def closed(self) -> list[str]:
        """Terms whose grades were due by the as-of, oldest first."""
        return [
            row["term_id"]
            for row in self.terms
            if row["grades_due_on"] and row["grades_due_on"] <= self.as_of
        ]

    # --- people ------------------------------------------------------------------------------------------------

    def _newest(self, table: str, key: str) -> dict[str, dict]:
        found: dict[str, dict] = {}
        for row in sorted(self.rows(table), key=lambda row: row["valid_from"]):
            if row["valid_from"] <= self.as_of:
                found[row[key]] = row
        return found

    @cached_property
    def students(self) -> dict[str, dict]:
        """The version of each student on the as-of."""
        return self._newest("dim_student", "student_pid")

    @cached_property
    def enrolled(self) -> dict[str, dict]:
        """Students whose register says enrolled."""
        return {pid: row for pid, row in self.students.items() if row["student_status"] == "enrolled"}

    @cached_property
    def teachers(self) -> dict[str, dict]:
        """The version of each member of staff on the as-of."""
        return self._newest("dim_teacher", "teacher_pid")

    # --- teaching ----------------------------------------------------------------------------------------------

    @cached_property
    def courses(self) -> dict[str, dict]:
        """The version of each course on the as-of."""
        return self._newest("dim_course", "course_code")

    @cached_property
    def taught(self) -> dict[str, set[str]]:
        """Teacher -> teaching classes whose team names the teacher."""
        found = defaultdict(set)
        for row in self.rows("bridge_offering_teacher"):
            if row["offering_id"] in self.offerings:
                found[row["teacher_pid"]].add(row["offering_id"])
        return found

    @cached_property
    def offerings(self) -> dict[str, dict]:
        """Offerings of terms that have begun."""
        begun = {row["term_id"] for row in self.terms}
        return {row["offering_id"]: row for row in self.rows("dim_offering") if row["term_id"] in begun}


def _value(value, kind: str):
    if value is None:
        return None
    if kind == "DATE" and isinstance(value, str):
        return date.fromisoformat(value)
    if ("DATETIME" in kind or "TIMESTAMP" in kind) and isinstance(value, str):
        return datetime.fromisoformat(value)
    if kind == "BOOLEAN":
        return bool(value)
    return value

"""What the product published of one home, and everything the plain side has to say of the same home."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.plain import course, goals, major, school, student, teacher
from tests.plain.agreeing import disagreements
from tests.plain.college import College
from tests.plain.comparing import differences
from tests.plain.judgement import judgements, major_fit

LEVELS = {"course": course, "major": major, "student": student, "school": school, "teacher": teacher}

MAJORS = ("major",)


class Both:
    """One home read twice: values and judgements of the current snapshot, and those of the plain side."""

    def __init__(self, url: str, lake: Path) -> None:
        self.engine = create_engine(url)
        snapshot = self._rows("SELECT * FROM meta_snapshot WHERE is_current")[0]
        as_of = snapshot["as_of"]
        as_of = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
        self.college = College(self.engine, lake, as_of, snapshot["term_id"])
        self.snapshot = snapshot["snapshot_id"]
        self.stored = {
            (row["indicator_id"], row["entity_kind"], row["entity_id"], row["period"]): row
            for row in self._current("ind_value")
        }
        self.parts = {name: level.values(self.college) for name, level in LEVELS.items()}
        self.values = {key: row for part in self.parts.values() for key, row in part.items()}
        self._late()

    def _late(self) -> None:
        """Values that ask for other values or for judgements."""
        late = goals.attainment(self.college, self.values)
        self.values |= late
        late |= major_fit(self.college, judgements(self.college, self.values, (MAJORS,)))
        self.values |= late
        self.parts["school"] = self.parts["school"] | late

    def _rows(self, question: str) -> list[dict]:
        with self.engine.connect() as connection:
            return [dict(row) for row in connection.execute(text(question)).mappings()]

    def _current(self, table: str) -> list[dict]:
        return self._rows(f"SELECT * FROM {table} WHERE snapshot_id = {self.snapshot}")

    def differences(self, level: str) -> list[str]:
        """Values of one level that differ."""
        part = self.parts[level]
        return differences(part, self.stored, {key[0] for key in part})

    def disagreements(self) -> list[str]:
        """Judgements that differ."""
        tables = [self._current(name) for name in ("mart_index", "mart_dimension", "mart_item")]
        return disagreements(self.college, self.values, *tables)


def shown(found: list[str], most: int = 20) -> str:
    """The first few of many."""
    return "\n".join([f"{len(found)} differ", *found[:most]])

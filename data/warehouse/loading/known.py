"""What the warehouse knows already: people, offerings, tasks, terms; looked up once per load and kept while it grows."""

from __future__ import annotations

from datetime import date

import polars as pl
from sqlalchemy import Engine, select

from data.warehouse import bulk
from data.warehouse.schema import metadata

COLUMNS = {
    "dim_person": ("person_pid", "kind"),
    "dim_student": ("student_pid", "valid_from", "student_sk"),
    "dim_teacher": ("teacher_pid", "valid_from", "teacher_sk"),
    "dim_term": ("term_id", "source_code", "first_monday", "day_zero"),
    "dim_offering": ("offering_id", "term_id", "course_code"),
    "dim_course": ("course_code",),
    "dim_task": ("task_id",),
}


class Known:
    """Keys in the warehouse; a trial load adds what it would have written, so that later files find it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._frames: dict[str, pl.DataFrame] = {}

    def frame(self, table: str) -> pl.DataFrame:
        """The key columns of one table, read on first use."""
        if table not in self._frames:
            columns = metadata.tables[table].c
            chosen = [columns[name] for name in COLUMNS[table]]
            types = bulk.table_schema(metadata.tables[table])
            with self._engine.connect() as connection:
                self._frames[table] = bulk.read_frame(
                    connection, select(*chosen), {name: types[name] for name in COLUMNS[table]}
                )
        return self._frames[table]

    def forget(self, table: str) -> None:
        """Read this table again on next use: rows were written."""
        self._frames.pop(table, None)

    def pretend(self, table: str, rows: pl.DataFrame) -> None:
        """A trial load: behave as if these rows had been written."""
        if table not in COLUMNS:
            return
        held = self.frame(table)
        number = pl.int_range(held.height, held.height + rows.height, dtype=pl.Int64)
        new = rows.select(
            (pl.col(name) if name in rows.columns else number if name.endswith("_sk") else pl.lit(None))
            .cast(kind)
            .alias(name)
            for name, kind in held.schema.items()
        )
        self._frames[table] = pl.concat([held, new])

    def term_codes(self) -> dict[str, str]:
        """The sources' own term codes -> term_id."""
        frame = self.frame("dim_term").drop_nulls("source_code")
        return dict(zip(frame["source_code"], frame["term_id"], strict=True))

    def day_zeros(self) -> dict[str, date]:
        """term_id -> the day from which days are counted."""
        frame = self.frame("dim_term")
        return dict(zip(frame["term_id"], frame["day_zero"], strict=True))

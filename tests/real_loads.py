"""Changed files of the demo college, loaded and profiled as people do: what a new week brings."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from data.warehouse.home import write_setting

ATTENDANCE = "考勤_2025-2026-1.parquet"
ABSENT = "旷课"


def attendance(home) -> pl.DataFrame:
    """The attendance file of the running term as the demo college exports it."""
    return pl.read_parquet(_file(home))


def make_absent(home, numbers: dict[str, int]) -> None:
    """Rewrite the attendance file: each student by number was absent without excuse in so many sessions of one own course."""
    frame = attendance(home).with_row_index("row")
    for number, sessions in numbers.items():
        own = frame.filter(pl.col("学号") == number)
        course = own.group_by("教学班号").len().sort("len", "教学班号").row(-1)[0]
        rows = own.filter(pl.col("教学班号") == course)["row"].head(sessions)
        status = pl.when(pl.col("row").is_in(rows.implode())).then(pl.lit(ABSENT)).otherwise(pl.col("状态"))
        frame = frame.with_columns(状态=status)
    frame.drop("row").write_parquet(_file(home))


def next_load(jobs, home) -> None:
    """Load the files of the home's subsystems again, then profile."""
    jobs("ingest", "demo", home=home)
    jobs("profile", home=home)


def move_to(engine, day) -> None:
    """The home's today moves to a day."""
    with engine.begin() as connection:
        write_setting(connection, "as_of", day.isoformat())


def _file(home) -> Path:
    return home.directory / "exports" / "demo" / ATTENDANCE

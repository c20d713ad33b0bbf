"""The event lake: hive-partitioned Parquet beside the warehouse for behaviour events that no row store should hold.

Layout: lake/<table>/term=<term_id>/<load>.parquet. Every event carries event_time, recorded_at and loaded_at (UTC,
naive), the pseudonym of its person and the offering; weekday and teaching week are stored at ingestion.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from data.warehouse.home import Home

STAMP = {
    "event_time": pl.Datetime("us"),
    "recorded_at": pl.Datetime("us"),
    "loaded_at": pl.Datetime("us"),
    "load_id": pl.Int32,
    "source_rows": pl.Int32,  # source rows summed into this event
}

# grain, key and columns of every lake table; sensitivity C throughout (no page reads the lake).
TABLES: dict[str, dict] = {
    "fact_attendance": {
        "grain": "one row per student x session",
        "key": ("student_pid", "session_id"),
        "columns": {
            "student_pid": pl.String,
            "offering_id": pl.String,
            "session_id": pl.String,
            "week_no": pl.Int16,
            "weekday": pl.Int8,
            "period_count": pl.Int8,
            "status": pl.String,  # present | late | early_leave | absent | sick | personal | official
        },
    },
    "fact_lms_daily": {
        "grain": "one row per student x offering x day x stage (x page kind where the source has one)",
        "key": ("student_pid", "offering_id", "day", "stage", "page_kind"),
        "columns": {
            "student_pid": pl.String,
            "offering_id": pl.String,
            "day": pl.Date,
            "week_no": pl.Int16,
            "weekday": pl.Int8,
            "stage": pl.String,  # pre | in | post | any
            "page_kind": pl.String,
            "task_points": pl.Float64,
            "video_minutes": pl.Float64,
            "visits": pl.Float64,
            "posts": pl.Float64,
        },
    },
    "fact_activity_window": {
        "grain": "one row per student x offering x window of days counted from day zero (inclusive)",
        "key": ("student_pid", "offering_id", "from_day", "to_day"),
        "columns": {
            "student_pid": pl.String,
            "offering_id": pl.String,
            "from_day": pl.Int16,
            "to_day": pl.Int16,
            "visits": pl.Float64,
        },
    },
    "fact_assignment": {
        "grain": "one row per student x task submitted; a task without a row was not submitted",
        "key": ("student_pid", "task_id"),
        "columns": {
            "student_pid": pl.String,
            "offering_id": pl.String,
            "task_id": pl.String,
            "task_kind": pl.String,  # assignment | pre_task | exam, as dim_task
            "submitted_at": pl.Datetime("us"),
            "score": pl.Float64,  # share of full score, 0-1
            "marked_at": pl.Datetime("us"),  # the score is known from here on
            "is_banked": pl.Boolean,
            "is_returned": pl.Boolean,
        },
    },
    "fact_quiz": {
        "grain": "one row per student x in-class quiz answered",
        "key": ("student_pid", "task_id"),
        "columns": {
            "student_pid": pl.String,
            "offering_id": pl.String,
            "task_id": pl.String,
            "session_id": pl.String,
            "week_no": pl.Int16,
            "score": pl.Float64,  # share of full score, 0-1
            "is_answered": pl.Boolean,
        },
    },
    "fact_interaction": {
        "grain": "one row per session with interaction counts",
        "key": ("session_id",),
        "columns": {
            "offering_id": pl.String,
            "session_id": pl.String,
            "week_no": pl.Int16,
            "launches": pl.Int32,
            "participants": pl.Int32,
            "present": pl.Int32,
        },
    },
    "fact_resource_use": {
        "grain": "one row per student x resource x day",
        "key": ("student_pid", "resource_id", "day"),
        "columns": {
            "student_pid": pl.String,
            "offering_id": pl.String,
            "resource_id": pl.String,
            "day": pl.Date,
            "week_no": pl.Int16,
            "weekday": pl.Int8,
            "visits": pl.Float64,
        },
    },
    "fact_training_access": {
        "grain": "one row per student x training room x session",
        "key": ("student_pid", "room_no", "session_id"),
        "columns": {
            "student_pid": pl.String,
            "offering_id": pl.String,
            "session_id": pl.String,
            "room_no": pl.String,
            "week_no": pl.Int16,
            "weekday": pl.Int8,
            "minutes": pl.Float64,  # inside scheduled practice
        },
    },
}


def schema(table: str) -> dict[str, pl.DataType]:
    """Column name -> polars type of one lake table, stamps included."""
    return {**TABLES[table]["columns"], **STAMP}


def partition(home: Home, table: str, term_id: str) -> Path:
    """Folder of one table and term."""
    return home.folder("lake") / table / f"term={term_id}"


def terms(home: Home, table: str) -> list[str]:
    """Terms that have at least one file."""
    root = home.folder("lake") / table
    return sorted(
        path.name.removeprefix("term=") for path in root.glob("term=*") if any(path.glob("*.parquet"))
    )


def scan(home: Home, table: str, term_ids: list[str] | None = None) -> pl.LazyFrame:
    """All events of a table (of the terms named) as a lazy frame with `term_id`; empty with the right columns if none."""
    wanted = terms(home, table) if term_ids is None else [t for t in terms(home, table) if t in set(term_ids)]
    frames = [
        pl.scan_parquet(partition(home, table, term) / "*.parquet", hive_partitioning=False).with_columns(
            pl.lit(term).alias("term_id")
        )
        for term in wanted
    ]
    if not frames:
        return pl.LazyFrame(schema={**schema(table), "term_id": pl.String})
    return pl.concat(frames, how="vertical")

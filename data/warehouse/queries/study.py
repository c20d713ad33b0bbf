"""What is known of studies in sum: who studies which major and with what end, facts at enrolment, summaries by period of study."""

from __future__ import annotations

import polars as pl
from sqlalchemy import Connection, select

from data.warehouse.bulk import read_frame, table_schema
from data.warehouse.schema.people import dim_student
from data.warehouse.schema.study import fact_student_entry, fact_study_summary

ENTRY = (
    "student_pid",
    "application_order",
    "is_daytime",
    "prior_education",
    "prior_score",
    "admission_score",
)
SUMMARY = (
    "student_pid",
    "period_no",
    "credited_count",
    "enrolled_count",
    "evaluation_count",
    "approved_count",
    "unevaluated_count",
    "mean_score",
)


def summarised_students(connection: Connection) -> pl.DataFrame:
    """Whom does a source summarise? One row per student with a summary: student_pid, major_code, student_status (now)."""
    columns = dim_student.c
    known = select(fact_study_summary.c.student_pid)
    query = select(columns.student_pid, columns.major_code, columns.student_status).where(
        columns.is_current, columns.student_pid.in_(known)
    )
    return read_frame(connection, query)


def entry_facts(connection: Connection) -> pl.DataFrame:
    """What was known at enrolment? One row per student; marks as the source scales them, null where it says nothing."""
    return _read(connection, fact_student_entry, ENTRY)


def study_summaries(connection: Connection, periods: int) -> pl.DataFrame:
    """How did the first periods of study go? One row per student x period_no up to `periods`; later ones are not read."""
    table = fact_study_summary
    return _read(connection, table, SUMMARY, table.c.period_no <= periods)


def _read(connection: Connection, table, names: tuple[str, ...], *conditions) -> pl.DataFrame:
    types = table_schema(table)
    query = select(*(table.c[name] for name in names)).where(*conditions)
    return read_frame(connection, query, {name: types[name] for name in names})

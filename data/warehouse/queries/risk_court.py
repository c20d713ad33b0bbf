"""What the model court and the watch on drift read and keep besides features: groups, contacts, the audit, the monitor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl
from sqlalchemy import Connection, Select, delete, func, insert, select

from data.warehouse.bulk import read_frame
from data.warehouse.queries.risk_frames import failed_first
from data.warehouse.schema.people import dim_student, fact_student_sensitive
from data.warehouse.schema.quality import qa_intervention
from data.warehouse.schema.risk import ml_group_audit, ml_guard, ml_model, ml_monitor, ml_prediction

MODEL_COLUMNS = (
    "model_id", "point", "trained_at", "snapshot_id", "train_terms", "test_term", "best", "chosen", "is_switched_on",
    "reasons", "metrics",
)  # fmt: skip


def contacted(connection: Connection, term_id: str) -> frozenset[str]:
    """Students whom somebody contacted in the term."""
    column = qa_intervention.c
    query = select(column.student_pid).where(column.term_id == term_id).distinct()
    return frozenset(connection.execute(query).scalars())


def groups(
    connection: Connection, on: date, columns: Mapping[str, str], registers: Mapping[str, str]
) -> pl.DataFrame:
    """student_pid, attribute, value on a day: of dim_student by column, of the sensitive register by its attribute, and `cohort`
    (major and grade: who sits the same examinations).

    For sums over groups alone: the caller keeps no row of it.
    """
    parts = [_of_students(connection, on, attribute, column) for attribute, column in columns.items()]
    parts.append(_cohorts(connection, on))
    parts += [_of_register(connection, attribute, name) for attribute, name in registers.items()]
    return pl.concat(parts)


TEXTS = dict.fromkeys(("student_pid", "attribute", "value"), pl.String)


def _cohorts(connection: Connection, on: date) -> pl.DataFrame:
    majors, grades = (_of_students(connection, on, "cohort", name) for name in ("major_code", "entry_year"))
    both = majors.join(grades.select("student_pid", grade="value"), on="student_pid")
    return both.with_columns(value=pl.concat_str("value", "grade", separator=" ")).drop("grade")


def _of_students(connection: Connection, on: date, attribute: str, column: str) -> pl.DataFrame:
    student = dim_student.c
    query = (
        select(student.student_pid, student[column].label("value"))
        .where(student.valid_from <= on, (student.valid_to.is_(None)) | (student.valid_to >= on))
        .order_by(student.student_pid, student.valid_from)
    )
    frame = read_frame(connection, query).unique("student_pid", keep="last", maintain_order=True)
    return _named(frame, attribute)


def _of_register(connection: Connection, attribute: str, name: str) -> pl.DataFrame:
    held = fact_student_sensitive.c
    query = (
        select(held.student_pid, held.value)
        .where(held.attribute == name)
        .order_by(held.student_pid, held.period)
    )
    return _named(
        read_frame(connection, query).unique("student_pid", keep="last", maintain_order=True), attribute
    )


def _named(frame: pl.DataFrame, attribute: str) -> pl.DataFrame:
    if frame.is_empty():
        return pl.DataFrame(schema=TEXTS)
    text = pl.col("value").cast(pl.String)
    return frame.select("student_pid", attribute=pl.lit(attribute), value=text).cast(TEXTS)


def keep_audit(connection: Connection, model_id: str, rows: list[dict]) -> None:
    """Write the audit of a newly trained model, in place of one of the same model that was taken away."""
    connection.execute(delete(ml_group_audit).where(ml_group_audit.c.model_id == model_id))
    if rows:
        connection.execute(insert(ml_group_audit), rows)


def keep_monitor(connection: Connection, term_id: str, point: str, rows: list[dict]) -> None:
    """Put the watch of a point in place of that of an earlier scoring of the same term and point."""
    held = ml_monitor.c
    connection.execute(delete(ml_monitor).where(held.term_id == term_id, held.point == point))
    if rows:
        connection.execute(insert(ml_monitor), rows)


def is_monitored(connection: Connection, term_id: str, point: str, model_id: str) -> bool:
    """Whether the watch of this term, point and model is kept already."""
    held = ml_monitor.c
    here = (held.term_id == term_id) & (held.point == point) & (held.model_id == model_id)
    return connection.execute(select(func.count()).select_from(ml_monitor).where(here)).scalar_one() > 0


def said_and_happened(connection: Connection, term_id: str, point: str) -> pl.DataFrame:
    """student_pid, p_any, y_any of the predictions once stored at a point of a term that is closed."""
    said = ml_prediction.c
    query = select(said.student_pid, said.p_any).where(said.term_id == term_id, said.point == point)
    stored = read_frame(connection, query, {"student_pid": pl.String, "p_any": pl.Float64})
    failed = failed_first(connection, term_id).drop_nulls("y")
    happened = failed.group_by("student_pid").agg(y_any=pl.col("y").max())
    return stored.join(happened, on="student_pid")


def models() -> Select:
    """The newest model of each point with its judgement."""
    newest = (
        select(ml_model.c.point, func.max(ml_model.c.trained_at).label("at"))
        .group_by(ml_model.c.point)
        .subquery()
    )
    same = (ml_model.c.point == newest.c.point) & (ml_model.c.trained_at == newest.c.at)
    return (
        select(*(ml_model.c[name] for name in MODEL_COLUMNS)).join(newest, same).order_by(ml_model.c.model_id)
    )


def group_audit(model_ids: tuple[str, ...]) -> Select:
    """The audit of groups of the models named."""
    held = ml_group_audit.c
    return (
        select(
            held.model_id, held.point, held.attribute, held.group_value, held.measure, held.category, held.n, held.positives,
            held.found, held.low, held.high, held.gap, held.gap_low, held.gap_high,
        )
        .where(held.model_id.in_(model_ids))
        .order_by(held.attribute, held.group_value, held.measure)
    )  # fmt: skip


def monitor() -> Select:
    """The watch on drift of every term and point, newest first."""
    held = ml_monitor.c
    return select(
        held.term_id, held.point, held.measure, held.subject, held.model_id, held.category, held.measured_at, held.found,
        held.compared, held.low, held.high, held.limit_value, held.is_alert, held.n, held.detail,
    ).order_by(held.term_id.desc(), held.point, held.measure, held.subject)  # fmt: skip


def changed_assessments(point: str) -> Select:
    """Assessments that the guards found changed when terms were scored at a point, newest term first."""
    columns = ml_guard.c
    return (
        ml_guard.select()
        .where(columns.point == point)
        .order_by(columns.term_id.desc(), columns.course_code, columns.item)
    )

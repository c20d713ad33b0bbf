"""What the risk model left in the warehouse: models, predictions, and who looks after whom."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import polars as pl
from sqlalchemy import Connection, Select, delete, exists, insert, select, update

from data.warehouse.bulk import read_frame, read_table
from data.warehouse.schema.marts import mart_roster
from data.warehouse.schema.meta import meta_snapshot
from data.warehouse.schema.people import bridge_teacher_role, dim_student
from data.warehouse.schema.risk import ml_course_risk, ml_guard, ml_model, ml_prediction
from data.warehouse.schema.structure import dim_offering, dim_term
from data.warehouse.schema.teaching import fact_enrolment, fact_grade_attempt


def closed_terms(connection: Connection, on: date) -> list[dict]:
    """Terms with teaching whose deadline for grades has passed, oldest first."""
    columns = dim_term.c
    taught = exists().where(dim_offering.c.term_id == columns.term_id)
    query = dim_term.select().where(columns.grades_due_on < on, taught).order_by(columns.first_monday)
    return [dict(row._mapping) for row in connection.execute(query)]


def running_term(connection: Connection, on: date) -> dict | None:
    """The newest term that has begun, if its grades are still open."""
    columns = dim_term.c
    query = dim_term.select().where(columns.first_monday <= on).order_by(columns.first_monday.desc()).limit(1)
    row = connection.execute(query).first()
    if row is None or (row.grades_due_on is not None and row.grades_due_on < on):
        return None
    return dict(row._mapping)


def places(connection: Connection, on: date) -> pl.DataFrame:
    """Class, major and unit of each student at a date."""
    columns = dim_student.c
    query = dim_student.select().where(
        columns.valid_from <= on, (columns.valid_to.is_(None)) | (columns.valid_to >= on)
    )
    frame = read_table(connection, dim_student, query).sort("student_pid", "valid_from")
    return frame.unique("student_pid", keep="last", maintain_order=True).select(
        "student_pid", "class_code", "major_code", "org_code"
    )


def caseloads(connection: Connection, on: date) -> pl.DataFrame:
    """student_pid, caseload: the counsellor of the class, or the class itself where none is named."""
    role = bridge_teacher_role.c
    query = select(role.target_code.label("class_code"), role.teacher_pid.label("counsellor")).where(
        role.role == "counsellor", role.target_kind == "class"
    )
    known = read_frame(connection, query, {"class_code": pl.String, "counsellor": pl.String})
    frame = places(connection, on).join(known.unique("class_code"), on="class_code", how="left")
    return frame.select("student_pid", caseload=pl.coalesce("counsellor", "class_code"))


def current_snapshot(connection: Connection) -> int | None:
    """Number of the published snapshot."""
    query = select(meta_snapshot.c.snapshot_id).where(meta_snapshot.c.is_current)
    return connection.execute(query).scalar_one_or_none()


def model(model_id: str) -> Select:
    """One model by its id."""
    return ml_model.select().where(ml_model.c.model_id == model_id)


def switched_on(connection: Connection, point: str) -> dict | None:
    """The newest model of a point that passed."""
    columns = ml_model.c
    query = ml_model.select().where(columns.point == point, columns.is_switched_on)
    row = connection.execute(query.order_by(columns.trained_at.desc()).limit(1)).first()
    return dict(row._mapping) if row else None


def predicted(connection: Connection, term_id: str, point: str) -> set[str]:
    """Students who have a prediction at the point already; it is never made again."""
    columns = ml_prediction.c
    query = select(columns.student_pid).where(columns.term_id == term_id, columns.point == point)
    return set(connection.execute(query).scalars())


def predicted_courses(connection: Connection, term_id: str, point: str) -> pl.DataFrame:
    """student_pid, offering_id of course risks stored at the point, also those of a run that was interrupted."""
    columns = ml_course_risk.c
    query = select(columns.student_pid, columns.offering_id)
    query = query.where(columns.term_id == term_id, columns.point == point)
    return read_frame(connection, query, {"student_pid": pl.String, "offering_id": pl.String})


def mark_latest(connection: Connection, term_id: str, point: str) -> None:
    """Only the predictions of the newest point of the term count as latest; of other terms none does."""
    for table in (ml_prediction, ml_course_risk):
        columns = table.c
        newest = (columns.term_id == term_id) & (columns.point == point)
        connection.execute(update(table).where(columns.is_latest, ~newest).values(is_latest=False))
        connection.execute(update(table).where(~columns.is_latest, newest).values(is_latest=True))


def mark_support(connection: Connection, snapshot_id: int, least: float) -> int:
    """Mark in the rosters of a snapshot who needs support in a course: whose newest chance of failing it is `least` or more.

    False where the newest chance is lower, null where nothing is predicted. Returns how many are marked.
    """
    roster, risk = mart_roster.c, ml_course_risk.c
    here = (roster.snapshot_id == snapshot_id) & roster.offering_id.in_(
        select(risk.offering_id).where(risk.is_latest).distinct()
    )
    same = (
        exists()
        .where(risk.student_pid == roster.student_pid, risk.offering_id == roster.offering_id, risk.is_latest)
        .correlate(mart_roster)
    )
    connection.execute(update(mart_roster).where(here, ~same).values(support_flag=None))
    connection.execute(update(mart_roster).where(here, same).values(support_flag=False))
    needing = same.where(risk.probability >= least)
    return connection.execute(update(mart_roster).where(here, needing).values(support_flag=True)).rowcount


def reached_yellow(connection: Connection, term: dict, failed_from: float, open_from: float) -> pl.DataFrame:
    """student_pid of those at 黄 or above at the close of a term, by credits of required courses after re-sits.

    Failed in the term from `failed_from` credits, or open (latest attempt failed, this and earlier terms) from
    `open_from`. The share of credit progress needs a programme and is not part of it.
    """
    grade, enrolled, offering = fact_grade_attempt.c, fact_enrolment.c, dim_offering.c
    same = (enrolled.student_pid == grade.student_pid) & (enrolled.offering_id == grade.offering_id)
    query = (
        select(
            grade.student_pid, grade.result, grade.attempt_no, offering.term_id, offering.course_code,
            dim_term.c.first_monday, enrolled.credits,
        )
        .join_from(fact_grade_attempt, fact_enrolment, same)
        .join(dim_offering, offering.offering_id == grade.offering_id)
        .join(dim_term, dim_term.c.term_id == offering.term_id)
        .where(
            dim_term.c.first_monday <= term["first_monday"], enrolled.is_required,
            ~grade.is_void, grade.result.in_(["passed", "failed"]),
        )
    )  # fmt: skip
    rows = read_frame(connection, query).sort("first_monday", "attempt_no", maintain_order=True)
    latest = rows.unique(["student_pid", "course_code"], keep="last", maintain_order=True)
    failed = latest.filter(pl.col("result") == "failed")
    own = pl.col("credits").filter(pl.col("term_id") == term["term_id"]).sum()
    sums = failed.group_by("student_pid").agg(own=own, open=pl.col("credits").sum())
    reached = (pl.col("own") >= failed_from) | (pl.col("open") >= open_from)
    return sums.filter(reached).select("student_pid").sort("student_pid")


def keep_changes(connection: Connection, term_id: str, point: str, found: list[dict]) -> None:
    """Keep what the guards found at a point of a term, in place of what they had found there before."""
    columns = ml_guard.c
    connection.execute(delete(ml_guard).where(columns.term_id == term_id, columns.point == point))
    stamp = {"point": point, "found_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0)}
    rows = [
        {name: value for name, value in one.items() if name != "at"}
        | stamp
        | {"offerings": json.dumps(one["offerings"])}
        for one in found
    ]
    if rows:
        connection.execute(insert(ml_guard), rows)

"""Scores of the same courses in earlier terms, as far as those terms had come at the same day: what an assessment used to mean."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from sqlalchemy import Connection, select

from data.warehouse import lake
from data.warehouse.bulk import read_frame, read_table
from data.warehouse.home import Home
from data.warehouse.schema.structure import dim_offering, dim_term
from data.warehouse.schema.teaching import dim_task, fact_grade_attempt

TERMS_BACK = 3  # an assessment is compared with that of the last terms in which its course ran
TASK = ["task_id", "offering_id", "task_kind", "source_kind", "due_at", "weight"]


@dataclass(frozen=True)
class EarlierScores:
    """Earlier terms at the same day of the term.

    tasks: task_id, offering_id, course_code, task_kind, source_kind, due_at, weight; scores: student_pid, offering_id, task_id,
    term_id, score (0-1); midterms: student_pid, offering_id, course_code, term_id, midterm (0-1).
    """

    tasks: pl.DataFrame
    scores: pl.DataFrame
    midterms: pl.DataFrame


def earlier_scores(connection: Connection, home: Home, cut) -> EarlierScores:
    """What had been scored in each earlier term on the day that the cut is of its own term; nothing recorded after the cut."""
    terms = _earlier_terms(connection, cut)
    chosen = (
        select(dim_offering.c.offering_id, dim_offering.c.course_code, dim_offering.c.term_id)
        .where(dim_offering.c.term_id.in_([term["term_id"] for term in terms]))
        .order_by(dim_offering.c.offering_id)
    )
    offerings = read_frame(
        connection, chosen, dict.fromkeys(("offering_id", "course_code", "term_id"), pl.String)
    )
    tasks = read_table(
        connection,
        dim_task,
        dim_task.select().where(dim_task.c.offering_id.in_(select(chosen.subquery().c.offering_id))),
    ).select(*TASK)
    scores = [_scored(home, term, cut) for term in terms]
    midterms = [_midterms(connection, term, cut) for term in terms]
    return EarlierScores(
        tasks=tasks.join(offerings.select("offering_id", "course_code"), on="offering_id"),
        scores=pl.concat(scores) if scores else _no_scores(),
        midterms=(pl.concat(midterms) if midterms else _no_midterms()).join(
            offerings.drop("term_id"), on="offering_id"
        ),
    )


def _earlier_terms(connection: Connection, cut) -> list[dict]:
    columns = dim_term.c
    query = (
        select(columns.term_id, columns.day_zero)
        .where(columns.first_monday < cut.term["first_monday"])
        .order_by(columns.first_monday.desc())
        .limit(TERMS_BACK)
    )
    return [dict(row._mapping) for row in connection.execute(query)]


def _moment(term: dict, cut):
    """The moment of the earlier term that is as far into it as the cut is into its own; never after the cut."""
    return min(cut.moment - (cut.term["day_zero"] - term["day_zero"]), cut.moment)


def _scored(home: Home, term: dict, cut) -> pl.DataFrame:
    moment = _moment(term, cut)
    known = (
        (pl.col("event_time") <= moment)
        & (pl.col("recorded_at") <= cut.moment)
        & pl.col("score").is_not_null()
    )
    handed = lake.scan(home, "fact_assignment", [term["term_id"]]).filter(
        known & (pl.col("marked_at") <= moment) & ~pl.col("is_banked").fill_null(False)
    )
    answered = lake.scan(home, "fact_quiz", [term["term_id"]]).filter(known & pl.col("is_answered"))
    columns = list(_no_scores().schema)
    return pl.concat([handed.select(columns), answered.select(columns)]).collect()


def _midterms(connection: Connection, term: dict, cut) -> pl.DataFrame:
    grade, moment = fact_grade_attempt.c, _moment(term, cut)
    query = (
        select(grade.student_pid, grade.offering_id, grade.midterm_score, dim_offering.c.term_id)
        .join_from(fact_grade_attempt, dim_offering, dim_offering.c.offering_id == grade.offering_id)
        .where(
            dim_offering.c.term_id == term["term_id"],
            grade.attempt_no == 1,
            grade.midterm_score.is_not(None),
            grade.midterm_recorded_at <= moment,
        )
    )
    kinds = _no_midterms().schema
    marks = read_frame(
        connection,
        query,
        {
            "student_pid": pl.String,
            "offering_id": pl.String,
            "midterm_score": pl.Float64,
            "term_id": pl.String,
        },
    )
    return marks.with_columns(midterm=pl.col("midterm_score") / 100).select(list(kinds))


def _no_scores() -> pl.DataFrame:
    kinds = dict.fromkeys(("student_pid", "offering_id", "task_id", "term_id"), pl.String)
    return pl.DataFrame(schema=kinds | {"score": pl.Float64})


def _no_midterms() -> pl.DataFrame:
    kinds = dict.fromkeys(("student_pid", "offering_id", "term_id"), pl.String)
    return pl.DataFrame(schema=kinds | {"midterm": pl.Float64})

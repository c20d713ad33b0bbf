"""Homes for tests of the risk model: what it saw at a moment, and a home cut off physically at a moment."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
from sqlalchemy import delete, select, update

from data.warehouse import lake
from data.warehouse.home import Home, open_engine
from data.warehouse.queries.risk_frames import find_term
from data.warehouse.schema.structure import dim_offering
from data.warehouse.schema.teaching import dim_task, fact_enrolment, fact_grade_attempt
from jobs.risk_data import cut_of, features_of


def features(home: Home, term: str, at: str) -> pl.DataFrame:
    engine = open_engine(home)
    with engine.connect() as connection:
        frame = features_of(connection, home, find_term(connection, term), at)
    engine.dispose()
    return frame


def cut_off(home: Home, folder: Path, term: str, at: str) -> Home:
    """A copy of a SQLite home without anything of the term that happened or was recorded after the moment."""
    shutil.copytree(home.directory, folder)
    copy = Home(folder)
    engine = open_engine(copy)
    with engine.begin() as connection:
        cut = cut_of(connection, find_term(connection, term), at)
        _cut_tables(connection, cut)
    engine.dispose()
    for table in lake.TABLES:
        for path in lake.partition(copy, table, cut.term["term_id"]).glob("*.parquet"):
            late = (pl.col("event_time") > cut.moment) | (pl.col("recorded_at") > cut.moment)
            kept = pl.read_parquet(path).filter(~late)
            if "marked_at" in kept.columns:
                known = pl.col("marked_at") <= cut.moment
                kept = kept.with_columns(
                    score=pl.when(known).then("score"), marked_at=pl.when(known).then("marked_at")
                )
            kept.write_parquet(path)
    return copy


def _cut_tables(connection, cut) -> None:
    chosen = select(dim_offering.c.offering_id).where(dim_offering.c.term_id == cut.term["term_id"])
    enrolment, grade, task = fact_enrolment.c, fact_grade_attempt.c, dim_task.c
    own = enrolment.offering_id.in_(chosen)
    connection.execute(delete(fact_enrolment).where(own, enrolment.registered_on > cut.day))
    connection.execute(
        update(fact_enrolment).where(own, enrolment.unregistered_on > cut.day).values(unregistered_on=None)
    )
    results = dict.fromkeys(
        ("final_result", "final_score", "is_passed", "credits_earned", "result_recorded_at")
    )
    connection.execute(update(fact_enrolment).where(own).values(results))
    connection.execute(delete(dim_task).where(task.offering_id.in_(chosen), task.due_at > cut.moment))
    marks = grade.offering_id.in_(chosen) & (grade.recorded_at > cut.moment)
    connection.execute(delete(fact_grade_attempt).where(marks, grade.midterm_recorded_at > cut.moment))
    connection.execute(
        update(fact_grade_attempt)
        .where(marks)
        .values(score=None, score_text=None, result="pending", exam_score=None, process_score=None)
    )

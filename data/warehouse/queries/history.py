"""What profiling reads: the warehouse's facts and the lake's events as known at a moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl
from sqlalchemy import Connection, Engine

from data.warehouse import lake
from data.warehouse.bulk import read_table
from data.warehouse.home import Home, as_of, read_setting
from data.warehouse.schema import people, structure, teaching

TABLES = {
    "person": people.dim_person,
    "student_version": people.dim_student,
    "status": people.fact_student_status,
    "teacher_version": people.dim_teacher,
    "teacher_role": people.bridge_teacher_role,
    "training": people.fact_teacher_training,
    "practice": people.fact_enterprise_practice,
    "appraisal": people.fact_teacher_appraisal,
    "term": structure.dim_term,
    "org": structure.dim_org,
    "major": structure.dim_major,
    "programme": structure.dim_programme,
    "plan": structure.bridge_programme_course,
    "requirement": structure.dim_grad_requirement,
    "support": structure.bridge_requirement_course,
    "class": structure.dim_class,
    "course": structure.dim_course,
    "offering": structure.dim_offering,
    "offering_teacher": structure.bridge_offering_teacher,
    "session": teaching.fact_session,
    "task": teaching.dim_task,
    "enrolment": teaching.fact_enrolment,
    "grade": teaching.fact_grade_attempt,
    "evaluation": teaching.fact_set_response,
    "supervision": teaching.fact_supervision,
    "workload": teaching.fact_teacher_workload,
    "graduation": teaching.fact_graduation,
}
# Facts that must have been known at the as-of; dimensions with validity are cut by their dates.
KNOWN_BY = ("grade", "evaluation", "supervision", "training", "practice")
VERSIONED = ("org", "major", "class", "course")


@dataclass
class History:
    """Frames by name, lazy lake scans by table, and the moment they are cut at."""

    as_of: date
    cut: datetime  # UTC, naive
    current_term: str | None
    frames: dict[str, pl.DataFrame] = field(default_factory=dict)
    events: dict[str, pl.LazyFrame] = field(default_factory=dict)
    rows: int = 0


def end_of_day(day: date, zone: str) -> datetime:
    """The last second of a college day, as naive UTC."""
    local = datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(zone))
    return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def read_history(home: Home, engine: Engine, day: date | None = None) -> History:
    """Everything profiling needs, cut at the home's as-of (or at `day`): event and record not later than the cut."""
    with engine.connect() as connection:
        moment = day or as_of(connection)
        zone = read_setting(connection, "zone", "Asia/Shanghai")
        history = History(moment, end_of_day(moment, zone), None)
        for name, table in TABLES.items():
            history.frames[name] = _cut(name, read_table(connection, table), history)
        history.current_term = _term(connection, history, day is None)
    history.rows = sum(frame.height for frame in history.frames.values())
    for table in lake.TABLES:
        events = lake.scan(home, table)
        history.events[table] = events.filter(
            (pl.col("event_time") <= history.cut) & (pl.col("recorded_at") <= history.cut)
        )
    return history


def _cut(name: str, frame: pl.DataFrame, history: History) -> pl.DataFrame:
    """Rows known at the cut; versions valid on the day."""
    if name in KNOWN_BY:
        known = pl.col("recorded_at") <= history.cut
        if name == "grade":  # a mid-term mark is known before the row's result is
            known = known | (pl.col("midterm_recorded_at") <= history.cut)
        return frame.filter(known)
    if name in VERSIONED:
        return frame.filter(_valid_on(history.as_of)).unique(f"{name}_code", keep="last", maintain_order=True)
    return frame


def _valid_on(day: date) -> pl.Expr:
    return (pl.col("valid_from") <= day) & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= day))


def _term(connection: Connection, history: History, is_now: bool) -> str | None:
    """The term the day lies in (the newest begun); the home's setting wins for today."""
    named = read_setting(connection, "current_term") if is_now else None
    begun = (
        history.frames["term"].filter(pl.col("first_monday") <= history.as_of).sort("start_year", "term_no")
    )
    return named or (begun["term_id"][-1] if begun.height else None)


def week_of(history: History) -> int | None:
    """Teaching week of the as-of in the current term."""
    term = history.frames["term"].filter(pl.col("term_id") == history.current_term)
    if term.is_empty():
        return None
    monday = term["first_monday"][0]
    return min((history.as_of - monday) // timedelta(days=7) + 1, int(term["week_count"][0]))

"""What was known about the enrolments of a term at a moment: every source is cut first, only then joined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl
from sqlalchemy import Connection, select

from data.warehouse import lake
from data.warehouse.bulk import read_frame, read_table
from data.warehouse.home import Home, read_setting
from data.warehouse.queries.item_scores import EarlierScores, earlier_scores
from data.warehouse.schema.people import dim_person
from data.warehouse.schema.structure import dim_course, dim_offering, dim_term
from data.warehouse.schema.teaching import dim_task, fact_enrolment, fact_grade_attempt
from errors import ShownError

KEY = ["student_pid", "offering_id"]
ENROLMENT = [
    "student_pid",
    "offering_id",
    "study_type",
    "is_required",
    "credits",
    "registered_on",
    "previous_attempts",
    "studied_credits",
    "prior_education",
]
GRADE = [
    "student_pid",
    "offering_id",
    "attempt_no",
    "attempt_kind",
    "score",
    "result",
    "process_score",
    "is_void",
]


@dataclass(frozen=True)
class Cut:
    """A moment in a term: `at` is a point (W4) or a day (14); all times UTC, naive."""

    term: dict
    at: str
    moment: datetime  # nothing later is known
    overdue_before: datetime  # a task due earlier and without a result is overdue
    day: date  # the college's date of the moment
    days_in: int  # days since day zero


@dataclass(frozen=True)
class RiskFrames:
    """Frames of one term at one cut, all of them cut; grains as in the schema."""

    cut: Cut
    enrolments: pl.DataFrame
    attendance: pl.DataFrame
    assignments: pl.DataFrame
    quizzes: pl.DataFrame
    online: pl.DataFrame
    windows: pl.DataFrame
    tasks: pl.DataFrame
    grades: pl.DataFrame  # attempts of earlier terms recorded by then
    midterms: pl.DataFrame
    earlier: EarlierScores  # the same courses' scores of earlier terms on the same day, for the guards


def find_term(connection: Connection, code: str) -> dict:
    """Which term is meant? By term_id or by the source's own word; refused when unknown."""
    columns = dim_term.c
    row = connection.execute(
        dim_term.select().where((columns.term_id == code) | (columns.source_code == code))
    ).first()
    if row is None:
        known = connection.execute(select(columns.term_id).order_by(columns.term_id)).scalars().all()
        raise ShownError(f"looking for term {code!r}", found="no such term", expected=f"one of {known}")
    return dict(row._mapping)


def zone(connection: Connection) -> ZoneInfo:
    """The college's time zone."""
    return ZoneInfo(read_setting(connection, "zone", "Asia/Shanghai"))


def cut_at_week(connection: Connection, term: dict, at: str, week: int) -> Cut:
    """The end of Sunday of a teaching week (0: the Sunday before the first) in the college's zone."""
    end = term["first_monday"] + timedelta(days=7 * week)
    midnight = _utc(end, zone(connection))
    return _cut(term, at, end - timedelta(days=1), midnight, midnight)


def cut_at_day(connection: Connection, term: dict, day: int) -> Cut:
    """The end of a day counted from day zero; a task is overdue from the day after its date."""
    on = term["day_zero"] + timedelta(days=day)
    place = zone(connection)
    return _cut(term, str(day), on, _utc(on + timedelta(days=1), place), _utc(on, place))


def _cut(term: dict, at: str, on: date, midnight: datetime, overdue: datetime) -> Cut:
    moment = midnight - timedelta(microseconds=1)
    return Cut(term, at, moment, overdue, on, (on - term["day_zero"]).days)


def _utc(day: date, place: ZoneInfo) -> datetime:
    """Midnight at the start of a day, as UTC."""
    return datetime.combine(day, time.min, place).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def risk_frames(connection: Connection, home: Home, cut: Cut) -> RiskFrames:
    """What was known at the cut? Every frame is cut by event_time and recorded_at before anything is joined.

    Raises ValueError when a row later than the cut is left: a leak is a bug, never a data problem.
    """
    term_id = cut.term["term_id"]

    def events(table: str) -> pl.DataFrame:
        return _cut_events(lake.scan(home, table, [term_id]), cut.moment)

    tasks = _of_term(connection, dim_task, term_id).filter(pl.col("due_at") <= cut.moment)
    return RiskFrames(
        cut=cut,
        enrolments=_enrolments(connection, cut),
        attendance=events("fact_attendance"),
        assignments=_known_scores(events("fact_assignment"), cut.moment),
        quizzes=events("fact_quiz"),
        online=events("fact_lms_daily"),
        windows=events("fact_activity_window"),
        tasks=tasks.with_columns(is_overdue=pl.col("due_at") < cut.overdue_before),
        grades=_earlier_grades(connection, cut),
        midterms=_midterms(connection, cut),
        earlier=earlier_scores(connection, home, cut),
    )


def _cut_events(events: pl.LazyFrame, moment: datetime) -> pl.DataFrame:
    known = events.filter((pl.col("event_time") <= moment) & (pl.col("recorded_at") <= moment)).collect()
    for stamp in ("event_time", "recorded_at"):
        if known.height and known[stamp].max() > moment:
            raise ValueError(f"{stamp} after the cut {moment}")
    return known


def _known_scores(assignments: pl.DataFrame, moment: datetime) -> pl.DataFrame:
    """A score is known from its marking on; before that the task is handed in and nothing more."""
    return assignments.with_columns(score=pl.when(pl.col("marked_at") <= moment).then("score")).drop(
        "marked_at", "is_returned"
    )


def _of_term(connection: Connection, table, term_id: str) -> pl.DataFrame:
    chosen = select(dim_offering.c.offering_id).where(dim_offering.c.term_id == term_id)
    return read_table(connection, table, table.select().where(table.c.offering_id.in_(chosen)))


def offerings(connection: Connection, term_id: str | None = None) -> pl.DataFrame:
    """Offerings with what is fixed about their course before the term: code, type, credits, hours."""
    offering = dim_offering.c
    query = select(offering.offering_id, offering.offering_no, offering.term_id, offering.course_code)
    course = read_table(connection, dim_course).filter("is_current").unique("course_code", keep="last")
    frame = read_frame(
        connection,
        query.where(offering.term_id == term_id) if term_id else query,
        dict.fromkeys(query.selected_columns.keys(), pl.String),
    )
    keep = course.select(
        "course_code", "course_type", "course_nature", "hours", course_credits="credits"
    )  # current version: codes and hours of a course are plan data, not results
    return frame.join(keep, on="course_code", how="left")


def _enrolments(connection: Connection, cut: Cut) -> pl.DataFrame:
    """Who is enrolled at the cut: registered by then, not yet left; without anything known later."""
    frame = _of_term(connection, fact_enrolment, cut.term["term_id"]).filter(
        (pl.col("registered_on") <= cut.day)
        & ((pl.col("recorded_at") <= cut.moment) | pl.col("recorded_at").is_null())
        & (pl.col("unregistered_on").is_null() | (pl.col("unregistered_on") > cut.day))
    )
    known = frame.select(ENROLMENT).join(
        offerings(connection, cut.term["term_id"]), on="offering_id", how="left"
    )
    return known.with_columns(credits=pl.coalesce("credits", "course_credits")).sort(KEY)


def _earlier_grades(connection: Connection, cut: Cut) -> pl.DataFrame:
    """Attempts of terms that began earlier, recorded by the cut, with course and credits."""
    grade, began = fact_grade_attempt.c, dim_term.c.first_monday
    query = (
        fact_grade_attempt.select()
        .join(dim_offering, dim_offering.c.offering_id == grade.offering_id)
        .join(dim_term, dim_term.c.term_id == dim_offering.c.term_id)
        .where(began < cut.term["first_monday"], grade.recorded_at <= cut.moment)
    )
    frame = read_table(connection, fact_grade_attempt, query)
    frame = frame.filter(pl.col("examined_on").is_null() | (pl.col("examined_on") <= cut.day))
    frame = frame.filter(~pl.col("is_void") & pl.col("result").is_in(["passed", "failed"]))
    return (
        frame.select(GRADE)
        .join(offerings(connection), on="offering_id", how="left")
        .sort("student_pid", "offering_id", "attempt_no")
    )


def _midterms(connection: Connection, cut: Cut) -> pl.DataFrame:
    """Midterm marks of this term published by the cut; the row they lie in is recorded only at the end."""
    frame = _of_term(connection, fact_grade_attempt, cut.term["term_id"])
    known = frame.filter((pl.col("attempt_no") == 1) & (pl.col("midterm_recorded_at") <= cut.moment))
    return known.select("student_pid", "offering_id", midterm=pl.col("midterm_score") / 100)


def failed_first(connection: Connection, term_id: str) -> pl.DataFrame:
    """y_course_fail per student x offering: the first attempt failed; pending, recognised, excluded are left out."""
    frame = _of_term(connection, fact_grade_attempt, term_id).filter(
        (pl.col("attempt_no") == 1)
        & (pl.col("attempt_kind") == "first")
        & ~pl.col("is_void")
        & pl.col("result").is_in(["passed", "failed"])
    )
    return frame.select("student_pid", "offering_id", y=(pl.col("result") == "failed").cast(pl.Int8))


def failed_or_withdrawn(connection: Connection, term_id: str) -> pl.DataFrame:
    """At risk per student x offering by the source's end state: Fail or Withdrawn; unknown is left out."""
    frame = _of_term(connection, fact_enrolment, term_id).drop_nulls("final_result")
    return frame.select(
        "student_pid", "offering_id", y=pl.col("final_result").is_in(["Fail", "Withdrawn"]).cast(pl.Int8)
    )


def student_numbers(connection: Connection) -> pl.DataFrame:
    """Person numbers of students by pid; for frames handed to the data office only."""
    person = dim_person.c
    return read_frame(
        connection,
        select(person.person_pid.label("student_pid"), person.person_no.label("student_no")).where(
            person.kind == "student"
        ),
    )

"""Door events of training rooms as minutes inside scheduled practice: one row per student, room and lesson (fact_training_access).

An event belongs to a lesson of a course with practice (type B or C) that the student is enrolled in, from a little before it begins
to a little after it ends; between the first and the last of them lie the minutes, cut to the lesson. One event tells that
somebody was there and not for how long. Moments live in memory while the log is read; what is written has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import polars as pl
from sqlalchemy import and_, select

from data.staging.counting import PRACTICE, Counting
from data.staging.parsing import at_noon
from data.warehouse import bulk
from data.warehouse.loading.entry import Entry
from data.warehouse.loading.lake_events import fated_events, typed_events, write_events
from data.warehouse.loading.merge import COUNT
from data.warehouse.schema.structure import dim_course, dim_offering
from data.warehouse.schema.teaching import fact_enrolment, fact_session

WITH_PRACTICE = ("B", "C")
VISIT = ["student_pid", "room_no", "session_id"]
LESSON = {
    "offering_id": pl.String, "session_id": pl.String, "term_id": pl.String, "_day": pl.Date, "periods": pl.String,
    "week_no": pl.Int64, "weekday": pl.Int64,
}  # fmt: skip
TOLD = ["offering_id", "term_id", "_day", "week_no", "weekday", "_start", "_end"]


@dataclass(frozen=True)
class Practice:
    """Lessons with practice and who is enrolled in them; `_start` and `_end` are moments of the college."""

    enrolled: pl.DataFrame  # student_pid, offering_id
    lessons: pl.DataFrame


def practice(entry: Entry) -> Practice:
    """The lessons that are scheduled, by the clock of the mapping; a lesson in periods without a clock is none of them."""
    session, offering, enrolment = fact_session.c, dim_offering.c, fact_enrolment.c
    taught = and_(
        dim_course.c.course_code == offering.course_code,
        dim_course.c.is_current,
        dim_course.c.course_type.in_(WITH_PRACTICE),
    )
    lessons = (
        select(
            session.offering_id, session.session_id, offering.term_id, session.held_on, session.periods,
            session.week_no, session.weekday,
        )
        .join(dim_offering, offering.offering_id == session.offering_id)
        .join(dim_course, taught)
        .where(session.status != "cancelled")
    )  # fmt: skip
    enrolled = (
        select(enrolment.student_pid, enrolment.offering_id)
        .join(dim_offering, offering.offering_id == enrolment.offering_id)
        .join(dim_course, taught)
    )
    with entry.engine.connect() as connection:
        held = bulk.read_frame(connection, lessons, LESSON)
        who = bulk.read_frame(connection, enrolled, {"student_pid": pl.String, "offering_id": pl.String})
    return Practice(who.unique(), _timed(held, entry.rule.count))


def _timed(lessons: pl.DataFrame, count: Counting) -> pl.DataFrame:
    begins = {period: clock[:5] for period, clock in count.clock.items()}
    ends = {period: clock[6:] for period, clock in count.clock.items()}
    first = pl.col("periods").str.extract(r"^\D*0*(\d+)")
    last = pl.col("periods").str.extract(r"0*(\d+)\D*$")

    def moment(period: pl.Expr, clock: dict[str, str]) -> pl.Expr:
        said = period.replace_strict(clock, default=None, return_dtype=pl.String)
        return pl.concat_str(pl.col("_day").cast(pl.String), said, separator=" ").str.to_datetime(
            "%Y-%m-%d %H:%M", time_unit="us"
        )

    timed = lessons.with_columns(_start=moment(first, begins), _end=moment(last, ends))
    return timed.drop_nulls(["_start", "_end"]).drop("periods")


def with_lessons(rows: pl.DataFrame, known: Practice, entry: Entry) -> pl.DataFrame:
    """Rows (`_row`, `student_pid`, `_day`, `at`) with the lesson each belongs to, null where there is none; the nearest of several."""
    around = timedelta(minutes=entry.rule.count.around_minutes)
    local = pl.col("at").dt.replace_time_zone("UTC").dt.convert_time_zone(entry.context.zone)
    rows = rows.with_columns(_local=local.dt.replace_time_zone(None))
    near = (
        rows.select("_row", "student_pid", "_day", "_local")
        .join(known.enrolled, on="student_pid")
        .join(known.lessons, on=["offering_id", "_day"])
        .filter(pl.col("_local").is_between(pl.col("_start") - around, pl.col("_end") + around))
        .with_columns(
            _far=pl.max_horizontal(
                pl.col("_start") - pl.col("_local"), pl.col("_local") - pl.col("_end"), pl.duration(minutes=0)
            )
        )
        .sort("_row", "_far", "session_id")
        .unique("_row", keep="first")
    )
    found = near.select("_row", "session_id", *(name for name in TOLD if name != "_day"))
    return rows.drop("term_id", "week_no").join(found, on="_row", how="left", maintain_order="left")


def merged(visits: pl.DataFrame | None, rows: pl.DataFrame) -> pl.DataFrame:
    """Visits so far and those of one part: first and last event of each student, room and lesson, and how many."""
    fresh = rows.select(
        *VISIT,
        *TOLD,
        pl.col("_local").alias("_first"),
        pl.col("_local").alias("_last"),
        pl.lit(1).alias(COUNT),
    )
    whole = fresh if visits is None else pl.concat([visits, fresh], how="vertical_relaxed")
    return whole.group_by(VISIT).agg(
        pl.col(*TOLD).first(), pl.col("_first").min(), pl.col("_last").max(), pl.col(COUNT).sum()
    )


def write(entry: Entry, visits: pl.DataFrame, recorded_at: pl.Expr) -> None:
    """The visits into the lake, in place of what an earlier file of this load wrote."""
    context, table = entry.context, entry.rule.to
    for path in (entry.home.folder("lake") / table).glob(f"term=*/{context.load_id:06d}-*"):
        path.unlink()
    rows = visits.with_columns(minutes=_minutes(), recorded_at=recorded_at)
    rows = rows.with_columns(at_noon(rows["_day"], context.zone).alias("event_time")).sort(VISIT)
    fated = fated_events(entry.home, table, typed_events(table, rows), ["minutes", COUNT])
    write_events(entry.engine, entry.home, table, fated, load_id=context.load_id, loaded_at=context.loaded_at)


def _minutes() -> pl.Expr:
    """Whole minutes between the first and the last event inside the lesson; one event tells none."""
    begun = pl.max_horizontal("_first", "_start")
    ended = pl.min_horizontal("_last", "_end")
    inside = (ended - begun).dt.total_minutes().clip(lower_bound=0).cast(pl.Float64)
    return pl.when(pl.col("_first") < pl.col("_last")).then(inside)


def is_practice(entry: Entry) -> bool:
    """Whether the log is one of training rooms."""
    return entry.rule.to == PRACTICE

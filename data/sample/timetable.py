"""When the offerings of a term meet, what became of each meeting, and which tasks are set for it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import numpy as np
import polars as pl

from data.sample.calendar import CUT, TEACHING_WEEKS, Term

ASSIGNMENT_WEEKS = (2, 4, 5, 7, 9, 11, 13, 15)
PRE_TASK_WEEKS = (2, 4, 6, 8, 10, 12, 14, 16)
QUIZ_WEEKS = (
    (3, 6, 10, 13),
    (2, 3, 6, 7, 10, 13, 15),
    (2, 3, 4, 5, 6, 8, 9, 11, 13, 15),
)  # by the course's lot
STARTS = {"1-2": 8, "3-4": 10, "5-6": 14, "7-8": 16}
CANCELLED, MOVED = 0.012, 0.023
MADE_UP_AFTER = timedelta(days=9)
TIMETABLE_BEFORE = timedelta(days=20)  # the timetable is published before the term


def session_frame(offerings: pl.DataFrame, term: Term, draw: np.random.Generator) -> pl.DataFrame:
    """Meetings of two periods, one a week and two for practice courses; after the as-of they are planned."""
    base = offerings.select("offering", "offering_no", "course_code", "diligence").join(
        pl.DataFrame({"meeting": [0, 1]}), how="cross"
    )
    double = pl.col("course_code").str.contains("K(07|10)$")
    weeks = pl.DataFrame({"week": range(1, TEACHING_WEEKS + 1)}, schema={"week": pl.Int64})
    base = base.filter((pl.col("meeting") == 0) | double).join(weeks, how="cross")
    seat = pl.col("offering").cast(pl.Int64) * 7 + pl.col("meeting") * 11
    names = dict(enumerate(STARTS))
    frame = base.with_columns(
        weekday=seat % 5 + 1, periods=(seat // 5 % 4).replace_strict(names, return_dtype=pl.String)
    ).sort("offering", "week", "meeting")
    monday = pl.lit(datetime.combine(term.first_monday, time()))
    hour = pl.col("periods").replace_strict(STARTS, return_dtype=pl.Int64)
    starts = monday + pl.duration(days=(pl.col("week") - 1) * 7 + pl.col("weekday") - 1, hours=hour)
    return _happened(frame.with_columns(starts=starts), term, draw)


def _happened(frame: pl.DataFrame, term: Term, draw: np.random.Generator) -> pl.DataFrame:
    """Status, topics and the record of each meeting; the careful teacher keeps to the plan and records in time."""
    care = frame["diligence"].to_numpy()
    chance = pl.Series(draw.random(frame.height))
    late = pl.Series(draw.random(frame.height) < _logistic(-3.9 - 0.8 * care))
    off_plan = pl.Series(draw.random(frame.height) < _logistic(-5.2 - 0.7 * care))
    hours = pl.Series(draw.integers(2, 11, frame.height))
    kind = (
        pl.when(pl.col("starts") > CUT).then(pl.lit("planned"))
        .when(chance < CANCELLED).then(pl.lit("cancelled"))
        .when(chance < CANCELLED + MOVED).then(pl.lit("moved"))
        .otherwise(pl.lit("held"))
    )  # fmt: skip
    topic = pl.format("单元{}", "week")
    held = pl.col("status").is_in(["held", "moved"])
    written = pl.col("starts") + pl.duration(hours=pl.when(late).then(110).otherwise(hours))
    made_up = pl.col("starts") + MADE_UP_AFTER
    known = pl.col("starts") + timedelta(hours=2)
    published = pl.lit(datetime.combine(term.first_monday, time(9)) - TIMETABLE_BEFORE)
    return (
        frame.with_columns(status=kind)
        .with_columns(
            made_up_on=pl.when((pl.col("status") == "moved") & (made_up <= CUT)).then(made_up.dt.date()),
            planned_topic=topic,
            delivered_topic=pl.when(held).then(pl.when(off_plan).then(pl.lit("机动")).otherwise(topic)),
            written_at=pl.when(held & (written <= CUT)).then(written),
            recorded_at=pl.when(pl.col("status") == "planned").then(published).otherwise(known),
        )
        .with_row_index("session")
    )


def task_frame(offerings: pl.DataFrame, sessions: pl.DataFrame, term: Term) -> pl.DataFrame:
    """Assignments due on Friday nights, pre-class tasks due at class, quizzes in class; what is released by the as-of."""
    first = sessions.filter(pl.col("meeting") == 0).select("offering", "week", "session", "starts", "periods")
    friday = pl.lit(datetime.combine(term.first_monday, time())) + pl.duration(days=pl.col("week") * 7 - 3, hours=23)  # fmt: skip
    parts = []
    for kind, letter in (("assignment", "A"), ("pre_task", "P"), ("quiz", "Q")):
        due = friday if kind == "assignment" else pl.col("starts")
        grid = _weeks_of(offerings, kind).join(first, on=["offering", "week"], how="left")
        parts.append(
            grid.with_columns(
                kind=pl.lit(kind),
                task_no=pl.format("{}{}", pl.lit(letter), pl.col("week").cast(pl.String).str.zfill(2)),
                due=due,
                released=due - pl.duration(days=0 if kind == "quiz" else 7),
            )
        )
    frame = pl.concat(parts).sort("offering", "kind", "week").with_row_index("task")
    return frame.filter(pl.col("released") <= CUT)


def _weeks_of(offerings: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Offering and week of each task of a kind."""
    own = offerings.select("offering", "offering_no", "marking_days", "lot")
    if kind != "quiz":
        weeks = ASSIGNMENT_WEEKS if kind == "assignment" else PRE_TASK_WEEKS
        grid = own.join(pl.DataFrame({"week": weeks}, schema={"week": pl.Int64}), how="cross")
    else:
        grid = pl.concat(
            own.filter(pl.col("lot") % 4 % 3 == place).join(
                pl.DataFrame({"week": weeks}, schema={"week": pl.Int64}), how="cross"
            )
            for place, weeks in enumerate(QUIZ_WEEKS)
        )
    return grid.drop("lot")


def _logistic(value: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-value))

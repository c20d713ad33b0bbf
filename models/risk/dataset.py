"""The feature frame of one term at one cut: student x offering, in a fixed order, rounded so that it repeats exactly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import polars as pl
import polars.selectors as cs

from models.risk.declaration import declaration
from profiling.features.enrolment.attendance import attendance_features
from profiling.features.enrolment.history import (
    academic_history,
    course_difficulty,
    course_history,
    kindred_history,
)
from profiling.features.enrolment.online import online_features, window_features
from profiling.features.enrolment.plan import plan_features
from profiling.features.enrolment.quiz import quiz_features
from profiling.features.enrolment.relative import (
    offering_level,
    offering_percentile,
    sources_share,
    student_level,
)
from profiling.features.enrolment.tasks import task_features

KEY = ["student_pid", "offering_id"]
KEPT = [*KEY, "offering_no", "term_id", "course_code", "credits"]
DIGITS = 9  # sums of floats differ in the last bits with the order of rows


def feature_frame(frames) -> pl.DataFrame:
    """What may the model see? One row per enrolment at the cut: keys, course_code, credits and the features of the point.

    frames: a RiskFrames, everything in it cut already. Null: not known, or the source is silent.
    """
    declared, at = declaration(), frames.cut.at
    frame = plan_features(frames.enrolments, frames.cut.term["day_zero"])
    families = set(declared.families_at(at))
    for family, build in BUILDERS.items():
        if family in families:
            frame = build(frame, frames)
    frame = _relative(frame)
    wanted = declared.features_at(at)
    frame = frame.with_columns(
        pl.lit(None, pl.Float64).alias(name) for name in wanted if name not in frame.columns
    )
    numeric = [name for name in wanted if name not in declared.categories()]
    kept = [name for name in KEPT if name not in numeric]
    frame = frame.select(*kept, *(pl.col(name).cast(pl.Float64).round(DIGITS) for name in numeric))
    if "credits" not in frame.columns:
        raise ValueError("credits lost")
    return frame.sort(KEY)


def _history(frame: pl.DataFrame, frames) -> pl.DataFrame:
    grades = frames.grades
    frame = frame.join(academic_history(grades), on="student_pid", how="left")
    frame = frame.join(course_history(grades), on=["student_pid", "course_code"], how="left")
    return frame.join(kindred_history(grades), on=["student_pid", "course_nature"], how="left")


def _course(frame: pl.DataFrame, frames) -> pl.DataFrame:
    return frame.join(course_difficulty(frames.grades), on="course_code", how="left")


def _attendance(frame: pl.DataFrame, frames) -> pl.DataFrame:
    return frame.join(attendance_features(frames.attendance, _week(frames)), on=KEY, how="left")


def _tasks(frame: pl.DataFrame, frames) -> pl.DataFrame:
    since = frames.cut.moment - timedelta(days=28)
    part = task_features(frames.enrolments, frames.tasks, frames.assignments, since)
    return frame.join(part, on=KEY, how="left")


def _quiz(frame: pl.DataFrame, frames) -> pl.DataFrame:
    part = quiz_features(frames.enrolments, frames.tasks, frames.quizzes, _week(frames))
    return frame.join(part, on=KEY, how="left")


def _online(frame: pl.DataFrame, frames) -> pl.DataFrame:
    part = online_features(frames.enrolments, frames.online, frames.cut.day, _week(frames))
    return frame.join(part, on=KEY, how="left")


def _windows(frame: pl.DataFrame, frames) -> pl.DataFrame:
    part = window_features(frames.enrolments, frames.windows, frames.cut.days_in)
    return frame.join(part, on=KEY, how="left")


def _marks(frame: pl.DataFrame, frames) -> pl.DataFrame:
    return frame.join(frames.midterms, on=KEY, how="left")


BUILDERS: dict[str, Callable] = {
    "history": _history,
    "course": _course,
    "attendance": _attendance,
    "tasks": _tasks,
    "quiz": _quiz,
    "online": _online,
    "windows": _windows,
    "marks": _marks,
}


def _week(frames) -> int:
    return (frames.cut.days_in + 1) // 7


def _relative(frame: pl.DataFrame) -> pl.DataFrame:
    """Rounded before ranking, so that equal values stay ties whatever the order of summation was."""
    declared = declaration()
    there = set(frame.columns)
    frame = frame.with_columns(cs.float().round(DIGITS))
    frame = offering_percentile(frame, [name for name in declared.ranked if name in there])
    frame = offering_level(frame, [name for name in declared.levelled if name in there])
    frame = student_level(frame, [name for name in declared.own_level if name in there])
    named = [name for name in declared.sources_named if name in there]
    return sources_share(frame, named) if named else frame

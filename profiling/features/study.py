"""Features of a student from what a source says in sum: facts at enrolment and one summary for each period of study."""

from __future__ import annotations

import polars as pl

PERIODS = {1: "first", 2: "second"}
MEANT = {
    "credited": "credited_count",
    "enrolled": "enrolled_count",
    "evaluations": "evaluation_count",
    "approved": "approved_count",
    "unevaluated": "unevaluated_count",
    "mean": "mean_score",
}


def study_features(students: pl.DataFrame, entries: pl.DataFrame, summaries: pl.DataFrame) -> pl.DataFrame:
    """What do summaries say of each student? One row per student of `students`, its columns kept.

    Adds the facts at enrolment as they are (is_daytime 0/1) and for each period of PERIODS that `summaries` holds: units credited,
    enrolled, evaluations, approved, unevaluated (counts), mean (0-100) and approved_share (0-1), each with first_ or second_ before it.
    Null: the source says nothing; approved_share also where the student was enrolled in no unit.
    """
    frame = students.join(entries, on="student_pid", how="left").with_columns(
        pl.col("is_daytime").cast(pl.Float64)
    )
    for number, name in PERIODS.items():
        part = summaries.filter(pl.col("period_no") == number)
        if part.height:
            frame = frame.join(_of_period(part, name), on="student_pid", how="left")
    return frame


def _of_period(part: pl.DataFrame, name: str) -> pl.DataFrame:
    share = pl.when(pl.col("enrolled_count") > 0).then(pl.col("approved_count") / pl.col("enrolled_count"))
    values = [pl.col(column).cast(pl.Float64).alias(f"{name}_{word}") for word, column in MEANT.items()]
    return part.select("student_pid", *values, share.alias(f"{name}_approved_share"))

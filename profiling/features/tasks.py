"""Counts of tasks handed in: on time, late, and how long marking took."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT


def submission_counts(submissions: IntoFrameT, tasks: IntoFrameT, by: Sequence[str]) -> IntoFrameT:
    """How many tasks were handed in, and on time? One row per `by`: submitted, ontime (counts).

    submissions: one row per student x task handed in (`task_id`, `submitted_at`); tasks: `task_id`, `due_at`, `week_no`.
    A task without a due date counts as on time.
    """
    due = nw.from_native(tasks).select("task_id", "due_at", nw.col("week_no").alias("due_week"))
    late = (nw.col("due_at").is_null()) | (nw.col("submitted_at") <= nw.col("due_at"))
    return (
        nw.from_native(submissions)
        .join(due, on="task_id", how="inner")
        .with_columns(submitted=nw.lit(1), ontime=nw.when(late).then(1).otherwise(0))
        .group_by(*by)
        .agg(nw.col("submitted", "ontime").sum())
        .to_native()
    )


def marking_days(submissions: IntoFrameT) -> IntoFrameT:
    """How long until the mark came back? One row per marked submission: offering_id, days (may be fractional)."""
    return (
        nw.from_native(submissions)
        .filter(~nw.col("marked_at").is_null())
        .select("offering_id", days=(nw.col("marked_at") - nw.col("submitted_at")).dt.total_minutes() / 1440)
        .to_native()
    )


def quiz_scores(answers: IntoFrameT, by: Sequence[str]) -> IntoFrameT:
    """What share of the points was reached in quizzes taken? One row per `by`: answered, points (sum of shares)."""
    return (
        nw.from_native(answers)
        .with_columns(answered=nw.lit(1), points=nw.col("score"))
        .group_by(*by)
        .agg(nw.col("answered", "points").sum())
        .to_native()
    )

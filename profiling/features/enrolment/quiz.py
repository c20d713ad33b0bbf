"""In-class quizzes and published marks of one student in one offering."""

from __future__ import annotations

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

BY = ["student_pid", "offering_id"]


def quiz_features(population: IntoFrameT, tasks: IntoFrameT, quizzes: IntoFrameT, week: float) -> IntoFrameT:
    """How do quizzes go? One row per student x offering that has had a quiz: quiz_missed, quiz_score, quiz_recent (0-1)."""
    people = nw.from_native(population).select(*BY)
    held = nw.from_native(tasks).filter((nw.col("task_kind") == "quiz") & nw.col("is_overdue"))
    held = held.group_by("offering_id").agg(_held=nw.col("task_id").count())
    answered = nw.from_native(quizzes).filter(nw.col("is_answered"))
    scores = answered.group_by(*BY).agg(quiz_score=nw.col("score").mean(), _done=nw.col("task_id").count())
    recent = answered.filter(nw.col("week_no") > week - 4)
    recent = recent.group_by(*BY).agg(quiz_recent=nw.col("score").mean())
    frame = people.join(held, on="offering_id", how="inner").join(scores, on=BY, how="left")
    frame = frame.join(recent, on=BY, how="left").with_columns(
        quiz_missed=1 - nw.col("_done").fill_null(0) / nw.col("_held")
    )
    return frame.select(*BY, "quiz_missed", "quiz_score", "quiz_recent").to_native()

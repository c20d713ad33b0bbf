"""Tasks of one student in one offering: handed in, on time, overdue, scored."""

from __future__ import annotations

from datetime import datetime

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

BY = ["student_pid", "offering_id"]


def task_features(
    population: IntoFrameT, tasks: IntoFrameT, handed: IntoFrameT, since: datetime
) -> IntoFrameT:
    """What was set and what came in? One row per student x offering of the population.

    tasks: dated by the cut, with `is_overdue`; quizzes are not handed in and not counted here. handed: submissions known
    by the cut; banked ones (results of an earlier sitting) are counted apart. `since` begins the recent weeks.
    task_due, task_overdue, task_missing (share of overdue tasks without any result, null when none is overdue yet),
    pre_missing (the same for tasks before class), task_handed, task_banked, task_on_time (share), task_hours_early (median),
    task_score, task_score_recent, task_score_worst, task_score_last (0-1, of marked ones).
    """
    people = nw.from_native(population).select(*BY)
    dated = (
        nw.from_native(tasks)
        .filter(nw.col("task_kind") != "quiz")
        .select("task_id", "offering_id", "task_kind", "due_at", "weight", "is_overdue")
    )
    given = nw.from_native(handed).join(
        nw.from_native(tasks).select("task_id", "due_at", "weight"), on="task_id", how="left"
    )
    result = people.join(_missing(people, dated, given), on=BY, how="left")
    for part in (_handed(given), _scores(given), _recent(given, since)):
        result = result.join(part, on=BY, how="left")
    counts = ["task_handed", "task_banked"]
    return result.with_columns(nw.col(*counts).fill_null(0)).to_native()


def _missing(people, dated, given):
    has = given.select("student_pid", "task_id").unique().with_columns(_has=nw.lit(1.0))
    pairs = people.join(dated, on="offering_id", how="inner").join(
        has, on=["student_pid", "task_id"], how="left"
    )
    gone = nw.when(nw.col("_has").is_null()).then(1.0).otherwise(0.0)
    pre = nw.when(nw.col("task_kind") == "pre_task").then(gone)
    pairs = pairs.with_columns(_gone=gone, _pre=pre)
    late = (
        pairs.filter("is_overdue")
        .group_by(*BY)
        .agg(
            task_overdue=nw.col("_gone").sum(),
            task_missing=nw.col("_gone").mean(),
            pre_missing=nw.col("_pre").mean(),
        )
    )
    due = pairs.group_by(*BY).agg(task_due=nw.col("task_id").count())
    return due.join(late, on=BY, how="left")


def _handed(given):
    """Banked results are no work of this term: they count apart and in nothing else."""
    banked = nw.col("is_banked").fill_null(False)
    own = given.filter(~banked).with_columns(
        _early=(nw.col("due_at") - nw.col("submitted_at")).dt.total_minutes() / 60
    )
    own = own.with_columns(
        _on_time=nw.when(nw.col("_early") >= 0).then(1.0).when(nw.col("_early") < 0).then(0.0)
    )
    frame = own.group_by(*BY).agg(
        task_handed=nw.col("task_id").count(),
        task_on_time=nw.col("_on_time").mean(),
        task_hours_early=nw.col("_early").median(),
    )
    apart = given.filter(banked).group_by(*BY).agg(task_banked=nw.col("task_id").count())
    return (
        frame.join(apart, on=BY, how="full")
        .with_columns(nw.coalesce(name, f"{name}_right").alias(name) for name in BY)
        .drop([f"{name}_right" for name in BY])
    )


def _scores(given):
    marked = given.filter(~nw.col("is_banked").fill_null(False)).drop_nulls("score")
    last = marked.sort(*BY, "submitted_at", "task_id").unique(BY, keep="last", maintain_order=True)
    return (
        marked.group_by(*BY)
        .agg(task_score=nw.col("score").mean(), task_score_worst=nw.col("score").min())
        .join(last.select(*BY, task_score_last=nw.col("score")), on=BY, how="left")
    )


def _recent(given, since: datetime):
    fresh = given.filter(~nw.col("is_banked").fill_null(False) & (nw.col("submitted_at") > since))
    return fresh.drop_nulls("score").group_by(*BY).agg(task_score_recent=nw.col("score").mean())

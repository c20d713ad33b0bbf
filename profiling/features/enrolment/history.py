"""Academic history: how earlier courses went, seen from the cut-off."""

from __future__ import annotations

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

COURSE = ["student_pid", "course_code"]


def academic_history(grades: IntoFrameT) -> IntoFrameT:
    """How did earlier terms go? One row per student with a closed first attempt.

    grades: attempts of earlier terms (result passed or failed; score 0-100, null where none was measured).
    prior_mean, prior_worst (0-1), prior_fail_share, prior_failed, prior_courses, open_failed_credits (latest attempt of
    the course failed), prior_last_mean and prior_slope (last term, and last term minus all before).
    """
    first = _first(grades)
    whole = first.group_by("student_pid").agg(
        prior_mean=nw.col("score").mean() / 100,
        prior_worst=nw.col("score").min() / 100,
        prior_fail_share=nw.col("failed").mean(),
        prior_failed=nw.col("failed").sum(),
        prior_courses=nw.col("failed").count(),
    )
    newest = first.with_columns(last=nw.col("term_id").max().over("student_pid"))
    last = (
        newest.filter(nw.col("term_id") == nw.col("last"))
        .group_by("student_pid")
        .agg(prior_last_mean=nw.col("score").mean() / 100)
    )
    before = (
        newest.filter(nw.col("term_id") < nw.col("last"))
        .group_by("student_pid")
        .agg(_before=nw.col("score").mean() / 100)
    )
    frame = whole.join(last, on="student_pid", how="left").join(before, on="student_pid", how="left")
    frame = frame.join(_open_credits(grades), on="student_pid", how="left").with_columns(
        prior_slope=nw.col("prior_last_mean") - nw.col("_before"),
        open_failed_credits=nw.col("open_failed_credits").fill_null(0.0),
    )
    return frame.drop("_before").to_native()


def _first(grades: IntoFrameT):
    attempts = nw.from_native(grades)
    return attempts.filter(nw.col("attempt_no") == 1).with_columns(
        failed=nw.when(nw.col("result") == "failed").then(1.0).otherwise(0.0)
    )


def _open_credits(grades: IntoFrameT):
    """Credits of courses whose latest attempt failed."""
    attempts = nw.from_native(grades).sort("term_id", "offering_id", "attempt_no")
    latest = attempts.unique(COURSE, keep="last", maintain_order=True)
    failed = latest.filter(nw.col("result") == "failed")
    return failed.group_by("student_pid").agg(open_failed_credits=nw.col("course_credits").sum())


def course_history(grades: IntoFrameT) -> IntoFrameT:
    """Was this very course tried before? One row per student x course: course_tries, course_best (0-1)."""
    attempts = nw.from_native(grades)
    return (
        attempts.group_by(*COURSE)
        .agg(course_tries=nw.col("attempt_no").count(), course_best=nw.col("score").max() / 100)
        .to_native()
    )


def kindred_history(grades: IntoFrameT) -> IntoFrameT:
    """How did courses of the same nature go? One row per student x course_nature: kindred_mean (0-1)."""
    return (
        _first(grades)
        .drop_nulls("course_nature")
        .group_by("student_pid", "course_nature")
        .agg(kindred_mean=nw.col("score").mean() / 100)
        .to_native()
    )


def course_difficulty(grades: IntoFrameT, prior_rows: float = 20.0) -> IntoFrameT:
    """How hard was the course in earlier terms? One row per course: course_fail_rate, course_mean (0-1), both shrunken.

    Shrunken towards the mean of all courses with the weight of `prior_rows` enrolments; earlier terms only.
    """
    first = _first(grades)
    rate, mean = first["failed"].mean() or 0.0, first["score"].mean()
    level = 70.0 if mean is None else mean  # no scores at all: the column is null below
    count = nw.col("scored") + prior_rows
    return (
        first.group_by("course_code")
        .agg(
            fails=nw.col("failed").sum(),
            tries=nw.col("failed").count(),
            points=nw.col("score").sum(),
            scored=nw.col("score").count(),
        )
        .with_columns(
            course_fail_rate=(nw.col("fails") + prior_rows * rate) / (nw.col("tries") + prior_rows),
            course_mean=nw.when(nw.col("scored") > 0).then((nw.col("points") + prior_rows * level) / count)
            / 100,
        )
        .select("course_code", "course_fail_rate", "course_mean")
        .to_native()
    )

"""What students gained beyond what their earlier scores let expect (B.4): context for the teacher, never scored."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.indicators.evaluation import shrunken_means
from profiling.periods import years_over
from profiling.values import empty, shaped

LEAST_OFFERINGS, LEAST_STUDENTS = 2, 40


def tch_value_added(facts: Facts) -> pl.DataFrame:
    """Mean residual of students' scores in common examinations of the newest school year over, after their earlier mean."""
    scores = residuals(facts)
    if scores.is_empty():
        return empty()
    team = facts["offering_teacher"].select("offering_id", "teacher_pid")
    rows = scores.join(team, on="offering_id")
    rows = rows.filter(pl.col("teacher_pid").n_unique().over("course_code", "term_id") > 1)
    if rows.is_empty():
        return empty()
    stats = rows.group_by("teacher_pid").agg(
        raw_value=pl.col("residual").mean(),
        variance=pl.col("residual").var(),
        n=pl.len(),
        students=pl.col("student_pid").n_unique(),
        offerings=pl.col("offering_id").n_unique(),
    )
    stats = stats.with_columns(period=pl.lit(years_over(facts.as_of, 1)[0]), group=pl.lit("*"))
    enough = (pl.col("offerings") >= LEAST_OFFERINGS) & (pl.col("students") >= LEAST_STUDENTS)
    values = shrunken_means(stats, "teacher_pid").with_columns(
        status=pl.when(enough).then(pl.lit("observed")).otherwise(pl.lit("provisional"))
    )
    return shaped(values, "tch_value_added", "teacher", "teacher_pid")


def residuals(facts: Facts) -> pl.DataFrame:
    """student_pid, offering_id, course_code, term_id, residual: score less the line of its course and term on the earlier mean."""
    scored = facts.first_attempt.filter(pl.col("score").is_not_null())
    common = facts["offering"].filter(
        pl.col("is_common_exam").fill_null(False)
        & (pl.col("term_id").str.slice(0, 9) == years_over(facts.as_of, 1)[0])
    )
    keys = ["student_pid", "offering_id", "course_code", "term_id", "score"]
    rows = scored.join(common.select("offering_id"), on="offering_id", how="semi").select(keys)
    rows = rows.join(_earlier(facts, scored), on=["student_pid", "term_id"])
    group = ["course_code", "term_id"]
    x = pl.col("earlier") - pl.col("earlier").mean().over(group)
    y = pl.col("score") - pl.col("score").mean().over(group)
    rows = rows.with_columns(x=x, y=y)
    spread = (pl.col("x") ** 2).sum().over(group)
    slope = pl.when(spread > 1e-9).then((pl.col("x") * pl.col("y")).sum().over(group) / spread).otherwise(0.0)
    return rows.with_columns(residual=pl.col("y") - slope * pl.col("x")).drop("x", "y", "earlier", "score")


def _earlier(facts: Facts, scored: pl.DataFrame) -> pl.DataFrame:
    """Credit-weighted mean of a student's first-attempt scores in all terms before a term: student_pid, term_id, earlier."""
    order = facts["term"].select("term_id", place=pl.col("start_year") * 10 + pl.col("term_no"))
    weight = pl.col("credits").fill_null(1.0)
    sums = scored.join(order, on="term_id").group_by("student_pid", "term_id", "place").agg(
        points=(pl.col("score") * weight).sum(), credits=weight.sum()
    )  # fmt: skip
    before = [
        pl.col(name).cum_sum().shift(1).over("student_pid", order_by="place")
        for name in ("points", "credits")
    ]
    found = sums.with_columns(before).filter(pl.col("credits") > 0)
    return found.select("student_pid", "term_id", earlier=pl.col("points") / pl.col("credits"))

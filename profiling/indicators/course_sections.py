"""How far apart parallel classes of a course are once what their students brought along is taken into account (B.3)."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.values import empty, shaped

LEAST = 20  # students of a teaching class
CELL = ["course_code", "term_id"]


def prior_scores(facts: Facts, scored: pl.DataFrame) -> pl.DataFrame:
    """Credit-weighted mean score of earlier terms per student and term: student_pid, term_id, prior (null: none earlier)."""
    order = facts["term"].sort("start_year", "term_no").select("term_id").with_row_index("order")
    sums = (
        scored.filter(pl.col("credits") > 0)
        .group_by("student_pid", "term_id")
        .agg(points=(pl.col("score") * pl.col("credits")).sum(), weight=pl.col("credits").sum())
        .join(order, on="term_id")
        .sort("student_pid", "order")
    )
    before = [pl.col(name).cum_sum().over("student_pid") - pl.col(name) for name in ("points", "weight")]
    sums = sums.with_columns(before)
    return sums.select(
        "student_pid",
        "term_id",
        prior=pl.when(pl.col("weight") > 0).then(pl.col("points") / pl.col("weight")),
    )


def _residuals(pairs: pl.DataFrame) -> pl.DataFrame:
    """Residuals of the least-squares line of score on prior score, one line per course and term."""
    x = pl.col("prior") - pl.col("prior").mean().over(CELL)
    y = pl.col("score") - pl.col("score").mean().over(CELL)
    pairs = pairs.with_columns(x=x, y=y)
    spread = (pl.col("x") ** 2).sum().over(CELL)
    slope = pl.when(spread > 1e-12).then((pl.col("x") * pl.col("y")).sum().over(CELL) / spread).otherwise(0.0)
    return pairs.with_columns(residual=pl.col("y") - slope * pl.col("x"))


def compared(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows with a prior score of teaching classes that have at least 20 of them."""
    frame = frame.drop_nulls("prior")
    return frame.filter(pl.len().over("offering_id") >= LEAST)


def crs_section_gap(facts: Facts) -> pl.DataFrame:
    """Largest less smallest mean residual of the parallel classes of a course in a term.

    not_applicable where fewer than two classes have 20 scores; missing where two have, but not with earlier results.
    """
    scored = facts.first_attempt.filter(pl.col("score").is_not_null())
    if scored.is_empty():
        return empty()
    classes = scored.group_by(*CELL, "offering_id").len().group_by(CELL).agg(
        parallel=(pl.col("len") >= LEAST).sum()
    )  # fmt: skip
    pairs = scored.join(prior_scores(facts, scored), on=["student_pid", "term_id"])
    means = (
        _residuals(compared(pairs)).group_by(*CELL, "offering_id").agg(pl.col("residual").mean(), n=pl.len())
    )
    gaps = means.group_by(CELL).agg(
        value=pl.col("residual").max() - pl.col("residual").min(), n=pl.col("n").sum(), compared=pl.len()
    )
    values = classes.join(gaps, on=CELL, how="left").with_columns(
        value=pl.when(pl.col("compared") >= 2).then("value"),
        n=pl.when(pl.col("compared") >= 2).then("n"),
        status=pl.when(pl.col("parallel") < 2).then(pl.lit("not_applicable")),
        period="term_id",
    )
    return shaped(values, "crs_section_gap", "course", "course_code")

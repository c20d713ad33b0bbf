"""How far each parallel class ends from what its students' earlier results let expect, as far as chance allows to say."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.indicators.course_sections import CELL, LEAST, compared, prior_scores
from profiling.indices.shrink import Z90
from profiling.values import empty, shaped

CLASS = [*CELL, "offering_id"]
NOTHING = 1e-12


def crs_class_adjusted(facts: Facts) -> pl.DataFrame:
    """Mean score of a parallel class less what earlier results predict; shrunken towards none, per teaching class and term.

    not_applicable where fewer than two classes of the course have 20 scores; missing where the class, or every other class,
    has fewer than 20 with earlier results.
    """
    scored = facts.first_attempt.filter(pl.col("score").is_not_null())
    if scored.is_empty():
        return empty()
    classes = scored.group_by(*CELL, "offering_id").len().with_columns(
        parallel=(pl.col("len") >= LEAST).sum().over(CELL)
    )  # fmt: skip
    pairs = compared(scored.join(prior_scores(facts, scored), on=["student_pid", "term_id"]))
    pairs = pairs.filter(pl.col("offering_id").n_unique().over(CELL) >= 2)
    found = shrunken(effects(pairs)).select(
        [*CLASS, "n", "raw_value", "value", "low", "high", "status_reason"]
    )
    values = classes.join(found, on=CLASS, how="left").with_columns(
        status=pl.when(pl.col("parallel") < 2).then(pl.lit("not_applicable")), period="term_id"
    )
    return shaped(values, "crs_class_adjusted", "offering", "offering_id")


def effects(pairs: pl.DataFrame) -> pl.DataFrame:
    """Per class: n, raw_value (adjusted difference), its variance per unit of sigma2, and the residual squares of its course.

    pairs: course_code, term_id, offering_id, prior, score. The slope is that within the classes, so that a class that is
    better than another does not bend the line by which both are judged.
    """
    inside = {
        name: pl.col(column) - pl.col(column).mean().over(CLASS)
        for name, column in (("x", "prior"), ("y", "score"))
    }
    away = {
        f"{name}_away": pl.col(column).mean().over(CLASS) - pl.col(column).mean().over(CELL)
        for name, column in (("x", "prior"), ("y", "score"))
    }
    pairs = pairs.with_columns(**inside, **away)
    spread = (pl.col("x") ** 2).sum().over(CELL)
    flat = spread <= NOTHING
    slope = pl.when(flat).then(0.0).otherwise((pl.col("x") * pl.col("y")).sum().over(CELL) / spread)
    pairs = pairs.with_columns(slope=slope, spread=pl.when(~flat).then(spread), all=pl.len().over(CELL))
    pairs = pairs.with_columns(residual=pl.col("y") - pl.col("slope") * pl.col("x"))
    return pairs.group_by(CLASS).agg(
        n=pl.len(),
        all=pl.col("all").first(),
        raw_value=(pl.col("y_away") - pl.col("slope") * pl.col("x_away")).first(),
        unit_variance=1 / pl.len() - 1 / pl.col("all").first()
        + (pl.col("x_away") ** 2 / pl.col("spread")).first().fill_null(0.0),
        squares=(pl.col("residual") ** 2).sum(),
        slopes=pl.col("spread").is_not_null().first().cast(pl.Int64),
    )  # fmt: skip


def shrunken(classes: pl.DataFrame) -> pl.DataFrame:
    """The effects of one term shrunken towards none with the variances of all its parallel classes; adds value, low, high."""
    courses = classes.group_by(CELL).agg(
        pl.col("squares").sum(), free=pl.col("n").sum() - pl.len() - pl.col("slopes").first()
    )
    sigma2 = courses.group_by("term_id").agg(
        sigma2=pl.col("squares").sum() / pl.max_horizontal(pl.col("free").sum(), 1)
    )
    classes = classes.join(sigma2, on="term_id").with_columns(
        variance=pl.col("sigma2") * pl.col("unit_variance")
    )
    between = classes.group_by("term_id").agg(
        tau2=(pl.col("n") * (pl.col("raw_value") ** 2 - pl.col("variance"))).sum()
        / (pl.col("n") * (1 - pl.col("n") / pl.col("all"))).sum()
    )
    classes = classes.join(between, on="term_id").with_columns(pl.col("tau2").clip(0.0))
    both = pl.col("tau2") + pl.col("variance")
    kept = pl.when(both > NOTHING).then(pl.col("tau2") / both).otherwise(0.0)
    classes = classes.with_columns(
        value=kept * pl.col("raw_value"), half=Z90 * (kept * pl.col("variance")).sqrt()
    )
    return classes.with_columns(
        low=pl.col("value") - pl.col("half"),
        high=pl.col("value") + pl.col("half"),
        status_reason=pl.when(pl.col("tau2") <= 0).then(pl.lit("no_detectable_difference")),
    )

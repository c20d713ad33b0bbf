"""Ratings of teaching: responses and visits, shrunken, with the rule of when they may be published (C.5)."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.indices.shrink import shrink_means


def response_scores(facts: Facts) -> pl.DataFrame:
    """One row per evaluation response: the mean of its items."""
    return (
        facts["evaluation"]
        .drop_nulls("score")
        .group_by("response_id", "offering_id", "teacher_pid", "term_id")
        .agg(score=pl.col("score").mean())
    )


def shrunken_means(stats: pl.DataFrame, key: str) -> pl.DataFrame:
    """C.5 for means per period and group, widened to the period below ten entities; adds value, low, high."""
    parts = []
    stats = stats.with_columns(many=pl.len().over("period", "group")).sort(key, "period")
    stats = stats.with_columns(group=pl.when(pl.col("many") >= 10).then("group").otherwise(pl.lit("*")))
    for (period, group), part in stats.group_by("period", "group", maintain_order=True):
        peers = part if group != "*" else stats.filter(pl.col("period") == period)
        fitted = shrink_means(
            peers["n"].to_numpy(), peers["raw_value"].to_numpy(), peers["variance"].fill_null(0).to_numpy()
        )
        found = peers.select(key, "period").with_columns(
            value=pl.Series(fitted.value), low=pl.Series(fitted.low), high=pl.Series(fitted.high)
        )
        reason = None if fitted.is_detectable else "no_detectable_difference"
        parts.append(
            part.join(found, on=[key, "period"]).with_columns(status_reason=pl.lit(reason, dtype=pl.String))
        )
    return pl.concat(parts).drop("many", "group", "variance")


def publication_rule(values: pl.DataFrame) -> pl.DataFrame:
    """C.5 rule 5: fewer than 8 responses or under 40 % are for the owner and the centre only (status provisional)."""
    enough = (pl.col("n") >= 8) & (pl.col("response_rate").fill_null(0) >= 0.4)
    return values.with_columns(
        status=pl.when(enough).then(pl.lit("observed")).otherwise(pl.lit("provisional")),
        status_reason=pl.when(enough).then("status_reason").otherwise(pl.lit("too_few_responses")),
    )


def visit_scores(facts: Facts) -> pl.DataFrame:
    """One row per visit with the supervisor's mean residual taken out where every supervisor has eight visits (C.5)."""
    visits = (
        facts["supervision"]
        .drop_nulls("score")
        .group_by("visit_id", "offering_id", "teacher_pid", "supervisor_pid", "visited_on")
        .agg(score=pl.col("score").mean())
    )
    if visits.is_empty():
        return visits
    counts = visits.group_by("supervisor_pid").len()
    if counts["len"].min() < 8:
        return visits
    residual = pl.col("score").mean().over("supervisor_pid") - pl.col("score").mean()
    return visits.with_columns(score=pl.col("score") - residual)

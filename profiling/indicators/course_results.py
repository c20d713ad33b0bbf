"""What students of a course achieve at the first attempt (B.3): pass rate, spread, agreement of process and examination."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.indicators.course_units import KINDS, about, rates
from profiling.indices.shrink import shrink_rates
from profiling.values import empty, rate, shaped

MANY = 30  # students from which on "all passed" or a narrow spread asks for a second look (B.3)
NARROW = 5.0  # standard deviation in points


def crs_first_pass(facts: Facts) -> pl.DataFrame:
    """Passes on first attempt over first attempts; below the school the published value is shrunken towards peers."""
    counts = facts.first_attempt.select(
        "offering_id", passed=(pl.col("result") == "passed").cast(pl.Int64), sat=pl.lit(1)
    )
    if counts.is_empty():
        return empty()
    frame = about(facts, counts)
    parts = []
    for kind, key in KINDS.items():
        values = rate(frame, [key, "period"], "passed", "sat")
        if kind in ("offering", "course"):
            peers = frame.group_by(key).agg(
                pl.col("course_type").first(), peer_org=pl.col("org_code").first()
            )
            values = _shrunken_rates(values.join(peers, on=key, how="left"))
        everybody = (pl.col("numerator") == pl.col("denominator")) & (pl.col("n") >= MANY)
        values = values.with_columns(status_reason=pl.when(everybody).then(pl.lit("everybody_passed")))
        parts.append(shaped(values, "crs_first_pass", kind, key))
    return pl.concat(parts)


def _shrunken_rates(values: pl.DataFrame) -> pl.DataFrame:
    """C.5 within course type x department and period, widened to the whole period below ten entities."""
    values = values.with_columns(raw_value="value")
    group = pl.struct("period", "course_type", "peer_org").hash().alias("group")
    values = values.with_columns(group, many=pl.len().over("period", "course_type", "peer_org"))
    parts = []
    for _, part in values.filter(pl.col("many") >= 10).group_by("group", maintain_order=True):
        parts.append(_posterior(part, part))
    small = values.filter(pl.col("many") < 10)
    for period, part in small.group_by("period", maintain_order=True):
        parts.append(_posterior(part, values.filter(pl.col("period") == period[0]))) if part.height else None
    return pl.concat(parts).drop("group", "many", "course_type", "peer_org")


def _posterior(part: pl.DataFrame, group: pl.DataFrame) -> pl.DataFrame:
    """The part's rows with values shrunken by what the whole peer group shows."""
    fitted = shrink_rates(group["numerator"].to_numpy(), group["denominator"].to_numpy())
    key = next(name for name in ("offering_id", "course_code") if name in part.columns)
    found = group.select(key, "period").with_columns(
        value=pl.Series(fitted.value), low=pl.Series(fitted.low), high=pl.Series(fitted.high)
    )
    return part.drop("value", "low", "high").join(found, on=[key, "period"]).select(part.columns)


def _scored(facts: Facts) -> pl.DataFrame:
    return facts.first_attempt.filter(pl.col("score").is_not_null())


def crs_excellent_rate(facts: Facts) -> pl.DataFrame:
    """Scores of 90 and above over numeric scores of first attempts."""
    counts = _scored(facts).select(
        "offering_id", excellent=(pl.col("score") >= 90).cast(pl.Int64), scored=pl.lit(1)
    )
    return rates(facts, "crs_excellent_rate", counts, "excellent", "scored") if counts.height else empty()


def crs_mean_sd(facts: Facts) -> pl.DataFrame:
    """Mean of numeric first-attempt scores; the spread beside it is crs_score_sd."""
    scored = _scored(facts).select("offering_id", "score")
    if scored.is_empty():
        return empty()
    frame = about(facts, scored.with_columns(one=pl.lit(1)))
    return pl.concat(
        shaped(rate(frame, [key, "period"], "score", "one", sampled=False), "crs_mean_sd", kind, key)
        for kind, key in KINDS.items()
    )


def crs_score_sd(facts: Facts) -> pl.DataFrame:
    """Sample standard deviation of numeric first-attempt scores; missing where there is one score alone."""
    scored = _scored(facts).select("offering_id", "score")
    if scored.is_empty():
        return empty()
    frame, parts = about(facts, scored), []
    for kind, key in KINDS.items():
        values = frame.group_by(key, "period").agg(value=pl.col("score").std(), n=pl.len())
        weak = (pl.col("value") < NARROW) & (pl.col("n") >= MANY)
        values = values.with_columns(status_reason=pl.when(weak).then(pl.lit("weak_discrimination")))
        parts.append(shaped(values, "crs_score_sd", kind, key))
    return pl.concat(parts)


def _pairs(facts: Facts) -> pl.DataFrame:
    """First attempts with a process and an examination score."""
    pairs = facts.first_attempt.drop_nulls(["process_score", "exam_score"])
    return about(facts, pairs.select("offering_id", "process_score", "exam_score"))


def crs_process_exam_gap(facts: Facts) -> pl.DataFrame:
    """Spearman correlation of process score and final examination; missing where one of them is the same for all."""
    pairs = _pairs(facts)
    if pairs.is_empty():
        return empty()
    values = pairs.group_by("course_code", "period").agg(
        value=pl.corr("process_score", "exam_score", method="spearman"), n=pl.len()
    )
    return shaped(values, "crs_process_exam_gap", "course", "course_code")


def crs_process_exam_difference(facts: Facts) -> pl.DataFrame:
    """Mean of process score less examination score: how much more generous the marks of the term are."""
    pairs = _pairs(facts)
    if pairs.is_empty():
        return empty()
    pairs = pairs.with_columns(gap=pl.col("process_score") - pl.col("exam_score"), one=pl.lit(1))
    values = rate(pairs, ["course_code", "period"], "gap", "one", sampled=False)
    return shaped(values, "crs_process_exam_difference", "course", "course_code")

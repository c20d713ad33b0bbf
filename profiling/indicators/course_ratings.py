"""How a course is rated (B.3): students' evaluation shrunken, response, supervisors' visits of a school year."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.indicators.course_units import KINDS, SCHOOL, rates
from profiling.indicators.evaluation import publication_rule, response_scores, shrunken_means, visit_scores
from profiling.periods import years_over
from profiling.values import empty, rate, shaped


def _respondents(facts: Facts) -> pl.DataFrame:
    """Respondents and students asked per offering that was evaluated; several teachers are rated by the same students."""
    answered = (
        facts["evaluation"].group_by("offering_id", "teacher_pid").agg(r=pl.col("response_id").n_unique())
    )
    answered = answered.group_by("offering_id").agg(responded=pl.col("r").max())
    return answered.join(facts.active_size, on="offering_id", how="left")


def crs_set_eb(facts: Facts) -> pl.DataFrame:
    """Evaluation of a course, shrunken towards courses of its type and department (C.5); raw mean and n beside it."""
    scores = response_scores(facts)
    if scores.is_empty():
        return empty()
    about = facts.offering.select("offering_id", "course_code", "course_type", "org_code", period="term_id")
    key = ["course_code", "period"]
    asked = _respondents(facts).join(about, on="offering_id").group_by(key).agg(
        respondents=pl.col("responded").sum().cast(pl.Int64), asked=pl.col("size").sum()
    )  # fmt: skip
    stats = scores.join(about, on="offering_id").group_by(key).agg(
        raw_value=pl.col("score").mean(), variance=pl.col("score").var(), n=pl.len(),
        group=pl.concat_str(pl.col("course_type").first(), pl.col("org_code").first(), ignore_nulls=True),
    )  # fmt: skip
    values = shrunken_means(stats, "course_code").join(asked, on=key, how="left")
    share = pl.when(pl.col("asked") > 0).then((pl.col("respondents") / pl.col("asked")).clip(0, 1))
    values = values.with_columns(response_rate=share, n="respondents")
    return shaped(publication_rule(values), "crs_set_eb", "course", "course_code")


def crs_set_response(facts: Facts) -> pl.DataFrame:
    """Respondents over enrolled."""
    if facts["evaluation"].is_empty():
        return empty()
    counts = _respondents(facts).drop_nulls("size")
    return rates(facts, "crs_set_response", counts, "responded", "size", sampled=False)


def crs_supervision(facts: Facts) -> pl.DataFrame:
    """Mean of visit scores of a course in a school year, supervisor's severity taken out."""
    visits = visit_scores(facts)
    if visits.is_empty():
        return empty()
    year = facts.offering.select("offering_id", "course_code", period=pl.col("term_id").str.slice(0, 9))
    years = years_over(facts.as_of)
    values = (
        visits.join(year, on="offering_id")
        .filter(pl.col("period").is_in(years))
        .group_by("course_code", "period")
        .agg(numerator=pl.col("score").sum(), spread=pl.col("score").std(), n=pl.len())
    )
    half = 1.645 * pl.col("spread") / pl.col("n").sqrt()
    values = values.with_columns(
        denominator=pl.col("n").cast(pl.Float64),
        value=pl.col("numerator") / pl.col("n"),
        status=pl.when(pl.col("n") < 2).then(pl.lit("provisional")),
    )
    values = values.with_columns(low=pl.col("value") - half, high=pl.col("value") + half)
    return shaped(values, "crs_supervision", "course", "course_code")


def crs_supervision_coverage(facts: Facts) -> pl.DataFrame:
    """Offerings visited at least once in the school year over offerings of the year."""
    if facts["supervision"].is_empty():
        return empty()
    visited = facts["supervision"].select("offering_id").unique().with_columns(visited=pl.lit(1))
    counts = (
        facts.offering.with_columns(period=pl.col("term_id").str.slice(0, 9), school=pl.lit(SCHOOL))
        .filter(pl.col("period").is_in(years_over(facts.as_of)))
        .join(visited, on="offering_id", how="left")
        .with_columns(pl.col("visited").fill_null(0), all=pl.lit(1))
        .filter(pl.col("visited").sum().over("period") > 0)  # years before the register began are not known
    )
    units = {kind: key for kind, key in KINDS.items() if kind != "offering"}
    return pl.concat(
        shaped(
            rate(counts, [key, "period"], "visited", "all", sampled=False),
            "crs_supervision_coverage",
            kind,
            key,
        )
        for kind, key in units.items()
    )

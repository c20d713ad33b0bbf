"""Teacher indicators (B.4): one function each, grain teacher."""

from __future__ import annotations

from datetime import date

import polars as pl

from profiling.facts import Facts
from profiling.indicators.evaluation import publication_rule, response_scores, shrunken_means, visit_scores
from profiling.values import empty, rate, shaped

LEVELS = {"none": 0, "junior": 1, "intermediate": 2, "senior": 3}
ETHICS = {"fail": 0, "basic_pass": 1, "pass": 2, "excellent": 3}


def _own(facts: Facts, counts: pl.DataFrame) -> pl.DataFrame:
    """Counts per offering with each of its teachers."""
    team = facts["offering_teacher"].select("offering_id", "teacher_pid")
    terms = facts["offering"].select("offering_id", period="term_id")
    return counts.drop("term_id", strict=False).join(team, on="offering_id").join(terms, on="offering_id")


def _rates(
    facts: Facts, indicator: str, counts: pl.DataFrame, top: str, bottom: str, *, sampled: bool = True
) -> pl.DataFrame:
    values = rate(_own(facts, counts), ["teacher_pid", "period"], top, bottom, sampled=sampled)
    return shaped(values, indicator, "teacher", "teacher_pid")


def _academic_year(facts: Facts) -> tuple[str, date, date]:
    """The newest academic year over at the as-of: its name and its first and last day."""
    start = facts.as_of.year - (1 if (facts.as_of.month, facts.as_of.day) >= (9, 1) else 2)
    return f"{start}-{start + 1}", date(start, 9, 1), date(start + 1, 8, 31)


def tch_ethics_result(facts: Facts) -> pl.DataFrame:
    """Newest yearly ethics result as a level (0 fail, 1 basic pass, 2 pass, 3 excellent)."""
    found = facts["appraisal"].filter(
        pl.col("ethics_result").is_not_null() & (pl.date("year", 12, 31) <= facts.as_of)
    )
    newest = found.sort("year").unique("teacher_pid", keep="last")
    values = newest.with_columns(
        value=pl.col("ethics_result").replace_strict(ETHICS, default=None, return_dtype=pl.Float64),
        period=pl.col("year").cast(pl.String),
    )
    return shaped(
        values.select("teacher_pid", "value", "period"), "tch_ethics_result", "teacher", "teacher_pid"
    )


def tch_training_hours(facts: Facts) -> pl.DataFrame:
    """Accepted training hours of the newest academic year; teachers of a source that records training but none: 0 hours."""
    if facts["training"].is_empty():
        return empty()
    year, first, last = _academic_year(facts)
    accepted = facts["training"].filter(
        pl.col("is_accepted").fill_null(False) & pl.col("to_on").is_between(first, last)
    )
    sums = accepted.group_by("teacher_pid").agg(hours=pl.col("hours").sum(), n=pl.len())
    there = facts.teacher.filter(pl.col("entry_on").is_null() | (pl.col("entry_on") <= last)).select(
        "teacher_pid"
    )
    values = there.join(sums, on="teacher_pid", how="left").with_columns(
        value=pl.col("hours").fill_null(0.0), period=pl.lit(year)
    )
    return shaped(
        values.select("teacher_pid", "value", "period", "n"), "tch_training_hours", "teacher", "teacher_pid"
    )


def merged_months(placements: pl.DataFrame) -> pl.DataFrame:
    """Days and months (30 days each) per teacher with overlapping placements counted once; both ends count."""
    ordered = placements.sort("teacher_pid", "from_on")
    reached = pl.col("to_on").cum_max().shift(1).over("teacher_pid")
    begins = pl.max_horizontal(
        pl.col("from_on"), pl.coalesce(reached + pl.duration(days=1), pl.col("from_on"))
    )
    days = ((pl.col("to_on") - begins).dt.total_days() + 1).clip(lower_bound=0)
    return (
        ordered.with_columns(days=days)
        .group_by("teacher_pid", maintain_order=True)
        .agg(pl.col("days").sum())
        .with_columns(months=pl.col("days") / 30)
    )


def tch_enterprise_months(facts: Facts) -> pl.DataFrame:
    """Months of enterprise practice in the trailing five years, teachers of professional courses; others: not applicable."""
    if facts["practice"].is_empty():
        return empty()
    since = facts.as_of.replace(year=facts.as_of.year - 5)
    placed = facts["practice"].with_columns(
        from_on=pl.max_horizontal("from_on", pl.lit(since)),
        to_on=pl.min_horizontal(pl.coalesce("to_on", pl.lit(facts.as_of)), pl.lit(facts.as_of)),
    )
    months = merged_months(placed.filter(pl.col("to_on") >= pl.col("from_on")))
    values = facts.teacher.select("teacher_pid", "is_professional").join(months, on="teacher_pid", how="left")
    professional = pl.col("is_professional").fill_null(False)
    values = values.with_columns(
        value=pl.when(professional).then(pl.col("months").fill_null(0.0)),
        status=pl.when(~professional).then(pl.lit("not_applicable")),
        period=pl.lit(f"5y:{facts.as_of.year}"),
    )
    return shaped(
        values.select("teacher_pid", "value", "status", "period"),
        "tch_enterprise_months",
        "teacher",
        "teacher_pid",
    )


def tch_dual_level(facts: Facts) -> pl.DataFrame:
    """Recognised dual-qualified level (0 none to 3 senior)."""
    values = facts.teacher.filter(pl.col("dual_level").is_not_null()).with_columns(
        value=pl.col("dual_level").replace_strict(LEVELS, default=None, return_dtype=pl.Float64),
        period=pl.lit(str(facts.as_of.year)),
    )
    return shaped(values.select("teacher_pid", "value", "period"), "tch_dual_level", "teacher", "teacher_pid")


def tch_workload(facts: Facts) -> pl.DataFrame:
    """Standard teaching hours of the term."""
    if facts["workload"].is_empty():
        return empty()
    terms = facts["offering"].select("offering_id", period="term_id")
    values = (
        facts["workload"]
        .join(terms, on="offering_id")
        .group_by("teacher_pid", "period")
        .agg(value=pl.col("standard_hours").sum(), n=pl.len())
    )
    return shaped(values, "tch_workload", "teacher", "teacher_pid")


def tch_set_eb(facts: Facts) -> pl.DataFrame:
    """Evaluation over the offerings of the last two closed terms, course type taken out, shrunken (C.5)."""
    return teacher_ratings(facts, facts.closed_terms[-2:])


def teacher_ratings(facts: Facts, terms: list[str]) -> pl.DataFrame:
    """tch_set_eb over the terms given; the period is the last of them."""
    scores = response_scores(facts).filter(pl.col("term_id").is_in(terms))
    if scores.is_empty():
        return empty()
    about = facts.offering.select("offering_id", "course_type", "org_code").join(
        facts.active_size, on="offering_id", how="left"
    )
    scores = scores.join(about, on="offering_id")
    effect = pl.col("score").mean().over("course_type") - pl.col("score").mean()
    scores = scores.with_columns(score=pl.col("score") - effect.fill_null(0.0))
    unit = facts.teacher.select(
        "teacher_pid", group=pl.concat_str("staff_type", "org_code", ignore_nulls=True)
    )
    stats = scores.group_by("teacher_pid").agg(
        raw_value=pl.col("score").mean(), variance=pl.col("score").var(), n=pl.len()
    )
    asked = (
        scores.unique(["teacher_pid", "offering_id"]).group_by("teacher_pid").agg(asked=pl.col("size").sum())
    )
    stats = stats.join(unit, on="teacher_pid", how="left").with_columns(
        period=pl.lit(terms[-1]), group=pl.col("group").fill_null("?")
    )
    values = shrunken_means(stats, "teacher_pid").join(asked, on="teacher_pid", how="left")
    values = values.with_columns(response_rate=(pl.col("n") / pl.col("asked")).clip(0, 1))
    return shaped(publication_rule(values), "tch_set_eb", "teacher", "teacher_pid")


def tch_supervision(facts: Facts) -> pl.DataFrame:
    """Shrunken mean over the visits of the last two years, supervisor's severity taken out; two visits at least."""
    since = facts.as_of.replace(year=facts.as_of.year - 2)
    visits = visit_scores(facts)
    if visits.is_empty():
        return empty()
    visits = visits.filter(pl.col("visited_on") > since)
    stats = visits.group_by("teacher_pid").agg(
        raw_value=pl.col("score").mean(), variance=pl.col("score").var(), n=pl.len()
    )
    stats = stats.with_columns(period=pl.lit(f"2y:{facts.as_of.year}"), group=pl.lit("*"))
    values = shrunken_means(stats, "teacher_pid").with_columns(
        status=pl.when(pl.col("n") < 2).then(pl.lit("provisional"))
    )
    return shaped(values, "tch_supervision", "teacher", "teacher_pid")


def tch_content_execution(facts: Facts) -> pl.DataFrame:
    """Planned units delivered as planned, own sessions."""
    return _rates(
        facts, "tch_content_execution", facts.past_session, "periods_delivered", "periods_due", sampled=False
    )


def tch_stage_coverage(facts: Facts) -> pl.DataFrame:
    """Own sessions with activity in at least two of before, in, after class."""
    if not facts.has_events("fact_lms_daily"):
        return empty()
    stages = facts.stages.with_columns(pl.col("week_no").cast(pl.Int64))
    held = facts.past_session.filter(pl.col("is_held") == 1).with_columns(pl.col("week_no").cast(pl.Int64))
    counts = held.join(stages, on=["offering_id", "week_no"], how="left").with_columns(
        covered=(pl.col("stages").fill_null(0) >= 2).cast(pl.Int64), sessions=pl.lit(1)
    )
    return _rates(facts, "tch_stage_coverage", counts, "covered", "sessions", sampled=False)


def tch_feedback_ontime(facts: Facts) -> pl.DataFrame:
    """Assignments marked within seven days over those submitted more than seven days ago; thirty items at least."""
    if not facts.has_events("fact_assignment") or facts.submitted_assignments.is_empty():
        return empty()
    values = rate(_own(facts, facts.submitted_assignments), ["teacher_pid", "period"], "quick", "submitted")
    values = values.with_columns(status=pl.when(pl.col("n") < 30).then(pl.lit("provisional")))
    return shaped(values, "tch_feedback_ontime", "teacher", "teacher_pid")


def tch_class_records(facts: Facts) -> pl.DataFrame:
    """Own sessions held with attendance and topic recorded within three days, over sessions held."""
    held = facts.past_session.filter(pl.col("is_held") == 1)
    limit = pl.col("held_on").cast(pl.Datetime("us")) + pl.duration(days=4)
    quick = (pl.col("attendance_recorded_at") <= limit) & (pl.col("topic_recorded_at") <= limit)
    counts = held.with_columns(complete=quick.fill_null(False).cast(pl.Int64), sessions=pl.lit(1))
    return _rates(facts, "tch_class_records", counts, "complete", "sessions", sampled=False)


def tch_first_pass(facts: Facts) -> pl.DataFrame:
    """Passes on first attempt in own offerings: context only, never scored."""
    counts = facts.first_attempt.select(
        "offering_id", passed=(pl.col("result") == "passed").cast(pl.Int64), sat=pl.lit(1)
    )
    return _rates(facts, "tch_first_pass", counts, "passed", "sat") if counts.height else empty()

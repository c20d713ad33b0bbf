"""How teachers teach (B.4, C.11 D3): evaluation, supervision, what happens in their classes, workload; grain teacher."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.indicators.course import session_stages
from profiling.indicators.evaluation import publication_rule, response_scores, shrunken_means, visit_scores
from profiling.moments import end_of_day, years_before
from profiling.staff import without_classes
from profiling.values import empty, rate, shaped

DAYS_TO_RECORD = 3


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


def tch_workload(facts: Facts) -> pl.DataFrame:
    """Standard hours of the teaching classes of a term, by the person's share of each; not named there: the whole."""
    if facts["workload"].is_empty():
        return empty()
    terms = facts["offering"].select("offering_id", period="term_id")
    shares = facts["offering_teacher"].select("offering_id", "teacher_pid", "share")
    rows = facts["workload"].drop_nulls("standard_hours").join(terms, on="offering_id")
    rows = rows.join(shares, on=["offering_id", "teacher_pid"], how="left")
    hours = pl.col("standard_hours") * pl.col("share").fill_null(1.0)
    values = rows.group_by("teacher_pid", "period").agg(value=hours.sum(), n=pl.len())
    return shaped(values, "tch_workload", "teacher", "teacher_pid")


def tch_set_eb(facts: Facts) -> pl.DataFrame:
    """Evaluation over the offerings of the last two closed terms, course type taken out, shrunken (C.5)."""
    values = teacher_ratings(facts, facts.closed_terms[-2:])
    return without_classes(facts, "tch_set_eb", values, facts.closed_terms[-1]) if values.height else values


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
    visits = visit_scores(facts)
    if visits.is_empty():
        return empty()
    visits = visits.filter(pl.col("visited_on") > years_before(facts.as_of, 2))
    if visits.is_empty():
        return empty()
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
    values = _rates(
        facts, "tch_content_execution", facts.past_session, "periods_delivered", "periods_due", sampled=False
    )
    period = facts.current_term or ""
    return without_classes(facts, "tch_content_execution", values, period) if values.height else values


def tch_stage_coverage(facts: Facts) -> pl.DataFrame:
    """Own sessions with activity in at least two of before, in, after class."""
    if not facts.has_events("fact_lms_daily"):
        return empty()
    return _rates(facts, "tch_stage_coverage", session_stages(facts), "covered", "sessions", sampled=False)


def tch_feedback_ontime(facts: Facts) -> pl.DataFrame:
    """Assignments marked within seven days over those submitted more than seven days ago; thirty items at least."""
    if not facts.has_events("fact_assignment") or facts.submitted_assignments.is_empty():
        return empty()
    values = rate(_own(facts, facts.submitted_assignments), ["teacher_pid", "period"], "quick", "submitted")
    values = values.with_columns(status=pl.when(pl.col("n") < 30).then(pl.lit("provisional")))
    return shaped(values, "tch_feedback_ontime", "teacher", "teacher_pid")


def tch_class_records(facts: Facts) -> pl.DataFrame:
    """Own sessions held with attendance and topic recorded by the end of the third day after, over those whose third day is over."""
    held = facts.past_session.filter(pl.col("is_held") == 1)
    moved = pl.when(pl.col("status") == "moved").then("made_up_on")
    held = held.with_columns(
        limit=end_of_day(facts, pl.coalesce(moved, "held_on") + pl.duration(days=DAYS_TO_RECORD))
    )
    quick = (pl.col("attendance_recorded_at") <= pl.col("limit")) & (
        pl.col("topic_recorded_at") <= pl.col("limit")
    )
    counts = held.filter(pl.col("limit") <= facts.cut).with_columns(
        complete=quick.fill_null(False).cast(pl.Int64), sessions=pl.lit(1)
    )
    return _rates(facts, "tch_class_records", counts, "complete", "sessions", sampled=False)


def tch_first_pass(facts: Facts) -> pl.DataFrame:
    """Passes on first attempt in own offerings: context only, never scored."""
    counts = facts.first_attempt.select(
        "offering_id", passed=(pl.col("result") == "passed").cast(pl.Int64), sat=pl.lit(1)
    )
    return _rates(facts, "tch_first_pass", counts, "passed", "sat") if counts.height else empty()

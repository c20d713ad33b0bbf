"""How well a course is built (B.3, C.13): standard, objectives, units, skills of the post, textbooks, runs on platforms."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.indicators.course_units import about, rates
from profiling.values import empty, rate, shaped

YEAR = 365  # days
POINTS = {
    "approved": 1,
    "planned": 3,
    "bonus": 2,
}  # C.13: approved 1, planned 3, co-developed or loose-leaf +2


def _days_ago(facts: Facts, column: str) -> pl.Expr:
    return (pl.lit(facts.as_of) - pl.col(column)).dt.total_days()


def _now(facts: Facts, frame: pl.DataFrame, indicator: str, top: str, bottom: str) -> pl.DataFrame:
    """A share of what a course consists of now, under the running term."""
    frame = frame.with_columns(period=pl.lit(facts.current_term, dtype=pl.String))
    frame = frame.join(facts["course"].select("course_code"), on="course_code", how="semi")
    values = rate(frame, ["course_code", "period"], top, bottom, sampled=False)
    return shaped(values, indicator, "course", "course_code")


def crs_standard_current(facts: Facts) -> pl.DataFrame:
    """1 where the course standard was reviewed within twelve months."""
    reviewed = facts["course"].filter(pl.col("standard_reviewed_on").is_not_null())
    values = reviewed.with_columns(
        value=(_days_ago(facts, "standard_reviewed_on") <= YEAR).cast(pl.Float64),
        period=pl.lit(facts.current_term, dtype=pl.String),
    )
    return shaped(
        values.select("course_code", "value", "period"), "crs_standard_current", "course", "course_code"
    )


def crs_objective_mapping(facts: Facts) -> pl.DataFrame:
    """Objectives that at least one part of the assessment measures over all objectives of the course."""
    if facts["objective"].is_empty() or facts["objective_assessment"].is_empty():
        return empty()
    link = facts["objective_assessment"].select("course_code", "objective_no").unique()
    objectives = facts["objective"].join(
        link.with_columns(mapped=pl.lit(1)), on=["course_code", "objective_no"], how="left"
    )
    objectives = objectives.with_columns(pl.col("mapped").fill_null(0), one=pl.lit(1))
    return _now(facts, objectives, "crs_objective_mapping", "mapped", "one")


def crs_units_revised(facts: Facts) -> pl.DataFrame:
    """Units revised in the last twelve months over all units of the course."""
    if facts["course_unit"].is_empty():
        return empty()
    fresh = _days_ago(facts, "revised_on").is_between(0, YEAR).fill_null(False)
    units = facts["course_unit"].with_columns(fresh=fresh.cast(pl.Int64), one=pl.lit(1))
    return _now(facts, units, "crs_units_revised", "fresh", "one")


def crs_post_skill(facts: Facts) -> pl.DataFrame:
    """Skills of the post that a unit of the course covers over all skills of the post the course prepares for."""
    if facts["post_skill"].is_empty() or facts["course_unit"].is_empty():
        return empty()
    units = facts["course_unit"].select("course_code", "unit_no").unique().with_columns(covered=pl.lit(1))
    skills = facts["post_skill"].join(units, on=["course_code", "unit_no"], how="left")
    skills = skills.with_columns(pl.col("covered").fill_null(0), one=pl.lit(1))
    return _now(facts, skills, "crs_post_skill", "covered", "one")


def _adopted(facts: Facts) -> pl.DataFrame:
    """One row per teaching class and textbook it uses that the register of textbooks knows."""
    return about(facts, facts["adoption"].select("offering_id", "textbook_no").unique()).join(
        facts["textbook"], on="textbook_no"
    )


def crs_textbook_compliance(facts: Facts) -> pl.DataFrame:
    """Teaching classes whose textbooks are all approved over teaching classes with textbooks of known approval."""
    used = _adopted(facts)
    if used.is_empty():
        return empty()
    counts = used.group_by("offering_id").agg(
        approved=pl.col("is_approved").all(ignore_nulls=False).cast(pl.Int64)
    )
    counts = counts.drop_nulls("approved").with_columns(one=pl.lit(1))
    return rates(facts, "crs_textbook_compliance", counts, "approved", "one", sampled=False)


def crs_textbook_points(facts: Facts) -> pl.DataFrame:
    """Points of the different textbooks a course used in the term: approved 1, planned 3, and 2 more for co-development."""
    used = _adopted(facts)
    if used.is_empty():
        return empty()
    planned, approved = pl.col("is_planned").fill_null(False), pl.col("is_approved").fill_null(False)
    built = pl.col("is_codeveloped").fill_null(False) | (pl.col("textbook_kind") == "loose_leaf").fill_null(
        False
    )
    base = pl.when(planned).then(POINTS["planned"]).when(approved).then(POINTS["approved"]).otherwise(0)
    points = base + pl.when(built & (planned | approved)).then(POINTS["bonus"]).otherwise(0)
    books = used.unique(["course_code", "period", "textbook_no"]).with_columns(points=points)
    values = books.group_by("course_code", "period").agg(
        value=pl.col("points").sum().cast(pl.Float64), n=pl.len()
    )
    return shaped(values, "crs_textbook_points", "course", "course_code")


def _runs(facts: Facts) -> pl.DataFrame:
    """Runs on a platform that were completed and had ended by the as-of."""
    ended = pl.col("to_on").is_null() | (pl.col("to_on") <= facts.as_of)
    return facts["course_run"].filter(pl.col("is_completed").fill_null(False) & ended)


def crs_outside_learners(facts: Facts) -> pl.DataFrame:
    """Learners from outside the school per completed run with a known number; missing where there is none."""
    if facts["course_run"].is_empty():
        return empty()
    runs = _runs(facts).drop_nulls("outside_learners").with_columns(one=pl.lit(1))
    courses = facts["course"].select("course_code").join(runs, on="course_code", how="left")
    return _now(facts, courses, "crs_outside_learners", "outside_learners", "one")


def crs_completed_runs(facts: Facts) -> pl.DataFrame:
    """How many runs of the course on a platform were completed; the register is complete, so a course without is 0."""
    if facts["course_run"].is_empty():
        return empty()
    runs = _runs(facts).group_by("course_code").agg(value=pl.len().cast(pl.Float64))
    values = facts["course"].select("course_code").join(runs, on="course_code", how="left")
    values = values.with_columns(
        pl.col("value").fill_null(0.0), period=pl.lit(facts.current_term, dtype=pl.String)
    )
    return shaped(values, "crs_completed_runs", "course", "course_code")

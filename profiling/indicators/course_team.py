"""Who teaches a course (B.3, C.13): how many, and how much of it by dual-qualified or enterprise teachers."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.indicators.course_units import about, rates
from profiling.values import empty, shaped


def _team(facts: Facts) -> pl.DataFrame:
    """One row per offering and teacher of the register: hours, and those by dual-qualified or enterprise teachers."""
    teacher = facts.teacher.select("teacher_pid", "dual_level", "is_enterprise")
    dual = (pl.col("dual_level").fill_null("none") != "none") | pl.col("is_enterprise").fill_null(False)
    hours = pl.col("share") * pl.col("course_hours").fill_null(1)
    return (
        facts["offering_teacher"]
        .join(facts.offering.select("offering_id", "course_hours"), on="offering_id")
        .join(teacher, on="teacher_pid")
        .with_columns(hours=hours, dual_hours=pl.when(dual).then(hours).otherwise(0.0))
    )


def crs_team_dual(facts: Facts) -> pl.DataFrame:
    """Hours taught by dual-qualified or enterprise teachers over hours."""
    team = _team(facts)
    if team.is_empty():
        return empty()
    return rates(facts, "crs_team_dual", team, "dual_hours", "hours", sampled=False)


def crs_team_size(facts: Facts) -> pl.DataFrame:
    """How many teachers taught the course in the term."""
    team = facts["offering_teacher"]
    if team.is_empty():
        return empty()
    values = (
        about(facts, team)
        .group_by("course_code", "period")
        .agg(value=pl.col("teacher_pid").n_unique().cast(pl.Float64), n=pl.len())
    )
    return shaped(values, "crs_team_size", "course", "course_code")

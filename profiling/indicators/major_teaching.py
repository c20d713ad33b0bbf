"""How teaching in the classes of a major runs and succeeds (B.2, C.14)."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.indicators.course import session_stages
from profiling.indicators.course_units import MAJOR, rates
from profiling.values import empty, rate, shaped


def maj_core_first_pass(facts: Facts) -> pl.DataFrame:
    """First-attempt passes over first attempts of the major's students in core courses."""
    core = facts.first_attempt.filter(pl.col("course_nature") == "professional_core")
    students = facts.student.select("student_pid", "major_code").drop_nulls("major_code")
    core = core.join(students, on="student_pid").with_columns(
        passed=(pl.col("result") == "passed").cast(pl.Int64), one=pl.lit(1), period="term_id"
    )
    if core.is_empty():
        return empty()
    values = rate(core, ["major_code", "period"], "passed", "one")
    return shaped(values, "maj_core_first_pass", "major", "major_code")


def maj_session_held(facts: Facts) -> pl.DataFrame:
    """Sessions of the major's classes held as planned or made up within two weeks over sessions due."""
    counts = facts.past_session.with_columns(one=pl.lit(1))
    return rates(facts, "maj_session_held", counts, "as_planned", "one", sampled=False, kinds=MAJOR)


def maj_stage_coverage(facts: Facts) -> pl.DataFrame:
    """Sessions of the major's classes with student activity in at least two of before, in, after class, over held."""
    if not facts.has_events("fact_lms_daily"):
        return empty()
    counts = facts.once(session_stages)
    return rates(facts, "maj_stage_coverage", counts, "covered", "sessions", sampled=False, kinds=MAJOR)

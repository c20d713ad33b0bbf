"""Did students reach the objectives of the course (B.3), as the parts of the assessment mapped to them measure?"""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.values import empty, shaped

PARTS = {"process_score": "process", "midterm_score": "midterm", "exam_score": "exam"}
FULL = 100.0  # component scores are stored on 0-100


def _mapped_scores(facts: Facts) -> pl.DataFrame:
    """One row per student, teaching class and part of the assessment that measures an objective: score as a share."""
    scores = facts.first_attempt.select("offering_id", "course_code", "term_id", "student_pid", *PARTS)
    keys = ["offering_id", "course_code", "term_id", "student_pid"]
    long = scores.unpivot(list(PARTS), index=keys, variable_name="component", value_name="share")
    long = long.drop_nulls("share").with_columns(
        pl.col("component").replace_strict(PARTS), share=pl.col("share") / FULL
    )
    mapped = facts["objective_assessment"].select("course_code", "component").unique()
    return long.join(mapped, on=["course_code", "component"], how="semi")


def attainment(facts: Facts, key: str) -> pl.DataFrame:
    """Attainment per `key` (offering_id or course_code) and term: numerator, denominator (weights), value, n (students)."""
    scores = _mapped_scores(facts)
    cell = list(dict.fromkeys([key, "course_code", "term_id"]))
    means = scores.group_by(*cell, "component").agg(pl.col("share").mean())
    objectives = facts["objective"].filter(pl.col("weight") > 0)
    link = facts["objective_assessment"].select("course_code", "objective_no", "component").unique()
    link = link.join(
        objectives.select("course_code", "objective_no", "weight"), on=["course_code", "objective_no"]
    )
    reached = (
        means.join(link, on=["course_code", "component"])
        .group_by(*cell, "objective_no", "weight")
        .agg(pl.col("share").mean())
    )
    totals = reached.group_by(cell).agg(
        numerator=(pl.col("weight") * pl.col("share")).sum(), denominator=pl.col("weight").sum()
    )
    students = scores.group_by(cell).agg(n=pl.col("student_pid").n_unique())
    totals = totals.join(students, on=cell)
    return totals.with_columns(value=pl.col("numerator") / pl.col("denominator"), period="term_id")


def crs_attainment(facts: Facts) -> pl.DataFrame:
    """Sum over objectives of weight times mean score share of the parts mapped to them."""
    if facts["objective_assessment"].is_empty() or facts.first_attempt.is_empty():
        return empty()
    return pl.concat(
        shaped(attainment(facts, key), "crs_attainment", kind, key)
        for kind, key in (("offering", "offering_id"), ("course", "course_code"))
    )

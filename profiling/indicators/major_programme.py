"""What the newest programme of a major consists of (B.2, C.14): hours, courses, requirements and whether they are reached."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.indicators.course_attainment import attainment
from profiling.periods import years_over
from profiling.values import empty, rate, shaped

SUPPORT = {"H": 3, "M": 2, "L": 1}  # weight of a supporting course, product default
ABOVE_GENERAL = ("college", "provincial", "national")
RECOGNISED = ("provincial", "national")


def newest_programme(facts: Facts) -> pl.DataFrame:
    """The newest programme of each major that was approved by the as-of; `period` is its entry grade."""
    newest = facts["programme"].filter(
        pl.col("approved_on").is_null() | (pl.col("approved_on") <= facts.as_of)
    )
    newest = newest.sort("entry_grade", "version").unique("major_code", keep="last", maintain_order=True)
    return newest.with_columns(period=pl.col("entry_grade").cast(pl.String))


def _shaped(values: pl.DataFrame, indicator: str) -> pl.DataFrame:
    return shaped(values, indicator, "major", "major_code")


def _hours_share(facts: Facts, indicator: str, hours: str) -> pl.DataFrame:
    programme = newest_programme(facts).drop_nulls([hours, "total_hours"])
    if programme.is_empty():
        return empty()
    return _shaped(rate(programme, ["major_code", "period"], hours, "total_hours", sampled=False), indicator)


def maj_practice_share(facts: Facts) -> pl.DataFrame:
    """Practice hours over total hours of the newest programme."""
    return _hours_share(facts, "maj_practice_share", "practice_hours")


def maj_public_share(facts: Facts) -> pl.DataFrame:
    """Public-basic hours over total hours of the newest programme."""
    return _hours_share(facts, "maj_public_share", "public_hours")


def maj_elective_share(facts: Facts) -> pl.DataFrame:
    """Elective hours over total hours of the newest programme."""
    return _hours_share(facts, "maj_elective_share", "elective_hours")


def maj_total_hours(facts: Facts) -> pl.DataFrame:
    """Total hours of the newest programme."""
    values = newest_programme(facts).with_columns(value="total_hours")
    return _shaped(values.select("major_code", "period", "value"), "maj_total_hours")


def maj_core_courses(facts: Facts) -> pl.DataFrame:
    """Number of core courses of the newest programme."""
    courses = facts["plan"].drop_nulls("is_core")
    core = courses.group_by("programme_id").agg(value=pl.col("is_core").sum().cast(pl.Float64))
    values = newest_programme(facts).join(core, on="programme_id")
    return _shaped(values.select("major_code", "period", "value"), "maj_core_courses")


def maj_programme_current(facts: Facts) -> pl.DataFrame:
    """1 where the newest entry grade of the college has a programme approved since the year before; majors that took some in."""
    newest = facts["student_version"]["entry_year"].max()
    if facts["programme"].is_empty() or newest is None:
        return empty()
    took = facts["student_version"].filter(pl.col("entry_year") == newest).select("major_code").unique()
    fresh = facts["programme"].filter(
        (pl.col("entry_grade") == newest) & pl.col("approved_on").dt.year().is_between(newest - 1, newest)
    )
    fresh = fresh.select("major_code", value=pl.lit(1.0)).unique()
    values = took.drop_nulls().join(fresh, on="major_code", how="left")
    return _shaped(
        values.with_columns(pl.col("value").fill_null(0.0), period=pl.lit(str(newest))),
        "maj_programme_current",
    )


def maj_requirement_coverage(facts: Facts) -> pl.DataFrame:
    """Requirement points supported by at least two courses, one of them strongly, over all points."""
    if facts["requirement"].is_empty() or facts["support"].is_empty():
        return empty()
    support = (
        facts["support"]
        .group_by("programme_id", "requirement_code")
        .agg(courses=pl.col("course_code").n_unique(), strong=(pl.col("support") == "H").any())
    )
    met = (pl.col("courses").fill_null(0) >= 2) & pl.col("strong").fill_null(False)
    points = facts["requirement"].join(support, on=["programme_id", "requirement_code"], how="left")
    points = points.with_columns(met=met.cast(pl.Int64), one=pl.lit(1))
    points = points.join(
        newest_programme(facts).select("programme_id", "major_code", "period"), on="programme_id"
    )
    return _shaped(
        rate(points, ["major_code", "period"], "met", "one", sampled=False), "maj_requirement_coverage"
    )


def _attained(facts: Facts) -> pl.DataFrame:
    """Attainment of each course in each school year that is over: mean over its terms, weighted by students."""
    terms = attainment(facts, "course_code").with_columns(period=pl.col("term_id").str.slice(0, 9))
    terms = terms.filter(pl.col("period").is_in(years_over(facts.as_of)))
    return terms.group_by("course_code", "period").agg(
        reached=(pl.col("value") * pl.col("n")).sum() / pl.col("n").sum(), students=pl.col("n").sum()
    )


def maj_requirement_attainment(facts: Facts) -> pl.DataFrame:
    """Weighted mean over requirement points of the weighted mean attainment of the courses that support each."""
    if facts["support"].is_empty() or facts["objective_assessment"].is_empty():
        return empty()
    newest = newest_programme(facts).select("programme_id", "major_code")
    weight = pl.col("support").replace_strict(SUPPORT, default=None, return_dtype=pl.Float64)
    support = facts["support"].join(newest, on="programme_id").with_columns(strength=weight)
    reached = support.drop_nulls("strength").join(_attained(facts), on="course_code")
    point = ["major_code", "period", "programme_id", "requirement_code"]
    points = reached.group_by(point).agg(
        reached=(pl.col("strength") * pl.col("reached")).sum() / pl.col("strength").sum()
    )
    weights = facts["requirement"].select("programme_id", "requirement_code", pl.col("weight").fill_null(1.0))
    points = points.join(weights, on=["programme_id", "requirement_code"])
    points = points.with_columns(part=pl.col("weight") * pl.col("reached"))
    if points.is_empty():
        return empty()
    values = rate(points, ["major_code", "period"], "part", "weight", sampled=False).drop("n")
    behind = reached.unique(["major_code", "period", "course_code"]).group_by("major_code", "period").agg(
        n=pl.col("students").sum().cast(pl.Int64)
    )  # fmt: skip
    return _shaped(values.join(behind, on=["major_code", "period"]), "maj_requirement_attainment")


def _professional(facts: Facts) -> pl.DataFrame:
    """Professional courses of each major's newest programme: major_code, course_code, course_tier, is_project_based."""
    courses = facts["course"].filter(pl.col("course_nature").str.starts_with("professional"))
    courses = courses.select("course_code", "course_tier", "is_project_based")
    plan = facts["plan"].select("programme_id", "course_code").unique()
    return newest_programme(facts).select("programme_id", "major_code").join(plan, on="programme_id").join(
        courses, on="course_code"
    )  # fmt: skip


def _share_now(facts: Facts, courses: pl.DataFrame, met: pl.Expr, indicator: str) -> pl.DataFrame:
    if courses.is_empty():
        return empty()
    courses = courses.with_columns(
        met=met.cast(pl.Int64), one=pl.lit(1), period=pl.lit(facts.current_term, dtype=pl.String)
    )
    return _shaped(rate(courses, ["major_code", "period"], "met", "one", sampled=False), indicator)


def maj_college_courses(facts: Facts) -> pl.DataFrame:
    """Professional courses of the newest programme recognised at college tier or above over those with a known tier."""
    courses = _professional(facts).drop_nulls("course_tier")
    return _share_now(facts, courses, pl.col("course_tier").is_in(ABOVE_GENERAL), "maj_college_courses")


def maj_project_courses(facts: Facts) -> pl.DataFrame:
    """Professional courses of the newest programme taught by projects or tasks over those of which it is known."""
    courses = _professional(facts).drop_nulls("is_project_based")
    return _share_now(facts, courses, pl.col("is_project_based"), "maj_project_courses")


def _flag(facts: Facts, majors: pl.DataFrame, indicator: str) -> pl.DataFrame:
    values = majors.drop_nulls("value").with_columns(
        pl.col("value").cast(pl.Float64), period=pl.lit(facts.current_term, dtype=pl.String)
    )
    return _shaped(values.select("major_code", "value", "period"), indicator)


def maj_feature_evidence(facts: Facts) -> pl.DataFrame:
    """1 where the register of majors says that evidence of the declared feature is on file, 0 where it says it is not."""
    return _flag(facts, facts["major"].with_columns(value="has_feature_evidence"), "maj_feature_evidence")


def maj_recognised_asset(facts: Facts) -> pl.DataFrame:
    """1 where the major, or a professional course of its newest programme, is recognised by province or nation."""
    known = _professional(facts).drop_nulls("course_tier").group_by("major_code").agg(
        has_course=pl.col("course_tier").is_in(RECOGNISED).any()
    )  # fmt: skip
    majors = facts["major"].join(known, on="major_code", how="left")
    own = pl.col("key_level").is_in(RECOGNISED)
    either = pl.when(own).then(True).otherwise(pl.col("has_course"))
    return _flag(facts, majors.with_columns(value=either), "maj_recognised_asset")

"""Who studies and teaches in a major (B.2): intake, attrition, students per teacher, dual-qualified and senior teachers."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.periods import year_bounds, years_over
from profiling.values import empty, rate, shaped

KEPT_YEARS = 4
INTAKE_MONTH = 10  # an intake is told from October of its year on: reporting in is over


def _admission(facts: Facts, indicator: str, top: str, bottom: str) -> pl.DataFrame:
    """Ratio of two counts of the admission register per major and year of intake."""
    newest = facts.as_of.year - (facts.as_of.month < INTAKE_MONTH)
    frame = facts["admission"].filter(pl.col("year").is_between(newest - KEPT_YEARS + 1, newest))
    frame = frame.drop_nulls([top, bottom]).with_columns(period=pl.col("year").cast(pl.String))
    if frame.is_empty():
        return empty()
    values = rate(frame, ["major_code", "period"], top, bottom, sampled=False)
    return shaped(values, indicator, "major", "major_code")


def maj_plan_fulfilment(facts: Facts) -> pl.DataFrame:
    """Students who reported in over the planned intake."""
    return _admission(facts, "maj_plan_fulfilment", "reported", "planned")


def maj_report_in(facts: Facts) -> pl.DataFrame:
    """Students who reported in over those admitted."""
    return _admission(facts, "maj_report_in", "reported", "admitted")


def maj_first_choice(facts: Facts) -> pl.DataFrame:
    """Students admitted on their first choice over those admitted."""
    return _admission(facts, "maj_first_choice", "first_choice", "admitted")


def maj_attrition(facts: Facts) -> pl.DataFrame:
    """Students who withdrew or changed to another major in the school year over students at its start."""
    versions = facts["student_version"]
    if versions["major_code"].null_count() == versions.height:
        return empty()
    years = year_bounds(years_over(facts.as_of, KEPT_YEARS)).join(versions, how="cross")
    at_start = (
        years.filter(pl.col("valid_from") <= pl.col("first_on"))
        .sort("valid_from")
        .unique(["period", "student_pid"], keep="last", maintain_order=True)
        .filter((pl.col("student_status") == "enrolled") & pl.col("major_code").is_not_null())
        .select("period", "student_pid", "major_code")
    )
    later = years.filter(
        (pl.col("valid_from") > pl.col("first_on")) & (pl.col("valid_from") <= pl.col("last_on"))
    )
    moved = at_start.join(
        later.select("period", "student_pid", "student_status", now="major_code"),
        on=["period", "student_pid"],
    )
    gone = (pl.col("student_status") == "withdrawn") | (pl.col("now") != pl.col("major_code"))
    left = moved.filter(gone).select("period", "student_pid", left=pl.lit(1)).unique()
    frame = at_start.join(left, on=["period", "student_pid"], how="left").with_columns(
        pl.col("left").fill_null(0), one=pl.lit(1)
    )
    values = rate(frame, ["major_code", "period"], "left", "one", sampled=False)
    return shaped(values, "maj_attrition", "major", "major_code")


def maj_demand_ratio(facts: Facts) -> pl.DataFrame:
    """Posts that employers offered the major in a calendar year over its graduates of that year."""
    posts = facts["demand"].filter(pl.col("year") <= facts.as_of.year).drop_nulls("posts")
    graduated = facts["graduation"].filter(
        (pl.col("outcome") == "graduated") & (pl.col("graduated_on") <= facts.as_of)
    )
    graduates = graduated.group_by("major_code", year=pl.col("graduated_on").dt.year().cast(pl.Int64)).agg(
        graduates=pl.len()
    )
    told = graduates.filter(pl.col("year") > facts.as_of.year - KEPT_YEARS)
    told = told.join(posts.select("year").unique(), on="year", how="semi")
    if told.is_empty():
        return empty()
    offered = posts.group_by("major_code", "year").agg(pl.col("posts").sum())
    frame = told.join(offered, on=["major_code", "year"], how="left").with_columns(
        pl.col("posts").fill_null(0), period=pl.col("year").cast(pl.String)
    )
    values = rate(frame, ["major_code", "period"], "posts", "graduates", sampled=False)
    return shaped(values, "maj_demand_ratio", "major", "major_code")


def _team(facts: Facts) -> pl.DataFrame:
    """Teachers per major, weighted by the share of their hours of the last two terms given to its classes."""
    terms = facts.terms[-2:]
    hours = (
        facts["offering_teacher"]
        .join(facts.offering.select("offering_id", "term_id", "major_code", "course_hours"), on="offering_id")
        .filter(pl.col("term_id").is_in(terms))
        .with_columns(hours=pl.col("share") * pl.col("course_hours").fill_null(1))
    )
    weight = pl.col("hours") / pl.col("hours").sum().over("teacher_pid")
    team = hours.with_columns(weight=weight).filter(pl.col("major_code").is_not_null())
    known = facts.teacher.select("teacher_pid", "staff_type", "dual_level", "title_rank", "is_professional")
    return team.join(known, on="teacher_pid").filter(pl.col("staff_type") == "full_time")


def _now(frame: pl.DataFrame, indicator: str, top: str, bottom: str, facts: Facts) -> pl.DataFrame:
    """Ratio of sums per major as it is now, under the running term."""
    if frame.is_empty():
        return empty()
    frame = frame.with_columns(period=pl.lit(facts.current_term, dtype=pl.String))
    values = rate(frame, ["major_code", "period"], top, bottom, sampled=False)
    return shaped(values, indicator, "major", "major_code")


def maj_student_teacher_ratio(facts: Facts) -> pl.DataFrame:
    """Students of the major over full-time teachers assigned (share-weighted by teaching hours)."""
    team = _team(facts).group_by("major_code").agg(teachers=pl.col("weight").sum())
    students = facts.in_school.group_by("major_code").agg(students=pl.len()).join(team, on="major_code")
    return _now(students, "maj_student_teacher_ratio", "students", "teachers", facts)


def maj_dual_share(facts: Facts) -> pl.DataFrame:
    """Dual-qualified share of the major's full-time teachers of professional courses, weighted as above."""
    team = _team(facts).filter(pl.col("is_professional").fill_null(False))
    dual = (pl.col("dual_level").fill_null("none") != "none").cast(pl.Float64) * pl.col("weight")
    return _now(team.with_columns(dual=dual), "maj_dual_share", "dual", "weight", facts)


def maj_senior_share(facts: Facts) -> pl.DataFrame:
    """Share of the major's full-time teachers with associate professor's title or above, weighted as above."""
    senior = pl.col("title_rank").is_in(["associate_professor", "professor"]).fill_null(False)
    team = _team(facts).with_columns(senior=senior.cast(pl.Float64) * pl.col("weight"))
    return _now(team, "maj_senior_share", "senior", "weight", facts)


def maj_parttime_hours(facts: Facts) -> pl.DataFrame:
    """Periods of professional courses held by external enterprise teachers over periods held, classes of the major."""
    held = facts.past_session.filter(pl.col("is_held") == 1)
    held = held.group_by("offering_id").agg(periods=pl.col("period_count").fill_null(1).sum())
    courses = facts.offering.filter(pl.col("course_nature").str.starts_with("professional"))
    teacher = facts.teacher.select("teacher_pid", "staff_type", "is_enterprise")
    taught = (
        courses.select("offering_id", "major_code", period="term_id")
        .drop_nulls("major_code")
        .join(held, on="offering_id")
        .join(facts["offering_teacher"].select("offering_id", "teacher_pid", "share"), on="offering_id")
        .join(teacher, on="teacher_pid")
        .with_columns(hours=pl.col("periods") * pl.col("share"))
    )
    if taught.is_empty():
        return empty()
    outside = (pl.col("staff_type") == "external_part") & pl.col("is_enterprise").fill_null(False)
    taught = taught.with_columns(outside=pl.when(outside).then("hours").otherwise(0.0))
    values = rate(taught, ["major_code", "period"], "outside", "hours", sampled=False)
    return shaped(values, "maj_parttime_hours", "major", "major_code")

"""Major indicators (B.2): one function each, grain major."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.values import empty, rate, shaped


def _team(facts: Facts) -> pl.DataFrame:
    """Full-time teachers per major, weighted by the share of their hours of the last two terms given to its classes."""
    terms = facts.terms[-2:]
    hours = (
        facts["offering_teacher"]
        .join(
            facts.offering.select("offering_id", "term_id", "major_code", "course_hours", "course_nature"),
            on="offering_id",
        )
        .filter(pl.col("term_id").is_in(terms))
        .with_columns(hours=pl.col("share") * pl.col("course_hours").fill_null(1))
    )
    weight = pl.col("hours") / pl.col("hours").sum().over("teacher_pid")
    team = hours.with_columns(weight=weight).filter(pl.col("major_code").is_not_null())
    return team.join(
        facts.teacher.select(
            "teacher_pid", "staff_type", "dual_level", "title_rank", "is_professional", "is_enterprise"
        ),
        on="teacher_pid",
        how="left",
    )


def _by_major(frame: pl.DataFrame, indicator: str, top: str, bottom: str, facts: Facts) -> pl.DataFrame:
    if frame.is_empty():
        return empty()
    values = rate(
        frame.with_columns(period=pl.lit(facts.current_term)),
        ["major_code", "period"],
        top,
        bottom,
        sampled=False,
    )
    return shaped(values, indicator, "major", "major_code")


def maj_student_teacher_ratio(facts: Facts) -> pl.DataFrame:
    """Students of the major over full-time teachers assigned (share-weighted by teaching hours)."""
    team = (
        _team(facts)
        .filter(pl.col("staff_type") == "full_time")
        .group_by("major_code")
        .agg(teachers=pl.col("weight").sum())
    )
    students = facts.in_school.group_by("major_code").agg(students=pl.len()).join(team, on="major_code")
    return _by_major(students, "maj_student_teacher_ratio", "students", "teachers", facts)


def maj_dual_share(facts: Facts) -> pl.DataFrame:
    """Dual-qualified share of the major's full-time teachers of professional courses, weighted as above."""
    team = _team(facts).filter(
        (pl.col("staff_type") == "full_time") & pl.col("is_professional").fill_null(False)
    )
    dual = (pl.col("dual_level").fill_null("none") != "none").cast(pl.Float64) * pl.col("weight")
    return _by_major(team.with_columns(dual=dual), "maj_dual_share", "dual", "weight", facts)


def maj_senior_share(facts: Facts) -> pl.DataFrame:
    """Share of the major's full-time teachers with associate professor's title or above, weighted as above."""
    team = _team(facts).filter(pl.col("staff_type") == "full_time")
    senior = pl.col("title_rank").is_in(["associate_professor", "professor"]).fill_null(False).cast(
        pl.Float64
    ) * pl.col("weight")
    return _by_major(team.with_columns(senior=senior), "maj_senior_share", "senior", "weight", facts)


def maj_parttime_hours(facts: Facts) -> pl.DataFrame:
    """Professional-course hours taught by external enterprise teachers over professional-course hours."""
    team = _team(facts).filter(pl.col("course_nature") != "public_basic")
    outside = (
        pl.when((pl.col("staff_type") == "external_part") & pl.col("is_enterprise").fill_null(False))
        .then("hours")
        .otherwise(0.0)
    )
    return _by_major(team.with_columns(outside=outside), "maj_parttime_hours", "outside", "hours", facts)


def _programme(facts: Facts) -> pl.DataFrame:
    """The newest programme of each major."""
    newest = facts["programme"].filter(
        pl.col("approved_on").is_null() | (pl.col("approved_on") <= facts.as_of)
    )
    return (
        newest.sort("entry_grade", "version")
        .unique("major_code", keep="last")
        .with_columns(period=pl.col("entry_grade").cast(pl.String))
    )


def _hours_share(facts: Facts, indicator: str, hours: str) -> pl.DataFrame:
    programme = _programme(facts)
    if programme.is_empty():
        return empty()
    values = rate(
        programme.drop_nulls([hours, "total_hours"]),
        ["major_code", "period"],
        hours,
        "total_hours",
        sampled=False,
    )
    return shaped(values, indicator, "major", "major_code")


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
    values = _programme(facts).with_columns(value="total_hours")
    return shaped(values.select("major_code", "period", "value"), "maj_total_hours", "major", "major_code")


def maj_core_courses(facts: Facts) -> pl.DataFrame:
    """Number of core courses of the newest programme."""
    core = (
        facts["plan"]
        .filter(pl.col("is_core").fill_null(False))
        .group_by("programme_id")
        .agg(value=pl.len().cast(pl.Float64))
    )
    values = _programme(facts).join(core, on="programme_id")
    return shaped(values.select("major_code", "period", "value"), "maj_core_courses", "major", "major_code")


def maj_programme_current(facts: Facts) -> pl.DataFrame:
    """1 where a version reviewed for the newest entry grade exists."""
    if facts["programme"].is_empty():
        return empty()
    newest = facts["student_version"]["entry_year"].max()
    values = _programme(facts).with_columns(
        value=((pl.col("entry_grade") == newest) & (pl.col("approved_on").dt.year() >= newest - 1))
        .fill_null(False)
        .cast(pl.Float64)
    )
    return shaped(
        values.select("major_code", "period", "value"), "maj_programme_current", "major", "major_code"
    )


def maj_requirement_coverage(facts: Facts) -> pl.DataFrame:
    """Requirement points supported by at least two courses, one of them strongly, over all points."""
    if facts["requirement"].is_empty():
        return empty()
    support = (
        facts["support"]
        .group_by("programme_id", "requirement_code")
        .agg(courses=pl.col("course_code").n_unique(), strong=(pl.col("support") == "H").any())
    )
    points = (
        facts["requirement"]
        .join(support, on=["programme_id", "requirement_code"], how="left")
        .with_columns(
            met=((pl.col("courses").fill_null(0) >= 2) & pl.col("strong").fill_null(False)).cast(pl.Int64),
            one=pl.lit(1),
        )
    )
    values = rate(
        points.join(_programme(facts).select("programme_id", "major_code", "period"), on="programme_id"),
        ["major_code", "period"],
        "met",
        "one",
        sampled=False,
    )
    return shaped(values, "maj_requirement_coverage", "major", "major_code")


def _of_students(facts: Facts, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.join(facts.student.select("student_pid", "major_code"), on="student_pid").filter(
        pl.col("major_code").is_not_null()
    )


def maj_core_first_pass(facts: Facts) -> pl.DataFrame:
    """First-attempt passes over first attempts of the major's students in core courses."""
    core = facts.first_attempt.filter(pl.col("course_nature") == "professional_core").with_columns(
        passed=(pl.col("result") == "passed").cast(pl.Int64), one=pl.lit(1), period="term_id"
    )
    if core.is_empty():
        return empty()
    return shaped(
        rate(_of_students(facts, core), ["major_code", "period"], "passed", "one"),
        "maj_core_first_pass",
        "major",
        "major_code",
    )


def maj_session_held(facts: Facts) -> pl.DataFrame:
    """Sessions of the major's classes held as planned or made up over sessions due."""
    due = facts.past_session.join(
        facts.offering.select("offering_id", "major_code", period="term_id"), on="offering_id"
    )
    due = due.filter(pl.col("major_code").is_not_null()).with_columns(one=pl.lit(1))
    if due.is_empty():
        return empty()
    return shaped(
        rate(due, ["major_code", "period"], "as_planned", "one", sampled=False),
        "maj_session_held",
        "major",
        "major_code",
    )


def maj_attrition(facts: Facts) -> pl.DataFrame:
    """Students who left in the newest academic year over students at its start."""
    if facts["student_version"]["major_code"].null_count() == facts["student_version"].height:
        return empty()
    start = facts.as_of.year - (1 if (facts.as_of.month, facts.as_of.day) >= (9, 1) else 2)
    first, last = pl.date(start, 9, 1), pl.date(start + 1, 8, 31)
    versions = (
        facts["student_version"]
        .filter(pl.col("valid_from") <= first)
        .sort("valid_from")
        .unique("student_pid", keep="last")
    )
    there = versions.filter(pl.col("student_status") == "enrolled").select("student_pid", "major_code")
    left = facts["student_version"].filter(
        (pl.col("student_status") == "withdrawn") & pl.col("valid_from").is_between(first, last)
    )
    frame = there.join(left.select("student_pid", left=pl.lit(1)), on="student_pid", how="left").with_columns(
        pl.col("left").fill_null(0), one=pl.lit(1), period=pl.lit(f"{start}-{start + 1}")
    )
    return shaped(
        rate(frame, ["major_code", "period"], "left", "one", sampled=False),
        "maj_attrition",
        "major",
        "major_code",
    )

"""What is due decides here (C.12): core courses, due courses passed, sanctions, certificate, plans, graduation project."""

from __future__ import annotations

import polars as pl

from profiling.elapsed import elapsed_share
from profiling.facts import Facts
from profiling.indicators.student import best_results, weighted
from profiling.indicators.student_life import certificate_asked
from profiling.values import empty, shaped

INVITED_DAYS = 365


def _told(facts: Facts, indicator: str, values: pl.DataFrame) -> pl.DataFrame:
    return shaped(values.with_columns(period=pl.lit(facts.current_term)), indicator, "student", "student_pid")


def _flag(facts: Facts, indicator: str, who: pl.Series) -> pl.DataFrame:
    """1 for the students named, 0 for every other one enrolled."""
    values = facts.enrolled.select(
        "student_pid", value=pl.col("student_pid").is_in(who.implode()).cast(pl.Float64)
    )
    return _told(facts, indicator, values)


def due_courses(facts: Facts) -> pl.DataFrame:
    """student_pid, course_code, is_core: courses of the newest programme of major and entry year planned in terms that are closed."""
    newest = facts["programme"].sort("version").unique(["major_code", "entry_grade"], keep="last")
    plan = facts["plan"].join(newest.select("programme_id", "major_code", "entry_grade"), on="programme_id")
    people = facts.enrolled.select("student_pid", "major_code", entry_grade="entry_year")
    people = people.join(elapsed_share(facts).select("student_pid", "elapsed"), on="student_pid")
    wanted = people.join(plan, on=["major_code", "entry_grade"]).filter(
        (pl.col("planned_term") <= pl.col("elapsed")) & pl.col("is_required").fill_null(True)
    )
    return wanted.select("student_pid", "course_code", is_core=pl.col("is_core").fill_null(False))


def _passed(facts: Facts, indicator: str, courses: pl.Expr) -> pl.DataFrame:
    """1 where every due course is passed, 0 where one is failed, missing where one has no result; none due: not applicable."""
    best = facts.once(best_results)
    if best.is_empty() or facts["plan"].is_empty():
        return empty()
    about = facts["course"].select("course_code", "is_ideology", "is_physical", "is_mental_health")
    due = due_courses(facts).join(about, on="course_code", how="left").filter(courses.fill_null(False))
    due = due.join(
        best.select("student_pid", "course_code", "passed"), on=["student_pid", "course_code"], how="left"
    )
    sums = due.group_by("student_pid").agg(
        denominator=pl.len().cast(pl.Float64), numerator=pl.col("passed").fill_null(False).sum().cast(pl.Float64),
        failed=(~pl.col("passed")).fill_null(False).any(), unknown=pl.col("passed").is_null().any(),
    )  # fmt: skip
    values = facts.enrolled.select("student_pid").join(sums, on="student_pid", how="left").with_columns(
        value=pl.when("failed").then(0.0).when(~pl.col("unknown")).then(1.0),
        status=pl.when(pl.col("denominator").is_null()).then(pl.lit("not_applicable")),
    )  # fmt: skip
    return _told(facts, indicator, values.with_columns(n=pl.col("denominator").cast(pl.Int64)))


def stu_ideology_passed(facts: Facts) -> pl.DataFrame:
    """All due ideology courses passed."""
    return _passed(facts, "stu_ideology_passed", pl.col("is_ideology"))


def stu_pe_passed(facts: Facts) -> pl.DataFrame:
    """All due physical-education courses passed."""
    return _passed(facts, "stu_pe_passed", pl.col("is_physical"))


def stu_mental_course_passed(facts: Facts) -> pl.DataFrame:
    """The mental-health course passed where it is due."""
    return _passed(facts, "stu_mental_course_passed", pl.col("is_mental_health"))


def stu_core_passed(facts: Facts) -> pl.DataFrame:
    """All due core courses of the programme passed."""
    return _passed(facts, "stu_core_passed", pl.col("is_core"))


def stu_core_score(facts: Facts) -> pl.DataFrame:
    """Credit-weighted score over professional core courses; not applicable to students of whom none is due yet."""
    values = weighted(facts, "stu_core_score", pl.col("course_nature") == "professional_core")
    if values.is_empty() or facts["plan"].is_empty():
        return values
    nature = facts["course"].filter(pl.col("course_nature") == "professional_core")["course_code"]
    due = due_courses(facts).filter(pl.col("course_code").is_in(nature.implode()))["student_pid"]
    early = facts.enrolled.filter(
        ~pl.col("student_pid").is_in(due.implode())
        & ~pl.col("student_pid").is_in(values["entity_id"].implode())
    )
    none = early.select(
        "student_pid",
        value=pl.lit(None, dtype=pl.Float64),
        status=pl.lit("not_applicable"),
        period=pl.lit(values["period"][0]),
    )
    return pl.concat([values, shaped(none, "stu_core_score", "student", "student_pid")])


def _in_force(facts: Facts) -> pl.DataFrame:
    """Sanctions decided and not lifted by the as-of."""
    return facts["reward_sanction"].filter(
        (pl.col("record_kind") == "sanction")
        & (pl.col("decided_on") <= facts.as_of)
        & (pl.col("lifted_on").is_null() | (pl.col("lifted_on") > facts.as_of))
    )


def stu_sanction(facts: Facts) -> pl.DataFrame:
    """1 while a sanction is in force, else 0."""
    if facts["reward_sanction"].is_empty():
        return empty()
    return _flag(facts, "stu_sanction", _in_force(facts)["student_pid"])


def stu_misconduct(facts: Facts) -> pl.DataFrame:
    """1 while a sanction for academic misconduct is in force, else 0."""
    if facts["reward_sanction"].is_empty():
        return empty()
    found = _in_force(facts).filter(pl.col("reason_code") == "academic_misconduct")
    return _flag(facts, "stu_misconduct", found["student_pid"])


def stu_screening_invited(facts: Facts) -> pl.DataFrame:
    """1 where the student was invited to the screening within a year; taking part and opting out are not known here."""
    if facts["screening"].is_empty():
        return empty()
    days = (pl.lit(facts.as_of) - pl.col("invited_on")).dt.total_days()
    recent = facts["screening"].filter(days.is_between(0, INVITED_DAYS))
    return _flag(facts, "stu_screening_invited", recent["student_pid"])


def stu_recovery_plan(facts: Facts) -> pl.DataFrame:
    """1 while an approved recovery plan is in force, else 0."""
    if facts["recovery_plan"].is_empty():
        return empty()
    running = facts["recovery_plan"].filter(
        (pl.col("approved_on") <= facts.as_of)
        & (pl.col("until_on").is_null() | (pl.col("until_on") >= facts.as_of))
    )
    return _flag(facts, "stu_recovery_plan", running["student_pid"])


def stu_certificate_met(facts: Facts) -> pl.DataFrame:
    """Where the programme asks for a certificate, in the last year of study: 1 with one, 0 without; else not applicable."""
    if facts["certificate"].is_empty():
        return empty()
    held = facts["certificate"].filter(pl.col("issued_on") <= facts.as_of)["student_pid"]
    values = facts.enrolled.select("student_pid").join(certificate_asked(facts), on="student_pid", how="left")
    values = values.join(elapsed_share(facts), on="student_pid", how="left")
    due = pl.col("is_asked").fill_null(False) & (pl.col("elapsed") >= pl.col("planned") - 1)
    values = values.select(
        "student_pid",
        value=pl.when(due.fill_null(False)).then(
            pl.col("student_pid").is_in(held.implode()).cast(pl.Float64)
        ),
        status=pl.when(~due.fill_null(False)).then(pl.lit("not_applicable")),
    )
    return _told(facts, "stu_certificate_met", values)


def stu_graduation_project(facts: Facts) -> pl.DataFrame:
    """Best score of the graduation project; not applicable before it is due, missing where it is due without a score."""
    projects = facts["course"].filter(pl.col("is_graduation_project").fill_null(False))["course_code"]
    if projects.is_empty():
        return empty()
    best = facts.once(best_results).filter(pl.col("course_code").is_in(projects.implode()))
    scores = best.group_by("student_pid").agg(value=pl.col("score").max(), n=pl.len())
    due = due_courses(facts).filter(pl.col("course_code").is_in(projects.implode()))["student_pid"]
    values = facts.enrolled.select("student_pid").join(scores, on="student_pid", how="left")
    early = pl.col("value").is_null() & ~pl.col("student_pid").is_in(due.implode())
    values = values.with_columns(status=pl.when(early).then(pl.lit("not_applicable")))
    return _told(facts, "stu_graduation_project", values)

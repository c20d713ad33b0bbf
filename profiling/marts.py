"""Page-ready rows that are no indicators: scores in bins, headers of students, rosters, offerings."""

from __future__ import annotations

import polars as pl

from profiling.facts import SO, Facts
from profiling.indicators.student import best_results, credits_by_student, ontime_by_student_offering


def score_bins(facts: Facts) -> pl.DataFrame:
    """Numeric first-attempt scores per course and term in bins of five points."""
    scored = facts.first_attempt.lazy().filter(pl.col("score").is_not_null())
    bins = (pl.col("score").clip(0, 99.999) // 5 * 5).cast(pl.Int64)
    frame = scored.group_by("course_code", "term_id", bin_from=bins).agg(
        n=pl.len(), org_code=pl.col("course_org").first()
    )
    return frame.select("course_code", "term_id", "bin_from", "org_code", "n").collect()


def student_headers(facts: Facts) -> pl.DataFrame:
    """One row per student of the register: class, major, credits, scores, attendance, tasks on time, counsellor."""
    here = pl.col("student_pid").is_in(facts.in_school["student_pid"].implode())
    base = facts.enrolled.select(
        "student_pid", "class_code", "major_code", "org_code", "entry_year",
        student_status=pl.when(here).then("student_status").otherwise(pl.lit("between_terms")),
    )  # fmt: skip
    counsellor = (
        facts["teacher_role"]
        .filter(
            (pl.col("role") == "counsellor")
            & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= facts.as_of))
        )
        .sort("valid_from")
        .unique("target_code", keep="last")
        .select(class_code="target_code", counsellor_pid="teacher_pid")
    )
    credits = facts.once(credits_by_student).select(
        "student_pid", credits_earned="earned", credits_due="due", open_failed_credits="open"
    )
    frame = base.join(counsellor, on="class_code", how="left").join(credits, on="student_pid", how="left")
    frame = frame.join(_scores(facts), on="student_pid", how="left")
    if facts.has_events("fact_attendance"):
        came = facts.attendance_by_student_offering.group_by("student_pid").agg(
            pl.col("present", "recorded", "on_leave").sum()
        )
        came = came.select(
            "student_pid", attendance_rate=pl.col("present") / (pl.col("recorded") - pl.col("on_leave"))
        )
        frame = frame.join(came, on="student_pid", how="left")
    if facts.has_events("fact_assignment"):
        done = (
            ontime_by_student_offering(facts)
            .group_by("student_pid")
            .agg(ontime_rate=pl.col("ontime").sum() / pl.col("due").sum())
        )
        frame = frame.join(done, on="student_pid", how="left")
    elapsed = (
        facts["term"]
        .filter(pl.col("term_id").is_in(facts.closed_terms))
        .select("start_year", "term_no")
        .rows()
    )
    count = (
        pl.sum_horizontal([(pl.lit(year) >= pl.col("entry_year")).cast(pl.Int64) for year, _ in elapsed])
        if elapsed
        else pl.lit(0)
    )
    return frame.with_columns(terms_elapsed=count)


def _scores(facts: Facts) -> pl.DataFrame:
    """Credit-weighted score to date, and as it stood without the newest closed term."""
    weight = pl.col("credits").fill_null(1.0)
    mean = (pl.col("score") * weight).sum() / weight.sum()
    best = facts.once(best_results).filter(pl.col("score").is_not_null())
    now = best.group_by("student_pid").agg(weighted_score=mean)
    earlier = facts.closed_terms[:-1]
    old = facts.grade.lazy().filter(pl.col("term_id").is_in(earlier) & pl.col("score").is_not_null())
    old = (
        old.group_by("student_pid", "course_code")
        .agg(score=pl.col("score").max(), credits=pl.col("credits").max())
        .collect()
    )
    return now.join(
        old.group_by("student_pid").agg(weighted_score_previous=mean), on="student_pid", how="left"
    )


def rosters(facts: Facts) -> pl.DataFrame:
    """One row per enrolment of a student in school, all terms: result to date, score, attendance and tasks of the running term."""
    names = facts["course"].select("course_code", course_name="name")
    who = facts.enrolled.select("student_pid", "class_code", "major_code", "org_code")
    base = facts.enrolment.select(*SO, "term_id", "course_code", "credits", "is_required").join(
        who, on="student_pid"
    )
    marks = facts.grade.select(*SO, "attempt_no", "result", "score_text", "score")
    last = marks.sort(*SO, "attempt_no").group_by(SO, maintain_order=True).agg(
        result=pl.when((pl.col("result") == "passed").any()).then(pl.lit("passed")).otherwise(pl.col("result").last()),
        score_text=pl.col("score_text").last(), score=pl.col("score").max(), attempts=pl.col("result").is_in(["passed", "failed"]).sum(),
    )  # fmt: skip
    frame = base.join(names, on="course_code", how="left").join(last, on=list(SO), how="left")
    if facts.has_events("fact_attendance"):
        came = facts.attendance_by_student_offering.select(
            *SO, attendance_rate=pl.col("present") / (pl.col("recorded") - pl.col("on_leave"))
        )
        frame = frame.join(came, on=list(SO), how="left")
    if facts.has_events("fact_assignment"):
        done = ontime_by_student_offering(facts).select(*SO, ontime_rate=pl.col("ontime") / pl.col("due"))
        frame = frame.join(done, on=list(SO), how="left")
    return frame


def offerings(facts: Facts) -> pl.DataFrame:
    """One row per offering: first teacher, number of teachers, size, sessions planned, due and held."""
    team = (
        facts["offering_teacher"]
        .sort("offering_id", "share", "teacher_pid", descending=[False, True, False])
        .group_by("offering_id")
        .agg(teacher_pid=pl.col("teacher_pid").first(), teacher_count=pl.len())
    )
    planned = facts["session"].group_by("offering_id").agg(sessions_planned=pl.len())
    past = facts.past_session.group_by("offering_id").agg(
        sessions_due=pl.len(), sessions_held=pl.col("is_held").sum()
    )
    base = facts.offering.select("offering_id", "term_id", "course_code", "org_code", "name")
    for part in (team, planned, past, facts.active_size.rename({"size": "enrolled"})):
        base = base.join(part, on="offering_id", how="left")
    return base

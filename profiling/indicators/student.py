"""Student indicators (B.5): one function each, grain student; process figures of the running term, results to date."""

from __future__ import annotations

import polars as pl

from profiling.facts import SO, Facts
from profiling.features.attendance import LEAVE, PRESENT
from profiling.values import empty, rate, shaped


def _shaped(values: pl.DataFrame, indicator: str, facts: Facts, term: str | None = None) -> pl.DataFrame:
    values = values.with_columns(period=pl.lit(term or facts.current_term))
    return shaped(values, indicator, "student", "student_pid")


def _closed(facts: Facts) -> str | None:
    return facts.closed_terms[-1] if facts.closed_terms else None


def best_results(facts: Facts) -> pl.DataFrame:
    """One row per student and course, from settled valid results to date (A.6 rules 3, 5, 6).

    passed or recognised once; score: the best numeric one; latest: the newest numeric one (by term, then attempt); grade_point:
    the newest the source gives; credits, required, nature.
    """
    settled = facts.grade.filter(pl.col("result").is_in(["passed", "failed", "recognised"]))
    return (
        settled.sort("term_id", "attempt_no")
        .group_by("student_pid", "course_code")
        .agg(
            passed=pl.col("result").is_in(["passed", "recognised"]).any(),
            score=pl.col("score").max(),
            latest=pl.col("score").drop_nulls().last(),
            grade_point=pl.col("grade_point").drop_nulls().last(),
            credits=pl.col("credits").max(),
            is_required=pl.col("is_required").fill_null(True).any(),
            course_nature=pl.col("course_nature").first(),
        )
    )


def credits_by_student(facts: Facts) -> pl.DataFrame:
    """Credits earned, credits due by the programme to the last closed term, open failed required credits.

    Students without any settled result are absent: nothing known is not nothing earned. A course whose credits no
    source states can be counted neither as earned nor as open.
    """
    best = facts.once(best_results).filter(pl.col("credits").is_not_null())
    if best.is_empty():
        return pl.DataFrame(
            schema={"student_pid": pl.String, "earned": pl.Float64, "open": pl.Float64, "due": pl.Float64}
        )
    done = best.group_by("student_pid").agg(
        earned=pl.col("credits").filter("passed").sum(),
        open=pl.col("credits").filter(~pl.col("passed") & pl.col("is_required")).sum(),
    )
    return done.join(_credits_due(facts), on="student_pid", how="left")


def _credits_due(facts: Facts) -> pl.DataFrame:
    """Credits of the programme courses whose planned term has closed for the student's entry grade."""
    closed = facts["term"].filter(pl.col("term_id").is_in(facts.closed_terms)).select("start_year", "term_no")
    versions = facts["student_version"].sort("valid_from")
    students = facts.enrolled.select("student_pid", "major_code", "entry_year")
    newest = facts["programme"].sort("version").unique(["major_code", "entry_grade"], keep="last")
    plan = facts["plan"].join(newest.select("programme_id", "major_code", "entry_grade"), on="programme_id")
    plan = plan.join(facts["course"].select("course_code", "credits"), on="course_code")
    if plan.is_empty() or closed.is_empty() or versions.is_empty():
        return pl.DataFrame(schema={"student_pid": pl.String, "due": pl.Float64})
    year, half = closed.sort("start_year", "term_no").row(-1)
    reached = 2 * (year - pl.col("entry_grade")) + min(half, 2)  # a summer term adds none to the plan
    due = (
        plan.filter(pl.col("planned_term") <= reached)
        .group_by("major_code", "entry_grade")
        .agg(due=pl.col("credits").sum())
    )
    return students.join(
        due, left_on=["major_code", "entry_year"], right_on=["major_code", "entry_grade"]
    ).select("student_pid", "due")


def stu_credit_progress(facts: Facts) -> pl.DataFrame:
    """Credits earned over credits due by the programme up to the last closed term."""
    values = facts.once(credits_by_student).filter(pl.col("due") > 0)
    values = values.with_columns(
        numerator="earned", denominator="due", value=pl.col("earned") / pl.col("due")
    )
    return _shaped(values, "stu_credit_progress", facts, _closed(facts))


def weighted(facts: Facts, indicator: str, courses: pl.Expr | None = None) -> pl.DataFrame:
    """Credit-weighted mean of the latest valid numeric scores."""
    best = facts.once(best_results).filter(pl.col("latest").is_not_null())
    best = best if courses is None else best.filter(courses)
    if best.is_empty():
        return empty()
    weight = pl.col("credits").fill_null(1.0)
    values = best.group_by("student_pid").agg(
        numerator=(pl.col("latest") * weight).sum(), denominator=weight.sum(), n=pl.len()
    )
    return _shaped(
        values.with_columns(value=pl.col("numerator") / pl.col("denominator")),
        indicator,
        facts,
        _closed(facts),
    )


def stu_weighted_score(facts: Facts) -> pl.DataFrame:
    """Credit-weighted score over latest valid numeric scores."""
    return weighted(facts, "stu_weighted_score")


def stu_public_score(facts: Facts) -> pl.DataFrame:
    """Credit-weighted score over public-basic courses."""
    return weighted(facts, "stu_public_score", pl.col("course_nature") == "public_basic")


def _flagged(facts: Facts, flag: str) -> pl.Expr:
    codes = facts["course"].filter(pl.col(flag).fill_null(False))["course_code"].to_list()
    return pl.col("course_code").is_in(codes)


def stu_ideology_score(facts: Facts) -> pl.DataFrame:
    """Credit-weighted score over ideology courses."""
    return weighted(facts, "stu_ideology_score", _flagged(facts, "is_ideology"))


def stu_pe_score(facts: Facts) -> pl.DataFrame:
    """Credit-weighted score over physical-education courses."""
    return weighted(facts, "stu_pe_score", _flagged(facts, "is_physical"))


def stu_gpa(facts: Facts) -> pl.DataFrame:
    """Grade points weighted by credits: the source's, else (score - 50) / 10 from 60 on, else 0 (A.6 rule 5)."""
    best = facts.once(best_results).filter(
        pl.col("latest").is_not_null() | pl.col("grade_point").is_not_null()
    )
    if best.is_empty():
        return empty()
    made = pl.when(pl.col("latest") >= 60).then((pl.col("latest") - 50) / 10).otherwise(0.0)
    point = pl.coalesce("grade_point", made)
    weight = pl.col("credits").fill_null(1.0)
    values = best.group_by("student_pid").agg(
        numerator=(point * weight).sum(), denominator=weight.sum(), n=pl.len()
    )
    return _shaped(
        values.with_columns(value=pl.col("numerator") / pl.col("denominator")),
        "stu_gpa",
        facts,
        _closed(facts),
    )


def failed_by_term(facts: Facts) -> pl.DataFrame:
    """Required credits failed at first attempt per student and term, and after the make-ups known by now."""
    first = facts.first_attempt.filter(
        pl.col("is_required").fill_null(True) & pl.col("credits").is_not_null()
    )
    ever = facts.grade.group_by(*SO).agg(made=(pl.col("result") == "passed").any())
    frame = first.join(ever, on=list(SO), how="left").with_columns(failed=pl.col("result") == "failed")
    return frame.group_by("student_pid", "term_id").agg(
        failed_first=pl.col("credits").filter("failed").sum(),
        failed_after=pl.col("credits").filter(pl.col("failed") & ~pl.col("made").fill_null(False)).sum(),
    )


def stu_term_failed_credits(facts: Facts) -> pl.DataFrame:
    """Required credits failed at first attempt in the last closed term."""
    term = _closed(facts)
    if term is None:
        return empty()
    values = facts.once(failed_by_term).filter(pl.col("term_id") == term).with_columns(value="failed_first")
    return _shaped(values, "stu_term_failed_credits", facts, term)


def stu_open_failed_credits(facts: Facts) -> pl.DataFrame:
    """Credits of required courses with no valid pass to date."""
    values = facts.once(credits_by_student).with_columns(value="open")
    return (
        _shaped(values, "stu_open_failed_credits", facts, _closed(facts)) if facts.closed_terms else empty()
    )


def _attendance(facts: Facts) -> pl.DataFrame:
    counts = facts.attendance_by_student_offering.group_by("student_pid").agg(
        pl.col("present", "absent", "on_leave", "recorded").sum()
    )
    return counts.with_columns(
        wanted=pl.col("recorded") - pl.col("on_leave"),
        few=pl.when(pl.col("recorded") < 5).then(pl.lit("missing")),
    )


def stu_attendance(facts: Facts) -> pl.DataFrame:
    """Present, late and early over required sessions less approved leave, running term; five sessions at least."""
    if not facts.has_events("fact_attendance"):
        return empty()
    values = rate(_attendance(facts), ["student_pid", "few"], "present", "wanted").with_columns(status="few")
    return _shaped(
        values.with_columns(value=pl.when(pl.col("few").is_null()).then("value")), "stu_attendance", facts
    )


def stu_unexcused(facts: Facts) -> pl.DataFrame:
    """Unexcused absences over required sessions, running term."""
    if not facts.has_events("fact_attendance"):
        return empty()
    values = rate(_attendance(facts), ["student_pid", "few"], "absent", "recorded").with_columns(status="few")
    return _shaped(
        values.with_columns(value=pl.when(pl.col("few").is_null()).then("value")), "stu_unexcused", facts
    )


def ontime_by_student_offering(facts: Facts) -> pl.DataFrame:
    """Tasks due and on time per student and offering of the running term (quizzes and examinations left out)."""
    due = facts.due_coursework.group_by("offering_id").agg(due=pl.len())
    running = facts.enrolment.filter(
        (pl.col("term_id") == facts.current_term) & pl.col("unregistered_on").is_null()
    )
    frame = (
        running.select(*SO)
        .join(due, on="offering_id")
        .join(facts.submissions_by_student_offering, on=list(SO), how="left")
    )
    return frame.with_columns(ontime=pl.min_horizontal(pl.col("ontime").fill_null(0), "due"))


def stu_task_ontime(facts: Facts) -> pl.DataFrame:
    """Tasks and assignments done on time over due, running term; five due at least."""
    if not facts.has_events("fact_assignment"):
        return empty()
    sums = ontime_by_student_offering(facts).group_by("student_pid").agg(pl.col("ontime", "due").sum())
    values = rate(sums.filter(pl.col("due") >= 5), ["student_pid"], "ontime", "due")
    return _shaped(values, "stu_task_ontime", facts)


def stu_engagement_regularity(facts: Facts) -> pl.DataFrame:
    """Weeks with activity on two days or more over weeks elapsed; three weeks at least."""
    if not facts.has_events("fact_lms_daily") or facts.activity_by_student_week.is_empty():
        return empty()
    weeks = int(facts.activity_by_student_week["week_no"].max())
    if weeks < 3:
        return empty()
    active = facts.activity_by_student_week.group_by("student_pid").agg(
        active=(pl.col("active_days") >= 2).sum()
    )
    values = active.with_columns(weeks=pl.lit(weeks))
    return _shaped(rate(values, ["student_pid"], "active", "weeks"), "stu_engagement_regularity", facts)


def stu_quiz_score(facts: Facts) -> pl.DataFrame:
    """Points over possible in quizzes taken; three quizzes at least. Beside it the share of the quizzes set that was taken."""
    if not facts.has_events("fact_quiz"):
        return empty()
    values = facts.quiz_by_student.filter(pl.col("answered") >= 3).join(
        _quizzes_set(facts), on="student_pid", how="left"
    )
    values = values.with_columns(
        numerator="points",
        denominator=pl.col("answered").cast(pl.Float64),
        value=pl.col("points") / pl.col("answered"),
        n="answered",
        response_rate=(pl.col("answered") / pl.col("set")).clip(0, 1),
    )
    return _shaped(values, "stu_quiz_score", facts)


def _quizzes_set(facts: Facts) -> pl.DataFrame:
    """student_pid, set: quizzes due by now in the teaching classes of the running term that the student has not left."""
    due = facts.due_tasks.filter(pl.col("task_kind") == "quiz").group_by("offering_id").agg(set=pl.len())
    running = facts.enrolment.filter(
        (pl.col("term_id") == facts.current_term) & pl.col("unregistered_on").is_null()
    )
    return running.join(due, on="offering_id").group_by("student_pid").agg(pl.col("set").sum())


def stu_practice_hours(facts: Facts) -> pl.DataFrame:
    """Hours of practice courses (type C) attended over those required (recorded less approved leave), running term."""
    if not facts.has_events("fact_attendance"):
        return empty()
    practice = facts.offering.filter(
        (pl.col("course_type") == "C") & (pl.col("term_id") == facts.current_term)
    )
    events = facts.events["fact_attendance"].filter(
        (pl.col("term_id") == facts.current_term)
        & pl.col("offering_id").is_in(practice["offering_id"].implode())
    )
    hours = pl.col("period_count").fill_null(1).cast(pl.Float64)
    counts = events.group_by("student_pid").agg(
        present=hours.filter(pl.col("status").is_in(PRESENT)).sum(),
        wanted=hours.filter(~pl.col("status").is_in(LEAVE)).sum(),
    ).collect()  # fmt: skip
    return _shaped(rate(counts, ["student_pid"], "present", "wanted"), "stu_practice_hours", facts)

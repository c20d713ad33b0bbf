"""Page-ready rows that are no indicators: weeks, scores in bins, headers of students, rosters, offerings."""

from __future__ import annotations

import polars as pl

from profiling.facts import SO, Facts
from profiling.indicators.student import best_results, credits_by_student, ontime_by_student_offering

PROCESS, UNIT = "attendance_process", "unit_indicator"


def weeks(facts: Facts) -> pl.DataFrame:
    """Weekly numerators and denominators per offering, course, class, department and (running term) student.

    Columns: entity_kind, entity_id, term_id, week_no, measure, numerator, denominator, value.
    """
    parts = [*_offering_weeks(facts), *_student_weeks(facts)]
    if not parts:
        return pl.DataFrame(schema=_WEEK)
    frame = pl.concat(
        [
            part.select(pl.col(name).cast(kind) for name, kind in _WEEK.items() if name != "value")
            for part in parts
        ]
    )
    return frame.filter(pl.col("denominator") > 0).with_columns(
        value=pl.col("numerator") / pl.col("denominator")
    )


_WEEK = {
    "entity_kind": pl.String, "entity_id": pl.String, "term_id": pl.String, "week_no": pl.Int64, "measure": pl.String,
    "numerator": pl.Float64, "denominator": pl.Float64, "value": pl.Float64,
}  # fmt: skip


def _offering_weeks(facts: Facts) -> list[pl.DataFrame]:
    counts = []
    if facts.has_events("fact_attendance"):
        attended = facts.attendance_by_offering_week
        counts.append(
            (
                "attendance",
                attended.select(
                    "offering_id",
                    "week_no",
                    numerator="present",
                    denominator=pl.col("recorded") - pl.col("on_leave"),
                ),
            )
        )
    if facts.has_events("fact_assignment"):
        for kind, measure in (("pre_task", "pre_completion"), ("assignment", "ontime")):
            counts.append((measure, _task_weeks(facts, kind)))
    if facts.has_events("fact_interaction"):
        talk = facts.interaction.group_by("offering_id", "week_no").agg(
            numerator=(pl.col("participants") / pl.col("present")).sum(), denominator=pl.len()
        )
        counts.append(("participation", talk))
    if facts.has_events("fact_lms_daily") and not facts.has_events("fact_attendance"):
        visits = (
            facts.events["fact_lms_daily"]
            .group_by("offering_id", "week_no")
            .agg(numerator=pl.col("visits").sum())
        )
        sized = visits.collect().join(facts.active_size, on="offering_id").rename({"size": "denominator"})
        counts.append(("visits", sized.filter(pl.col("week_no") >= 1)))
    keys = facts.offering.select("offering_id", "term_id", "course_code", "class_code", "org_code")
    return [_rolled(part.join(keys, on="offering_id"), measure) for measure, part in counts]


def _task_weeks(facts: Facts, kind: str) -> pl.DataFrame:
    due = (
        facts.due_tasks.filter(pl.col("task_kind") == kind)
        .group_by("offering_id", "week_no")
        .agg(tasks=pl.len())
    )
    done = facts.submissions_by_offering_week.filter(pl.col("task_kind") == kind).select(
        "offering_id", week_no="due_week", ontime="ontime"
    )
    frame = due.join(facts.active_size, on="offering_id").join(
        done, on=["offering_id", "week_no"], how="left"
    )
    expected = pl.col("tasks") * pl.col("size")
    return frame.select(
        "offering_id",
        "week_no",
        numerator=pl.min_horizontal(pl.col("ontime").fill_null(0), expected),
        denominator=expected,
    )


def _rolled(frame: pl.DataFrame, measure: str) -> pl.DataFrame:
    kinds = {"offering": "offering_id", "course": "course_code", "class": "class_code", "org": "org_code"}
    return pl.concat(
        frame.filter(pl.col(key).is_not_null())
        .group_by(entity_id=pl.col(key), term_id="term_id", week_no=pl.col("week_no").cast(pl.Int64))
        .agg(pl.col("numerator", "denominator").sum().cast(pl.Float64))
        .with_columns(entity_kind=pl.lit(kind), measure=pl.lit(measure))
        for kind, key in kinds.items()
    )


def _student_weeks(facts: Facts) -> list[pl.DataFrame]:
    """Attendance, tasks on time and, of both together, engagement, per student and week of the running term."""
    parts = []
    if facts.has_events("fact_attendance"):
        parts.append(
            (
                "attendance",
                facts.attendance_by_student_week.select(
                    "student_pid",
                    "week_no",
                    numerator="present",
                    denominator=pl.col("recorded") - pl.col("on_leave"),
                ),
            )
        )
    if facts.has_events("fact_assignment"):
        asked = (
            facts.due_tasks.filter(pl.col("task_kind") != "exam")
            .group_by("offering_id", "week_no")
            .agg(tasks=pl.len())
        )
        running = facts.enrolment.filter(
            (pl.col("term_id") == facts.current_term) & pl.col("unregistered_on").is_null()
        )
        due = (
            running.select(*SO)
            .join(asked, on="offering_id")
            .group_by("student_pid", "week_no")
            .agg(denominator=pl.col("tasks").sum())
        )
        done = facts.submissions_by_student_week.select("student_pid", week_no="due_week", numerator="ontime")
        frame = due.join(done, on=["student_pid", "week_no"], how="left").with_columns(
            pl.min_horizontal(pl.col("numerator").fill_null(0), "denominator")
        )
        parts.append(("ontime", frame))
    shaped = [
        part.select(
            entity_kind=pl.lit("student"),
            entity_id="student_pid",
            term_id=pl.lit(facts.current_term),
            week_no=pl.col("week_no").cast(pl.Int64),
            measure=pl.lit(measure),
            numerator=pl.col("numerator").cast(pl.Float64),
            denominator=pl.col("denominator").cast(pl.Float64),
        )  # fmt: skip
        for measure, part in parts
    ]
    if shaped:
        both = (
            pl.concat(shaped)
            .group_by("entity_kind", "entity_id", "term_id", "week_no")
            .agg(pl.col("numerator", "denominator").sum())
        )
        shaped.append(both.with_columns(measure=pl.lit("engagement")))
    return shaped


def score_bins(facts: Facts) -> pl.DataFrame:
    """Numeric first-attempt scores per course and term in bins of five points."""
    scored = facts.first_attempt.filter(pl.col("score").is_not_null())
    bins = (pl.col("score").clip(0, 99.999) // 5 * 5).cast(pl.Int64)
    frame = scored.group_by("course_code", "term_id", bin_from=bins).agg(
        n=pl.len(), org_code=pl.col("course_org").first()
    )
    return frame.select("course_code", "term_id", "bin_from", "org_code", "n")


def student_headers(facts: Facts) -> pl.DataFrame:
    """One row per student in school: class, major, credits, scores, attendance, tasks on time, counsellor."""
    base = facts.enrolled.select(
        "student_pid", "class_code", "major_code", "org_code", "entry_year", "student_status"
    )
    counsellor = (
        facts["teacher_role"]
        .filter(
            (pl.col("role") == "counsellor")
            & (pl.col("valid_to").is_null() | (pl.col("valid_to") > facts.as_of))
        )
        .sort("valid_from")
        .unique("target_code", keep="last")
        .select(class_code="target_code", counsellor_pid="teacher_pid")
    )
    credits = credits_by_student(facts).select(
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
    best = best_results(facts).filter(pl.col("score").is_not_null())
    now = best.group_by("student_pid").agg(weighted_score=mean)
    earlier = facts.closed_terms[:-1]
    old = facts.grade.filter(pl.col("term_id").is_in(earlier) & pl.col("score").is_not_null())
    old = old.group_by("student_pid", "course_code").agg(
        score=pl.col("score").max(), credits=pl.col("credits").max()
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
    last = facts.grade.sort(*SO, "attempt_no").group_by(SO, maintain_order=True).agg(
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

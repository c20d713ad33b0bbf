"""What happens in class and around it (B.3): one function each, at teaching class, course, department and school."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.features.attendance import PRESENT
from profiling.indicators.course_units import KINDS, about, rates, recorded_terms
from profiling.values import empty, shaped

NEAR = "7d"  # work before or after class belongs to the class meeting at most a week away


def crs_content_execution(facts: Facts) -> pl.DataFrame:
    """Which share of the planned topic units due was delivered as planned (weight: planned periods)?"""
    return rates(
        facts, "crs_content_execution", facts.past_session, "periods_delivered", "periods_due", sampled=False
    )


def crs_session_held(facts: Facts) -> pl.DataFrame:
    """Which share of the sessions due was held as planned or made up within two weeks?"""
    counts = facts.past_session.with_columns(due=pl.lit(1))
    return rates(facts, "crs_session_held", counts, "as_planned", "due", sampled=False)


def crs_attendance(facts: Facts) -> pl.DataFrame:
    """Present, late and early leave over recorded less approved leave."""
    counts = facts.attendance_by_offering_week.with_columns(wanted=pl.col("recorded") - pl.col("on_leave"))
    return rates(facts, "crs_attendance", counts, "present", "wanted")


def crs_participation(facts: Facts) -> pl.DataFrame:
    """Mean over sessions of participants over present, sessions with interaction."""
    if not facts.has_events("fact_interaction"):
        return empty()
    counts = facts.interaction.with_columns(
        share=pl.col("participants") / pl.col("present"), sessions=pl.lit(1)
    )
    return rates(facts, "crs_participation", counts, "share", "sessions", sampled=False)


def _held(facts: Facts) -> pl.DataFrame:
    """Sessions held by the as-of with the day on which they took place: session_id, offering_id, day."""
    moved = pl.when(pl.col("status") == "moved").then("made_up_on")
    held = facts.past_session.filter(pl.col("is_held") == 1)
    return held.select("session_id", "offering_id", day=pl.coalesce(moved, "held_on"))


def session_stages(facts: Facts) -> pl.DataFrame:
    """Held sessions with `covered` (1 where students were active in at least two stages around them) and `sessions` (1).

    One row per session. Before class counts for the next meeting of the teaching class, after class for the last one,
    each at most seven days away; in class on the day itself. Meetings of one day share what is done around it.
    """
    held = _held(facts)
    days = held.select("offering_id", "day").unique().sort("day").with_columns(meeting="day")
    active = (
        facts.events["fact_lms_daily"].select("offering_id", "day", "stage").unique().collect().sort("day")
    )
    parts = [active.filter(pl.col("stage") == "in").join(days, on=["offering_id", "day"])]
    for stage, way in (("pre", "forward"), ("post", "backward")):
        around = active.filter(pl.col("stage") == stage)
        parts.append(
            around.join_asof(
                days, on="day", by="offering_id", strategy=way, tolerance=NEAR, check_sortedness=False
            )
        )
    columns = ["offering_id", "stage", "meeting"]
    found = pl.concat([part.select(columns) for part in parts]).drop_nulls().unique()
    stages = found.group_by("offering_id", day="meeting").agg(stages=pl.len())
    return (
        recorded_terms(facts, held, active)
        .join(stages, on=["offering_id", "day"], how="left")
        .with_columns(covered=(pl.col("stages").fill_null(0) >= 2).cast(pl.Int64), sessions=pl.lit(1))
    )


def crs_stage_coverage(facts: Facts) -> pl.DataFrame:
    """Sessions with student activity in at least two of before, in, after class, over sessions held."""
    if not facts.has_events("fact_lms_daily"):
        return empty()
    return rates(
        facts, "crs_stage_coverage", facts.once(session_stages), "covered", "sessions", sampled=False
    )


def _tasks_done(facts: Facts, kind: str) -> pl.DataFrame:
    """Per offering: tasks of a kind handed in on time and tasks due x students."""
    due = facts.due_tasks.filter(pl.col("task_kind") == kind).group_by("offering_id").agg(tasks=pl.len())
    done = facts.submissions_by_offering_week.filter(pl.col("task_kind") == kind)
    done = done.group_by("offering_id").agg(pl.col("ontime").sum())
    frame = (
        recorded_terms(facts, due, done)
        .join(facts.active_size, on="offering_id")
        .join(done, on="offering_id", how="left")
    )
    frame = frame.with_columns(
        expected=pl.col("tasks") * pl.col("size"), ontime=pl.col("ontime").fill_null(0)
    )
    return frame.with_columns(ontime=pl.min_horizontal("ontime", "expected"))


def crs_pre_completion(facts: Facts) -> pl.DataFrame:
    """Pre-class tasks done before class over those assigned."""
    return rates(facts, "crs_pre_completion", _tasks_done(facts, "pre_task"), "ontime", "expected")


def crs_assignment_ontime(facts: Facts) -> pl.DataFrame:
    """Assignments handed in on time over those due."""
    return rates(facts, "crs_assignment_ontime", _tasks_done(facts, "assignment"), "ontime", "expected")


def _answered(facts: Facts) -> pl.DataFrame:
    """Per session the most students that answered one of its quizzes, and how many were present where that was recorded."""
    quizzes = facts.events["fact_quiz"].filter(pl.col("is_answered").fill_null(True))
    answered = quizzes.group_by("session_id", "task_id").agg(answered=pl.col("student_pid").n_unique())
    there = facts.events["fact_attendance"].group_by("session_id").agg(
        present=pl.col("status").is_in(PRESENT).sum()
    )  # fmt: skip
    most = answered.group_by("session_id").agg(pl.col("answered").max())
    return most.join(there, on="session_id", how="left").collect()


def crs_quiz_coverage(facts: Facts) -> pl.DataFrame:
    """Sessions with an in-class quiz answered by at least half of the students present, over sessions held."""
    if not facts.has_events("fact_quiz"):
        return empty()
    answered, held = _answered(facts), _held(facts)
    asked = held.join(answered, on="session_id", how="semi")
    counts = (
        recorded_terms(facts, held, asked)
        .join(facts.active_size, on="offering_id", how="left")
        .join(answered, on="session_id", how="left")
    )
    half = pl.col("answered") * 2 >= pl.coalesce("present", "size")
    counts = counts.with_columns(covered=half.fill_null(False).cast(pl.Int64), sessions=pl.lit(1))
    return rates(facts, "crs_quiz_coverage", counts, "covered", "sessions", sampled=False)


def crs_feedback_days(facts: Facts) -> pl.DataFrame:
    """Median days from submission to returned mark."""
    if facts.marking.is_empty():
        return empty()
    frame = about(facts, facts.marking)
    parts = []
    for kind, key in KINDS.items():
        values = frame.group_by(key, "period").agg(value=pl.col("days").median(), n=pl.len())
        values = values.with_columns(denominator=pl.col("n").cast(pl.Float64))
        parts.append(shaped(values, "crs_feedback_days", kind, key))
    return pl.concat(parts)

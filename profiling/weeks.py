"""Weekly figures of teaching classes, courses, classes, departments and students: what week monitors and heat maps show."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts


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
        came = facts.attendance_by_student_week
        wanted = pl.col("recorded") - pl.col("on_leave")
        parts.append(
            _of_students(facts, came.with_columns(numerator="present", denominator=wanted), "attendance")
        )
    if facts.has_events("fact_assignment"):
        parts.append(_of_students(facts, _tasks_of_students(facts), "ontime"))
    if parts:
        keys = ("entity_kind", "entity_id", "term_id", "week_no")
        both = pl.concat(parts).group_by(keys).agg(pl.col("numerator", "denominator").sum())
        parts.append(both.with_columns(measure=pl.lit("engagement")))
    return parts


def _tasks_of_students(facts: Facts) -> pl.DataFrame:
    """Tasks due and handed in on time per student and week of the running term."""
    tasks = facts.due_tasks.filter(pl.col("task_kind").is_in(["assignment", "pre_task"]))
    asked = tasks.group_by("offering_id", "week_no").agg(tasks=pl.len())
    running = facts.enrolment.filter(
        (pl.col("term_id") == facts.current_term) & pl.col("unregistered_on").is_null()
    )
    due = running.select("student_pid", "offering_id").join(asked, on="offering_id")
    due = due.group_by("student_pid", "week_no").agg(denominator=pl.col("tasks").sum())
    done = facts.submissions_by_student_week.select("student_pid", week_no="due_week", numerator="ontime")
    frame = due.join(done, on=["student_pid", "week_no"], how="left")
    return frame.with_columns(pl.min_horizontal(pl.col("numerator").fill_null(0), "denominator"))


def _of_students(facts: Facts, frame: pl.DataFrame, measure: str) -> pl.DataFrame:
    return frame.select(
        entity_kind=pl.lit("student"),
        entity_id="student_pid",
        term_id=pl.lit(facts.current_term),
        week_no=pl.col("week_no").cast(pl.Int64),
        measure=pl.lit(measure),
        numerator=pl.col("numerator").cast(pl.Float64),
        denominator=pl.col("denominator").cast(pl.Float64),
    )

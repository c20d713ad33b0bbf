"""Page-ready records of persons: what a student or teacher has done, and a student's attendance day by day."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts

ACTIVITY, ACADEMIC, PLACEMENT = "student_activity", "student_academic_record", "internship_employment"
STUDENT = {
    "student_pid": pl.String, "record_id": pl.String, "kind": pl.String, "category": pl.String, "name": pl.String,
    "level": pl.String, "result": pl.String, "began_on": pl.Date, "ended_on": pl.Date, "quantity": pl.Float64,
    "unit": pl.String, "n": pl.Int64, "is_recognised": pl.Boolean,
}  # fmt: skip
TEACHER = {
    "teacher_pid": pl.String, "record_id": pl.String, "kind": pl.String, "dimension_id": pl.String, "name": pl.String,
    "level": pl.String, "result": pl.String, "began_on": pl.Date, "ended_on": pl.Date, "quantity": pl.Float64,
    "unit": pl.String, "person_order": pl.Int64, "person_count": pl.Int64, "is_recognised": pl.Boolean,
}  # fmt: skip
PLACES = ("student_pid", "class_code", "major_code", "org_code")


def student_records(facts: Facts) -> pl.DataFrame:
    """What has each student of the register done? One row per record; activities of the second classroom summed by module.

    Columns: STUDENT and the student's class, major and department. What lies after the as-of is left out.
    """
    parts = [
        _records(facts, "certificate", "certificate_no", ACTIVITY, "issued_on", level="level", result="certificate_kind", name="name"),
        _records(facts, "competition", "entry_no", ACTIVITY, "held_on", kind="contest", level="level", result="award", name="event_name"),
        _records(
            facts, "social_practice", "project_no", ACTIVITY, "from_on", kind="practice", level="practice_kind",
            ended_on="to_on", quantity="hours", unit="hours", is_recognised="is_recognised",
        ),
        _records(
            facts, "internship", "from_on", PLACEMENT, "from_on", name="company", result="arranged_by", ended_on="to_on",
            quantity="score", unit="score",
        ),
        _rewards(facts, "reward"),
        _rewards(facts, "sanction"),
        _fitness(facts),
        _second_classroom(facts),
    ]  # fmt: skip
    frame = pl.concat(_shaped(part, STUDENT) for part in parts)
    return frame.join(facts.enrolled.select(PLACES), on="student_pid").unique(
        ["student_pid", "record_id"], keep="first", maintain_order=True
    )


def _records(
    facts: Facts, source: str, number: str, category: str, on: str, *, kind: str | None = None, unit: str | None = None, **columns: str
) -> pl.DataFrame:  # fmt: skip
    """Rows of one table as records; `columns` maps a column of the record to one of the table."""
    kind = kind or source
    known = facts[source].filter(pl.col(on) <= facts.as_of)
    return known.select(
        "student_pid",
        record_id=pl.concat_str(pl.lit(f"{kind}:"), pl.col(number).cast(pl.String)),
        kind=pl.lit(kind),
        category=pl.lit(category),
        began_on=pl.col(on),
        unit=pl.lit(unit, dtype=pl.String),
        n=pl.lit(1),
        **{name: pl.col(column) for name, column in columns.items()},
    )


def _rewards(facts: Facts, kind: str) -> pl.DataFrame:
    rows = _records(
        facts, "reward_sanction", "record_no", ACADEMIC, "decided_on", kind=kind, level="level", result="reason_code",
        ended_on="lifted_on", given="record_kind",
    )  # fmt: skip
    return rows.filter(pl.col("given") == kind)


def _fitness(facts: Facts) -> pl.DataFrame:
    """The total of each year's fitness test; an exemption has no score and says so."""
    rows = facts["fitness"].filter((pl.col("item") == "total") & (pl.col("year") <= facts.as_of.year))
    return rows.select(
        "student_pid",
        record_id=pl.concat_str(pl.lit("fitness:"), pl.col("year").cast(pl.String)),
        kind=pl.lit("fitness"),
        category=pl.lit(ACTIVITY),
        level=pl.col("year").cast(pl.String),
        result=pl.when(pl.col("is_exempt")).then(pl.lit("exempt")),
        began_on=pl.col("tested_on"),
        quantity=pl.col("score"),
        unit=pl.lit("score"),
        n=pl.lit(1),
    )


def _second_classroom(facts: Facts) -> pl.DataFrame:
    """Recognised activities, summed by module: hours are what both a page and a student count by."""
    rows = facts["second_classroom"].filter(
        pl.col("is_recognised").fill_null(False) & (pl.col("held_on") <= facts.as_of)
    )
    led = (pl.col("role") == "leader").any()
    sums = (
        rows.sort("student_pid", "held_on", "activity_no")
        .group_by("student_pid", pl.col("module").fill_null("other"), maintain_order=True)
        .agg(
            began_on=pl.col("held_on").min(),
            ended_on=pl.col("held_on").max(),
            quantity=pl.col("hours").sum().round(6),
            result=pl.when(led).then(pl.lit("leader")),
            n=pl.len(),
        )
    )
    return sums.select(
        "student_pid",
        pl.col("began_on", "ended_on", "quantity", "result", "n"),
        record_id=pl.concat_str(pl.lit("second_classroom:"), pl.col("module")),
        kind=pl.lit("second_classroom"),
        category=pl.lit(ACTIVITY),
        level=pl.col("module"),
        unit=pl.lit("hours"),
        is_recognised=pl.lit(True),
    )


def _shaped(frame: pl.DataFrame, columns: dict) -> pl.DataFrame:
    """The columns of a record in their order; what a kind of record does not tell is null."""
    return frame.select(
        (pl.col(name).cast(kind) if name in frame.columns else pl.lit(None, dtype=kind).alias(name))
        for name, kind in columns.items()
    )


def student_days(facts: Facts) -> pl.DataFrame:
    """Attendance of the running term day by day; one row per student, days as a JSON list of [week, weekday, present, expected].

    A day of approved leave alone expects nobody and is left out; a source without weekdays has no rows.
    """
    schema = {"student_pid": pl.String, "term_id": pl.String, "days": pl.String}
    if not facts.has_events("fact_attendance"):
        return pl.DataFrame(schema=schema).join(facts.enrolled.select(PLACES), on="student_pid")
    days = facts.attendance_by_student_day.with_columns(expected=pl.col("recorded") - pl.col("on_leave"))
    days = days.filter((pl.col("expected") > 0) & pl.col("weekday").is_not_null())
    cell = pl.format("[{},{},{},{}]", "week_no", "weekday", "present", "expected")
    told = (
        days.sort("student_pid", "week_no", "weekday")
        .group_by("student_pid", maintain_order=True)
        .agg(days=cell.str.join(","))
        .select("student_pid", term_id=pl.lit(facts.current_term), days=pl.format("[{}]", "days"))
    )
    return told.join(facts.enrolled.select(PLACES), on="student_pid")


def teacher_records(facts: Facts) -> pl.DataFrame:
    """What has each teacher done beyond the classes? One row per record, with the dimension of the standards it speaks for."""
    shares = {"person_order": "person_order", "person_count": "person_count"}
    parts = [
        _of_teacher(
            facts, "training", "D2", "training_no", "from_on", name="topic", level="training_level", ended_on="to_on",
            quantity="hours", unit="hours", is_recognised="is_accepted",
        ),
        _of_teacher(
            facts, "practice", "D2", "from_on", "from_on", kind="enterprise", name="company", result="practice_kind",
            ended_on="to_on", is_recognised="is_report_accepted",
        ),
        _of_teacher(
            facts, "teacher_activity", "D2", "activity_no", "held_on", kind="activity", result="activity_kind",
            quantity="score", unit="score", is_recognised="is_accepted",
        ),
        _of_teacher(facts, "teaching_award", "D3", "award_no", "awarded_on", kind="award", level="level", result="award", **shares),
        _of_teacher(facts, "course_build", "D3", "build_no", "finished_on", level="level", result="build_kind", **shares),
        _of_teacher(facts, "research_project", "D5", "project_no", "approved_on", kind="project", level="level", quantity="funds", unit="k_yuan", **shares),
        _of_teacher(facts, "research_output", "D5", "output_no", "published_on", kind="output", result="output_kind", **shares),
        _of_teacher(facts, "social_service", "D5", "service_no", "received_on", kind="service", result="service_kind", quantity="income", unit="k_yuan"),
        _guided(facts),
    ]  # fmt: skip
    frame = pl.concat(_shaped(part, TEACHER) for part in parts)
    return frame.join(facts.teacher.select("teacher_pid", "org_code"), on="teacher_pid").unique(
        ["teacher_pid", "record_id"], keep="first", maintain_order=True
    )


def _of_teacher(
    facts: Facts, source: str, dimension: str, number: str, on: str, *, kind: str | None = None, unit: str | None = None, **columns: str
) -> pl.DataFrame:  # fmt: skip
    kind = kind or source
    return (
        facts[source]
        .filter(pl.col(on) <= facts.as_of)
        .select(
            "teacher_pid",
            record_id=pl.concat_str(pl.lit(f"{kind}:"), pl.col(number).cast(pl.String)),
            kind=pl.lit(kind),
            dimension_id=pl.lit(dimension),
            began_on=pl.col(on),
            unit=pl.lit(unit, dtype=pl.String),
            **{name: pl.col(column) for name, column in columns.items()},
        )
    )


def _guided(facts: Facts) -> pl.DataFrame:
    """Contests of students whom the teacher advised, once per entry: the event and the award, never who took part."""
    entries = facts["competition"].filter(pl.col("held_on") <= facts.as_of).sort("entry_no", "student_pid")
    entries = entries.unique("entry_no", keep="first", maintain_order=True)
    rows = facts["adviser"].join(
        entries.select("entry_no", "event_name", "held_on", "level", "award"), on="entry_no"
    )
    return rows.select(
        "teacher_pid",
        "level",
        "person_order",
        record_id=pl.concat_str(pl.lit("guided:"), pl.col("entry_no")),
        kind=pl.lit("guided"),
        dimension_id=pl.lit("D4"),
        name=pl.col("event_name"),
        result=pl.col("award"),
        began_on=pl.col("held_on"),
    )

"""Readings of the national tables as frames: those of the warehouse as they are, those that are counted from more than one place."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from access.scope import Scope
from data.warehouse import lake
from data.warehouse.queries import national as queries
from views import warehouse

ATTENDANCE, INTERACTION = "fact_attendance", "fact_interaction"
CAME = ("present", "late", "early_leave")
MISSED = ("absent", "sick", "personal", "late", "early_leave")
NATURES = ("public_basic", "professional_basic", "professional_core", "professional_extension")
CREDITS = {f"{nature}_credits": pl.Float64 for nature in NATURES}
SCORES = {f"{nature}_score": pl.Float64 for nature in NATURES}


def interaction(scope: Scope) -> pl.DataFrame:
    """One row per lesson with interaction or attendance recorded: launches and participations, and the share of those recorded who
    came, in percent (official leave left out)."""
    lessons = warehouse.read(queries.sessions(), scope)
    counted = (
        _attendance()
        .filter(pl.col("status") != "official")
        .group_by("session_id")
        .agg(attendance_percent=pl.col("status").is_in(list(CAME)).mean() * 100)
        .collect()
    )
    launched = (
        lake.scan(warehouse.home(), INTERACTION)
        .select(
            "session_id",
            "launches",
            "participants",
            participation_percent=pl.when(pl.col("present") > 0).then(
                pl.col("participants") / pl.col("present") * 100
            ),
        )
        .unique("session_id")
        .collect()
    )
    both = counted.join(launched, on="session_id", how="full", coalesce=True)
    return _joined(lessons, both, "session_id")


def absences(scope: Scope) -> pl.DataFrame:
    """One row per student x lesson missed, come late to or left early; official leave is none of the list's kinds."""
    lessons = warehouse.read(queries.sessions(), scope)
    students = warehouse.read(queries.numbers("student"), scope)
    missed = (
        _attendance()
        .filter(pl.col("status").is_in(list(MISSED)))
        .select("session_id", "student_pid", pl.col("status").alias("absence_kind"))
        .collect()
    )
    known = missed.join(
        students.rename({"person_pid": "student_pid", "person_no": "student_no"}), on="student_pid"
    )
    return _joined(known, lessons.rename({"held_on": "absent_on"}), "session_id").drop("student_pid")


def results(scope: Scope) -> pl.DataFrame:
    """One row per student x term: credits earned and credit-weighted mean of the newest score, by nature of the course.

    A course passed once (or recognised) is passed; a course without credits has none to earn and weighs one.
    """
    attempts = warehouse.read(queries.attempts(), scope)
    if attempts.is_empty():
        return attempts.drop("result", "attempt_no").with_columns(
            recorded_on=pl.lit(None, pl.String), **{name: pl.lit(None, kind) for name, kind in (CREDITS | SCORES).items()}
        )  # fmt: skip
    who = ["student_no", "term_id"]
    taken = attempts.group_by(*who, "offering_id").agg(
        pl.col(
            "full_name",
            "school_year",
            "term_no",
            "major_code",
            "major_name",
            "course_nature",
            "credits",
            "recorded_at",
        ).last(),
        pl.col("score").drop_nulls().last(),
        is_passed=pl.col("result").is_in(["passed", "recognised"]).any(),
    )
    weight = pl.col("credits").cast(pl.Float64).fill_null(1.0)
    of_nature = {}
    for nature in NATURES:
        here = pl.col("course_nature") == nature
        scored = here & pl.col("score").is_not_null()
        earned = pl.col("credits").cast(pl.Float64).filter(here & pl.col("is_passed"))
        of_nature[f"{nature}_credits"] = pl.when(here.any()).then(earned.sum())
        of_nature[f"{nature}_score"] = (pl.col("score") * weight).filter(scored).sum() / pl.when(
            scored.any()
        ).then(weight.filter(scored).sum())
    return (
        taken.group_by(who)
        .agg(
            pl.col("full_name", "school_year", "term_no", "major_code", "major_name").first(),
            recorded_on=pl.col("recorded_at").max(),
            **of_nature,
        )
        .sort(who)
    )


def _attendance() -> pl.LazyFrame:
    return lake.scan(warehouse.home(), ATTENDANCE)


def _joined(left: pl.DataFrame, right: pl.DataFrame, key: str) -> pl.DataFrame:
    """Rows with a partner; an empty frame knows no types, so its key is taken for text."""
    return left.with_columns(pl.col(key).cast(pl.String)).join(
        right.with_columns(pl.col(key).cast(pl.String)), on=key
    )


def _read(query: Callable) -> Callable[[Scope], pl.DataFrame]:
    return lambda scope: warehouse.read(query(), scope)


READINGS: dict[str, Callable[[Scope], pl.DataFrame]] = {
    "majors": _read(queries.majors),
    "courses": _read(queries.courses),
    "programme_courses": _read(queries.programme_courses),
    "lessons": _read(queries.lessons),
    "enrolments": _read(queries.enrolments),
    "interaction": interaction,
    "absences": absences,
    "evaluations": _read(queries.evaluations),
    "results": results,
    "appraisals": _read(queries.appraisals),
}

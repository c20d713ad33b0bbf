"""Readings of the national tables as frames: those of the warehouse as they are, those that are counted from more than one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl
from sqlalchemy import Select

from access.scope import Scope
from data.warehouse import lake
from data.warehouse.queries import national as queries
from views import warehouse

ATTENDANCE, INTERACTION = "fact_attendance", "fact_interaction"
CAME = ("present", "late", "early_leave")
MISSED = ("absent", "sick", "personal", "late", "early_leave")
NATURES = ("public_basic", "professional_basic", "professional_core", "professional_extension")
WHO = ["student_no", "term_id"]
SAME = ["full_name", "school_year", "term_no", "major_code", "major_name"]  # of the student and of the term


def interaction(scope: Scope) -> pl.DataFrame:
    """One row per lesson with interaction or attendance recorded: launches and participations, and the share of those recorded who
    came, in percent (official leave left out)."""
    lessons = _frame(queries.sessions(), scope)
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
    lessons = _frame(queries.sessions(), scope)
    students = _frame(queries.numbers("student"), scope)
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
    """One row per student x term: credits earned and credit-weighted mean of the newest score, by nature of the course, and the score
    of a placement in the term it was given in.

    A course passed once (or recognised) is passed; a course without credits has none to earn and weighs one.
    """
    courses = _by_nature(_frame(queries.attempts(), scope).cast({"score": pl.Float64, "credits": pl.Float64}))
    placed = _placements(scope)
    both = courses.join(placed, on=WHO, how="full", coalesce=True)
    kept = [pl.coalesce(name, f"{name}_right").alias(name) for name in SAME]
    return both.with_columns(kept).drop(f"{name}_right" for name in SAME).sort(WHO)


def _by_nature(attempts: pl.DataFrame) -> pl.DataFrame:
    taken = attempts.group_by(*WHO, "offering_id", maintain_order=True).agg(
        pl.col(*SAME, "course_nature", "credits", "recorded_at").last(),
        pl.col("score").drop_nulls().last(),
        is_passed=pl.col("result").is_in(["passed", "recognised"]).any(),
    )
    return taken.group_by(WHO, maintain_order=True).agg(
        pl.col(SAME).first(),
        recorded_on=pl.col("recorded_at").max(),
        **{name: made for nature in NATURES for name, made in _of_nature(nature)},
    )


def _of_nature(nature: str) -> Iterator[tuple[str, pl.Expr]]:
    here = pl.col("course_nature") == nature
    scored = here & pl.col("score").is_not_null()
    weight = pl.col("credits").fill_null(1.0)
    yield (
        f"{nature}_credits",
        pl.when(here.any()).then(pl.col("credits").filter(here & pl.col("is_passed")).sum()),
    )
    mean = (pl.col("score") * weight).filter(scored).sum() / weight.filter(scored).sum()
    yield f"{nature}_score", pl.when(scored.any()).then(mean)


def _placements(scope: Scope) -> pl.DataFrame:
    """The newest score of a placement per student and term: the term that had begun last when it was given."""
    scored = _frame(queries.internships(), scope).cast({"scored_on": pl.Date, "internship_score": pl.Float64})
    begun = _frame(queries.terms(), scope).cast({"begins_on": pl.Date})
    dated = scored.sort("scored_on").join_asof(
        begun, left_on="scored_on", right_on="begins_on", strategy="backward"
    )
    known = dated.filter(pl.col("term_id").is_not_null()).cast(
        {"term_id": pl.String, "student_no": pl.String}
    )
    return known.select(*WHO, *SAME, "internship_score").unique(WHO, keep="last", maintain_order=True)


def _attendance() -> pl.LazyFrame:
    return lake.scan(warehouse.home(), ATTENDANCE)


def _joined(left: pl.DataFrame, right: pl.DataFrame, key: str) -> pl.DataFrame:
    """Rows with a partner; an empty frame knows no types, so its key is taken for text."""
    return left.with_columns(pl.col(key).cast(pl.String)).join(
        right.with_columns(pl.col(key).cast(pl.String)), on=key
    )


def _frame(query: Select, scope: Scope) -> pl.DataFrame:
    """What is joined: a column without any value is text, so that it has a type."""
    return warehouse.read(query, scope).with_columns(pl.col(pl.Null).cast(pl.String))


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

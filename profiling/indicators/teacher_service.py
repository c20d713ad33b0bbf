"""How teachers serve students and work with colleagues (B.4, C.11 D4): advising, requests, review by peers, incidents."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.moments import local_day, newest_two_terms, term_over, trailing, trailing_period, with_term
from profiling.periods import years_over
from profiling.staff import TEACHING, accepted_activities, everybody, in_year_over, staff
from profiling.values import empty, shaped

CONTACTS = 2  # recorded contacts that make a student advised
FEW_STUDENTS, FEW_REQUESTS, FEW_REVIEWS = 5, 3, 3
SECONDS_AN_HOUR = 3600


def _provisional_below(least: int) -> pl.Expr:
    return pl.when(pl.col("n") < least).then(pl.lit("provisional"))


def tch_student_contact(facts: Facts) -> pl.DataFrame:
    """Advised students with two recorded contacts or more in the newest term over, over students assigned at its end."""
    term = term_over(facts)
    if facts["advised"].is_empty() or facts["contact"].is_empty() or term is None:
        return empty()
    name, first, last = term
    assigned = facts["advised"].filter(
        (pl.col("valid_from") <= last) & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= last))
    )
    assigned = assigned.select("teacher_pid", "student_pid").unique()
    contacts = facts["contact"].filter(local_day(facts, "contacted_at").is_between(first, last))
    counts = contacts.group_by("teacher_pid", "student_pid").agg(times=pl.len())
    met = assigned.join(counts, on=["teacher_pid", "student_pid"], how="left")
    found = met.group_by("teacher_pid").agg(
        numerator=(pl.col("times").fill_null(0) >= CONTACTS).sum().cast(pl.Float64),
        denominator=pl.len().cast(pl.Float64),
        n=pl.len(),
    )
    values = _or_not_applicable(facts, found, FEW_STUDENTS).with_columns(
        value=pl.col("numerator") / pl.col("denominator"), period=pl.lit(name)
    )
    return shaped(values, "tch_student_contact", "teacher", "teacher_pid")


def _or_not_applicable(facts: Facts, found: pl.DataFrame, least: int) -> pl.DataFrame:
    """Full-time teachers with what was found; not applicable where there is nothing to answer for, provisional below `least`."""
    values = staff(facts, "full_time").select("teacher_pid").join(found, on="teacher_pid", how="left")
    nothing = pl.when(pl.col("n").is_null()).then(pl.lit("not_applicable"))
    return values.with_columns(status=nothing.otherwise(_provisional_below(least)))


def tch_request_hours(facts: Facts) -> pl.DataFrame:
    """Median hours from a student's request to its first answer, requests of the running term or the one before."""
    if facts["request"].is_empty():
        return empty()
    own = facts["request"].drop_nulls("teacher_pid").with_columns(day=local_day(facts, "submitted_at"))
    own = with_term(facts, own, "day").filter(pl.col("period").is_in(newest_two_terms(facts)))
    answered = own.filter(pl.col("answered_at") >= pl.col("submitted_at"))
    hours = (pl.col("answered_at") - pl.col("submitted_at")).dt.total_seconds() / SECONDS_AN_HOUR
    found = answered.group_by("teacher_pid", "period").agg(value=hours.median(), n=pl.len())
    people = staff(facts, *TEACHING).select("teacher_pid")
    values = people.join(found, on="teacher_pid", how="inner").with_columns(
        status=_provisional_below(FEW_REQUESTS)
    )
    spared = people.join(own, on="teacher_pid", how="anti").with_columns(
        period=pl.lit(facts.current_term, dtype=pl.String), status=pl.lit("not_applicable")
    )
    both = pl.concat([values, spared], how="diagonal")
    return shaped(both, "tch_request_hours", "teacher", "teacher_pid")


def tch_peer_review(facts: Facts) -> pl.DataFrame:
    """Mean score that colleagues gave to lessons seen and lesson presentations in the newest school year over."""
    if facts["teacher_activity"].is_empty():
        return empty()
    rows = accepted_activities(facts, "peer_review", "lesson_presentation").drop_nulls("score")
    rows = rows.filter(in_year_over(facts, "held_on"))
    found = rows.group_by("teacher_pid").agg(
        value=pl.col("score").mean(), n=pl.len(), numerator=pl.col("score").sum()
    )
    values = staff(facts, *TEACHING).select("teacher_pid").join(found, on="teacher_pid")
    values = values.with_columns(
        denominator=pl.col("n").cast(pl.Float64),
        status=_provisional_below(FEW_REVIEWS),
        period=pl.lit(years_over(facts.as_of, 1)[0]),
    )
    return shaped(values, "tch_peer_review", "teacher", "teacher_pid")


def tch_incidents(facts: Facts) -> pl.DataFrame:
    """Confirmed teaching incidents of level I in the twelve months to the as-of; those of all levels beside it."""
    if facts["incident"].is_empty():
        return empty()
    own = facts["incident"].filter(
        (pl.col("incident_class") == "teaching")
        & pl.col("teacher_pid").is_not_null()
        & trailing(facts, "confirmed_on", 1)
    )
    found = own.group_by("teacher_pid").agg(
        value=(pl.col("level") == "I").fill_null(False).sum().cast(pl.Float64), n=pl.len()
    )
    values = everybody(staff(facts, *TEACHING, "counsellor"), found).with_columns(
        numerator=pl.col("n").cast(pl.Float64), period=trailing_period(facts, 1)
    )
    return shaped(values, "tch_incidents", "teacher", "teacher_pid")

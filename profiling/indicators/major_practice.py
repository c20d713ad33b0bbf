"""Where students of a major practise (B.2): training rooms and projects, internships, partners."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.periods import school_year, year_bounds, years_over
from profiling.values import empty, rate, shaped

SIX_MONTHS = 180  # days; a month is thirty
PASS = 60
DEPTH = {"has_order_class": 3, "has_joint_course": 2, "has_part_time": 2, "has_joint_base": 2}
RECRUITS, RECRUITS_POINTS, CAP = 5, 1, 10


def _shaped(values: pl.DataFrame, indicator: str) -> pl.DataFrame:
    return shaped(values, indicator, "major", "major_code")


def maj_training_open_rate(facts: Facts) -> pl.DataFrame:
    """Training projects opened over those planned, terms that are closed."""
    projects = facts["training_project"].drop_nulls(["major_code", "is_opened"])
    projects = projects.filter(pl.col("term_id").is_in(facts.closed_terms))
    if projects.is_empty():
        return empty()
    projects = projects.with_columns(pl.col("is_opened").cast(pl.Int64), one=pl.lit(1), period="term_id")
    values = rate(projects, ["major_code", "period"], "is_opened", "one", sampled=False)
    return _shaped(values, "maj_training_open_rate")


def maj_workstation_pp(facts: Facts) -> pl.DataFrame:
    """Workstations of the rooms the major may use over its students in school; a major without a room has 0."""
    rooms = facts["room_major"].select("room_no", "major_code").unique().join(
        facts["training_room"].drop_nulls("workstations"), on="room_no"
    )  # fmt: skip
    if rooms.is_empty():
        return empty()
    rooms = rooms.group_by("major_code").agg(pl.col("workstations").sum())
    students = facts.in_school.drop_nulls("major_code").group_by("major_code").agg(students=pl.len())
    frame = students.join(rooms, on="major_code", how="left").with_columns(
        pl.col("workstations").fill_null(0), period=pl.lit(facts.current_term, dtype=pl.String)
    )
    values = rate(frame, ["major_code", "period"], "workstations", "students", sampled=False)
    return _shaped(values, "maj_workstation_pp")


def maj_room_use(facts: Facts) -> pl.DataFrame:
    """Periods used over periods available of the rooms the major may use, terms that are closed."""
    rooms = facts["room_major"].select("room_no", "major_code").unique()
    use = facts["room_use"].filter(pl.col("term_id").is_in(facts.closed_terms))
    use = use.drop_nulls(["used_periods", "available_periods"]).join(rooms, on="room_no")
    if use.is_empty():
        return empty()
    use = use.with_columns(period="term_id")
    values = rate(use, ["major_code", "period"], "used_periods", "available_periods", sampled=False)
    return _shaped(values, "maj_room_use")


def _of_major(facts: Facts, frame: pl.DataFrame) -> pl.DataFrame:
    majors = facts.student.select(
        "student_pid", "major_code", "student_status", "entry_year", "schooling_years"
    )
    return frame.join(majors, on="student_pid").drop_nulls("major_code")


def maj_intern_match(facts: Facts) -> pl.DataFrame:
    """Placements that match the major over placements of which it is known, by the school year they began in."""
    placements = _of_major(facts, facts["internship"].drop_nulls("is_match"))
    placements = placements.with_columns(
        pl.col("is_match").cast(pl.Int64), one=pl.lit(1), period=school_year(pl.col("from_on"))
    ).filter(pl.col("period").is_in(years_over(facts.as_of)))
    if placements.is_empty():
        return empty()
    values = rate(placements, ["major_code", "period"], "is_match", "one", sampled=False)
    return _shaped(values, "maj_intern_match")


def _in_order(facts: Facts) -> pl.DataFrame:
    """Days per student of placements with agreement, insurance and a pass; both ends count, no further than the as-of."""
    end = pl.min_horizontal(pl.col("to_on").fill_null(facts.as_of), pl.lit(facts.as_of))
    good = facts["internship"].filter(
        pl.col("has_agreement").fill_null(False)
        & pl.col("has_insurance").fill_null(False)
        & (pl.col("score") >= PASS).fill_null(False)
    )
    days = (end - pl.col("from_on")).dt.total_days() + 1
    return good.group_by("student_pid").agg(days=days.clip(0).sum())


def maj_intern_complete(facts: Facts) -> pl.DataFrame:
    """Students with six months of placements in order over the students of the class that was due to leave in the year."""
    placed = facts["internship"].select("student_pid").unique().with_columns(placed=pl.lit(True))
    if placed.is_empty():
        return empty()
    due_year = pl.col("entry_year") + pl.col("schooling_years")
    due = _of_major(facts, facts.student.select("student_pid")).filter(
        pl.col("student_status").is_in(["enrolled", "graduated"])
    )
    due = due.with_columns(period=pl.format("{}-{}", due_year - 1, due_year))
    due = due.filter(pl.col("period").is_in(years_over(facts.as_of)))
    due = due.join(placed, on="student_pid", how="left").join(_in_order(facts), on="student_pid", how="left")
    due = due.filter(pl.col("placed").fill_null(False).any().over("period"))
    if due.is_empty():
        return empty()
    met = (pl.col("days") >= SIX_MONTHS).fill_null(False).cast(pl.Int64)
    values = rate(
        due.with_columns(met=met, one=pl.lit(1)), ["major_code", "period"], "met", "one", sampled=False
    )
    return _shaped(values, "maj_intern_complete")


def maj_partner_depth(facts: Facts) -> pl.DataFrame:
    """Points of cooperation over the partners active in the school year, at most ten each, divided by ten."""
    agreements = facts["agreement"]
    if agreements.is_empty():
        return empty()
    years = year_bounds(years_over(facts.as_of)).filter(pl.col("last_on") >= agreements["from_on"].min())
    active = agreements.join(years, how="cross").filter(
        (pl.col("from_on") <= pl.col("last_on"))
        & (pl.col("to_on").is_null() | (pl.col("to_on") >= pl.col("first_on")))
    )
    points = active.group_by("major_code", "period", "partner_no").agg(_depth().alias("points"))
    sums = points.group_by("major_code", "period").agg(numerator=pl.col("points").sum(), n=pl.len())
    majors = facts["major"].select("major_code").join(years.select("period"), how="cross")
    values = majors.join(sums, on=["major_code", "period"], how="left").with_columns(
        pl.col("numerator").fill_null(0), pl.col("n").fill_null(0), denominator=pl.lit(float(CAP))
    )
    return _shaped(values.with_columns(value=pl.col("numerator") / CAP), "maj_partner_depth")


def _depth() -> pl.Expr:
    """Points of one partner from all its agreements of the year."""
    parts = [pl.col(name).fill_null(False).any().cast(pl.Int64) * worth for name, worth in DEPTH.items()]
    recruits = (pl.col("recruits").fill_null(0).sum() >= RECRUITS).cast(pl.Int64) * RECRUITS_POINTS
    return pl.min_horizontal(pl.sum_horizontal(*parts, recruits), pl.lit(CAP))

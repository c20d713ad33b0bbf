"""Who an indicator of staff is about: teaching staff, counsellors, new teachers, whose students; one row per person."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.periods import year_bounds, years_over
from profiling.standard import teacher_standard
from profiling.values import shaped

TEACHING = ("full_time", "internal_part", "external_part")
OUTSIDE = ("internal_part", "external_part")


def staff(facts: Facts, *kinds: str) -> pl.DataFrame:
    """Present versions of staff of the kinds named (staff_type)."""
    return facts.teacher.filter(pl.col("staff_type").is_in(kinds))


def tiers(facts: Facts) -> pl.DataFrame:
    """teacher_pid, tier: the standard that judges each full-time teacher at the as-of (T0 to T4)."""
    people = staff(facts, "full_time").select("teacher_pid", "staff_type", "title_rank", "entry_on")
    found = [
        (pid, (teacher_standard(kind, title, entry, facts.as_of) or "").rpartition(".")[2])
        for pid, kind, title, entry in people.iter_rows()
    ]
    return pl.DataFrame(found, schema={"teacher_pid": pl.String, "tier": pl.String}, orient="row")


def everybody(people: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """One row per person of `people` with what was found of them; value 0 and n 0 where a complete register has nothing."""
    frame = people.select("teacher_pid").join(found, on="teacher_pid", how="left")
    return frame.with_columns(pl.col("value").cast(pl.Float64).fill_null(0.0), pl.col("n").fill_null(0))


def of_year(facts: Facts, people: pl.DataFrame, found: pl.DataFrame, indicator: str) -> pl.DataFrame:
    """Yearly values of the newest school year over: 0 where nothing is recorded, not applicable to who came after it."""
    year = years_over(facts.as_of, 1)[0]
    last = year_bounds([year])["last_on"][0]
    later = (pl.col("entry_on") > last).fill_null(False)
    frame = everybody(people, found).join(people.select("teacher_pid", "entry_on"), on="teacher_pid")
    frame = frame.with_columns(
        value=pl.when(~later).then("value"),
        status=pl.when(later).then(pl.lit("not_applicable")),
        period=pl.lit(year),
    )
    return shaped(frame, indicator, "teacher", "teacher_pid")


def in_year_over(facts: Facts, column: str) -> pl.Expr:
    """Does the date lie in the newest school year that is over (1 September to 31 August)?"""
    first, last = year_bounds(years_over(facts.as_of, 1)).select("first_on", "last_on").row(0)
    return pl.col(column).is_between(first, last).fill_null(False)


def accepted_activities(facts: Facts, *kinds: str) -> pl.DataFrame:
    """Activities of the kinds named that were not rejected."""
    rows = facts["teacher_activity"]
    return rows.filter(pl.col("activity_kind").is_in(kinds) & pl.col("is_accepted").fill_null(True))


def with_counsellor(facts: Facts, rows: pl.DataFrame, day: str) -> pl.DataFrame:
    """Rows of students with `counsellor_pid`: who looked after the student's class on that day; others are dropped.

    Of several the one appointed last, then the smallest pid. The student's class is that of the version valid on the day.
    """
    versions = facts["student_version"].select("student_pid", "valid_from", "class_code").sort("valid_from")
    rows = rows.with_row_index("row_no").drop_nulls(day).sort(day)
    rows = rows.join_asof(
        versions, left_on=day, right_on="valid_from", by="student_pid", strategy="backward", check_sortedness=False
    ).drop("valid_from")  # fmt: skip
    roles = facts["teacher_role"].filter(
        (pl.col("role") == "counsellor") & (pl.col("target_kind") == "class")
    )
    roles = roles.select("valid_from", "valid_to", class_code="target_code", counsellor_pid="teacher_pid")
    found = rows.drop_nulls("class_code").join(roles, on="class_code")
    found = found.filter(
        (pl.col("valid_from") <= pl.col(day)) & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= pl.col(day)))
    )  # fmt: skip
    found = found.sort("row_no", "valid_from", "counsellor_pid", descending=[False, True, False])
    return found.unique("row_no", keep="first", maintain_order=True).drop("row_no", "valid_from", "valid_to")


def enrolled_on(facts: Facts, day) -> pl.DataFrame:
    """student_pid and `day` of the students whose register entry said enrolled on that day."""
    versions = facts["student_version"].filter(pl.col("valid_from") <= day).sort("student_pid", "valid_from")
    newest = versions.unique("student_pid", keep="last", maintain_order=True)
    return newest.filter(pl.col("student_status") == "enrolled").select("student_pid", day=pl.lit(day))


YEAR_OF_TERMS = 3  # the running term and the two before it


def without_classes(facts: Facts, indicator: str, values: pl.DataFrame, period: str) -> pl.DataFrame:
    """The values, and `not_applicable` for counsellors who neither have one nor teach in the newest three terms."""
    recent = facts["offering"].filter(pl.col("term_id").is_in(facts.terms[-YEAR_OF_TERMS:]))["offering_id"]
    team = facts["offering_teacher"].filter(pl.col("offering_id").is_in(recent.implode()))["teacher_pid"]
    known = values["entity_id"] if values.height else pl.Series([], dtype=pl.String)
    idle = staff(facts, "counsellor").filter(
        ~pl.col("teacher_pid").is_in(team.unique().implode()) & ~pl.col("teacher_pid").is_in(known.implode())
    )
    if idle.is_empty():
        return values
    none = idle.select(
        "teacher_pid",
        value=pl.lit(None, dtype=pl.Float64),
        status=pl.lit("not_applicable"),
        period=pl.lit(period),
    )
    return pl.concat([values, shaped(none, indicator, "teacher", "teacher_pid")])

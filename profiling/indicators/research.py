"""What teachers win, build, publish and earn for the college (B.4, C.11 D3 to D5): points of trailing years, money, days."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.moments import trailing, trailing_period
from profiling.points import author_share, award_points, capped, level_points, output_points
from profiling.staff import TEACHING, everybody, in_year_over, of_year, staff
from profiling.values import empty, shaped

YEARS = 3


def _points(facts: Facts, rows: pl.DataFrame, indicator: str, *kinds: str) -> pl.DataFrame:
    """Capped points of the staff of the kinds named (default: teaching staff); 0 where the registers have nothing of them."""
    found = capped(facts, rows, indicator)
    values = everybody(staff(facts, *(kinds or TEACHING)), found).with_columns(
        pl.col("raw_value").fill_null(0.0), period=trailing_period(facts, YEARS)
    )
    return shaped(values, indicator, "teacher", "teacher_pid")


def tch_teaching_awards(facts: Facts) -> pl.DataFrame:
    """Points of teaching achievement awards and teaching contests, by the person's part, trailing three years."""
    if facts["teaching_award"].is_empty():
        return empty()
    rows = facts["teaching_award"].filter(trailing(facts, "awarded_on", YEARS))
    rows = rows.with_columns(
        points=award_points("teaching") * author_share(),
        item_kind=pl.concat_str("award_kind", "level", separator="/"),
    )
    return _points(facts, rows, "tch_teaching_awards")


def tch_guided_awards(facts: Facts) -> pl.DataFrame:
    """Points of students' contest entries, by the adviser's part, trailing three years."""
    if facts["adviser"].is_empty() or facts["competition"].is_empty():
        return empty()
    entries = facts["competition"].sort("entry_no", "student_pid").unique("entry_no", keep="first")
    entries = entries.filter(trailing(facts, "held_on", YEARS)).select("entry_no", "level", "award")
    advisers = facts["adviser"].with_columns(person_count=pl.len().over("entry_no"))
    rows = advisers.join(entries, on="entry_no").with_columns(
        points=award_points("student_contest") * author_share(), item_kind="level"
    )
    return _points(facts, rows, "tch_guided_awards")


def tch_course_building(facts: Facts) -> pl.DataFrame:
    """Points of courses and textbooks built, by the person's part, trailing three years."""
    if facts["course_build"].is_empty():
        return empty()
    rows = facts["course_build"].filter(trailing(facts, "finished_on", YEARS))
    earned = (
        pl.when(pl.col("build_kind") == "course")
        .then(level_points("course"))
        .when(pl.col("build_kind") == "textbook")
        .then(level_points("textbook"))
        .otherwise(0.0)
    )
    rows = rows.with_columns(
        points=earned * author_share(), item_kind=pl.concat_str("build_kind", "level", separator="/")
    )
    return _points(facts, rows, "tch_course_building")


def _research(facts: Facts) -> pl.DataFrame:
    """One row per person and project or output of the trailing three years: teacher_pid, points (own part), item_kind."""
    projects = facts["research_project"].filter(trailing(facts, "approved_on", YEARS))
    projects = projects.select(
        "teacher_pid", points=level_points("project") * author_share(),
        item_kind=pl.concat_str(pl.lit("project"), "level", separator="/"),
    )  # fmt: skip
    outputs = facts["research_output"].filter(trailing(facts, "published_on", YEARS))
    outputs = outputs.select("teacher_pid", points=output_points() * author_share(), item_kind="output_kind")
    return pl.concat([projects, outputs])


def _no_research(facts: Facts) -> bool:
    """Whether one of the two registers is absent: half of the points would pass for all of them."""
    return facts["research_project"].is_empty() or facts["research_output"].is_empty()


def tch_research_points(facts: Facts) -> pl.DataFrame:
    """Points of projects and outputs, by the person's part, trailing three years."""
    return empty() if _no_research(facts) else _points(facts, _research(facts), "tch_research_points")


def cou_research_points(facts: Facts) -> pl.DataFrame:
    """The same points for counsellors."""
    if _no_research(facts):
        return empty()
    return _points(facts, _research(facts), "cou_research_points", "counsellor")


def tch_service_income(facts: Facts) -> pl.DataFrame:
    """Money received for services to others, by the person's share, trailing three years, thousand yuan."""
    if facts["social_service"].is_empty():
        return empty()
    rows = facts["social_service"].filter(trailing(facts, "received_on", YEARS))
    values = everybody(staff(facts, *TEACHING), _shared(rows, "income"))
    values = values.with_columns(period=trailing_period(facts, YEARS))
    return shaped(values, "tch_service_income", "teacher", "teacher_pid")


def tch_social_training(facts: Facts) -> pl.DataFrame:
    """Person-days of training given to others, by the person's share, newest school year over."""
    if facts["social_service"].is_empty():
        return empty()
    rows = facts["social_service"].filter(in_year_over(facts, "received_on"))
    return of_year(facts, staff(facts, *TEACHING), _shared(rows, "person_days"), "tch_social_training")


def _shared(rows: pl.DataFrame, amount: str) -> pl.DataFrame:
    """Amount x share per person over the rows that name an amount; a share that is not known counts as the whole."""
    rows = rows.drop_nulls(amount)
    part = pl.col(amount) * pl.col("share").fill_null(1.0)
    return rows.group_by("teacher_pid").agg(value=part.sum(), n=pl.len())

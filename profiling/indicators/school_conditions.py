"""What the school has and brings forth (B.1, C.15): equipment, books, areas, psychology staff, service, contests, projects, majors."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.indicators.school import SCHOOL
from profiling.indices.quadrant import WARNING
from profiling.periods import school_year, year_bounds, years_over
from profiling.points import award_points
from profiling.values import empty, shaped

YEARS, THOUSAND = 4, 1000.0
MAJOR_POINTS = {"national": 2.0, "provincial": 1.0}
INSIDE = ("full_time", "internal_part", "counsellor", "admin")


def _one(
    facts: Facts, indicator: str, top: float, bottom: float, period: str, n: int | None = None
) -> pl.DataFrame:
    """One value of the school: top over bottom, missing without a bottom."""
    row = pl.DataFrame({
        "school": [SCHOOL], "period": [period], "numerator": [float(top)], "denominator": [float(bottom)],
        "value": [top / bottom if bottom else None], "n": [n],
    }, schema_overrides={"value": pl.Float64, "n": pl.Int64})  # fmt: skip
    return shaped(row, indicator, "school", "school")


def _newest_asset(facts: Facts, kind: str, column: str) -> dict | None:
    rows = (
        facts["asset"]
        .filter((pl.col("asset_kind") == kind) & (pl.col("snapshot_on") <= facts.as_of))
        .drop_nulls(column)
        .sort("snapshot_on")
    )
    return rows.row(-1, named=True) if rows.height else None


def _per_student(facts: Facts, indicator: str, kind: str, column: str) -> pl.DataFrame:
    row = _newest_asset(facts, kind, column)
    if row is None:
        return empty()
    return _one(
        facts,
        indicator,
        row[column],
        facts.in_school.height,
        str(row["snapshot_on"].year),
        facts.in_school.height,
    )


def sch_equipment_value_pp(facts: Facts) -> pl.DataFrame:
    """Value of teaching and research equipment over students."""
    return _per_student(facts, "sch_equipment_value_pp", "teaching_equipment", "value")


def sch_books_pp(facts: Facts) -> pl.DataFrame:
    """Volumes over students."""
    return _per_student(facts, "sch_books_pp", "books", "quantity")


def sch_teaching_area_pp(facts: Facts) -> pl.DataFrame:
    """Teaching and administrative area over students."""
    return _per_student(facts, "sch_teaching_area_pp", "teaching_area", "quantity")


def sch_dorm_area_pp(facts: Facts) -> pl.DataFrame:
    """Dormitory area over students."""
    return _per_student(facts, "sch_dorm_area_pp", "dormitory_area", "quantity")


def sch_new_equipment_share(facts: Facts) -> pl.DataFrame:
    """Value of equipment added in the year over its value at the start of the year."""
    rows = facts["asset"].filter(
        (pl.col("asset_kind") == "teaching_equipment") & (pl.col("snapshot_on") <= facts.as_of)
    )
    rows = rows.drop_nulls(["value", "added_value"]).with_columns(year=pl.col("snapshot_on").dt.year())
    rows = rows.sort("snapshot_on").unique("year", keep="last", maintain_order=True).tail(YEARS)
    values = rows.select(
        school=pl.lit(SCHOOL), period=pl.col("year").cast(pl.String), numerator="added_value",
        denominator=pl.col("value") - pl.col("added_value"),
    )  # fmt: skip
    value = pl.when(pl.col("denominator") > 0).then(pl.col("numerator") / pl.col("denominator"))
    return (
        shaped(values.with_columns(value=value), "sch_new_equipment_share", "school", "school")
        if values.height
        else empty()
    )


def sch_psych_staff_ratio(facts: Facts) -> pl.DataFrame:
    """Students over psychology teachers of the college's own staff."""
    own = facts.teacher.filter(
        (pl.col("special_post") == "psychology") & pl.col("staff_type").is_in(INSIDE)
    ).height
    if not own or facts.in_school.is_empty():
        return empty()
    return _one(facts, "sch_psych_staff_ratio", facts.in_school.height, own, facts.current_term or "", own)


def _full_time(facts: Facts) -> int:
    return facts.teacher.filter(pl.col("staff_type") == "full_time").height


def _service(facts: Facts, indicator: str, kind: str, column: str, bottom: int) -> pl.DataFrame:
    """Sums of whole contracts (each counted once) of calendar years that are over, over one number of now."""
    rows = facts["social_service"].filter(
        (pl.col("service_kind") == kind)
        & (pl.col("received_on") <= facts.as_of)
        & pl.col(column).is_not_null()
    )
    once = rows.sort("received_on").unique("service_no", keep="first", maintain_order=True)
    sums = (
        once.group_by(year=pl.col("received_on").dt.year()).agg(pl.col(column).sum(), n=pl.len()).sort("year")
    )
    sums = sums.filter(pl.col("year") < facts.as_of.year).tail(YEARS)
    parts = [
        _one(facts, indicator, total or 0.0, bottom, str(year), n) for year, total, n in sums.iter_rows()
    ]
    return pl.concat(parts) if parts else empty()


def sch_service_income_pt(facts: Facts) -> pl.DataFrame:
    """Technical-service income of a year in thousand yuan over full-time teachers."""
    return _service(facts, "sch_service_income_pt", "technical", "income", _full_time(facts))


def sch_training_volume(facts: Facts) -> pl.DataFrame:
    """Person-days of training others in a year over students."""
    return _service(facts, "sch_training_volume", "training", "person_days", facts.in_school.height)


def sch_contest_points(facts: Facts) -> pl.DataFrame:
    """Award points of students' contests in the newest school year that is over, each entry once, per 1000 students."""
    if facts["competition"].is_empty():
        return empty()
    year = years_over(facts.as_of, 1)[0]
    rows = (
        facts["competition"].filter(school_year(pl.col("held_on")) == year).unique("entry_no", keep="first")
    )
    points = rows.select(award_points("student_contest").sum()).item() if rows.height else 0.0
    return _one(
        facts, "sch_contest_points", points, facts.in_school.height / THOUSAND, year, facts.in_school.height
    )


def sch_contest_participation(facts: Facts) -> pl.DataFrame:
    """Students in school who entered a contest in the newest school year that is over, over those who were there by its end."""
    if facts["competition"].is_empty():
        return empty()
    year = years_over(facts.as_of, 1)[0]
    last = year_bounds([year])["last_on"][0]
    there = facts.in_school.filter(pl.coalesce(pl.col("entry_on") <= last, pl.col("entry_year") < last.year))
    entered = facts["competition"].filter(school_year(pl.col("held_on")) == year)["student_pid"].unique()
    took_part = there.filter(pl.col("student_pid").is_in(entered.implode())).height
    return _one(facts, "sch_contest_participation", took_part, there.height, year, there.height)


def sch_innovation_projects(facts: Facts) -> pl.DataFrame:
    """Recognised innovation projects of students in the newest school year that is over, per 1000 students."""
    if facts["second_classroom"].is_empty():
        return empty()
    year = years_over(facts.as_of, 1)[0]
    rows = facts["second_classroom"].filter(
        pl.col("is_project").fill_null(False)
        & pl.col("is_recognised").fill_null(False)
        & (school_year(pl.col("held_on")) == year)
    )
    projects = rows["activity_no"].n_unique()
    return _one(
        facts,
        "sch_innovation_projects",
        projects,
        facts.in_school.height / THOUSAND,
        year,
        facts.in_school.height,
    )


def sch_integrity_training(facts: Facts) -> pl.DataFrame:
    """Own staff with an accepted integrity training in the newest school year that is over, over own staff there by its end."""
    kinds = facts["training"].filter(pl.col("training_kind") == "integrity")
    if kinds.is_empty():
        return empty()
    year = years_over(facts.as_of, 1)[0]
    last = year_bounds([year])["last_on"][0]
    staff = facts.teacher.filter(
        pl.col("staff_type").is_in(INSIDE) & (pl.col("entry_on").is_null() | (pl.col("entry_on") <= last))
    )
    accepted = kinds.filter(pl.col("is_accepted").fill_null(False) & (school_year(pl.col("to_on")) == year))[
        "teacher_pid"
    ]
    trained = staff.filter(pl.col("teacher_pid").is_in(accepted.unique().implode())).height
    return _one(facts, "sch_integrity_training", trained, staff.height, year, staff.height)


def sch_high_majors(facts: Facts) -> pl.DataFrame:
    """Points of majors by their key level: national 2, provincial 1."""
    known = facts["major"].filter(pl.col("key_level").is_not_null())
    if known.is_empty():
        return empty()
    points = pl.col("key_level").replace_strict(MAJOR_POINTS, default=0.0, return_dtype=pl.Float64).sum()
    value = known.select(points).item()
    row = pl.DataFrame(
        {"school": [SCHOOL], "period": [facts.current_term], "value": [value], "n": [known.height]}
    )
    return shaped(row, "sch_high_majors", "school", "school")


def sch_major_fit(
    facts: Facts, values: pl.DataFrame, indexes: pl.DataFrame, dimensions: pl.DataFrame
) -> pl.DataFrame:
    """Majors outside the quadrant of warning over majors of which the quadrant can be told."""
    told = indexes.filter(
        (pl.col("entity_kind") == "major") & (pl.col("relation") == "own") & pl.col("quadrant").is_not_null()
    )
    if told.is_empty():
        return empty()
    outside = told.filter(pl.col("quadrant") != WARNING).height
    return _one(facts, "sch_major_fit", outside, told.height, facts.current_term or "", told.height)

"""How teachers grow (B.4, C.11 D1, D2, D6): ethics, training, enterprises, exchange with colleagues, plans, quality innovation."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.moments import trailing, trailing_period, years_before
from profiling.own_plans import of_plans
from profiling.points import author_share
from profiling.staff import (
    OUTSIDE,
    TEACHING,
    accepted_activities,
    everybody,
    in_year_over,
    of_year,
    staff,
    tiers,
)
from profiling.values import empty, shaped

LEVELS = {"none": 0, "junior": 1, "intermediate": 2, "senior": 3}
ETHICS = {"fail": 0, "basic_pass": 1, "pass": 2, "excellent": 3}
EXCHANGE = {
    "T0": "mentor_session",
    "T1": "open_lesson",
    "T2": "junior_mentored",
    "T3": "junior_mentored",
    "T4": "junior_mentored",
}
DAYS_A_MONTH = 30


def tch_ethics_result(facts: Facts) -> pl.DataFrame:
    """Newest yearly ethics result as a level (0 fail, 1 basic pass, 2 pass, 3 excellent)."""
    found = facts["appraisal"].filter(
        pl.col("ethics_result").is_not_null() & (pl.date("year", 12, 31) <= facts.as_of)
    )
    newest = found.sort("year").unique("teacher_pid", keep="last")
    values = newest.with_columns(
        value=pl.col("ethics_result").replace_strict(ETHICS, default=None, return_dtype=pl.Float64),
        period=pl.col("year").cast(pl.String),
    )
    return shaped(
        values.select("teacher_pid", "value", "period"), "tch_ethics_result", "teacher", "teacher_pid"
    )


def tch_dual_level(facts: Facts) -> pl.DataFrame:
    """Recognised dual-qualified level (0 none to 3 senior)."""
    values = facts.teacher.filter(pl.col("dual_level").is_not_null()).with_columns(
        value=pl.col("dual_level").replace_strict(LEVELS, default=None, return_dtype=pl.Float64),
        period=pl.lit(str(facts.as_of.year)),
    )
    return shaped(values.select("teacher_pid", "value", "period"), "tch_dual_level", "teacher", "teacher_pid")


def tch_training_hours(facts: Facts) -> pl.DataFrame:
    """Accepted training hours of the newest school year over; 0 for staff without any, not applicable to who came later."""
    if facts["training"].is_empty():
        return empty()
    accepted = facts["training"].filter(pl.col("is_accepted").fill_null(False) & in_year_over(facts, "to_on"))
    sums = accepted.group_by("teacher_pid").agg(value=pl.col("hours").sum(), n=pl.len())
    return of_year(facts, facts.teacher, sums, "tch_training_hours")


def merged_months(placements: pl.DataFrame) -> pl.DataFrame:
    """Days and months (30 days each) per teacher with overlapping placements counted once; both ends count."""
    ordered = placements.sort("teacher_pid", "from_on")
    reached = pl.col("to_on").cum_max().shift(1).over("teacher_pid")
    begins = pl.max_horizontal(
        pl.col("from_on"), pl.coalesce(reached + pl.duration(days=1), pl.col("from_on"))
    )
    days = ((pl.col("to_on") - begins).dt.total_days() + 1).clip(lower_bound=0)
    return (
        ordered.with_columns(days=days)
        .group_by("teacher_pid", maintain_order=True)
        .agg(pl.col("days").sum())
        .with_columns(months=pl.col("days") / DAYS_A_MONTH)
    )


def tch_enterprise_months(facts: Facts) -> pl.DataFrame:
    """Months of enterprise practice in the trailing five years, teachers of professional courses; others: not applicable."""
    if facts["practice"].is_empty():
        return empty()
    since, today = pl.lit(years_before(facts.as_of, 5)), pl.lit(facts.as_of)
    placed = facts["practice"].with_columns(
        from_on=pl.max_horizontal("from_on", since),
        to_on=pl.min_horizontal(pl.coalesce("to_on", today), today),
    )
    months = merged_months(placed.filter(pl.col("to_on") >= pl.col("from_on")))
    values = staff(facts, *TEACHING).join(months, on="teacher_pid", how="left")
    values = _where(pl.col("is_professional").fill_null(False), values, pl.col("months").fill_null(0.0))
    return _yearly(facts, values, "tch_enterprise_months", 5)


def _where(applies: pl.Expr, frame: pl.DataFrame, value: pl.Expr) -> pl.DataFrame:
    """`value` for those to whom it applies; not applicable to the others."""
    return frame.with_columns(
        value=pl.when(applies).then(value), status=pl.when(~applies).then(pl.lit("not_applicable"))
    )


def _yearly(facts: Facts, values: pl.DataFrame, indicator: str, years: int) -> pl.DataFrame:
    kept = [name for name in ("teacher_pid", "value", "status", "n") if name in values.columns]
    values = values.select(kept).with_columns(period=trailing_period(facts, years))
    return shaped(values, indicator, "teacher", "teacher_pid")


def _counts(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.group_by("teacher_pid").agg(value=pl.len().cast(pl.Float64), n=pl.len())


def _of_kind(facts: Facts, *kinds: str) -> pl.DataFrame:
    """How many activities of the kinds named each person had in the newest school year over."""
    return _counts(accepted_activities(facts, *kinds).filter(in_year_over(facts, "held_on")))


def tch_enterprise_visits(facts: Facts) -> pl.DataFrame:
    """Visits to enterprises in the newest school year over, teachers of public courses; professional ones: not applicable."""
    if facts["teacher_activity"].is_empty():
        return empty()
    people = staff(facts, *TEACHING)
    values = of_year(facts, people, _of_kind(facts, "enterprise_visit"), "tch_enterprise_visits")
    about = people.select(entity_id="teacher_pid", professional=pl.col("is_professional").fill_null(False))
    values = values.join(about, on="entity_id", how="left", maintain_order="left").with_columns(
        value=pl.when(~pl.col("professional")).then("value"),
        status=pl.when("professional").then(pl.lit("not_applicable")).otherwise("status"),
    )
    return values.drop("professional")


def tch_growth_exchange(facts: Facts) -> pl.DataFrame:
    """Mentor sessions (T0), open lessons (T1) or juniors mentored (T2 to T4) in the newest school year over."""
    if facts["teacher_activity"].is_empty():
        return empty()
    kind = pl.col("tier").replace_strict(EXCHANGE, default=None, return_dtype=pl.String)
    wanted = tiers(facts).select("teacher_pid", activity_kind=kind)
    rows = accepted_activities(facts, *EXCHANGE.values()).filter(in_year_over(facts, "held_on"))
    rows = rows.join(wanted, on=["teacher_pid", "activity_kind"], how="semi")
    return of_year(facts, staff(facts, "full_time"), _counts(rows), "tch_growth_exchange")


def tch_briefings(facts: Facts) -> pl.DataFrame:
    """Teaching briefings attended by part-time teachers in the newest school year over."""
    if facts["teacher_activity"].is_empty():
        return empty()
    return of_year(facts, staff(facts, *OUTSIDE), _of_kind(facts, "briefing"), "tch_briefings")


def tch_joint_projects(facts: Facts) -> pl.DataFrame:
    """Joint projects with enterprises that part-time teachers took part in, trailing three years."""
    if facts["teacher_activity"].is_empty():
        return empty()
    rows = accepted_activities(facts, "joint_project").filter(trailing(facts, "held_on", 3))
    values = everybody(staff(facts, *OUTSIDE), _counts(rows))
    return _yearly(facts, values, "tch_joint_projects", 3)


def tch_innovation(facts: Facts) -> pl.DataFrame:
    """Accepted items of quality innovation by the person's part, trailing two years."""
    if facts["innovation"].is_empty():
        return empty()
    rows = facts["innovation"].filter(trailing(facts, "accepted_on", 2)).with_columns(part=author_share())
    found = rows.group_by("teacher_pid").agg(value=pl.col("part").sum(), n=pl.len())
    return _yearly(facts, everybody(staff(facts, *TEACHING), found), "tch_innovation", 2)


def tch_plan_progress(facts: Facts) -> pl.DataFrame:
    """Milestones of the own plan reached over those due in the twelve months to the as-of."""
    milestones = of_plans(facts, "teacher")
    if milestones.is_empty():
        return empty()
    due = milestones.filter(trailing(facts, "due_on", 1))
    found = due.group_by("teacher_pid").agg(
        numerator=pl.col("done_on").is_not_null().sum().cast(pl.Float64),
        denominator=pl.len().cast(pl.Float64),
        n=pl.len(),
    )
    values = (
        staff(facts, "full_time", "counsellor")
        .select("teacher_pid")
        .join(found, on="teacher_pid", how="left")
    )
    values = values.with_columns(
        value=pl.col("numerator") / pl.col("denominator"),
        period=pl.lit(facts.current_term, dtype=pl.String),
    )
    return shaped(values, "tch_plan_progress", "teacher", "teacher_pid")


def _new(facts: Facts, told: pl.DataFrame, indicator: str) -> pl.DataFrame:
    """1 for the new teachers (T0) named in `told`, 0 for the other new ones; the running term."""
    new = tiers(facts).filter(pl.col("tier") == "T0").select("teacher_pid")
    named = told.select("teacher_pid").unique().with_columns(value=pl.lit(1.0))
    values = new.join(named, on="teacher_pid", how="left").with_columns(
        value=pl.col("value").fill_null(0.0), period=pl.lit(facts.current_term, dtype=pl.String)
    )
    return shaped(values, indicator, "teacher", "teacher_pid")


def tch_preservice(facts: Facts) -> pl.DataFrame:
    """1 where a new teacher has passed the training before service, else 0."""
    before = facts["training"].filter(pl.col("training_kind") == "preservice")
    if before.is_empty():
        return empty()
    passed = before.filter(pl.col("is_accepted").fill_null(False) & (pl.col("to_on") <= facts.as_of))
    return _new(facts, passed, "tch_preservice")


def tch_mentor_assigned(facts: Facts) -> pl.DataFrame:
    """1 where a new teacher has been given a mentor, else 0."""
    if facts["teacher_activity"].is_empty():
        return empty()
    given = accepted_activities(facts, "mentor_assigned").filter(pl.col("held_on") <= facts.as_of)
    return _new(facts, given, "tch_mentor_assigned")

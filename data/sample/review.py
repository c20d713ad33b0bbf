"""What others say of teaching, and how much of it there is: evaluation by students, supervision, workload of one term."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl

from data.sample.staff import OFFICE_ROLES
from data.sample.teaching import TermPlan
from data.sample.world import World, generator

ITEMS = 2  # items of a questionnaire and of a visit form
PREPARED = 2.0  # standard hours of an hour of class: preparation and marking count as much again
VISIT_SHARE = 0.045  # of the meetings held
VISIT_KINDS, VISIT_ODDS = ["随机", "申请", "专项"], [0.7, 0.15, 0.15]


def _taught(plan: TermPlan) -> pl.DataFrame:
    about = plan.offerings.select("offering", "offering_no", "term_id", "enrolled")
    return plan.teachers.join(about, on="offering", maintain_order="left")


def evaluation(world: World, plan: TermPlan, draw: np.random.Generator) -> pl.DataFrame:
    """Anonymous responses per offering and teacher (no student anywhere); the scale is compressed as in real life."""
    skill = world.teachers.select("staff_no", "skill")
    base = _taught(plan).join(skill, on="staff_no", maintain_order="left").with_row_index("form")
    rate, shift = draw.uniform(0.22, 0.95, base.height), draw.normal(0, 1.0, base.height)
    counts = pl.Series(np.rint(base["enrolled"].to_numpy() * rate).astype(int))
    base = base.with_columns(mean=92.2 + 1.7 * pl.col("skill") + pl.Series(shift), n=counts).filter(
        pl.col("n") > 0
    )
    frame = base.with_columns(response=pl.int_ranges(1, pl.col("n") + 1)).explode(
        "response", empty_as_null=False
    )
    person, days = draw.normal(0, 3.5, frame.height), draw.integers(0, 14, frame.height)
    frame = frame.with_columns(mean=pl.col("mean") + pl.Series(person), day=pl.Series(days))
    frame = frame.join(
        pl.DataFrame({"item_no": range(1, ITEMS + 1)}), how="cross", maintain_order="left_right"
    )
    start = datetime.combine(plan.term.first_monday, time(12)) + timedelta(weeks=14)
    score = np.clip(np.rint(frame["mean"].to_numpy() + draw.normal(0, 2.5, frame.height)), 40, 100)
    return frame.select(
        "offering_no", "term_id", "staff_no", "item_no",
        response_id=pl.format("{}-{}-{}", "term_id", "form", "response"),
        score=pl.Series(score),
        submitted_at=pl.lit(start) + pl.duration(days=pl.col("day")),
    )  # fmt: skip


def supervision(world: World, plan: TermPlan, draw: np.random.Generator) -> pl.DataFrame:
    """Visits by the supervisors, some strict and some mild; about half of the offerings in a term, new and outside teachers more often."""
    visitors = world.teachers.filter(pl.col("org_code") == OFFICE_ROLES["supervisor"])["staff_no"].to_list()
    severity = generator(world.seed, "severity").normal(0, 2.5, len(visitors))
    lead = plan.offerings.select("offering", "term_id", "skill", staff_no="lead")
    held = plan.sessions.filter(pl.col("status") == "held").join(lead, on="offering", maintain_order="left")
    closely = held["staff_no"].is_in(looked_after(world, plan.term.first_monday).implode()).to_numpy()
    visits = held.filter(pl.Series(draw.random(held.height) < np.where(closely, 2.5, 1.0) * VISIT_SHARE))
    who = draw.integers(len(visitors), size=visits.height)
    mean = 84 + 3.0 * visits["skill"].to_numpy() - severity[who] + draw.normal(0, 3, visits.height)
    visits = visits.with_columns(
        visit_id=pl.format("{}-{}", "term_id", "session"),
        supervisor_no=pl.Series([visitors[place] for place in who], dtype=pl.String),
        visited_on=pl.col("starts").dt.date(),
        kind=pl.Series(draw.choice(VISIT_KINDS, visits.height, p=VISIT_ODDS).tolist(), dtype=pl.String),
        mean=pl.Series(mean),
    ).join(pl.DataFrame({"item_no": range(1, ITEMS + 1)}), how="cross", maintain_order="left_right")
    score = np.clip((visits["mean"].to_numpy() + draw.normal(0, 2.5, visits.height)).round(1), 40, 100)
    columns = [
        "visit_id",
        "item_no",
        "term_id",
        "offering_no",
        "staff_no",
        "supervisor_no",
        "visited_on",
        "kind",
    ]
    return visits.with_columns(score=pl.Series(score)).select(*columns, "score")


def looked_after(world: World, day: date) -> pl.Series:
    """Staff whose classes are visited more often: new teachers and those from outside."""
    own = (pl.col("staff") == "external_part") | (pl.col("entry_on") > day - timedelta(days=730))
    return world.teachers.filter(own)["staff_no"]


def workload(plan: TermPlan) -> pl.DataFrame:
    """Standard hours of the whole offering per teacher of it, more for large groups; booked in the second week."""
    size = pl.col("enrolled").clip(20, 100)
    return _taught(plan).select(
        "staff_no", "term_id", "offering_no", kind=pl.lit("理论与实践"),
        hours=(PREPARED * pl.col("hours") * (0.85 + size / 200)).round(1),
        booked_on=pl.lit(plan.term.first_monday + timedelta(days=11)),
    )  # fmt: skip

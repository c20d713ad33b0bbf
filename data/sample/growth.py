"""How staff grow: activities of each career stage, plans of their own, quality innovation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import polars as pl

from data.sample.calendar import AS_OF
from data.sample.membership import days_of, logistic, numbered, often
from data.sample.teamwork import LAST, number, on_file, works
from data.sample.world import World, generator, names

SCHOOL_YEARS = (2022, 2023, 2024, 2025)  # by their first year; the last one has just begun
NEW = 730  # days in which a teacher counts as new
# who does it how often in a school year
OFTEN = {
    "mentor_session": ("new", 11.0), "open_lesson": ("assistant", 2.1), "junior_mentored": ("mentor", 1.7),
    "enterprise_visit": ("general", 2.1), "briefing": ("outside", 2.0), "joint_project": ("outside", 1.5),
    "case_written": ("counsellor", 2.0), "peer_review": ("teaches", 3.6), "lesson_presentation": ("teaches", 1.1),
}  # fmt: skip
SCORED = ("peer_review", "lesson_presentation")
MENTORED = 0.98  # of the new teachers have a mentor
MILESTONES = (("教学改进", 12, 20), ("培训与企业实践", 3, 20), ("科研与社会服务", 5, 25), ("服务学生", 10, 25), ("年度总结", 7, 5))  # fmt: skip


def registers(world: World, old: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Activities, milestones of personal plans, quality innovation."""
    yield "fact_teacher_activity", activities(world)
    yield "qa_teacher_milestone", milestones(world)
    yield "qa_innovation", innovations(world)


def activities(world: World) -> pl.DataFrame:
    """One row per person and activity of four school years; what is judged has a score that follows the skill."""
    draw = generator(world.seed, "activities of staff")
    parts = [_of_year(_staff(world, year), year, draw) for year in SCHOOL_YEARS]
    frame = pl.concat([*parts, _mentors(world, draw)]).sort("held_on", "staff_no", "activity_kind")
    scores = (
        (83.0 + 3.4 * frame["skill"].to_numpy() + draw.normal(0, 2.6, frame.height)).clip(55, 99).round(1)
    )
    accepted = pl.Series(draw.random(frame.height) < 0.96)
    return frame.select(
        "staff_no", "activity_kind", "held_on", activity_no=numbered("HD", frame),
        score=pl.when(pl.col("activity_kind").is_in(SCORED)).then(pl.Series(scores)), is_accepted=accepted,
    )  # fmt: skip


def _staff(world: World, year: int) -> pl.DataFrame:
    """Staff with the stage each is in that school year; only those who were there before it ended."""
    public = names()["public_department"]["code"]
    last = min(date(year + 1, 6, 20), LAST)
    frame = on_file(world).filter((pl.col("entry_on") < last) & (pl.col("staff") != "admin"))
    full = pl.col("staff") == "full_time"
    new = full & (pl.col("entry_on") > last - timedelta(days=NEW))
    return frame.with_columns(
        new=new,
        assistant=full & ~new & pl.col("title").is_in(["none", "assistant"]),
        mentor=full & ~new & ~pl.col("title").is_in(["none", "assistant"]),
        general=full & (pl.col("org_code") == public),
        outside=pl.col("staff") == "external_part",
        counsellor=pl.col("staff") == "counsellor",
        teaches=pl.col("staff") != "counsellor",
    )


def _of_year(staff: pl.DataFrame, year: int, draw: np.random.Generator) -> pl.DataFrame:
    first, last = date(year, 9, 8), min(date(year + 1, 6, 28), LAST)
    part = ((last - first).days + 1) / 294
    rows = []
    for kind, (who, mean) in OFTEN.items():
        own = staff.filter(who)
        senior = own["title"].is_in(["professor"]).to_numpy() if kind == "junior_mentored" else 0
        own = often(own, mean * part * np.exp(0.25 * own["diligence"].to_numpy() + 0.3 * senior), draw)
        rows.append(own.select("staff_no", "skill", "entry_on", activity_kind=pl.lit(kind), held_on=days_of(first, last, draw, own.height)))  # fmt: skip
    return pl.concat(rows).filter(pl.col("held_on") > pl.col("entry_on")).drop("entry_on")


def _mentors(world: World, draw: np.random.Generator) -> pl.DataFrame:
    """Three weeks after entry nearly every new full-time teacher is given a mentor."""
    own = on_file(world).filter((pl.col("staff") == "full_time") & (pl.col("entry_on") >= date(2022, 1, 1)))
    own = own.with_columns(held_on=pl.col("entry_on") + timedelta(days=20)).filter(
        pl.Series(draw.random(own.height) < MENTORED) & (pl.col("held_on") <= LAST)
    )
    return own.select("staff_no", "skill", activity_kind=pl.lit("mentor_assigned"), held_on="held_on")


def milestones(world: World) -> pl.DataFrame:
    """Five milestones of every plan and school year; the newest department to join keeps plans on paper still."""
    draw = generator(world.seed, "milestones of staff")
    paper = world.departments[-1]["code"]
    own = on_file(world).filter(~pl.col("staff").is_in(["admin", "external_part"]) & ((pl.col("org_code") != paper) | (pl.col("staff") == "counsellor")))  # fmt: skip
    steps = pl.DataFrame(MILESTONES, schema=["title", "month", "day"], orient="row")
    frame = own.select("staff_no", "entry_on", "diligence").join(pl.DataFrame({"plan_year": SCHOOL_YEARS}), how="cross", maintain_order="left_right")  # fmt: skip
    frame = frame.join(steps.with_row_index("step", 1), how="cross", maintain_order="left_right")
    due = pl.date(pl.col("plan_year") + (pl.col("month") < 9).cast(pl.Int64), "month", "day")
    frame = frame.with_columns(due_on=due).filter(pl.col("entry_on") < pl.col("due_on") - timedelta(days=90))
    frame = frame.rechunk()
    late = draw.normal(-6, 5, frame.height).round().astype(int)
    reached = draw.random(frame.height) < logistic(2.35 + 0.8 * frame["diligence"].to_numpy())
    done = pl.col("due_on") + pl.duration(days=pl.Series(np.minimum(late, 20)))
    frame = frame.with_columns(done_on=pl.when(pl.Series(reached) & (done <= AS_OF)).then(done))
    confirmed = pl.col("done_on") + timedelta(days=9)
    return frame.select(
        "staff_no", "plan_year", "title", "due_on", "done_on",
        milestone_no=pl.format("GH{}-{}", "plan_year", "step"), confirmed_on=pl.when(confirmed <= AS_OF).then(confirmed),
    )  # fmt: skip


def innovations(world: World) -> pl.DataFrame:
    """Accepted items of quality innovation, alone or in teams of up to three; counsellors have some as well."""
    frame = works(world, "innovations", 0.95, [0.55, 0.3, 0.15], kinds=("full_time", "counsellor"))
    return frame.select(
        "staff_no", "person_order", "person_count", innovation_no=number("CX"), accepted_on="day"
    )

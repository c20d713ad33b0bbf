"""Digital resources of a term's teaching, who opened them, and who was let into the training rooms."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl

from data.sample.calendar import AS_OF, TERMS
from data.sample.conditions import rooms
from data.sample.events import PRESENT
from data.sample.exports import Exports
from data.sample.membership import logistic, over
from data.sample.teaching import TermPlan
from data.sample.world import World, generator

KEPT = TERMS[2:]  # the platform's list of resources, its log of visits and the door log begin here
# usual resources per credit: general, college, provincial, national course
PER_CREDIT = (13.0, 19.0, 30.0, 41.0)
KINDS = ("微课", "课件", "题库", "案例", "动画", "实训指导")
STAGES, STAGE_ODDS = ("pre", "in", "post"), [0.4, 0.3, 0.3]
OLDEST, OWN = 2000, 0.8  # days before the as-of; share made by the college itself


def write(world: World, plan: TermPlan, present: pl.DataFrame, engaged: np.ndarray, out: Exports) -> None:
    """The three registers of one term; `engaged` is one number per student, `present` the term's attendance."""
    if plan.term in KEPT:
        own = resources(world, plan)
        out.register("dim_resource", own.drop("offering"), plan.term)
        out.register("fact_training_access", access(world, plan, present), plan.term)
        out.register("fact_resource_use", visits(world, plan, own, engaged), plan.term)


def resources(world: World, plan: TermPlan) -> pl.DataFrame:
    """One row per teaching class on the platform and resource; parallel classes share those of their course."""
    term = plan.term
    catalogue = _catalogue(world).filter(pl.col("created_on") <= term.first_monday + timedelta(days=28))
    taught = plan.offerings.filter("uses_platform").select(
        "offering", "offering_no", "term_id", "course_code"
    )
    known = pl.col("updated_on") <= min(term.end_on, AS_OF)
    frame = taught.join(catalogue, on="course_code", maintain_order="left_right")
    return frame.drop("course_code").with_columns(updated_on=pl.when(known).then("updated_on"))


def _catalogue(world: World) -> pl.DataFrame:
    """Every course's resources, the same in all terms: more for the higher tiers, most of them older than a year."""
    draw = generator(world.seed, "resources")
    rank = world.courses["tier"].replace_strict({"general": 0, "college": 1, "provincial": 2, "national": 3}, return_dtype=pl.Int64)  # fmt: skip
    usual = np.array(PER_CREDIT)[rank.to_numpy()] * np.exp(draw.normal(0, 0.4, world.courses.height))
    many = np.maximum(2, np.rint(usual * world.courses["credits"].to_numpy())).astype(int)
    frame = world.courses.select("course_code")[np.repeat(np.arange(many.size), many)]
    place = pl.int_range(1, pl.len() + 1).over("course_code").cast(pl.String).str.zfill(3)
    kind, stage = draw.integers(0, len(KINDS), frame.height), draw.choice(STAGES, frame.height, p=STAGE_ODDS)
    created = pl.Series(np.datetime64(AS_OF, "D") - draw.integers(20, OLDEST, frame.height)).cast(pl.Date)
    revised = created + pl.Series(draw.integers(20, 900, frame.height)).cast(pl.Duration("ms")) * 86_400_000
    return frame.with_columns(
        resource_no=pl.format("{}-{}", "course_code", place), resource_kind=pl.Series([KINDS[k] for k in kind]),
        stage=pl.Series(stage.tolist()), created_on=created, is_own=pl.Series(draw.random(frame.height) < OWN),
        updated_on=pl.when(pl.Series(draw.random(frame.height) < 0.5)).then(revised),
    )  # fmt: skip


def visits(world: World, plan: TermPlan, own: pl.DataFrame, engaged: np.ndarray) -> pl.DataFrame:
    """One row per student and resource opened, on one day; how often a resource is opened depends on the teacher and luck."""
    term, draw = plan.term, generator(world.seed, f"visits{plan.term.index}")
    style = plan.offerings.select("offering", pull=0.4 * pl.col("diligence") + 0.2 * pl.col("tier") - 0.55)
    pull = own.select("offering").join(style, on="offering", maintain_order="left")["pull"].to_numpy()
    own = own.select("offering", "term_id", "offering_no", "resource_no", pull=pl.Series(pull + draw.normal(0, 0.9, own.height)))  # fmt: skip
    who = plan.enrolments.select("student", "offering", "left_on")
    frame = who.join(own, on="offering", maintain_order="left_right")
    chance = (
        logistic(frame["pull"].to_numpy() + 0.5 * engaged[frame["student"].to_numpy()]) * over(term) ** 0.3
    )
    frame = frame.filter(pl.Series(draw.random(frame.height) < chance))
    length = min(7 * 16, (AS_OF - term.first_monday).days)
    day = pl.Series(np.datetime64(term.first_monday, "D") + draw.integers(0, length, frame.height)).cast(
        pl.Date
    )
    frame = frame.with_columns(day=day, visits=pl.Series(1 + draw.poisson(0.8, frame.height)))
    frame = frame.filter(pl.col("left_on").is_null() | (pl.col("day") <= pl.col("left_on")))
    people = world.students.with_row_index("student").select("student", "student_no")
    return frame.join(people, on="student", maintain_order="left").select(
        "student_no", "term_id", "offering_no", "resource_no", "day", "visits"
    )


def access(world: World, plan: TermPlan, present: pl.DataFrame) -> pl.DataFrame:
    """One row per student and meeting of a practice course in a training room; the reader misses one in a hundred."""
    draw = generator(world.seed, f"rooms{plan.term.index}")
    practice = world.courses.filter((pl.col("type") == "C") & pl.col("major_code").is_not_null())
    own = rooms(world).group_by("major_code", maintain_order=True).agg(rooms="room_no")
    taught = plan.offerings.join(practice.select("course_code", "major_code"), on="course_code", maintain_order="left_right")  # fmt: skip
    taught = taught.join(own, on="major_code", maintain_order="left")
    turn = pl.int_range(pl.len()).over("major_code") % pl.col("rooms").list.len()
    frame = present.filter(pl.col("status").is_in(PRESENT)).join(
        taught.select("offering_no", room_no=pl.col("rooms").list.get(turn)),
        on="offering_no",
        maintain_order="left_right",
    )
    frame = frame.filter(pl.Series(draw.random(frame.height) < 0.99))
    early = pl.col("status") == "早退"
    minutes = pl.Series(draw.integers(82, 97, frame.height).astype(float))
    return frame.select(
        "student_no", "term_id", "offering_no", "room_no", "held_on", "periods", minutes=pl.when(early).then(minutes - 35).otherwise(minutes),
    )  # fmt: skip

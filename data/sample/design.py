"""How courses are built: units, skills of the post, objectives and their assessment, runs on a platform, textbooks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import polars as pl

from data.sample.calendar import AS_OF
from data.sample.world import TIERS, World, generator

UNITS = 16  # one a week of teaching
REVISED = {
    "national": 0.40,
    "provincial": 0.37,
    "college": 0.33,
    "general": 0.27,
}  # units in the last twelve months
COVERED = {
    "national": 0.965,
    "provincial": 0.945,
    "college": 0.90,
    "general": 0.82,
}  # skills of the post with a unit
MAPPED = {
    "national": 0.985,
    "provincial": 0.975,
    "college": 0.95,
    "general": 0.88,
}  # objectives with an assessment
LEARNERS = {
    "national": 1300.0,
    "provincial": 260.0,
    "college": 25.0,
    "general": 0.0,
}  # from outside, median of a run
RUNS = {
    "national": 3,
    "provincial": 3,
    "college": 3,
    "general": 2,
}  # begun at least, two fewer in one course of twelve
BOOKS = {"national": 2.3, "provincial": 2.0, "college": 1.6, "general": 1.35}
WEIGHTS = ((0.3, 0.4, 0.3), (0.25, 0.25, 0.3, 0.2), (0.2, 0.2, 0.2, 0.25, 0.15))
KNOWN_WORDS = ("能说明基本原理", "能完成规定操作", "能解决典型问题", "能遵守规范与安全", "能合作与表达")


def registers(world: World, old: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Units, skills, objectives, their assessment, runs, textbooks."""
    courses = designed(world)
    yield "dim_course_unit", units(courses, world.seed)
    yield "bridge_post_skill", skills(courses, world.seed)
    points = objectives(courses, world.seed)
    yield "dim_course_objective", points.select("course_code", "objective_no", "weight", "description")
    yield "bridge_objective_assessment", assessed(points, world.seed)
    yield "fact_course_run", runs(courses, world.seed)
    yield "dim_textbook", textbooks(world).drop("course_code")


def designed(world: World) -> pl.DataFrame:
    """Courses whose design is on file: those of one major are still on paper."""
    paper = world.majors[-1]["code"]
    return world.courses.filter(pl.col("major_code").is_null() | (pl.col("major_code") != paper))


def _by_tier(courses: pl.DataFrame, table: dict[str, float]) -> np.ndarray:
    return courses["tier"].replace_strict(table, return_dtype=pl.Float64).to_numpy()


def _numbered(courses: pl.DataFrame, count: np.ndarray | int) -> pl.DataFrame:
    """Each course as often as `count` says, with `place` from 1."""
    frame = courses.with_columns(
        pl.int_ranges(1, pl.Series(np.broadcast_to(count, courses.height) + 1)).alias("place")
    )
    return frame.explode("place", empty_as_null=False).filter(pl.col("place").is_not_null()).rechunk()


def _beta(mean: np.ndarray, draw: np.random.Generator, firm: float = 9.0) -> np.ndarray:
    """A share of its own for each course around the mean of its tier."""
    return draw.beta(firm * mean, firm * (1 - mean))


def units(courses: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Sixteen units a course; the day of the last revision, for some of them within the year."""
    draw = generator(seed, "units")
    frame = _numbered(
        courses.with_columns(share=pl.Series(_beta(_by_tier(courses, REVISED), draw, 16.0))), UNITS
    )
    fresh = draw.random(frame.height) < frame["share"].to_numpy()
    days = np.where(fresh, draw.integers(20, 350, frame.height), draw.integers(400, 1300, frame.height))
    return frame.select(
        "course_code", unit_no=pl.format("U{}", pl.col("place").cast(pl.String).str.zfill(2)), title=pl.format("单元{}", "place"),
        revised_on=pl.lit(AS_OF) - pl.duration(days=pl.Series(days)),
    )  # fmt: skip


def skills(courses: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Ten to twenty skills of the post per course of post ability, most of them with the unit that teaches them."""
    draw = generator(seed, "skills")
    own = courses.filter(pl.col("category") == "post_ability")
    own = own.with_columns(share=pl.Series(_beta(_by_tier(own, COVERED), draw, 40.0)))
    frame = _numbered(own, draw.integers(10, 21, own.height))
    covered = pl.Series(draw.random(frame.height) < frame["share"].to_numpy())
    unit = pl.Series(draw.integers(1, UNITS + 1, frame.height)).cast(pl.String).str.zfill(2)
    return frame.select(
        "course_code", skill_no=pl.format("S{}", pl.col("place").cast(pl.String).str.zfill(2)),
        unit_no=pl.when(covered).then(pl.format("U{}", unit)),
    )  # fmt: skip


def objectives(courses: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Three to five objectives per course, weights sum to one; `mapped` says whether an assessment answers to it."""
    draw = generator(seed, "objectives")
    kind = draw.integers(0, len(WEIGHTS), courses.height)
    sizes = np.array([len(weights) for weights in WEIGHTS])[kind]
    own = courses.with_columns(kind=pl.Series(kind), share=pl.Series(_by_tier(courses, MAPPED)))
    frame = _numbered(own, sizes)
    weight = [WEIGHTS[one][place - 1] for one, place in frame.select("kind", "place").iter_rows()]
    words = [KNOWN_WORDS[place - 1] for place in frame["place"]]
    mapped = draw.random(frame.height) < frame["share"].to_numpy()
    return frame.select(
        "course_code", objective_no=pl.format("O{}", "place"), weight=pl.Series(weight), description=pl.Series(words), mapped=pl.Series(mapped)
    )  # fmt: skip


def assessed(points: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Which part of the assessment each objective is measured by: marks of the term, the exam, or both."""
    draw = generator(seed, "assessed")
    own = points.filter("mapped").select("course_code", "objective_no")
    choice = draw.choice(3, own.height, p=[0.35, 0.3, 0.35])
    by_process, by_exam = pl.Series(choice != 1), pl.Series(choice != 0)
    return pl.concat(
        [
            own.filter(by_process).with_columns(component=pl.lit("process")),
            own.filter(by_exam).with_columns(component=pl.lit("exam")),
        ]
    ).sort("course_code", "objective_no", "component")


def runs(courses: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Runs on a platform, one a half-year up to the last that is over, and one that still runs; learners by tier."""
    draw = generator(seed, "runs")
    fewer = 2 * (draw.random(courses.height) < 0.08)
    count = (_by_tier(courses, RUNS).astype(int) + draw.poisson(0.8, courses.height) - fewer).clip(0, 8)
    frame = _numbered(courses, count)
    latest = pl.Series(
        np.array([date(2025, 3, 3) - timedelta(days=182 * back) for back in range(8)], dtype="datetime64[D]")
    )
    start = latest.gather((frame["place"] - 1).to_numpy())
    learners = _by_tier(frame, LEARNERS) * np.exp(0.8 * draw.normal(size=frame.height))
    done = frame.select(
        "course_code", "tier", from_on=start, to_on=start.dt.offset_by("120d"), outside_learners=pl.Series(np.rint(learners).astype(int)),
        is_completed=pl.Series(draw.random(frame.height) < 0.94),
    )  # fmt: skip
    going = courses.filter(pl.Series(draw.random(courses.height) < 0.35)).select(
        "course_code", "tier", from_on=pl.lit(date(2025, 9, 8)), to_on=pl.lit(None, dtype=pl.Date),
        outside_learners=pl.lit(None, dtype=pl.Int64), is_completed=pl.lit(False),
    )  # fmt: skip
    frame = pl.concat([done, going]).sort("course_code", "from_on")
    place = pl.int_range(1, pl.len() + 1).over("course_code")
    return frame.with_columns(run_no=pl.format("第{}轮", place)).drop("tier")


def textbooks(world: World) -> pl.DataFrame:
    """One to four textbooks per course with a design on file; better courses use planned ones and ones of their own."""
    draw = generator(world.seed, "textbooks")
    courses = designed(world)
    frame = _numbered(courses, np.clip(draw.poisson(_by_tier(courses, BOOKS) - 1) + 1, 1, 4))
    rank = (
        3
        - frame["tier"]
        .replace_strict({tier: place for place, tier in enumerate(TIERS)}, return_dtype=pl.Int64)
        .to_numpy()
    )
    count = frame.height
    planned = draw.random(count) < 0.26 + 0.07 * rank
    return frame.select(
        "course_code", textbook_no=pl.format("JC{}{}", "course_code", "place"), name=pl.format("{}（示例教材{}）", "name", "place"),
        textbook_kind=pl.Series(np.where(draw.random(count) < 0.16 + 0.04 * rank, "loose_leaf", "bound").tolist()),
        is_approved=pl.Series(planned | (draw.random(count) < 0.965)), is_planned=pl.Series(planned),
        is_codeveloped=pl.Series(draw.random(count) < 0.18 + 0.05 * rank), published_year=pl.Series(draw.integers(2017, 2026, count)),
    )  # fmt: skip

"""One term of teaching as a plan: who takes which offering, who teaches it and how."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl

from data.sample.calendar import Term, study_term
from data.sample.course_team import pools, with_team
from data.sample.timetable import session_frame, task_frame
from data.sample.world import TIERS, World, generator

GROUP_SIZE = 90  # students of several classes who take a public course together
JOINT, DECLARED, PART_TIME = (
    0.12,
    0.5,
    0.35,
)  # taught by two; of these with shares; practice taught by an outside teacher


@dataclass
class TermPlan:
    """Frames of one term. `enrolments` carries student (row in world.students) and offering (row in offerings)."""

    term: Term
    offerings: pl.DataFrame
    teachers: pl.DataFrame
    enrolments: pl.DataFrame
    sessions: pl.DataFrame
    tasks: pl.DataFrame


def plan_term(world: World, term: Term, retakes: pl.DataFrame) -> TermPlan:
    """The plan of one term; `retakes` holds student and course_code of those who must repeat a course."""
    draw = generator(world.seed, f"plan{term.index}")
    offered = _offered(world, term)
    offerings = _offerings(offered, term)
    enrolments = _enrolments(active_classes(world, term), offered, offerings, retakes)
    offerings = _sized(offerings, enrolments)
    teachers = with_team(world, term, offerings, _assign(world, term, offerings, draw))
    offerings = _styled(world, offerings, teachers, draw)
    sessions = session_frame(offerings, term, draw)
    return TermPlan(term, offerings, teachers, enrolments, sessions, task_frame(offerings, sessions, term))


def active_classes(world: World, term: Term) -> pl.DataFrame:
    """Student, the class in which the student studies this term, and the day and word of leaving within it."""
    start = term.first_monday + timedelta(days=7)
    known = world.versions.filter(pl.col("since") <= start)
    now = known.group_by("student", maintain_order=True).last().filter(pl.col("status") == "在籍")
    leaving = world.versions.filter(
        pl.col("since").is_between(start, term.end_on, closed="right") & pl.col("status").is_in(["休学", "退学"])
    ).select("student", left_on="since", left_word="status")  # fmt: skip
    return now.select("student", "class_code").join(leaving, on="student", how="left").sort("student")


def _offered(world: World, term: Term) -> pl.DataFrame:
    """Class x course taught this term, with the number of the teaching class (several classes share a public one)."""
    classes = world.classes.with_columns(
        study=pl.col("entry_year").replace_strict(
            {year: study_term(year, term) for year in set(world.classes["entry_year"])}
        )
    )
    plan = world.plan.select("major_code", "entry_grade", "course_code", "planned_term", "required")
    taught = classes.join(
        plan,
        left_on=["major_code", "entry_year", "study"],
        right_on=["major_code", "entry_grade", "planned_term"],
    ).sort("course_code", "entry_year", "class_code")
    in_class = world.students_wanted / max(1, world.classes.height * 3 / 5)
    together = max(2, round(GROUP_SIZE / max(in_class, 1)))
    public = pl.col("course_code").str.starts_with("GG")
    place = pl.int_range(pl.len()).over("course_code")
    group = pl.when(public).then(place // together).otherwise(place) + 1
    return taught.with_columns(
        offering_no=pl.format("{}-{}", "course_code", group.cast(pl.String).str.zfill(2))
    )


def _offerings(offered: pl.DataFrame, term: Term) -> pl.DataFrame:
    """One row per offering; `lot` is a stable number 0-59 of the course: platform, mid-term, quizzes go by it."""
    lots = {code: zlib.crc32(code.encode()) % 60 for code in offered["course_code"].unique()}
    return (
        offered.group_by("offering_no", "course_code", maintain_order=True)
        .agg(
            class_code=pl.when(pl.len() == 1).then(pl.col("class_code").first()),
            label=pl.when(pl.len() <= 3)
            .then(pl.col("name").str.replace("班$", "").str.join("+"))
            .otherwise(pl.format("{}等{}个班", pl.col("name").first().str.replace("班$", ""), pl.len())),
        )
        .with_row_index("offering")
        .with_columns(
            term_id=pl.lit(term.term_id), lot=pl.col("course_code").replace_strict(lots, return_dtype=pl.Int64)
        )
    )  # fmt: skip


def _enrolments(members, offered, offerings, retakes) -> pl.DataFrame:
    numbered = offered.select("class_code", "offering_no", "required").join(
        offerings.select("offering_no", "offering"), on="offering_no"
    )
    columns = ["student", "offering", "required", "left_on", "left_word"]
    first = members.join(numbered, on="class_code").select(*columns, study=pl.lit("first"))
    again = (
        retakes.join(members, on="student")
        .join(offerings.group_by("course_code").agg(pl.col("offering").first()), on="course_code")
        .with_columns(required=pl.lit(True))
        .select(*columns, study=pl.lit("retake"))
        .join(first, on=["student", "offering"], how="anti")
    )
    both = pl.concat([first, again]).unique(["student", "offering"], keep="first", maintain_order=True)
    return both.sort("student", "offering")


def _sized(offerings: pl.DataFrame, enrolments: pl.DataFrame) -> pl.DataFrame:
    counts = enrolments.group_by("offering").agg(enrolled=pl.len())
    sized = offerings.join(counts, on="offering", how="left").sort("offering")
    return sized.with_columns(pl.col("enrolled").fill_null(0))


def _assign(world: World, term: Term, offerings: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    """Teachers of each offering with shares: the least loaded of the course's team; one offering in eight has two."""
    of_unit = pools(world, term)
    teams = {code: place for place, code in enumerate(world.courses["course_code"])}
    hours: dict[str, float] = {}
    rows = []
    about = world.courses.select("course_code", "org_code", "type", "hours")
    for row in offerings.join(about, on="course_code", maintain_order="left").to_dicts():
        full, part = of_unit[row["org_code"]]
        first, size = 3 * teams[row["course_code"]], min(len(full), 3 + row["lot"] % 3)
        team = [full[(first + step) % len(full)] for step in range(size)]
        team.sort(key=lambda number: hours.get(number, 0.0))
        lead = team[0]
        if row["type"] == "C" and part and draw.random() < PART_TIME:
            lead = min(part, key=lambda number: hours.get(number, 0.0))
        joint, declared = draw.random() < JOINT, draw.random() < DECLARED
        second = next((number for number in team if number != lead), None) if joint else None
        rows += _shares(row, lead, second, declared)
        for *_, number, share, _hours in rows[-2 if second else -1 :]:
            hours[number] = hours.get(number, 0.0) + row["hours"] * (share or 0.5)
    return pl.DataFrame(rows, schema=["offering", "staff_no", "share", "hours"], orient="row")


def _shares(row: dict, lead: str, second: str | None, declared: bool) -> list[tuple]:
    if second is None:
        return [(row["offering"], lead, 1.0, row["hours"])]
    shares = (0.7, 0.3) if declared else (None, None)
    return [(row["offering"], who, share, row["hours"]) for who, share in zip((lead, second), shares, strict=True)]  # fmt: skip


def _styled(world: World, offerings: pl.DataFrame, teachers: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:  # fmt: skip
    """How each offering is taught: by whom, on the platform or not, how often before, in and after class, marking pace."""
    lead = teachers.unique("offering", keep="first", maintain_order=True).select("offering", lead="staff_no")
    traits = world.teachers.select("skill", "diligence", lead="staff_no")
    rank = {tier: 3 - place for place, tier in enumerate(TIERS)}
    tier = world.courses.select(
        "course_code", tier=pl.col("tier").replace_strict(rank, return_dtype=pl.Int64)
    )
    frame = offerings.join(lead, on="offering").join(traits, on="lead").join(tier, on="course_code").sort("offering")  # fmt: skip
    open_share = 0.52 + 0.10 * pl.col("diligence") + 0.08 * pl.col("tier")
    noise = {name: pl.Series(draw.normal(0, 0.12, frame.height)) for name in ("pre", "in", "post")}
    return frame.with_columns(
        *(
            (open_share + values + (0.1 if stage == "in" else 0)).clip(0.05, 0.98).alias(f"open_{stage}")
            for stage, values in noise.items()
        ),
        uses_platform=pl.col("lot") % 3 != 0,
        has_midterm=pl.col("lot") % 20 < 17,
        interacts=pl.col("lot") % 10 < 7,
        marking_days=3.6 * (-0.3 * pl.col("diligence")).exp(),
    )

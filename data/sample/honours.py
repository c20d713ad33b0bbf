"""What teachers are honoured for and paid for beyond their classes: awards, courses and textbooks built, research, service."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from data.sample.teamwork import amounts, number, of_work, share, works
from data.sample.world import World, generator

LEVELS = ("national", "provincial", "city", "college")
NEWCOMERS_TOO = {
    "none": 0.7,
    "assistant": 0.75,
    "lecturer": 0.9,
    "associate_professor": 1.5,
    "professor": 1.9,
}
OUTPUTS = ("core_paper", "paper", "invention_patent", "utility_patent", "standard", "monograph")
OUTPUT_ODDS = [0.20, 0.55, 0.07, 0.12, 0.02, 0.04]
ALONE_OR_FOUR, ALONE_OR_THREE = [0.30, 0.32, 0.24, 0.14], [0.5, 0.3, 0.2]


def registers(world: World, old: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Teaching awards, courses and textbooks, projects, outputs, service to enterprises and society."""
    yield "fact_teaching_award", awards(world)
    yield "fact_course_build", builds(world)
    yield "fact_research_project", projects(world)
    yield "fact_research_output", outputs(world)
    yield "fact_social_service", service(world)


def awards(world: World) -> pl.DataFrame:
    """Achievement awards and contests of teaching; most of them at the college."""
    draw = generator(world.seed, "awards")
    frame = works(world, "awards", 0.85, ALONE_OR_FOUR, seniority=NEWCOMERS_TOO)
    return frame.select(
        "staff_no", "person_order", "person_count", award_no=number("HJ"), awarded_on="day",
        award_kind=of_work(frame, draw, ("achievement", "contest"), [0.3, 0.7]),
        level=of_work(frame, draw, LEVELS, [0.03, 0.15, 0.22, 0.60]),
        award=of_work(frame, draw, ("first", "second", "third"), [0.2, 0.33, 0.47]),
    )  # fmt: skip


def builds(world: World) -> pl.DataFrame:
    """Courses and textbooks built, those of outside teachers too; a course names the course of the unit."""
    parts = []
    for kind, rate, odds in (("course", 0.46, [0.06, 0.24, 0.0, 0.70]), ("textbook", 0.42, [0.05, 0.15, 0.30, 0.50])):  # fmt: skip
        draw = generator(world.seed, f"build {kind}")
        frame = works(world, kind, rate, ALONE_OR_FOUR, seniority=NEWCOMERS_TOO, kinds=("full_time", "external_part"))  # fmt: skip
        level = of_work(frame, draw, LEVELS, odds)
        lot = of_work(frame, draw, tuple(range(1000)), [0.001] * 1000)
        parts.append(frame.with_columns(build_kind=pl.lit(kind), level=level, lot=lot, build_no=number("KC" if kind == "course" else "JC")))  # fmt: skip
    courses = world.courses.group_by("org_code", maintain_order=True).agg(codes=pl.col("course_code"))
    frame = pl.concat(parts).join(courses, on="org_code", how="left", maintain_order="left")
    chosen = pl.col("codes").list.get(pl.col("lot") % pl.col("codes").list.len())
    return frame.select(
        "staff_no", "build_no", "build_kind", "level", "person_order", "person_count", finished_on="day",
        course_code=pl.when(pl.col("build_kind") == "course").then(chosen),
    )  # fmt: skip


def projects(world: World) -> pl.DataFrame:
    """Research projects, two in five about education; funds by level, in thousand yuan."""
    draw = generator(world.seed, "projects")
    frame = works(world, "projects", 0.52, ALONE_OR_FOUR)
    level = of_work(frame, draw, LEVELS, [0.03, 0.17, 0.20, 0.60])
    median = level.replace_strict({"national": 90.0, "provincial": 30.0, "city": 12.0, "college": 5.0})
    funds = (amounts(frame, draw, 1.0, 0.5) * median).round(1)
    return frame.select(
        "staff_no", "person_order", "person_count", project_no=number("XM"), level=level, funds=funds, approved_on="day",
        is_education=of_work(frame, draw, (True, False), [0.4, 0.6]),
    )  # fmt: skip


def outputs(world: World) -> pl.DataFrame:
    """Papers, patents, standards, monographs."""
    draw = generator(world.seed, "outputs")
    frame = works(world, "outputs", 1.35, ALONE_OR_THREE)
    cared = works(world, "student work", 0.75, [0.7, 0.3], kinds=("counsellor",))
    kind = of_work(frame, draw, OUTPUTS, OUTPUT_ODDS)
    columns = ["staff_no", "person_order", "person_count", "output_no", "day", "output_kind"]
    parts = [
        frame.with_columns(output_no=number("CG"), output_kind=kind),
        cared.with_columns(
            output_no=number("XG"), output_kind=of_work(cared, draw, ("core_paper", "paper"), [0.08, 0.92])
        ),
    ]
    return pl.concat([part.select(columns) for part in parts]).rename({"day": "published_on"})


def service(world: World) -> pl.DataFrame:
    """Contracts of technical service with money received, trainings with person-days; each shared by those who did it."""
    draw = generator(world.seed, "service")
    contracts = works(world, "contracts", 0.78, ALONE_OR_THREE)
    trainings = works(world, "trainings", 1.25, ALONE_OR_THREE, seniority=NEWCOMERS_TOO)
    nothing = pl.lit(None, dtype=pl.Float64)
    technical = contracts.with_columns(
        service_kind=pl.lit("technical"), service_no=number("JS"), income=amounts(contracts, draw, 34.0, 0.8), person_days=nothing
    )  # fmt: skip
    taught = trainings.with_columns(
        service_kind=pl.lit("training"), service_no=number("PX"), income=nothing, person_days=amounts(trainings, draw, 42.0, 0.5)
    )  # fmt: skip
    frame = pl.concat([technical, taught])
    return frame.select(
        "staff_no", "service_no", "service_kind", "person_days", "income", share=share(), received_on="day"
    )

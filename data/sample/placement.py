"""Placements in enterprises with their reports, and where the graduates of four years went."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import polars as pl

from data.sample.calendar import AS_OF
from data.sample.membership import logistic, members, picked, there
from data.sample.world import World, generator

COMPANIES = 60
INDUSTRIES = ("制造业", "信息技术", "建筑业", "批发零售", "交通物流", "住宿餐饮", "卫生健康")
OUTCOMES = ("employed", "flexible", "self_employed", "further_study", "unemployed")
COUNTED = (8, 20)  # month and day of each year's count
AFTER_SUMMER = 10  # days until a placement has its mark


def registers(world: World, old: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Placements, their reports, what became of the graduates."""
    placed = internships(world, old)
    yield "fact_internship", placed.drop("org_code", "major_code", "spirit", "main")
    yield "fact_internship_report", reports(world, placed)
    yield "fact_employment", employment(world, old)


def of_major(world: World, part: str, spread: float) -> pl.DataFrame:
    """What is special of each major: major_code, shift; drawn once from the part's own stream."""
    codes = [major["code"] for major in world.majors]
    draw = generator(world.seed, f"{part}major")
    return pl.DataFrame({"major_code": codes, "shift": draw.normal(0, spread, len(codes))})


def _everybody(world: World, old: pl.DataFrame) -> pl.DataFrame:
    """All entrants since 2018 with entry_on, to_on, away_from, ability and spirit; of the old ones those who graduated."""
    columns = ["student_no", "entry_year", "entry_on", "to_on", "away_from", "major_code", "org_code", "ability", "spirit"]  # fmt: skip
    draw = generator(world.seed, "old traits")
    done = old.filter(pl.col("outcome") == "graduated")
    before = done.with_columns(
        entry_on=pl.date("entry_year", 9, 1), to_on=pl.date(pl.col("entry_year") + 3, 6, 24), away_from=pl.lit(None, dtype=pl.Date),
        ability=pl.Series(draw.normal(size=done.height)), spirit=pl.Series(draw.normal(size=done.height)),
    )  # fmt: skip
    return pl.concat([before.select(columns), members(world).select(columns)], how="vertical_relaxed")


def internships(world: World, old: pl.DataFrame) -> pl.DataFrame:
    """A placement of weeks in the second summer and the main one of the last half year; keys, marks and `main`."""
    people = _everybody(world, old)
    draw = generator(world.seed, "internships")
    parts = []
    for main, chance, month, day, low, high in ((False, 0.93, 7, 6, 30, 51), (True, 0.985, 1, 5, 150, 162)):
        frame = people.with_columns(
            from_on=pl.date(pl.col("entry_year") + (3 if main else 2), month, day) + pl.duration(days=pl.Series(draw.integers(0, 5, people.height))),
            length=pl.Series(draw.integers(low, high, people.height)), main=pl.lit(main),
        )  # fmt: skip
        early = draw.random(people.height) < (0.03 if main else 0.0)  # gives up and does not look for another
        frame = frame.with_columns(length=pl.when(pl.Series(early)).then(60).otherwise("length"))
        frame = frame.with_columns(to_on=pl.col("from_on") + pl.duration(days="length"), left=pl.col("to_on"))
        frame = frame.filter(pl.Series(draw.random(people.height) < chance))
        parts.append(_inside(frame))
    return _agreed(world, pl.concat(parts), draw)


def _inside(frame: pl.DataFrame) -> pl.DataFrame:
    """Placements that began and ended while the student was at the college."""
    ended = pl.col("from_on") + pl.duration(days="length")
    return there(frame.with_columns(to_on="left"), "from_on").filter((ended <= pl.col("left")) & (ended <= AS_OF)).with_columns(to_on=ended)  # fmt: skip


def _agreed(world: World, frame: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    """Company, papers and mark of each placement."""
    frame = frame.join(of_major(world, "match", 0.7), on="major_code", maintain_order="left")
    count, spirit = frame.height, frame["spirit"].to_numpy()
    own = draw.random(count) < 0.3
    match = draw.random(count) < logistic(1.7 + 0.3 * spirit + frame["shift"].to_numpy() - 0.5 * own)
    score = np.clip(np.round(79 + 3 * frame["ability"].to_numpy() + 2.5 * spirit + draw.normal(0, 6, count)), 30, 99)  # fmt: skip
    scored = pl.col("to_on") + timedelta(days=AFTER_SUMMER)
    known = (scored <= AS_OF) & pl.Series(draw.random(count) < 0.98)
    company = picked(draw, [f"示例实习企业{number:02d}" for number in range(1, COMPANIES + 1)], None, count)
    return frame.select(
        "student_no", "from_on", "to_on", "org_code", "major_code", "spirit", "main", company=company,
        arranged_by=pl.Series(np.where(own, "self", "school").tolist()), is_match=pl.Series(match),
        has_agreement=pl.Series(draw.random(count) < 0.985), has_insurance=pl.Series(draw.random(count) < 0.988),
        score=pl.when(known).then(pl.Series(score)), scored_on=pl.when(known).then(scored),
    ).sort("from_on", "student_no")  # fmt: skip


def reports(world: World, placed: pl.DataFrame) -> pl.DataFrame:
    """Monthly reports and a summary per placement; most are reviewed within ten days. The old paper ones are in no system."""
    draw = generator(world.seed, "reports")
    recent = placed.filter(pl.col("from_on") >= date(2023, 6, 1))
    months = pl.when("main").then(5).otherwise(1)
    frame = recent.with_columns(month=pl.int_ranges(1, months + 2)).explode("month")
    last = pl.col("month") > pl.when("main").then(5).otherwise(1)
    end = pl.col("to_on") - timedelta(days=1)
    day = pl.when(last).then(end).otherwise(pl.min_horizontal(pl.col("from_on") + pl.duration(days=29 * pl.col("month")), end))  # fmt: skip
    frame = frame.with_columns(submitted_on=day, last=last)
    frame = frame.filter(
        pl.Series(draw.random(frame.height) < logistic(3.6 + 0.8 * frame["spirit"].to_numpy()))
    )
    back = pl.col("submitted_on") + pl.duration(days=pl.Series(draw.integers(1, 11, frame.height)))
    read = pl.Series(draw.random(frame.height) < 0.965) & (back <= AS_OF)
    return frame.select(
        "student_no", "submitted_on", reviewed_on=pl.when(read).then(back),
        report_no=pl.format("BG{}{}", pl.col("from_on").dt.strftime("%y%m"), "month"),
        report_kind=pl.when("last").then(pl.lit("summary")).otherwise(pl.lit("monthly")),
    )  # fmt: skip


def employment(world: World, old: pl.DataFrame) -> pl.DataFrame:
    """One row per graduate of the years 2022 to 2025, counted in August."""
    now = members(world).filter(pl.col("status") == "毕业")
    past = old.filter(pl.col("outcome") == "graduated")
    columns = ["student_no", "entry_year", "major_code", "org_code"]
    frame = pl.concat([past.select(columns), now.select(columns)], how="vertical_relaxed")
    frame = frame.with_columns(graduation_year=pl.col("entry_year") + 3).filter(
        pl.col("graduation_year") >= 2022
    )
    frame = frame.join(of_major(world, "work", 0.6), on="major_code", maintain_order="left")
    draw = generator(world.seed, "employment")
    count, shift = frame.height, frame["shift"].to_numpy()
    placed = draw.random(count) < logistic(2.5 + shift + 0.06 * (frame["graduation_year"].to_numpy() - 2025))
    kind = np.where(placed, draw.choice(OUTCOMES[:4], count, p=[0.70, 0.09, 0.04, 0.17]), "unemployed")
    frame = frame.with_columns(outcome=pl.Series(kind.tolist()))
    return _jobs(frame, shift, draw)


def _jobs(frame: pl.DataFrame, shift: np.ndarray, draw: np.random.Generator) -> pl.DataFrame:
    """Of those at work: match, province, industry and pay; a few do not tell."""
    count = frame.height
    works = pl.col("outcome").is_in(["employed", "flexible", "self_employed"])
    match = pl.Series(draw.random(count) < logistic(0.8 + 0.8 * shift))
    told, pay = (
        pl.Series(draw.random(count) < 0.94),
        np.round(4650 + 350 * shift + draw.normal(0, 620, count), -1),
    )
    paid = pl.Series(draw.random(count) < 0.82) & (pl.col("outcome") == "employed")
    return frame.select(
        "student_no", "graduation_year", "major_code", "org_code", "outcome",
        is_match=pl.when(works & told).then(match), is_in_province=pl.when(works).then(pl.Series(draw.random(count) < 0.63)),
        industry=pl.when(works).then(picked(draw, INDUSTRIES, None, count)), start_pay=pl.when(paid).then(pl.Series(pay)),
        counted_on=pl.date("graduation_year", *COUNTED),
    ).sort("graduation_year", "student_no")  # fmt: skip

"""Contests, the teachers who guided the teams, and certificates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl

from data.sample.calendar import AS_OF
from data.sample.membership import days_of, logistic, members, numbered, picked, there
from data.sample.world import World, generator, names

YEARS = (2022, 2023, 2024, 2025)  # academic years by their first year; the last one has just begun
TAKING_PART = 0.19  # share of students in a year's contests
BEGUN = 0.25  # how much of the running year's contests is over
LEVEL_SHARE = {
    "national": 0.015,
    "provincial": 0.07,
    "city": 0.20,
    "college": 1.0,
}  # of teams, strongest first
AWARDS = ("first", "second", "third", "none")
AWARD_ODDS, AT_HOME = (
    [0.04, 0.08, 0.16, 0.72],
    [0.10, 0.16, 0.26, 0.48],
)  # outside; in the college's own contests
GUIDED, SECOND_ADVISER = 0.94, 0.45  # of the teams
FROM_PUBLIC, FROM_OUTSIDE = (
    0.35,
    0.4,
)  # weight of teachers of general education and of part-timers among the advisers
CONTESTS = ("职业技能大赛", "创新创业大赛", "数字技术应用赛", "英语口语赛", "工匠技艺赛")
HOLDING, SECOND = 1.25, 0.28  # logit of leaving with a certificate; share of holders with another one
FIRST_DAYS, LATER_DAYS = (220, 720), (420, 960)  # days after entry
LEVELS, LEVEL_ODDS = ("junior", "intermediate", "senior", "none"), [0.37, 0.44, 0.13, 0.06]


def registers(world: World, old: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Contest entries, their advisers, certificates."""
    entries = competitions(world)
    yield "fact_competition", entries.drop("org_code", "strength")
    yield "bridge_competition_adviser", advisers(world, entries)
    yield "fact_certificate", certificates(world, old)


def competitions(world: World) -> pl.DataFrame:
    """One row per student and entry, with the team's unit and strength, which only the generator knows."""
    people = members(world)
    parts = [_teams(people, year, generator(world.seed, f"contests{year}")) for year in YEARS]
    return pl.concat(parts)


def _teams(people: pl.DataFrame, year: int, draw: np.random.Generator) -> pl.DataFrame:
    frame = people.with_columns(day=pl.lit(min(date(year, 10, 1), AS_OF)), luck=pl.Series(draw.normal(size=people.height)))  # fmt: skip
    frame = there(frame, "day")
    share = TAKING_PART * (BEGUN if year == AS_OF.year else 1.0)
    keen = share * np.exp(0.5 * frame["spirit"].to_numpy() - 0.1)
    frame = frame.filter(pl.Series(draw.random(frame.height) < keen)).sort("org_code", "luck")
    place = np.repeat(np.arange(frame.height), draw.integers(1, 5, frame.height))[: frame.height]
    team = pl.struct("org_code", "place").rank("dense").cast(pl.Int64)
    frame = frame.with_columns(place=pl.Series(place, dtype=pl.Int64)).with_columns(team=team)
    return _placed(frame, year, draw)


def _placed(frame: pl.DataFrame, year: int, draw: np.random.Generator) -> pl.DataFrame:
    """Level by the team's strength, award by luck, the day within the year."""
    teams = frame.group_by("team", maintain_order=True).agg(
        strength=pl.col("ability").mean(), team_size=pl.len(), head=pl.col("student").first()
    )
    count = teams.height
    teams = teams.with_columns(strength=pl.col("strength") + pl.Series(draw.normal(size=count)))
    rank = (teams["strength"].rank("ordinal", descending=True).to_numpy() - 0.5) / max(count, 1)
    level = np.searchsorted(np.cumsum(list(LEVEL_SHARE.values())), rank, side="right")
    first, last = (date(year, 9, 20), date(year, 10, 18)) if year == AS_OF.year else (date(year, 10, 8), date(year + 1, 6, 12))  # fmt: skip
    event = picked(draw, CONTESTS, None, count)
    teams = teams.with_columns(
        entry_no=pl.format("JS{}{}", pl.lit(year), pl.col("team").cast(pl.String).str.zfill(5)),
        level=pl.Series([list(LEVEL_SHARE)[step] for step in np.minimum(level, 3)], dtype=pl.String),
        award=pl.when(pl.Series(level >= 3)).then(picked(draw, AWARDS, AT_HOME, count)).otherwise(picked(draw, AWARDS, AWARD_ODDS, count)),
        held_on=days_of(first, last, draw, count), event_name=pl.format("示例{}", event),
    )  # fmt: skip
    frame = frame.join(teams, on="team", maintain_order="left")
    leads = (pl.col("student") == pl.col("head")) & (pl.col("team_size") > 1)
    return there(frame, "held_on", known_after=14).select(
        "student_no", "entry_no", "event_name", "held_on", "level", "award", "team_size", "org_code", "strength",
        is_leader=leads,
    )  # fmt: skip


def advisers(world: World, entries: pl.DataFrame) -> pl.DataFrame:
    """One or two advisers per entry, of the team's unit or of general education, the skilled ones more often."""
    draw = generator(world.seed, "advisers")
    teams = entries.unique("entry_no", keep="first", maintain_order=True)
    teams = teams.filter(pl.Series(draw.random(teams.height) < GUIDED)).with_columns(year=pl.col("held_on").dt.year())  # fmt: skip
    parts = []
    for (org, year), own in teams.group_by(["org_code", "year"], maintain_order=True):
        staff, odds = _candidates(world, org, year)
        first, second = (staff[draw.choice(len(staff), own.height, p=odds)] for _ in range(2))
        both = draw.random(own.height) < SECOND_ADVISER
        parts.append(own.select("entry_no", staff_no=pl.Series(first), person_order=pl.lit(1)))
        other = own.select("entry_no", staff_no=pl.Series(second), person_order=pl.lit(2))
        parts.append(other.filter(pl.Series(both & (first != second))))
    return pl.concat(parts).sort("entry_no", "person_order")


def _candidates(world: World, org: str, year: int) -> tuple[np.ndarray, np.ndarray]:
    public = names()["public_department"]["code"]
    own = world.teachers.filter(
        pl.col("org_code").is_in([org, public])
        & pl.col("staff").is_in(["full_time", "external_part"])
        & (pl.col("entry_on") <= date(year, 1, 1))
    )
    weight = np.exp(0.4 * own["skill"].to_numpy() + 0.3 * own["diligence"].to_numpy())
    weight = weight * np.where((own["org_code"] == public).to_numpy(), FROM_PUBLIC, 1.0)
    weight = weight * np.where((own["staff"] == "external_part").to_numpy(), FROM_OUTSIDE, 1.0)
    return own["staff_no"].to_numpy(), weight / weight.sum()


def certificates(world: World, old: pl.DataFrame) -> pl.DataFrame:
    """Certificates of the earlier graduates and of the five grades, from the end of the first year of study on."""
    draw = generator(world.seed, "certificates")
    shift = dict(zip([m["code"] for m in world.majors], draw.normal(0, 0.5, len(world.majors)), strict=True))
    before = old.filter(pl.col("outcome") == "graduated").select(
        "student_no", "major_code", "entry_year", ability=pl.lit(0.3), entry_on=pl.date("entry_year", 9, 1),
        to_on=pl.date(pl.col("entry_year") + 3, 6, 24), away_from=pl.lit(None, dtype=pl.Date),
    )  # fmt: skip
    people = pl.concat([before, members(world).select(before.columns)], how="vertical_relaxed")
    chance = logistic(HOLDING + 0.5 * people["ability"].to_numpy() + people["major_code"].replace_strict(shift).to_numpy())  # fmt: skip
    holders = people.filter(pl.Series(draw.random(people.height) < chance))
    another = holders.filter(pl.Series(draw.random(holders.height) < SECOND))
    frame = pl.concat([holders, another])
    days = pl.Series(
        np.append(draw.integers(*FIRST_DAYS, holders.height), draw.integers(*LATER_DAYS, another.height))
    )
    frame = frame.with_columns(issued_on=pl.col("entry_on") + pl.duration(days=days))
    frame = there(frame, "issued_on", known_after=7).sort("issued_on", "student_no", maintain_order=True)
    qualifies = draw.random(frame.height) < 0.15
    skill = pl.format("{}K{}", "major_code", picked(draw, ("05", "07", "08"), None, frame.height))
    return frame.select(
        "student_no", "issued_on", certificate_no=numbered("ZS9", frame), name=pl.lit("示例职业技能等级证书"),
        certificate_kind=pl.Series(np.where(qualifies, "qualification", "skill_level").tolist()),
        level=picked(draw, LEVELS, LEVEL_ODDS, frame.height), course_code=pl.when(pl.Series(draw.random(frame.height) < 0.6)).then(skill),
    )  # fmt: skip

"""What students do beyond their courses: second classroom, projects, practice, fitness, library, rewards and sanctions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import polars as pl

from data.sample.calendar import AS_OF, TERMS, Term
from data.sample.membership import days_of, logistic, members, numbered, often, over, picked, there
from data.sample.world import World, generator

# module: (share taking part for sure each term, mean of further times, hours of one activity, credits per hour)
MODULES = {
    "ideology": (0.86, 0.40, (3, 4, 6), 0.03),
    "civic": (0.55, 0.35, (3, 4, 6), 0.03),
    "sport": (0.76, 0.38, (4, 5, 6), 0.03),
    "labour": (0.95, 0.40, (3, 4, 4), 0.03),
    "literacy": (0.70, 0.25, (4, 6), 0.11),
    "innovation": (0.48, 0.28, (4, 8), 0.17),
    "club": (0.32, 0.30, (4, 8), 0.02),
    "art": (0.25, 0.05, (2, 4), 0.03),
}
PAPER_YEARS = 2022  # entrants up to this year have most of their activities on paper, in no system
THINNED = 0.35
ROLES = {True: [0.55, 0.30, 0.15], False: [0.90, 0.08, 0.02]}  # of clubs; of everything else
RECOGNISED = 0.96
PROJECTS_PER_STUDENT = 0.007  # innovation projects of a year
FITNESS_YEARS = (2022, 2023, 2024, 2025)
LEVELS = ("校级", "院级")


def registers(world: World, old: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Second classroom, practice, fitness, library, screening."""
    people = members(world)
    yield "fact_second_classroom", second_classroom(world, people)
    yield "fact_social_practice", social_practice(world, people)
    yield "fact_fitness_test", fitness(world, people)
    yield "fact_library_loan", loans(world, people)
    yield "fact_screening_invitation", screening(world, people)


def second_classroom(world: World, people: pl.DataFrame) -> pl.DataFrame:
    """One row per student and activity of the five terms, and per member of an innovation project."""
    parts = [
        _module(world, people, term, module, generator(world.seed, f"{module}{term.index}"))
        for term in TERMS
        for module in MODULES
    ]
    parts += [_projects(world, people, term) for term in TERMS if term.term_no == 2]
    return pl.concat(parts).unique(["student_no", "activity_no"], keep="first", maintain_order=True)


def _module(world: World, people, term: Term, module: str, draw: np.random.Generator) -> pl.DataFrame:
    sure, further, hours, credit = MODULES[module]
    spirit = people["spirit"].to_numpy()
    share = over(term) * np.where(people["entry_year"].to_numpy() <= PAPER_YEARS, THINNED, 1.0)
    base = draw.random(people.height) < share * logistic(np.log(sure / (1 - sure)) + 0.8 * spirit)
    times = base + draw.poisson(share * further * np.exp(0.5 * spirit))
    frame = people[np.repeat(np.arange(people.height), times)]
    offered = max(4, world.students_wanted // 40)
    size, held = np.array(hours)[draw.integers(0, len(hours), offered)], days_of(term.first_monday, term.end_on, draw, offered)  # fmt: skip
    place = draw.integers(0, offered, frame.height)
    frame = frame.with_columns(
        activity_no=pl.format("HD{}{}{}", pl.lit(f"{term.term_id[2:4]}{term.term_no}"), pl.lit(module[:2].upper()), pl.Series(place).cast(pl.String).str.zfill(3)),
        held_on=held[place], hours=pl.Series(size[place].astype(float)), module=pl.lit(module), is_project=pl.lit(False),
        role=picked(draw, ("participant", "core", "leader"), ROLES[module == "club"], frame.height),
        is_recognised=pl.Series(draw.random(frame.height) < RECOGNISED),
    )  # fmt: skip
    return _told(
        there(frame, "held_on", known_after=7).with_columns(credits=(pl.col("hours") * credit).round(2))
    )


def _projects(world: World, people: pl.DataFrame, term: Term) -> pl.DataFrame:
    """Innovation projects that end in the spring: three to five students of a unit, the first of them leads."""
    draw = generator(world.seed, f"projects{term.index}")
    count = max(1, round(PROJECTS_PER_STUDENT * world.students_wanted))
    held = days_of(term.first_monday + timedelta(weeks=10), term.end_on, draw, count)
    now = there(people.with_columns(held_on=pl.lit(term.sunday(10))), "held_on")
    able = now.with_columns(luck=pl.col("spirit") + pl.Series(draw.normal(size=now.height)))
    able = able.sort("luck", descending=True).head(4 * count).sort("org_code", "luck", "student")
    team = pl.int_range(pl.len()) // 4
    frame = able.with_columns(team=team, first=pl.int_range(pl.len()) % 4 == 0).filter(pl.col("team") < count)
    return _told(frame.with_columns(
        activity_no=pl.format("CX{}{}", pl.lit(term.start_year), pl.col("team").cast(pl.String).str.zfill(4)),
        held_on=held[frame["team"].to_numpy()], hours=pl.lit(16.0), credits=pl.lit(1.5), module=pl.lit("innovation"),
        is_project=pl.lit(True), is_recognised=pl.lit(True),
        role=pl.when("first").then(pl.lit("leader")).otherwise(pl.lit("core")),
    ))  # fmt: skip


def _told(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        "student_no", "activity_no", "module", "hours", "credits", "role", "held_on", "is_recognised", "is_project",
    )  # fmt: skip


def social_practice(world: World, people: pl.DataFrame) -> pl.DataFrame:
    """Practice in the breaks of each academic year, volunteering in between, a substitute for a few."""
    parts = []
    for year in (2022, 2023, 2024, 2025):
        draw = generator(world.seed, f"social{year}")
        parts += [_break(people, year, draw), _volunteers(people, year, draw)]
    frame = pl.concat(parts).sort("from_on", "student_no", "practice_kind", maintain_order=True)
    return frame.with_columns(project_no=numbered("SJ", frame))


def _break(people: pl.DataFrame, year: int, draw: np.random.Generator) -> pl.DataFrame:
    """A student's project of the winter or, three times in four, the summer; who graduates has the winter alone."""
    count = people.height
    chance = logistic(2.9 + 0.7 * people["spirit"].to_numpy())
    winter = (draw.random(count) < 0.25) | (people["entry_year"].to_numpy() == year - 2)
    start = np.where(winter, np.datetime64(f"{year + 1}-01-16"), np.datetime64(f"{year + 1}-07-08"))
    day = start + draw.integers(0, np.where(winter, 14, 30))
    length = draw.integers(3, 13, count)
    kind = np.where(draw.random(count) < 0.03, "substitute", "social_practice")
    per_day = draw.choice([4.0, 6.0, 6.0], count)
    frame = people.with_columns(
        from_on=pl.Series(day).cast(pl.Date), days=pl.Series(length), practice_kind=pl.Series(kind.tolist()), hours=pl.Series(per_day * length),
        is_recognised=pl.Series(draw.random(count) < 0.985),
    ).filter(pl.Series(draw.random(count) < chance))  # fmt: skip
    frame = frame.with_columns(to_on=pl.col("from_on") + pl.duration(days="days"))
    return there(frame, "to_on", known_after=21).select("student_no", "practice_kind", "from_on", "to_on", "hours", "is_recognised")  # fmt: skip


def _volunteers(people: pl.DataFrame, year: int, draw: np.random.Generator) -> pl.DataFrame:
    running = 0.2 if year == AS_OF.year else 1.0
    frame = often(people, running * 0.8 * np.exp(0.4 * people["spirit"].to_numpy()), draw)
    last = date(year + 1, 6, 20)
    frame = frame.with_columns(
        from_on=days_of(date(year, 9, 15), last, draw, frame.height), practice_kind=pl.lit("volunteering"),
        hours=picked(draw, (2.0, 4.0, 8.0), [0.3, 0.45, 0.25], frame.height), is_recognised=pl.Series(draw.random(frame.height) < RECOGNISED),
    ).with_columns(to_on="from_on")  # fmt: skip
    return there(frame, "from_on", known_after=21).select("student_no", "practice_kind", "from_on", "to_on", "hours", "is_recognised")  # fmt: skip


def fitness(world: World, people: pl.DataFrame) -> pl.DataFrame:
    """The autumn's test of each year: the total and one of its items; a few are exempted and have no score."""
    parts = []
    level = generator(world.seed, "fitness").normal(size=people.height)
    for year in FITNESS_YEARS:
        draw = generator(world.seed, f"fitness{year}")
        total = 75.0 + 7.0 * level + 1.2 * people["spirit"].to_numpy() + draw.normal(0, 3.5, people.height)
        exempt = draw.random(people.height) < 0.015
        tested = people.with_columns(
            tested_on=days_of(date(year, 10, 8), date(year, 10, 18), draw, people.height),
            year=pl.lit(year), is_exempt=pl.Series(exempt),
        )  # fmt: skip
        for item, noise in (("total", 0.0), ("endurance", 7.0)):
            score = np.clip(np.round(total + draw.normal(0, max(noise, 1e-9), people.height), 1), 10, 115)
            parts.append(tested.with_columns(item=pl.lit(item), score=pl.when("is_exempt").then(None).otherwise(pl.Series(score))))  # fmt: skip
    columns = ["student_no", "year", "item", "score", "is_exempt", "tested_on"]
    return there(pl.concat(parts), "tested_on", known_after=14).select(columns)


def loans(world: World, people: pl.DataFrame) -> pl.DataFrame:
    """Loans of three academic years; who borrowed what is not told."""
    parts = []
    for year in (2022, 2023, 2024, 2025):
        draw = generator(world.seed, f"loans{year}")
        last = min(date(year + 1, 7, 5), AS_OF)
        share = (last - date(year, 9, 5)).days / 303
        frame = often(people, share * 1.9 * np.exp(0.7 * people["spirit"].to_numpy()), draw)
        kept = pl.Series(draw.integers(2, 38, frame.height))
        back = pl.col("borrowed_on") + pl.duration(days=kept)
        frame = frame.with_columns(borrowed_on=days_of(date(year, 9, 5), last, draw, frame.height))
        frame = frame.with_columns(
            due_on=pl.col("borrowed_on") + timedelta(days=30), returned_on=pl.when(back <= AS_OF).then(back)
        )
        parts.append(there(frame, "borrowed_on", known_after=1))
    frame = pl.concat(parts).sort("borrowed_on", "student_no", maintain_order=True)
    return frame.select(
        "student_no", "borrowed_on", "due_on", "returned_on", loan_no=numbered("JY", frame, 7)
    )


def screening(world: World, people: pl.DataFrame) -> pl.DataFrame:
    """Invitations of each autumn. That one was invited is kept; whether one came is nobody's file here."""
    parts = []
    for year in (2023, 2024, 2025):
        draw = generator(world.seed, f"screening{year}")
        frame = people.with_columns(year=pl.lit(year), invited_on=days_of(date(year, 10, 10), date(year, 10, 24), draw, people.height))  # fmt: skip
        parts.append(there(frame.filter(pl.Series(draw.random(people.height) < 0.985)), "invited_on"))
    return pl.concat(parts).select("student_no", "year", "invited_on")


def rewards_and_sanctions(world: World, misconduct: dict[int, pl.DataFrame]) -> pl.DataFrame:
    """Each autumn's rewards, sanctions for misconduct in examinations, a few for conduct; most were lifted in time."""
    people = members(world)
    parts = [_rewards(world, people, year) for year in (2023, 2024, 2025)]
    parts += [_caught(world, term, misconduct[term.index]) for term in TERMS if term.index in misconduct]
    parts += [_conduct(world, people, year) for year in (2022, 2023, 2024)]
    frame = pl.concat(parts).sort("decided_on", "student_no", maintain_order=True)
    frame = frame.unique(["student_no", "decided_on"], keep="first", maintain_order=True)
    return frame.with_columns(record_no=numbered("JC", frame))


def _rewards(world: World, people: pl.DataFrame, year: int) -> pl.DataFrame:
    draw = generator(world.seed, f"rewards{year}")
    luck = people["ability"] + people["spirit"] + pl.Series(draw.normal(size=people.height))
    frame = people.with_columns(decided_on=days_of(date(year, 10, 12), date(year, 10, 28), draw, people.height), luck=luck)  # fmt: skip
    frame = there(frame.filter((pl.col("entry_year") < year) & (pl.col("luck") > 2.6)), "decided_on")
    return frame.select("student_no", "decided_on", record_kind=pl.lit("reward"), reason_code=pl.lit("merit"),
        level=pl.when(pl.col("luck") > 3.6).then(pl.lit(LEVELS[0])).otherwise(pl.lit(LEVELS[1])), lifted_on=pl.lit(None, dtype=pl.Date))  # fmt: skip


def _caught(world: World, term: Term, caught: pl.DataFrame) -> pl.DataFrame:
    """Half of those who broke the rules of an examination are sanctioned; the others got off with the lost mark."""
    draw = generator(world.seed, f"caught{term.index}")
    frame = caught.filter(pl.Series(draw.random(caught.height) < 0.5))
    first = term.end_on + timedelta(days=4)
    return _sanctions(frame, days_of(first, first + timedelta(days=15), draw, frame.height), "academic_misconduct", draw)  # fmt: skip


def _conduct(world: World, people: pl.DataFrame, year: int) -> pl.DataFrame:
    draw = generator(world.seed, f"conduct{year}")
    chance = 0.006 * np.exp(-0.8 * people["spirit"].to_numpy())
    frame = people.with_columns(
        decided_on=days_of(date(year, 10, 1), date(year + 1, 6, 20), draw, people.height)
    )
    frame = there(frame.filter(pl.Series(draw.random(people.height) < chance)), "decided_on")
    return _sanctions(frame, frame["decided_on"], "conduct", draw)


def _sanctions(frame: pl.DataFrame, days: pl.Series, reason: str, draw: np.random.Generator) -> pl.DataFrame:
    lifted = pl.col("decided_on") + pl.duration(days=pl.Series(draw.integers(180, 330, frame.height)))
    return frame.with_columns(decided_on=days).select("student_no", "decided_on", record_kind=pl.lit("sanction"), reason_code=pl.lit(reason),
        level=picked(draw, ("警告", "严重警告", "记过"), [0.6, 0.3, 0.1], frame.height), lifted_on=pl.when(lifted <= AS_OF).then(lifted))  # fmt: skip

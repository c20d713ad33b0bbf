"""Who came, what employers look for, and what students and employers say: admission, demand and surveys of four years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl

from data.sample.calendar import TERMS
from data.sample.membership import days_of, in_class, logistic, members
from data.sample.placement import of_major
from data.sample.world import World, generator

YEARS = (2022, 2023, 2024, 2025)
STUDENT_ITEMS, EMPLOYER_ITEMS = 5, 5
AT_MOST = 4000  # students asked in one year; a large college asks a part of them
ANSWERING, SILENT = 0.62, 0.21  # share answering; of the department that does not care, in the newest survey


def registers(world: World, old: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Admission, posts offered, surveys and their answers."""
    yield "fact_admission", admission(world)
    yield "fact_demand", demand(world, old)
    asked = [*student_surveys(world), *employer_surveys(world), *counsellor_surveys(world)]
    yield "dim_survey", pl.DataFrame([survey for survey, _ in asked])
    yield "fact_survey_response", pl.concat([answers for _, answers in asked], how="diagonal_relaxed")


def admission(world: World) -> pl.DataFrame:
    """Places, admitted, first choices and who came, per major, year and kind of school; who came is the register's own count."""
    people = world.students.join(world.classes.select("class_code", "major_code"), on="class_code")
    came = people.group_by("major_code", "entry_year", "intake").agg(reported=pl.len())
    codes = pl.DataFrame({"major_code": [major["code"] for major in world.majors]})
    kinds = pl.DataFrame({"intake": ["普高", "中职", "单招"]})
    frame = codes.join(pl.DataFrame({"entry_year": YEARS}), how="cross").join(kinds, how="cross")
    frame = frame.join(came, on=["major_code", "entry_year", "intake"], how="left", maintain_order="left")
    frame = frame.join(of_major(world, "intake", 0.4), on="major_code", maintain_order="left")
    draw, count, shift = generator(world.seed, "admission"), frame.height, frame["shift"].to_numpy()
    reported = frame["reported"].fill_null(0).to_numpy()
    admitted = reported + draw.binomial(reported, 1 - logistic(2.3 + shift + draw.normal(0, 0.15, count)))
    planned = admitted + draw.binomial(admitted, np.clip(0.06 - 0.05 * shift, 0.0, 0.3))
    first = draw.binomial(admitted, logistic(1.0 + shift))
    return frame.select("major_code", year="entry_year", intake_type="intake", planned=pl.Series(planned), admitted=pl.Series(admitted),
        first_choice=pl.Series(first), reported=pl.Series(reported))  # fmt: skip


def demand(world: World, old: pl.DataFrame) -> pl.DataFrame:
    """Posts counted at visits and job fairs, from a third to four for each graduate; most majors have one to two."""
    draw = generator(world.seed, "demand")
    shift = of_major(world, "demand", 0.5)
    leaving = (
        members(world)
        .filter(pl.col("status") == "毕业")
        .group_by("major_code", year=pl.col("entry_year") + 3)
        .len()
    )
    before = old.group_by("major_code", year=pl.col("entry_year") + 3).len()
    sizes = pl.concat([leaving, before], how="vertical_relaxed").filter(pl.col("year").is_between(2022, 2025))
    coming = sizes.filter(pl.col("year") == 2024).with_columns(year=pl.lit(2025))
    sizes = (
        pl.concat([sizes, coming], how="vertical_relaxed")
        .unique(["major_code", "year"], keep="first")
        .sort("major_code", "year")
    )
    rows = []
    for major, year, graduates in sizes.iter_rows():
        ratio = 1.35 * np.exp(shift.filter(pl.col("major_code") == major)["shift"][0] + draw.normal(0, 0.15))
        shares = draw.dirichlet([4, 2, 2, 2])
        for place, share in enumerate(shares):
            rows.append({"demand_no": f"XQ{year}{major}{place + 1}", "major_code": major, "year": year,
                "demand_source": "job_fair" if place == 0 else "visit", "posts": max(1, round(share * ratio * graduates))})  # fmt: skip
    return pl.DataFrame(rows)


def student_surveys(world: World) -> Iterator[tuple[dict, pl.DataFrame]]:
    """Each spring's survey of students; nobody's number is in it, only unit, major and entry year."""
    for year in YEARS:
        draw = generator(world.seed, f"survey{year}")
        people = _asked(world, year, draw)
        last = people["org_code"].max()
        silent = (people["org_code"] == last).to_numpy() & (year == YEARS[-1])
        answers = people.filter(pl.Series(draw.random(people.height) < np.where(silent, SILENT, ANSWERING)))
        answers = answers.join(of_major(world, "mood", 0.3), on="major_code", maintain_order="left")
        mood = 2.0 + answers["shift"].to_numpy() + 0.08 * (year - 2025)
        frame = _rated(answers.select("org_code", "major_code", "entry_year"), mood, STUDENT_ITEMS, draw)
        yield _survey(f"XS{year}", "student", year, people.height, frame, (5, 12, 6, 6), draw)


def _asked(world: World, year: int, draw: np.random.Generator) -> pl.DataFrame:
    """Three grades of the spring of a year: unit, major, entry year; of the grades before the register's the newest stand in."""
    people = members(world).sort("student")
    parts = []
    for entry in range(year - 3, year):
        own = people.filter(
            (pl.col("entry_year") == max(entry, 2021)) & (pl.col("to_on") >= date(max(year, 2022), 5, 1))
        )
        parts.append(own.select("org_code", "major_code", entry_year=pl.lit(entry)))
    everybody = pl.concat(parts)
    chosen = np.sort(draw.permutation(everybody.height)[:AT_MOST])
    return everybody[chosen]


def _rated(answers: pl.DataFrame, mood: np.ndarray, items: int, draw: np.random.Generator) -> pl.DataFrame:
    """Each answer with a rating of one to five per item; `mood` is the logit of a four or a five."""
    person = mood + draw.normal(0, 1.0, answers.height)
    frame = answers.with_columns(
        response_no=pl.Series([f"R{place:06d}" for place in range(answers.height)], dtype=pl.String)
    )
    parts = []
    for item in range(1, items + 1):
        good = draw.random(answers.height) < logistic(person + draw.normal(0, 0.4, answers.height))
        score = np.where(
            good,
            draw.choice([4, 5], answers.height, p=[0.55, 0.45]),
            draw.choice([1, 2, 3], answers.height, p=[0.08, 0.22, 0.7]),
        )
        parts.append(frame.with_columns(item_no=pl.lit(item), score=pl.Series(score.astype(float))))
    return pl.concat(parts)


def _survey(number: str, population: str, year: int, invited: int, answers: pl.DataFrame, days: tuple, draw) -> tuple[dict, pl.DataFrame]:  # fmt: skip
    opened, closed = date(year, days[0], days[1]), date(year, days[2], days[3])
    people = answers.select("response_no").unique(maintain_order=True)
    people = people.with_columns(submitted_on=days_of(opened, closed, draw, people.height))
    answers = answers.with_columns(survey_no=pl.lit(number)).join(
        people, on="response_no", maintain_order="left"
    )
    survey = {
        "survey_no": number,
        "population": population,
        "year": year,
        "invited": invited,
        "opened_on": opened,
        "closed_on": closed,
    }
    return survey, answers


def employer_surveys(world: World) -> Iterator[tuple[dict, pl.DataFrame]]:
    """Each summer's survey of employers about the graduates of a major."""
    codes = [(major["org"], major["code"]) for major in world.majors]
    for year in YEARS:
        draw = generator(world.seed, f"employers{year}")
        invited = max(5 * len(codes), world.students_wanted // 12)
        place = np.arange(invited) % len(codes)
        answers = pl.DataFrame([codes[k] for k in place], schema=["org_code", "major_code"], orient="row")
        answers = answers.filter(pl.Series(draw.random(invited) < 0.72)).join(
            of_major(world, "employers", 0.4), on="major_code", maintain_order="left"
        )
        frame = _rated(answers.drop("shift"), 2.5 + answers["shift"].to_numpy(), EMPLOYER_ITEMS, draw)
        yield _survey(f"YG{year}", "employer", year, invited, frame, (6, 28, 8, 8), draw)


def counsellor_surveys(world: World) -> Iterator[tuple[dict, pl.DataFrame]]:
    """What students say of their counsellors, one question, in the spring of the years with classes in the register."""
    skill = dict(world.teachers.select("staff_no", "skill").iter_rows())
    for term in TERMS:
        if term.term_no == 2:
            year = term.start_year + 1
            draw = generator(world.seed, f"counselled{year}")
            people = in_class(world, term).filter(pl.col("left_on").is_null()).drop_nulls("staff_no")
            answers = people.filter(pl.Series(draw.random(people.height) < 0.55))
            liked = answers["staff_no"].replace_strict(skill, return_dtype=pl.Float64).to_numpy()
            frame = _rated(answers.select("org_code", "staff_no"), 2.1 + 0.5 * liked, 1, draw)
            yield _survey(f"FD{year}", "counselled", year, people.height, frame, (5, 12, 6, 6), draw)

"""The synthetic college as a structure: units, majors, programmes, courses, classes, people. Nothing happens here yet."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import yaml

from data.sample.calendar import AS_OF

ENTRY_YEARS = (2021, 2022, 2023, 2024, 2025)  # the last three are in school now
IN_SCHOOL = ENTRY_YEARS[-3:]
CATEGORY = {
    "public_basic": "literacy",
    "professional_basic": "foundation",
    "professional_core": "post_ability",
    "professional_extension": "extension",
}
BY_PROJECT = {
    "professional_basic": 35,
    "professional_core": 58,
    "professional_extension": 42,
}  # per cent of courses
TIERS = ("national", "provincial", "college", "general")


@cache
def names() -> dict:
    """Names and course patterns of college.yaml."""
    return yaml.safe_load((Path(__file__).parent / "college.yaml").read_text(encoding="utf-8"))


def generator(seed: int, part: str) -> np.random.Generator:
    """A random stream of its own for each part, so that one part's change leaves the others as they were."""
    return np.random.default_rng([seed, *part.encode()])


@dataclass
class World:
    """Frames of the college's structure; keys are codes and numbers, as in the exports."""

    seed: int
    students_wanted: int
    departments: list[dict]
    majors: list[dict]
    courses: pl.DataFrame
    programmes: pl.DataFrame
    plan: pl.DataFrame
    classes: pl.DataFrame
    students: pl.DataFrame
    versions: pl.DataFrame
    teachers: pl.DataFrame
    roles: pl.DataFrame


def build_world(students: int, seed: int) -> World:
    """The whole structure for N students in school now."""
    from data.sample.staff import role_frame, teacher_frame
    from data.sample.students import student_frame, version_frame

    majors = chosen_majors(students)
    departments = [d for d in names()["departments"] if d["code"] in {major["org"] for major in majors}]
    courses = course_frame(majors, seed)
    programmes, plan = programme_frames(majors, courses, seed)
    classes = class_frame(majors, students)
    people = student_frame(classes, students, seed)
    versions = version_frame(people, classes, seed)
    teachers = teacher_frame(majors, students, seed)
    roles = role_frame(departments, majors, courses, classes, teachers)
    return World(
        seed, students, departments, majors, courses, programmes, plan, classes, people, versions, teachers, roles
    )  # fmt: skip


def chosen_majors(students: int) -> list[dict]:
    """Majors of the college: one department per 350 students (4 to 9), two to four majors in each of them."""
    departments = names()["departments"]
    units = departments[: min(max(4, round(students / 350)), len(departments))]
    wanted = max(2 * len(units), round(students / 120))
    in_order = [
        {**unit["majors"][level], "org": unit["code"]}
        for level in range(max(len(unit["majors"]) for unit in units))
        for unit in units
        if level < len(unit["majors"])
    ]
    return sorted(in_order[:wanted], key=lambda major: (major["org"], major["code"]))


def course_frame(majors: list[dict], seed: int) -> pl.DataFrame:
    """One row per course: the public ones and each major's own; every category has courses of all four tiers."""
    public = names()["public_department"]["code"]
    rows = [_course(entry, entry["code"], public, None) for entry in names()["public_courses"]]
    rows += [
        _course(entry, f"{m['code']}K{entry['n']}", m["org"], m)
        for m in majors
        for entry in names()["major_courses"]
    ]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    draw = generator(seed, "courses")
    ages = zip(draw.integers(20, 500, frame.height), frame["course_code"], strict=True)
    reviewed = [AS_OF - timedelta(days=_since_review(int(days), code)) for days, code in ages]
    return frame.with_columns(tier=_tiers(frame["category"], draw), reviewed_on=pl.Series(reviewed))


def _course(entry: dict, code: str, org: str, major: dict | None) -> dict:
    nature = entry.get("nature", "public_basic")
    elective = "professional_elective" if major else "public_elective"
    return {
        "course_code": code,
        "name": f"{major['zh']}{entry['zh']}" if major else entry["zh"],
        "name_en": f"{major['en']}: {entry['en']}" if major else entry["en"],
        "org_code": org,
        "major_code": major["code"] if major else None,
        "type": entry["type"],
        "nature": nature,
        "attribute": elective if entry.get("elective") else "required",
        "category": CATEGORY[nature],
        "credits": float(entry["credits"]),
        "hours": float(entry["hours"]),
        "practice": float(entry["practice"]),
        "planned_term": entry["terms"][0] if "terms" in entry else entry["term"],
        "ideology": bool(entry.get("ideology")),
        "physical": bool(entry.get("physical")),
        "mental": bool(entry.get("mental")),
        "graduation": bool(entry.get("graduation")),
        "project": _by_project(code, nature, major),
    }


def _since_review(days: int, code: str) -> int:
    """Of the standards that would be older than a year one in four is."""
    return days if days <= 365 or zlib.crc32(code.encode()) % 4 == 0 else days - 240


def _by_project(code: str, nature: str, major: dict | None) -> bool:
    """Whether a course is taught by projects of the workplace: core courses more often, some majors more than others."""
    if major is None:
        return False
    lean = zlib.crc32(major["code"].encode()) % 41 - 20
    return zlib.crc32(code.encode()) % 100 < BY_PROJECT[nature] + lean


def _tiers(category: pl.Series, draw: np.random.Generator) -> pl.Series:
    """Within each category 4 % national, 10 % provincial, 26 % college (at least one of each), the rest general."""
    tier = np.full(len(category), "general", dtype=object)
    for kind in sorted(set(category)):
        places = draw.permutation(np.flatnonzero((category == kind).to_numpy()))
        ends = np.cumsum([max(1, round(share * places.size)) for share in (0.04, 0.10, 0.26)])
        for name, part in zip(TIERS, np.split(places, ends), strict=True):
            tier[part] = name
    return pl.Series(tier.tolist())


def programme_frames(
    majors: list[dict], courses: pl.DataFrame, seed: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Programmes per major and entry grade and their courses; some miss a national line on purpose.

    Of the majors every fifth has too little practice, every sixth nine core courses, every seventh too few electives.
    """
    draw = generator(seed, "programmes")
    rows, plan = [], []
    for number, major in enumerate(majors):
        own = courses.filter((pl.col("major_code") == major["code"]) | pl.col("major_code").is_null())
        core = (pl.col("nature") == "professional_core") | (
            pl.col("course_code").str.contains("K0[34]$") & (number % 6 == 4)
        )
        for year in ENTRY_YEARS:
            version = "2025" if year >= 2024 and number % 4 != 1 else "2022"
            key = {"major_code": major["code"], "entry_grade": year, "version": version}
            rows.append(key | _programme(draw, number, year))
            plan.append(
                own.select(
                    **{name: pl.lit(value) for name, value in key.items()},
                    course_code="course_code",
                    planned_term="planned_term",
                    core=core,
                    required=(pl.col("attribute") == "required"),
                    hours="hours",
                    practice="practice",
                )
            )
    return pl.DataFrame(rows, infer_schema_length=None), pl.concat(plan)


def _programme(draw: np.random.Generator, number: int, year: int) -> dict:
    total = float(draw.integers(2520, 2760))
    practice = 0.46 if number % 5 == 3 else float(draw.uniform(0.51, 0.6))
    elective = 0.085 if number % 7 == 5 else float(draw.uniform(0.102, 0.14))
    return {
        "total_credits": 142.0,
        "total_hours": total,
        "practice_hours": round(total * practice),
        "public_hours": round(total * float(draw.uniform(0.255, 0.3))),
        "elective_hours": round(total * elective),
        "certificate": number % 3 == 0,
        "approved_on": date(year, 7, 10) if year >= 2024 and number % 4 != 1 else date(2022, 6, 30),
    }


def requirement_frames(world: World) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Eight requirement points per programme and the courses that support them; every fifth major leaves two points thin."""
    points, links = [], []
    place = {major["code"]: number for number, major in enumerate(world.majors)}
    for key in world.programmes.select("major_code", "entry_grade", "version").to_dicts():
        own = world.plan.filter(
            (pl.col("major_code") == key["major_code"]) & (pl.col("entry_grade") == key["entry_grade"])
        )["course_code"].to_list()
        for point in range(1, 9):
            here = {**key, "requirement_code": f"R{point}"}
            points.append({**here, "description": f"毕业要求指标点{point}", "weight": 0.125})
            thin = place[key["major_code"]] % 5 == 2 and point in (3, 6)
            for step in range(2 + point % 3):
                support = ("M" if thin else "H") if step == 0 else "ML"[step % 2]
                course = own[(point * 3 + step * 5) % len(own)]
                links.append({**here, "course_code": course, "support": support})
    once = ["major_code", "entry_grade", "requirement_code", "course_code"]
    return pl.DataFrame(points), pl.DataFrame(links).unique(once, keep="first", maintain_order=True)


def person_names(draw: np.random.Generator, count: int) -> list[str]:
    """Names that nobody can take for real: the word 示例 in front of each."""
    pool = names()
    surname = draw.choice(list(pool["surnames"]), count)
    given = draw.choice(list(pool["given"]), (count, 2))
    double = draw.random(count) < 0.6
    return [
        f"示例·{first}{one}{two if both else ''}"
        for first, (one, two), both in zip(surname, given, double, strict=True)
    ]


def class_frame(majors: list[dict], students: int) -> pl.DataFrame:
    """Administrative classes: each major and entry grade in classes of at most fifty."""
    per_group = students / (len(IN_SCHOOL) * len(majors))
    number = max(1, math.ceil(per_group / 50))
    return pl.DataFrame(
        [
            {
                "class_code": f"{major['code']}{year % 100}{group:02d}",
                "name": f"{major['zh'].removesuffix('技术')}{year % 100}{group:02d}班",
                "entry_year": year,
                "major_code": major["code"],
                "org_code": major["org"],
            }
            for major in majors
            for year in ENTRY_YEARS
            for group in range(1, number + 1)
        ]
    )

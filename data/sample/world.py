"""The synthetic college as a structure: units, majors, programmes, classes, people. Nothing happens here yet."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import yaml

from data.sample.calendar import AS_OF, TERMS

ENTRY_YEARS = (2021, 2022, 2023, 2024, 2025)  # the last three are in school now
IN_SCHOOL = ENTRY_YEARS[-3:]


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
    teachers: pl.DataFrame
    roles: pl.DataFrame
    demo_people: dict[str, tuple[str, str]] = field(default_factory=dict)  # role -> (kind, number)


def chosen_majors(students: int) -> list[dict]:
    """Majors of the college: about one per 120 students, between six and all, spread over the departments."""
    departments = names()["departments"]
    wanted = min(max(6, round(students / 120)), sum(len(d["majors"]) for d in departments))
    depth = max(len(d["majors"]) for d in departments)
    in_order = [
        {**department["majors"][level], "org": department["code"]}
        for level in range(depth)
        for department in departments[: max(3, math.ceil(wanted / 2))]
        if level < len(department["majors"])
    ]
    return sorted(in_order[:wanted], key=lambda major: (major["org"], major["code"]))


def course_frame(majors: list[dict], seed: int) -> pl.DataFrame:
    """One row per course: the public ones and each major's own, with tier, category, difficulty kept apart."""
    draw = generator(seed, "courses")
    rows = [_public_course(entry) for entry in names()["public_courses"]]
    rows += [_major_course(major, entry) for major in majors for entry in names()["major_courses"]]
    tiers = draw.choice(
        ["general", "college", "provincial", "national"], len(rows), p=[0.62, 0.25, 0.09, 0.04]
    )
    reviewed = [AS_OF - timedelta(days=int(days)) for days in draw.integers(20, 560, len(rows))]
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(
        tier=pl.Series(tiers.tolist()), reviewed_on=pl.Series(reviewed)
    )


def _public_course(entry: dict) -> dict:
    return {
        "course_code": entry["code"],
        "name": entry["zh"],
        "name_en": entry["en"],
        "org_code": names()["public_department"]["code"],
        "major_code": None,
        "type": entry["type"],
        "nature": "public_basic",
        "attribute": "required",
        "category": "literacy",
        "credits": float(entry["credits"]),
        "hours": float(entry["hours"]),
        "practice": float(entry["practice"]),
        "planned_term": entry["terms"][0],
        "ideology": bool(entry.get("ideology")),
        "physical": bool(entry.get("physical")),
    }


CATEGORY = {
    "professional_basic": "foundation",
    "professional_core": "post_ability",
    "professional_extension": "extension",
}


def _major_course(major: dict, entry: dict) -> dict:
    return {
        "course_code": f"{major['code']}K{entry['n']}",
        "name": f"{major['zh']}{entry['zh']}",
        "name_en": f"{major['en']}: {entry['en']}",
        "org_code": major["org"],
        "major_code": major["code"],
        "type": entry["type"],
        "nature": entry["nature"],
        "attribute": "professional_elective" if entry.get("elective") else "required",
        "category": CATEGORY[entry["nature"]],
        "credits": float(entry["credits"]),
        "hours": float(entry["hours"]),
        "practice": float(entry["practice"]),
        "planned_term": entry["term"],
        "ideology": False,
        "physical": False,
    }


def programme_frames(
    majors: list[dict], courses: pl.DataFrame, seed: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Programmes per major and entry grade (some miss a national line on purpose) and their courses."""
    draw = generator(seed, "programmes")
    rows, plan = [], []
    for number, major in enumerate(majors):
        own = courses.filter((pl.col("major_code") == major["code"]) | pl.col("major_code").is_null())
        for year in ENTRY_YEARS:
            total = float(draw.integers(2520, 2760))
            practice = 0.46 if number % 5 == 3 else float(draw.uniform(0.51, 0.6))
            version = "2025" if year >= 2024 and number % 4 != 1 else "2022"
            rows.append(
                {
                    "major_code": major["code"],
                    "entry_grade": year,
                    "version": version,
                    "total_credits": 142.0,
                    "total_hours": total,
                    "practice_hours": round(total * practice),
                    "public_hours": round(total * float(draw.uniform(0.255, 0.3))),
                    "elective_hours": round(
                        total * (0.085 if number % 7 == 5 else float(draw.uniform(0.1, 0.14)))
                    ),
                    "certificate": number % 3 == 0,
                    "approved_on": date(year, 7, 10) if version == "2025" else date(2022, 6, 30),
                }
            )
            plan.append(
                own.select(
                    major_code=pl.lit(major["code"]),
                    entry_grade=pl.lit(year),
                    version=pl.lit(version),
                    course_code="course_code",
                    planned_term="planned_term",
                    core=(pl.col("nature") == "professional_core"),
                    required=(pl.col("attribute") == "required"),
                    hours="hours",
                    practice="practice",
                    type="type",
                )
            )
    return pl.DataFrame(rows, infer_schema_length=None), pl.concat(plan)


def person_name(draw: np.random.Generator, taken: int) -> str:
    """A name that nobody can take for real: the word 示例 in front."""
    pool = names()
    given = "".join(draw.choice(list(pool["given"]), int(draw.integers(1, 3))))
    return f"示例·{draw.choice(list(pool['surnames']))}{given}"


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


def build_world(students: int, seed: int) -> World:
    """The whole structure for N students in school now."""
    from data.sample.people import role_frame, student_frame, teacher_frame

    majors = chosen_majors(students)
    departments = [d for d in names()["departments"] if d["code"] in {major["org"] for major in majors}]
    courses = course_frame(majors, seed)
    programmes, plan = programme_frames(majors, courses, seed)
    classes = class_frame(majors, students)
    people = student_frame(classes, students, seed)
    teachers = teacher_frame(departments, students, seed)
    world = World(
        seed,
        students,
        departments,
        majors,
        courses,
        programmes,
        plan,
        classes,
        people,
        teachers,
        pl.DataFrame(),
    )
    world.roles = role_frame(world)
    return world


__all__ = ["ENTRY_YEARS", "IN_SCHOOL", "TERMS", "World", "build_world", "generator", "names", "person_name"]

"""The synthetic people: students with their status, teachers of all tiers with dated versions, offices, roles."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import polars as pl

from data.sample.calendar import AS_OF, TERMS
from data.sample.world import ENTRY_YEARS, IN_SCHOOL, World, generator, names, person_name

LEAVE_SHARE, SUSPEND_SHARE, TRANSFER_SHARE = 0.03, 0.01, 0.012
OFFICE_ROLES = {
    "leadership": "A01", "quality_office": "A02", "academic_affairs": "A03", "student_affairs": "A04", "hr": "A05",
    "teacher_centre": "A06", "data_admin": "A07", "auditor": "A08", "service_office": "A09", "supervisor": "A10",
}  # fmt: skip
TITLES = ("none", "assistant", "lecturer", "associate_professor", "professor")


def student_frame(classes: pl.DataFrame, wanted: int, seed: int) -> pl.DataFrame:
    """One row per entrant of five entry grades; exactly `wanted` of the last three grades are in school today."""
    draw = generator(seed, "students")
    rows = []
    for year in ENTRY_YEARS:
        share = wanted // 3 + (1 if IN_SCHOOL[0] == year else 0) * (wanted % 3)
        leavers = math.ceil(share * LEAVE_SHARE) if year < ENTRY_YEARS[-1] else 0
        own = classes.filter(pl.col("entry_year") == year).to_dicts()
        for number in range(share + leavers):
            home = own[number % len(own)]
            rows.append(_student(draw, year, number, home, leaves=number >= share))
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return _with_moves(frame, classes, generator(seed, "moves"))


def _student(draw: np.random.Generator, year: int, number: int, home: dict, *, leaves: bool) -> dict:
    entry = date(year, 9, 1)
    last = date(year + 3, 6, 30)
    end = None
    if leaves:
        days = int(draw.integers(60, max(61, (min(last, AS_OF) - entry).days - 10)))
        end = entry + timedelta(days=days)
    return {
        "student_no": f"S{year}9{number:05d}",
        "name": person_name(draw, number),
        "entry_year": year,
        "entry_on": entry,
        "class_code": home["class_code"],
        "major_code": home["major_code"],
        "org_code": home["org_code"],
        "intake": str(draw.choice(["普高", "中职", "单招"], p=[0.55, 0.2, 0.25])),
        "left_on": end,
        "graduated_on": date(year + 3, 6, 25) if end is None and year + 3 <= 2025 else None,
        "sex": str(draw.choice(["男", "女"])),
        "ability": float(draw.normal()),
    }


def _with_moves(frame: pl.DataFrame, classes: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    """A few students change major after their first year, a few pause for a year and come back."""
    stays = frame["left_on"].is_null().to_numpy()
    chance = draw.random(frame.height)
    young = (frame["entry_year"] < 2025).to_numpy() & (frame["entry_year"] >= 2023).to_numpy()
    transfers = stays & young & (chance < TRANSFER_SHARE)
    suspends = stays & (frame["entry_year"] == 2023).to_numpy() & (chance > 1 - SUSPEND_SHARE)
    new_class = []
    for row, moves in zip(
        frame.select("class_code", "entry_year", "major_code").to_dicts(), transfers, strict=True
    ):
        others = classes.filter(
            (pl.col("entry_year") == row["entry_year"]) & (pl.col("major_code") != row["major_code"])
        )["class_code"].to_list() if moves else []  # fmt: skip
        new_class.append(others[int(draw.integers(len(others)))] if others else None)
    return frame.with_columns(
        new_class=pl.Series(new_class, dtype=pl.String),
        moved_on=pl.Series([date(y + 1, 8, 20) if c else None for y, c in zip(frame["entry_year"], new_class, strict=True)], dtype=pl.Date),
        suspended_on=pl.Series([date(2024, 9, 5) if s else None for s in suspends], dtype=pl.Date),
        returned_on=pl.Series([date(2025, 8, 28) if s else None for s in suspends], dtype=pl.Date),
    )  # fmt: skip


def teacher_frame(departments: list[dict], students: int, seed: int) -> pl.DataFrame:
    """Teachers of all tiers per unit, external part-timers, counsellors (at most 190 students each) and offices."""
    draw = generator(seed, "teachers")
    units = [d["code"] for d in departments]
    public = names()["public_department"]["code"]
    full = max(4 * (len(units) + 1), round(students / 17))
    rows: list[dict] = []
    for number in range(full):
        unit = public if number % (len(units) + 2) >= len(units) else units[number % (len(units) + 2)]
        rows.append(_teacher(draw, len(rows), unit, "full_time", professional=unit != public))
    for number in range(max(len(units), full // 6)):
        rows.append(_teacher(draw, len(rows), units[number % len(units)], "external_part", professional=True))
    for unit in units:
        for _ in range(max(1, math.ceil(students / len(units) / 190))):
            rows.append(_teacher(draw, len(rows), unit, "counsellor", professional=False))
    for office in OFFICE_ROLES.values():
        rows.append(_teacher(draw, len(rows), office, "admin", professional=False))
    return pl.DataFrame(rows, infer_schema_length=None)


def _teacher(draw: np.random.Generator, number: int, unit: str, staff: str, *, professional: bool) -> dict:
    years = int(draw.choice([1, 3, 6, 10, 16, 24], p=[0.12, 0.15, 0.22, 0.22, 0.17, 0.12]))
    rank = {1: 0, 3: 1, 6: 2, 10: 2, 16: 3, 24: 4}[years]
    rank = max(0, min(4, rank - (1 if draw.random() < 0.25 else 0)))
    dual = str(draw.choice(["none", "junior", "intermediate", "senior"], p=[0.35, 0.3, 0.25, 0.1]))
    title = TITLES[rank] if staff in ("full_time", "counsellor") else "none"
    return {
        "staff_no": f"T9{number:05d}",
        "name": person_name(draw, number),
        "org_code": unit,
        "staff": staff,
        "title": "assistant" if title == "none" and staff == "full_time" and years > 2 else title,
        "degree": str(draw.choice(["bachelor", "master", "doctor"], p=[0.4, 0.52, 0.08])),
        "dual": dual if professional else "none",
        "professional": professional,
        "enterprise": staff == "external_part",
        "entry_on": date(AS_OF.year - years, int(draw.integers(3, 9)), 1),
        "qualified": bool(staff != "external_part" and draw.random() < 0.97),
        "skill": float(draw.normal()),
        "promoted_on": date(int(draw.integers(2021, 2026)), 1, 1)
        if rank >= 2 and draw.random() < 0.4
        else None,
        "dual_on": date(int(draw.integers(2021, 2026)), 6, 1)
        if dual != "none" and draw.random() < 0.5
        else None,
    }


def role_frame(world: World) -> pl.DataFrame:
    """Who is dean, leads a major or a course, or looks after a class; from the start of the oldest term."""
    since = TERMS[0].first_monday - timedelta(days=30)
    teachers = world.teachers
    rows = []
    for department in world.departments:
        own = _numbers(teachers, department["code"], "full_time")
        rows.append((own[0], "dean", "org", department["code"]))
        counsellors = _numbers(teachers, department["code"], "counsellor")
        classes = world.classes.filter(pl.col("org_code") == department["code"])["class_code"].to_list()
        rows += [
            (counsellors[n % len(counsellors)], "counsellor", "class", code) for n, code in enumerate(classes)
        ]
        majors = [m["code"] for m in world.majors if m["org"] == department["code"]]
        rows += [(own[(1 + n) % len(own)], "major_leader", "major", code) for n, code in enumerate(majors)]
    for org, courses in world.courses.group_by("org_code", maintain_order=True):
        own = _numbers(teachers, str(org[0]), "full_time")
        codes = courses["course_code"].to_list()
        rows += [(own[(2 + n) % len(own)], "course_leader", "course", code) for n, code in enumerate(codes)]
    return pl.DataFrame(
        rows, schema=["staff_no", "role", "target_kind", "target_code"], orient="row"
    ).with_columns(valid_from=pl.lit(since))


def _numbers(teachers: pl.DataFrame, org: str, staff: str) -> list[str]:
    return teachers.filter((pl.col("org_code") == org) & (pl.col("staff") == staff))["staff_no"].to_list()

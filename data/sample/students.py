"""The synthetic students: who entered when, and each version of them: class, major, pause, return, leaving, graduation."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import polars as pl

from data.sample.calendar import AS_OF
from data.sample.world import ENTRY_YEARS, IN_SCHOOL, generator, person_names

LEAVE_SHARE, SUSPEND_SHARE, TRANSFER_SHARE = 0.03, 0.01, 0.012
LEAVERS_ABILITY = -0.8  # who leaves is weaker on average; ability is part of what the oracle knows
SUSPENDED_ON, RETURNED_ON = (
    date(2024, 10, 28),
    date(2025, 8, 28),
)  # in the middle of a term; back a year later
FIRST_LEAVER_ON = date(2024, 11, 18)  # one student of 2023 leaves in term for sure, at any size


def student_frame(classes: pl.DataFrame, wanted: int, seed: int) -> pl.DataFrame:
    """One row per entrant of five entry grades; exactly `wanted` of the last three grades are in school today."""
    draw = generator(seed, "students")
    parts = []
    for year in ENTRY_YEARS:
        share = wanted // 3 + (wanted % 3 if year == IN_SCHOOL[0] else 0)
        leavers = math.ceil(share * LEAVE_SHARE) if year < ENTRY_YEARS[-1] else 0
        parts.append(_entrants(draw, classes, year, share, leavers))
    frame = pl.concat(parts)
    return frame.with_columns(name=pl.Series(person_names(draw, frame.height)))


def _entrants(
    draw: np.random.Generator, classes: pl.DataFrame, year: int, staying: int, leavers: int
) -> pl.DataFrame:
    count, entry = staying + leavers, date(year, 9, 1)
    own = classes.filter(pl.col("entry_year") == year)
    leaves = np.arange(count) >= staying
    longest = max(61, (min(date(year + 3, 6, 1), AS_OF) - entry).days - 10)
    stay_days = draw.integers(60, longest, count)
    left = [entry + timedelta(days=int(d)) if go else None for d, go in zip(stay_days, leaves, strict=True)]
    if year == IN_SCHOOL[0]:
        left[staying] = FIRST_LEAVER_ON
    return pl.DataFrame(
        {
            "student_no": [f"S{year}9{number:05d}" for number in range(count)],
            "entry_year": year,
            "entry_on": entry,
            "class_code": [own["class_code"][number % own.height] for number in range(count)],
            "intake": draw.choice(["普高", "中职", "单招"], count, p=[0.55, 0.2, 0.25]).tolist(),
            "left_on": pl.Series(left, dtype=pl.Date),
            "sex": draw.choice(["男", "女"], count).tolist(),
            "ability": draw.normal(size=count) + LEAVERS_ABILITY * leaves,
        }
    )


def version_frame(students: pl.DataFrame, classes: pl.DataFrame, seed: int) -> pl.DataFrame:
    """One row per version of a student: student (row), student_no, since, status, class_code, change (the register's word)."""
    draw = generator(seed, "moves")
    base = students.with_row_index("student").join(
        classes.select("class_code", "major_code"), on="class_code", maintain_order="left"
    )
    stays = base.filter(pl.col("left_on").is_null())
    moving = stays.filter(pl.col("entry_year").is_in([2023, 2024]))
    moving = _some(moving, TRANSFER_SHARE, draw)
    pausing = stays.filter(pl.col("entry_year") == 2023).join(moving, on="student", how="anti")
    pausing = _some(pausing, SUSPEND_SHARE, draw)
    moved = _moved(moving, classes, draw)
    summer = pl.date(pl.col("entry_year") + 3, 6, 25)
    parts = [
        _version(base, pl.col("entry_on"), "在籍", None),
        _version(moved, pl.date(pl.col("entry_year") + 1, 8, 20), "在籍", "转专业"),
        _version(pausing, pl.lit(SUSPENDED_ON), "休学", "休学"),
        _version(_a_year_below(pausing, classes), pl.lit(RETURNED_ON), "在籍", "复学"),
        _version(base.filter(pl.col("left_on").is_not_null()), pl.col("left_on"), "退学", "退学"),
        _version(_now(stays, moved).filter(pl.col("entry_year") <= 2022), summer, "毕业", None),
    ]
    return pl.concat(parts).sort("student", "since")


def _some(frame: pl.DataFrame, share: float, draw: np.random.Generator) -> pl.DataFrame:
    """A share of the rows, at least one."""
    chosen = np.sort(draw.permutation(frame.height)[: max(1, round(share * frame.height))])
    return frame[chosen]


def _moved(moving: pl.DataFrame, classes: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    """The transferring students with a class of another major and the same entry grade."""
    targets = []
    for year, major in moving.select("entry_year", "major_code").iter_rows():
        others = classes.filter((pl.col("entry_year") == year) & (pl.col("major_code") != major))[
            "class_code"
        ]
        targets.append(others[int(draw.integers(len(others)))])
    return moving.with_columns(class_code=pl.Series(targets, dtype=pl.String))


def _a_year_below(pausing: pl.DataFrame, classes: pl.DataFrame) -> pl.DataFrame:
    """Who comes back goes on with the class below, of the same major."""
    below = classes.group_by("major_code", "entry_year", maintain_order=True).agg(
        pl.col("class_code").first().alias("below")
    )
    return (
        pausing.with_columns(entry_year=pl.col("entry_year") + 1)
        .join(below, on=["major_code", "entry_year"], maintain_order="left")
        .with_columns(class_code="below")
        .drop("below")
    )


def _now(students: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    later = moved.select("student", later="class_code")
    joined = students.join(later, on="student", how="left", maintain_order="left")
    return joined.with_columns(class_code=pl.coalesce("later", "class_code"))


def _version(frame: pl.DataFrame, since: pl.Expr, status: str, change: str | None) -> pl.DataFrame:
    return frame.select(
        "student",
        "student_no",
        since=since,
        status=pl.lit(status),
        class_code="class_code",
        change=pl.lit(change, dtype=pl.String),
    )

"""Who of the synthetic students was there when, and how much each does beyond the courses, which only the generator knows."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from data.sample.calendar import AS_OF, Term
from data.sample.students import RETURNED_ON
from data.sample.teaching import active_classes
from data.sample.world import World, generator

ABILITY_IN_SPIRIT = 0.5  # who is able is more often, not always, active beyond the courses


def members(world: World) -> pl.DataFrame:
    """One row per entrant: student (row), numbers and codes of now, entry_on, to_on (last day there), away_from, ability, spirit."""
    noise = generator(world.seed, "spirit").normal(size=world.students.height)
    last = world.versions.group_by("student", maintain_order=True).last()
    away = world.versions.filter(pl.col("status") == "休学").select("student", away_from="since")
    people = world.students.with_row_index("student").drop("class_code", "sex", "name")
    frame = (
        people.join(last.select("student", "class_code", "status"), on="student", maintain_order="left")
        .join(world.classes.select("class_code", "major_code", "org_code"), on="class_code", maintain_order="left")
        .join(away, on="student", how="left", maintain_order="left")
    )  # fmt: skip
    graduated = pl.when(pl.col("status") == "毕业").then(pl.date(pl.col("entry_year") + 3, 6, 24))
    rest = (1 - ABILITY_IN_SPIRIT**2) ** 0.5
    return frame.with_columns(
        to_on=pl.coalesce("left_on", graduated, pl.lit(AS_OF)),
        spirit=ABILITY_IN_SPIRIT * pl.col("ability") + rest * pl.Series(noise),
    )


def there(frame: pl.DataFrame, day: str, *, known_after: int = 0) -> pl.DataFrame:
    """Rows whose day the student spent at the college (a pause counts as away) and that are on file by the as-of.

    known_after: days from the event until the register has it, as the mapping says.
    """
    at = pl.col(day)
    paused = (at >= pl.col("away_from")).fill_null(False) & (at < RETURNED_ON)
    return frame.filter(
        (at >= pl.col("entry_on")) & (at <= pl.col("to_on")) & (at <= in_days(-known_after)) & ~paused
    )


def in_class(world: World, term: Term) -> pl.DataFrame:
    """Students of a term with the class of that term, its major, unit and counsellor (staff_no)."""
    cared = world.roles.filter(pl.col("role") == "counsellor").select("staff_no", class_code="target_code")
    names = world.students.with_row_index("student").select("student", "student_no", "entry_year")
    return (
        active_classes(world, term)
        .join(names, on="student", maintain_order="left")
        .join(world.classes.drop("name", "entry_year"), on="class_code", maintain_order="left")
        .join(cared, on="class_code", maintain_order="left")
    )


def often(frame: pl.DataFrame, mean: np.ndarray, draw: np.random.Generator) -> pl.DataFrame:
    """Each row as often as a Poisson draw of its mean says."""
    return frame[np.repeat(np.arange(frame.height), draw.poisson(mean))]


def logistic(value: np.ndarray) -> np.ndarray:
    """Odds as a chance."""
    return 1 / (1 + np.exp(-value))


def days_of(first: date, last: date, draw: np.random.Generator, count: int) -> pl.Series:
    """So many days from the first to the last, both included; the last is at most the as-of."""
    span = (min(last, AS_OF) - first).days + 1
    return pl.Series(np.datetime64(first, "D") + draw.integers(0, span, count)).cast(pl.Date)


def over(term: Term, today: date = AS_OF) -> float:
    """How much of a term's teaching lies behind us, 0 to 1."""
    return min(1.0, max(0, (today - term.first_monday).days + 1) / (7 * 16))


def picked(draw: np.random.Generator, options: tuple | list, odds: list[float] | None, count: int) -> pl.Series:  # fmt: skip
    """So many draws of the options, as plain values."""
    places = draw.choice(len(options), count, p=odds)
    return pl.Series([options[place] for place in places])


def numbered(prefix: str, frame: pl.DataFrame, width: int = 6) -> pl.Series:
    """Running numbers for the rows of a frame."""
    return pl.Series([f"{prefix}{place:0{width}d}" for place in range(frame.height)], dtype=pl.String)


def in_days(days: int) -> date:
    """The as-of moved by days."""
    return AS_OF + timedelta(days=days)

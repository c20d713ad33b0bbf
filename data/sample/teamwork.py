"""Work that members of staff do together: who took part in which, in what order, on which day."""

from __future__ import annotations

import zlib
from datetime import date

import numpy as np
import polars as pl

from data.sample.membership import days_of
from data.sample.world import World, generator

YEARS = (2021, 2022, 2023, 2024, 2025)
LAST = date(2025, 10, 15)  # the newest work that the offices have written down by the as-of
SENIORITY = {"none": 0.35, "assistant": 0.6, "lecturer": 1.0, "associate_professor": 1.7, "professor": 2.7}
SILENT = 40  # one member of staff in so many has nothing on file
LEADS, REST = 0.6, 0.4  # share of the first, and of all others together


def on_file(world: World) -> pl.DataFrame:
    """Staff with records; a few never hand in anything."""
    filed = [zlib.crc32(number.encode()) % SILENT != 3 for number in world.teachers["staff_no"]]
    return world.teachers.filter(pl.Series(filed, dtype=pl.Boolean))


def works(
    world: World,
    part: str,
    rate: float,
    odds: list[float],
    *,
    seniority: dict[str, float] = SENIORITY,
    kinds: tuple[str, ...] = ("full_time",),
) -> pl.DataFrame:
    """One row per person and work: work_no, org_code, day, staff_no, person_order, person_count.

    rate: works per person and year; odds: of teams of one, two, three …; who is senior and skilled takes part more often.
    """
    parts = [
        _of_unit(own, year, rate, odds, seniority, generator(world.seed, f"{part}{org}{year}"))
        for (org,), own in on_file(world).filter(pl.col("staff").is_in(kinds)).group_by(["org_code"], maintain_order=True)
        for year in YEARS
    ]  # fmt: skip
    frame = pl.concat([rows for rows in parts if rows.height]).sort(
        "day", "org_code", "work", maintain_order=True
    )
    number = pl.struct("day", "org_code", "work").rank("dense").cast(pl.Int64)
    return frame.with_columns(work_no=number).drop("work")


def _of_unit(own: pl.DataFrame, year: int, rate: float, odds: list[float], seniority: dict, draw) -> pl.DataFrame:  # fmt: skip
    """The works of one unit in one year: teams by weighted draw without replacement."""
    own = own.filter(pl.col("entry_on") <= date(year, 1, 1))
    last = min(date(year, 12, 31), LAST)
    count = draw.poisson(rate * own.height * ((last - date(year, 1, 1)).days + 1) / 365)
    sizes = np.minimum(draw.choice(len(odds), count, p=odds) + 1, own.height)
    weight = own["title"].replace_strict(seniority, return_dtype=pl.Float64).to_numpy()
    keys = np.log(weight) + 0.4 * own["skill"].to_numpy() + 0.25 * own["diligence"].to_numpy()
    order = np.argsort(-(keys + draw.gumbel(size=(count, own.height))), axis=1)
    who = np.concatenate(
        [row[:size] for row, size in zip(order, sizes, strict=True)] or [np.array([], dtype=int)]
    )
    work = np.repeat(np.arange(count), sizes)
    days = days_of(date(year, 1, 1), last, draw, count)
    return pl.DataFrame({"work": work, "staff_no": own["staff_no"].gather(who)}).with_columns(
        day=days.gather(work),
        org_code=pl.lit(own["org_code"][0] if own.height else None, dtype=pl.String),
        person_order=pl.Series(np.concatenate([np.arange(1, size + 1) for size in sizes] or [np.array([], dtype=int)])),
        person_count=pl.Series(np.repeat(sizes, sizes)),
    )  # fmt: skip


def of_work(frame: pl.DataFrame, draw: np.random.Generator, options: tuple, odds: list[float]) -> pl.Series:
    """One draw per work, the same for all who took part."""
    places = draw.choice(len(options), int(frame["work_no"].max() or 0) + 1, p=odds)
    return pl.Series([options[places[number]] for number in frame["work_no"]])


def amounts(frame: pl.DataFrame, draw: np.random.Generator, median: float, spread: float) -> pl.Series:
    """An amount per work, the same for all who took part."""
    drawn = median * np.exp(spread * draw.normal(size=int(frame["work_no"].max() or 0) + 1))
    return pl.Series(drawn[frame["work_no"].to_numpy()].round(1))


def share() -> pl.Expr:
    """The person's part of the work: all of it, or the first's and the others' shares."""
    others = REST / (pl.col("person_count") - 1)
    part = pl.when(pl.col("person_order") == 1).then(pl.lit(LEADS)).otherwise(others)
    return pl.when(pl.col("person_count") == 1).then(pl.lit(1.0)).otherwise(part)


def number(prefix: str) -> pl.Expr:
    """The number under which an office keeps a work."""
    return pl.format("{}{}", pl.lit(prefix), pl.col("work_no").cast(pl.String).str.zfill(5))

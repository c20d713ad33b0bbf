"""Periods that indicators name: school years from 1 September to 31 August, and which of them are over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl


def school_year(day: pl.Expr) -> pl.Expr:
    """In which school year does a date lie? '2024-2025' from 1 September 2024 to 31 August 2025; null for null."""
    start = day.dt.year() - (day.dt.month() < 9).cast(pl.Int32)
    return pl.format("{}-{}", start, start + 1)


def years_over(as_of: date, count: int = 4) -> list[str]:
    """The newest school years that are over at the as-of, oldest first; a year is over from 1 September."""
    newest = as_of.year - (1 if as_of.month >= 9 else 2)
    return [f"{start}-{start + 1}" for start in range(newest - count + 1, newest + 1)]


def year_bounds(years: Sequence[str]) -> pl.DataFrame:
    """One row per school year: period, first_on (1 September), last_on (31 August)."""
    starts = [int(year[:4]) for year in years]
    return pl.DataFrame(
        {
            "period": list(years),
            "first_on": [date(start, 9, 1) for start in starts],
            "last_on": [date(start + 1, 8, 31) for start in starts],
        },
        schema={"period": pl.String, "first_on": pl.Date, "last_on": pl.Date},
    )

"""Days and trailing periods as indicators count them: the college's own days, years back from the as-of, the term of a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl

from profiling.facts import Facts


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def trailing(facts: Facts, column: str, years: int) -> pl.Expr:
    """Does the date lie in the years up to the as-of (after the same day so many years ago, the as-of included)?"""
    since = pl.lit(years_before(facts.as_of, years))
    inside = (pl.col(column) > since) & (pl.col(column) <= pl.lit(facts.as_of))
    return inside.fill_null(False)


def trailing_period(facts: Facts, years: int) -> pl.Expr:
    """The name of the trailing years, as 3y:2025."""
    return pl.lit(f"{years}y:{facts.as_of.year}")


def end_of_day(facts: Facts, day: pl.Expr) -> pl.Expr:
    """The last second of a college day in stored time (UTC)."""
    rest = facts.cut - datetime.combine(facts.as_of, datetime.min.time())
    return day.cast(pl.Datetime("us")) + pl.lit(rest)


def local_day(facts: Facts, moment: str) -> pl.Expr:
    """The college's day of a stored moment (UTC)."""
    rest = facts.cut - datetime.combine(facts.as_of, datetime.min.time())
    ahead = timedelta(hours=round((timedelta(days=1) - rest).total_seconds() / 3600))
    return (pl.col(moment) + pl.lit(ahead)).dt.date()


def with_term(facts: Facts, frame: pl.DataFrame, day: str) -> pl.DataFrame:
    """The frame with `period`: the newest term begun on that day (holidays belong to the term before); others dropped."""
    terms = facts["term"].select("term_id", "day_zero").sort("day_zero")
    frame = frame.drop_nulls(day).sort(day, maintain_order=True)
    found = frame.join_asof(terms, left_on=day, right_on="day_zero", strategy="backward")
    return found.drop_nulls("term_id").rename({"term_id": "period"})


def newest_two_terms(facts: Facts) -> list[str]:
    """The running term and the one before it."""
    return facts.terms[-2:]


def term_over(facts: Facts) -> tuple[str, date, date] | None:
    """The newest term whose teaching is over at the as-of: its id, first and last day; None before the first one."""
    over = facts["term"].filter(pl.col("end_on") <= facts.as_of).sort("end_on")
    return over.select("term_id", "day_zero", "end_on").row(-1) if over.height else None

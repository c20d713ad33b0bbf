"""What becomes of graduates (B.1, B.2): placement, match, region, pay, certificates; of the school, departments and majors."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.indicators.school import SCHOOL
from profiling.values import empty, rate, shaped

YEARS = 4
EMPLOYED = ("employed", "flexible", "self_employed")
PLACED = (*EMPLOYED, "further_study")
UNITS = {"school": "school", "org": "org_code", "major": "major_code"}


def _graduates(facts: Facts) -> pl.DataFrame:
    """Counted graduates of the four newest years, with their units."""
    rows = facts["employment"].filter(pl.col("counted_on") <= facts.as_of)
    newest = rows["graduation_year"].unique().sort()[-YEARS:]
    rows = rows.filter(pl.col("graduation_year").is_in(newest.implode()))
    return rows.with_columns(
        school=pl.lit(SCHOOL), one=pl.lit(1), period=pl.col("graduation_year").cast(pl.String)
    )


def _share(rows: pl.DataFrame, indicator: str, holds: pl.Expr, kinds: tuple[str, ...]) -> pl.DataFrame:
    """Share of the rows that hold per unit; a register, so without an interval."""
    if rows.is_empty():
        return empty()
    rows = rows.with_columns(holds=holds.fill_null(False).cast(pl.Int64))
    parts = [
        shaped(rate(rows.drop_nulls(UNITS[kind]), [UNITS[kind], "period"], "holds", "one", sampled=False), indicator, kind, UNITS[kind])
        for kind in kinds
    ]  # fmt: skip
    return pl.concat(parts)


def _placement(facts: Facts, indicator: str, *kinds: str) -> pl.DataFrame:
    return _share(_graduates(facts), indicator, pl.col("outcome").is_in(PLACED), kinds)


def sch_placement_rate(facts: Facts) -> pl.DataFrame:
    """Graduates placed (work of any kind or further study) over all graduates counted."""
    return _placement(facts, "sch_placement_rate", "school", "org")


def maj_placement(facts: Facts) -> pl.DataFrame:
    """The same of a major."""
    return _placement(facts, "maj_placement", "major")


def _match(facts: Facts, indicator: str, *kinds: str) -> pl.DataFrame:
    rows = _graduates(facts).filter(pl.col("outcome").is_in(EMPLOYED) & pl.col("is_match").is_not_null())
    return _share(rows, indicator, pl.col("is_match"), kinds)


def sch_match_rate(facts: Facts) -> pl.DataFrame:
    """Employed graduates whose work matches the major over those of whom it is known."""
    return _match(facts, "sch_match_rate", "school", "org")


def maj_match(facts: Facts) -> pl.DataFrame:
    """The same of a major."""
    return _match(facts, "maj_match", "major")


def sch_local_rate(facts: Facts) -> pl.DataFrame:
    """Employed graduates who work in the province over those of whom it is known: context."""
    rows = _graduates(facts).filter(
        pl.col("outcome").is_in(EMPLOYED) & pl.col("is_in_province").is_not_null()
    )
    return _share(rows, "sch_local_rate", pl.col("is_in_province"), ("school", "org"))


def _certified(facts: Facts, indicator: str, *kinds: str) -> pl.DataFrame:
    held = facts["certificate"].filter(pl.col("issued_on") <= facts.as_of)
    if held.is_empty():
        return empty()
    first = held["issued_on"].min().year
    rows = facts["graduation"].filter(
        (pl.col("outcome") == "graduated") & (pl.col("graduated_on") <= facts.as_of) & (pl.col("graduated_on").dt.year() >= first)
    ).with_columns(school=pl.lit(SCHOOL), one=pl.lit(1), year=pl.col("graduated_on").dt.year())  # fmt: skip
    newest = rows["year"].unique().sort()[-YEARS:]
    rows = rows.filter(pl.col("year").is_in(newest.implode())).with_columns(
        period=pl.col("year").cast(pl.String)
    )
    return _share(rows, indicator, pl.col("student_pid").is_in(held["student_pid"].unique().implode()), kinds)


def sch_certificate_rate(facts: Facts) -> pl.DataFrame:
    """Graduates of the year who hold a certificate over graduates of the year."""
    return _certified(facts, "sch_certificate_rate", "school", "org")


def maj_certificate_rate(facts: Facts) -> pl.DataFrame:
    """The same of a major."""
    return _certified(facts, "maj_certificate_rate", "major")


def maj_start_pay(facts: Facts) -> pl.DataFrame:
    """Median of reported start pay of employed graduates: context, never ranked without the mix of industries."""
    rows = _graduates(facts).filter(pl.col("outcome").is_in(EMPLOYED) & pl.col("start_pay").is_not_null())
    if rows.is_empty():
        return empty()
    values = (
        rows.drop_nulls("major_code")
        .group_by("major_code", "period")
        .agg(value=pl.col("start_pay").median(), n=pl.len())
    )
    return shaped(values, "maj_start_pay", "major", "major_code")

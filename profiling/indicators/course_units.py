"""From counts per teaching class to values of units: one roll-up by ratio of sums for all indicators of teaching."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.values import rate, shaped

SCHOOL = "school"
KINDS = {"offering": "offering_id", "course": "course_code", "org": "org_code", "school": "school"}
MAJOR = {"major": "major_code"}


def about(facts: Facts, counts: pl.DataFrame) -> pl.DataFrame:
    """Rows per offering with the keys of the units above it; `period` is the term of the offering."""
    keys = facts.offering.select(
        "offering_id", "course_code", "org_code", "course_type", "major_code", period="term_id"
    )
    counts = counts.drop("term_id", strict=False)
    return counts.join(keys, on="offering_id").with_columns(school=pl.lit(SCHOOL))


def recorded_terms(facts: Facts, counts: pl.DataFrame, recorded: pl.DataFrame) -> pl.DataFrame:
    """The counts of teaching classes in terms for which the source holds anything: `recorded` names its offerings.

    A term before the source was connected is not known; its classes must not count as if nobody had done anything.
    """
    term = facts.offering.select("offering_id", "term_id")
    known = term.join(recorded.select("offering_id"), on="offering_id", how="semi").select("term_id").unique()
    offerings = term.join(known, on="term_id", how="semi")
    return counts.join(offerings.select("offering_id"), on="offering_id", how="semi")


def rates(
    facts: Facts,
    indicator: str,
    counts: pl.DataFrame,
    top: str,
    bottom: str,
    *,
    sampled: bool = True,
    kinds: dict[str, str] = KINDS,
) -> pl.DataFrame:
    """Sum of `top` over sum of `bottom` per unit and term, from counts per offering."""
    frame = about(facts, counts)
    return pl.concat(
        shaped(
            rate(frame.filter(pl.col(key).is_not_null()), [key, "period"], top, bottom, sampled=sampled),
            indicator,
            kind,
            key,
        )
        for kind, key in kinds.items()
    )

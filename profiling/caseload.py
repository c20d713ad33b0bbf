"""Whose care for students is not compared? Counsellors with more students than one person can look after (indicators.md C.11)."""

from __future__ import annotations

import polars as pl

STANDARD, DIMENSION = "teacher.CO", "D4"
CASELOAD, MOST = "cou_caseload", 240  # 1.2 times the national 200 students per counsellor
OVERLOADED = "overloaded"


def with_overload(standard_id: str, rows: pl.DataFrame, latest: pl.DataFrame) -> pl.DataFrame:
    """Dimension rows of counsellors with `state` overloaded where the caseload is above 240; scores stay as they are.

    rows: entity_id, dimension_id, is_published, state; latest: newest value rows. A caseload that nobody knows says nothing.
    """
    if standard_id != STANDARD:
        return rows
    own = latest.filter((pl.col("indicator_id") == CASELOAD) & (pl.col("status") == "observed"))
    over = own.filter(pl.col("value") > MOST)["entity_id"]
    marked = (
        pl.col("entity_id").is_in(over.implode())
        & (pl.col("dimension_id") == DIMENSION)
        & pl.col("is_published")
    )
    return rows.with_columns(state=pl.when(marked).then(pl.lit(OVERLOADED)).otherwise("state"))

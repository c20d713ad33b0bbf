"""How much of the time of study is over: what prorated anchors and gates are multiplied with (indicators.md C.12)."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts

USUAL_YEARS = 3
TERMS_A_YEAR = 2


def elapsed_share(facts: Facts) -> pl.DataFrame:
    """student_pid, elapsed, planned (terms) and elapsed_share (0-1) of enrolled students.

    Elapsed: autumn and spring terms closed since entry, at most those planned (two a year of schooling).
    """
    closed = facts["term"].filter(
        pl.col("term_id").is_in(facts.closed_terms) & (pl.col("term_no") <= TERMS_A_YEAR)
    )
    planned = TERMS_A_YEAR * pl.col("schooling_years").fill_null(USUAL_YEARS)
    frame = facts.enrolled.filter(pl.col("entry_year").is_not_null()).select(
        "student_pid", "entry_year", planned=planned
    )
    if closed.is_empty():
        reached = pl.lit(0)
    else:
        year, half = closed.sort("start_year", "term_no").select("start_year", "term_no").row(-1)
        reached = TERMS_A_YEAR * (year - pl.col("entry_year")) + half
    frame = frame.with_columns(elapsed=reached.clip(0, pl.col("planned")))
    return frame.select(
        "student_pid", "elapsed", "planned", elapsed_share=pl.col("elapsed") / pl.col("planned")
    )

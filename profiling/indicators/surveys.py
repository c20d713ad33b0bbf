"""What people say in surveys (B.1): students, weighted to enrolment, and employers, of the school and of majors."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from profiling.facts import Facts
from profiling.indicators.school import SCHOOL
from profiling.indices.shrink import wilson
from profiling.values import empty, shaped

YEARS, SATISFIED, LEAST_RESPONSE = 4, 4.0, 0.30
CELL = ["org_code", "entry_year"]


def responses(facts: Facts, population: str) -> pl.DataFrame:
    """One row per response of surveys of a population closed by the as-of, four newest years: score (mean of items) and units."""
    surveys = facts["survey"].filter(
        (pl.col("population") == population) & (pl.col("closed_on") <= facts.as_of)
    )
    newest = surveys["year"].unique().sort()[-YEARS:]
    surveys = surveys.filter(pl.col("year").is_in(newest.implode())).select(
        "survey_no", "year", "invited", "closed_on"
    )
    rows = facts["survey_response"].filter(pl.col("score").is_not_null()).join(surveys, on="survey_no")
    keys = [
        "survey_no",
        "response_no",
        "year",
        "invited",
        "closed_on",
        "org_code",
        "major_code",
        "entry_year",
        "teacher_pid",
    ]
    return rows.group_by(keys).agg(pl.col("score").mean()).with_columns(
        satisfied=(pl.col("score") >= SATISFIED).cast(pl.Float64), period=pl.col("year").cast(pl.String)
    )  # fmt: skip


def sch_student_satisfaction(facts: Facts) -> pl.DataFrame:
    """Share of responses of 4 to 5, weighted to the students enrolled by department and entry year."""
    rows = responses(facts, "student")
    if rows.is_empty():
        return empty()
    parts = [_weighted(facts, part) for _, part in rows.group_by("period", maintain_order=True)]
    values = pl.concat(parts).with_columns(school=pl.lit(SCHOOL))
    return shaped(_judged(values), "sch_student_satisfaction", "school", "school")


def _weighted(facts: Facts, rows: pl.DataFrame) -> pl.DataFrame:
    """Shares of the cells of one year, weighted by the students enrolled on the last day of its surveys."""
    cells = rows.drop_nulls(CELL).group_by(CELL).agg(share=pl.col("satisfied").mean())
    known = cells.join(_enrolled_on(facts, rows["closed_on"].max()), on=CELL)
    return _asked(rows).with_columns(
        numerator=pl.lit((known["share"] * known["size"]).sum(), dtype=pl.Float64),
        denominator=pl.lit(float(known["size"].sum())),
    )  # fmt: skip


def _asked(rows: pl.DataFrame) -> pl.DataFrame:
    """Per year: responses, and how many were invited by its surveys (null where none of them says)."""
    surveys = rows.unique("survey_no").group_by("period").agg(invited=pl.col("invited").sum())
    surveys = surveys.with_columns(invited=pl.when(pl.col("invited") > 0).then("invited"))
    return rows.group_by("period").agg(n=pl.len()).join(surveys, on="period")


def _enrolled_on(facts: Facts, day: date) -> pl.DataFrame:
    """Students whose register version of the day says enrolled, per department and entry year."""
    versions = facts["student_version"].filter(pl.col("valid_from") <= day).sort("student_pid", "valid_from")
    then = versions.unique("student_pid", keep="last").filter(pl.col("student_status") == "enrolled")
    return then.group_by(CELL).agg(size=pl.len())


def _judged(values: pl.DataFrame) -> pl.DataFrame:
    """Value, interval (Wilson 90 % on the responses), response rate; below 30 % of those asked: provisional."""
    values = values.with_columns(
        value=pl.when(pl.col("denominator") > 0).then(pl.col("numerator") / pl.col("denominator")),
        response_rate=(pl.col("n") / pl.col("invited")).clip(0, 1),
    )
    low, high = wilson((values["value"] * values["n"]).to_numpy(), values["n"].to_numpy())
    few = pl.col("response_rate").is_null() | (pl.col("response_rate") < LEAST_RESPONSE)
    return values.with_columns(
        low=pl.Series(np.asarray(low)).fill_nan(None), high=pl.Series(np.asarray(high)).fill_nan(None),
        status=pl.when(pl.col("value").is_not_null() & few).then(pl.lit("provisional")),
    )  # fmt: skip


def _employers(facts: Facts, indicator: str, kind: str, key: str) -> pl.DataFrame:
    every = responses(facts, "employer").with_columns(school=pl.lit(SCHOOL))
    rows = every.drop_nulls(key)
    if rows.is_empty():
        return empty()
    values = rows.group_by(key, "period").agg(
        numerator=pl.col("satisfied").sum(),
        denominator=pl.len().cast(pl.Float64),
        n=pl.len(),
    )
    whole = _asked(every).rename({"n": "all"})
    values = _judged(values.join(whole, on="period"))
    asked = (pl.col("all") / pl.col("invited")).clip(0, 1)  # nobody knows how many were asked per major
    few = asked.is_null() | (asked < LEAST_RESPONSE)
    values = values.with_columns(response_rate=asked, status=pl.when(few).then(pl.lit("provisional")))
    return shaped(values, indicator, kind, key)


def sch_employer_satisfaction(facts: Facts) -> pl.DataFrame:
    """Share of employers' responses of 4 to 5."""
    return _employers(facts, "sch_employer_satisfaction", "school", "school")


def maj_employer_satisfaction(facts: Facts) -> pl.DataFrame:
    """The same of employers who answered about graduates of a major."""
    return _employers(facts, "maj_employer_satisfaction", "major", "major_code")

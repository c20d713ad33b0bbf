"""Which values rest on a source that fails its freshness: published as `stale`, never as current (indicators.md A.7)."""

from __future__ import annotations

import calendar
from datetime import date

import polars as pl

from profiling.catalogue import indicators
from profiling.facts import Facts

REASON = "delivered_until:"  # then the day of the newest delivery, in status_reason
SHOWN = ("observed", "provisional")


def marked_stale(facts: Facts, values: pl.DataFrame) -> pl.DataFrame:
    """Value rows with status `stale` where a table they rest on was last delivered before their period ended.

    What was delivered after its period had ended is whole, however late its source is now. The value stays in the row,
    with the day in `status_reason`; nothing judges by it.
    """
    if not facts.late:
        return values
    days = [(name, day) for name in indicators() if (day := _delivered(name, facts.late)) is not None]
    late = pl.DataFrame(days, schema={"indicator_id": pl.String, "_until": pl.Date}, orient="row")
    periods = values["period"].unique()
    ends = pl.DataFrame({"period": periods, "_end": [period_end(facts, one) for one in periods]},
                        schema={"period": pl.String, "_end": pl.Date})  # fmt: skip
    rows = values.join(late, on="indicator_id", how="left", maintain_order="left")
    rows = rows.join(ends, on="period", how="left", maintain_order="left")
    end = pl.min_horizontal(pl.col("_end"), pl.lit(facts.as_of))
    is_stale = (pl.col("status").is_in(SHOWN) & (pl.col("_until") < end)).fill_null(False)
    return rows.with_columns(
        status=pl.when(is_stale).then(pl.lit("stale")).otherwise("status"),
        status_reason=pl.when(is_stale)
        .then(pl.lit(REASON) + pl.col("_until").cast(pl.String))
        .otherwise("status_reason"),
    ).select(values.columns)


def _delivered(indicator_id: str, late: dict[str, date]) -> date | None:
    """The oldest of the newest deliveries among the late tables of an indicator; None where none is late."""
    return min((late[table] for table in indicators()[indicator_id].sources if table in late), default=None)


def period_end(facts: Facts, period: str) -> date | None:
    """The last day of a period as indicators write it: a term, a school year, a year, a month or years up to one (5y:2025).

    None for a term the calendar does not hold.
    """
    name = period.rpartition(":")[2]
    parts = name.split("-")
    if len(parts) == 3:
        terms = facts["term"].filter(pl.col("term_id") == name)
        return terms["end_on"][0] if terms.height else None
    if not all(part.isdigit() for part in parts):
        return None
    year, rest = int(parts[0]), parts[1:]
    if not rest:
        return date(year, 12, 31)
    if len(rest[0]) == 4:
        return date(int(rest[0]), 8, 31)
    month = int(rest[0])
    return date(year, month, calendar.monthrange(year, month)[1])

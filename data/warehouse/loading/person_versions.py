"""Which version of a person a row is about: the one that was valid on the college's day of the event."""

from __future__ import annotations

import polars as pl

from data.staging.targets import Target
from data.warehouse.loading.known import Known


def local_day(values: pl.Series, zone: str) -> pl.Series:
    """The college's day of naive UTC moments; days stay as they are."""
    if values.dtype == pl.Date:
        return values
    return values.dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.date()


def version_at(
    rows: pl.DataFrame, pid: str, target: Target, known: Known, zone: str, table: str, name: str
) -> pl.Series:
    """Number of the version of each row's person that was valid at its event; the first one before it, the newest without a date."""
    versions = known.frame(table).sort("valid_from")
    first = versions.unique(pid, keep="first", maintain_order=True).select(pid, pl.col(name).alias("first"))
    days = _event_days(rows, target, known, zone)
    asked = rows.select(pl.int_range(pl.len()).alias("n"), pid).with_columns(days.alias("valid_from"))
    if first.height == versions.height:  # nobody changed: no need to look at dates
        return asked.join(first, on=pid, how="left", maintain_order="left")["first"]
    dated = (
        asked.drop_nulls("valid_from")
        .sort("valid_from")
        .join_asof(versions, on="valid_from", by=pid, strategy="backward", check_sortedness=False)
    )
    found = asked.join(dated.select("n", name), on="n", how="left", maintain_order="left").join(
        first, on=pid, how="left", maintain_order="left"
    )
    newest = versions.unique(pid, keep="last", maintain_order=True).select(pid, pl.col(name).alias("last"))
    found = found.join(newest, on=pid, how="left", maintain_order="left")
    undated = pl.when(pl.col("valid_from").is_null()).then(pl.col("last"))
    return found.select(undated.otherwise(pl.coalesce(name, "first"))).to_series()


def _event_days(rows: pl.DataFrame, target: Target, known: Known, zone: str) -> pl.Series:
    """The college's day of the event; the first day of the offering's term where the row has none."""
    starts = pl.Series([None], dtype=pl.Date).new_from_index(0, rows.height)
    if "term_id" in rows.columns:
        starts = rows["term_id"].replace_strict(known.day_zeros(), default=None, return_dtype=pl.Date)
    if target.event not in rows.columns:
        return starts
    days = local_day(rows[target.event], zone)
    return days.zip_with(days.is_not_null(), starts)

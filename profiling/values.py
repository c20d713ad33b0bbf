"""The rows that indicators make: one shape for all, with intervals and status, and the roll-up by ratio of sums."""

from __future__ import annotations

import numpy as np
import polars as pl

from profiling.indices.shrink import wilson

COLUMNS = {
    "indicator_id": pl.String,
    "entity_kind": pl.String,
    "entity_id": pl.String,
    "period": pl.String,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "value": pl.Float64,
    "n": pl.Int64,
    "low": pl.Float64,
    "high": pl.Float64,
    "raw_value": pl.Float64,
    "response_rate": pl.Float64,
    "status": pl.String,
    "status_reason": pl.String,
}


def shaped(frame: pl.DataFrame, indicator: str, kind: str, entity: str) -> pl.DataFrame:
    """The frame as value rows of one indicator and kind of entity; `entity` names the key column.

    A value that cannot be computed (no denominator) gets status missing, never zero.
    """
    given = set(frame.columns)
    defaults = {name: pl.lit(None, dtype=kind_) for name, kind_ in COLUMNS.items() if name not in given}
    frame = frame.with_columns(
        **{name: value for name, value in defaults.items() if name not in ("indicator_id",)}
    )
    frame = frame.with_columns(
        indicator_id=pl.lit(indicator), entity_kind=pl.lit(kind), entity_id=pl.col(entity).cast(pl.String)
    )
    value = pl.col("value").cast(pl.Float64)
    status = pl.coalesce(
        pl.col("status"),
        pl.when(value.is_null() | value.is_nan()).then(pl.lit("missing")).otherwise(pl.lit("observed")),
    )
    return (
        frame.with_columns(value=pl.when(value.is_nan()).then(None).otherwise(value), status=status)
        .filter(pl.col("entity_id").is_not_null() & pl.col("period").is_not_null())
        .select(pl.col(name).cast(kind_) for name, kind_ in COLUMNS.items())
    )


def rate(frame: pl.DataFrame, by: list[str], top: str, bottom: str, *, sampled: bool = True) -> pl.DataFrame:
    """Ratio of sums per group with a Wilson 90 % interval (none for a complete register)."""
    sums = frame.group_by(by).agg(
        numerator=pl.col(top).sum().cast(pl.Float64), denominator=pl.col(bottom).sum().cast(pl.Float64)
    )
    sums = sums.with_columns(
        value=pl.when(pl.col("denominator") > 0).then(pl.col("numerator") / pl.col("denominator")),
        n=pl.col("denominator").round(0).cast(pl.Int64),
    )
    if not sampled:
        return sums
    low, high = wilson(sums["numerator"].to_numpy(), sums["denominator"].to_numpy())
    return sums.with_columns(
        low=pl.Series(np.nan_to_num(low, nan=np.nan)).fill_nan(None), high=pl.Series(high).fill_nan(None)
    )


def empty() -> pl.DataFrame:
    """No value rows."""
    return pl.DataFrame(schema=COLUMNS)

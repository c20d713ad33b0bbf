"""Shares of joint teaching: they sum to 1 per offering; where a source gives none, equal parts, said to be undeclared."""

from __future__ import annotations

import polars as pl

TABLE = "bridge_offering_teacher"


def with_shares(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of bridge_offering_teacher with `share` and `is_share_declared`; what is declared beside gaps stays."""
    if "share" not in rows.columns:
        rows = rows.with_columns(share=pl.lit(None, dtype=pl.Float64))
    share = pl.col("share")
    left = (1 - share.sum().over("offering_id")).clip(0, 1)
    gaps = share.is_null().sum().over("offering_id")
    return rows.with_columns(is_share_declared=share.is_not_null(), share=share.fill_null(left / gaps))

"""Have the people and the data changed since the model learnt? Population stability and missing values by family of features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from models.risk.court_rules import rules
from models.risk.declaration import declaration

LEAST = 1e-4  # share of an empty bin: its logarithm stays finite


def reference(frame: pl.DataFrame, columns: Sequence[str]) -> dict[str, dict]:
    """How each feature was spread in the rows learnt from: inner edges of bins of equal size, share per bin, share missing."""
    return {name: _spread(frame[name]) for name in columns if frame[name].dtype.is_numeric()}


def _spread(series: pl.Series) -> dict:
    known = series.drop_nulls().cast(pl.Float64).to_numpy()
    bins = int(rules().drift["bins"])
    edges = np.unique(np.quantile(known, np.arange(1, bins) / bins)) if known.size else np.array([])
    return {"edges": [float(edge) for edge in edges], "shares": _shares(series, edges).tolist()}


def _shares(series: pl.Series, edges: np.ndarray) -> np.ndarray:
    """Share of rows in each bin (left edge out, right edge in), and at the end the share missing; of no rows: none."""
    known = series.drop_nulls().cast(pl.Float64).to_numpy()
    counts = np.bincount(np.searchsorted(edges, known, side="left"), minlength=len(edges) + 1)
    return np.append(counts, series.null_count()) / max(series.len(), 1)


def stability_index(before: Sequence[float], now: Sequence[float]) -> float:
    """Population stability index of two lists of shares: sum of (now - before) * ln(now / before)."""
    one, other = (np.maximum(np.asarray(part, float), LEAST) for part in (before, now))
    return float(np.sum((other - one) * np.log(other / one)))


def drift(spread: Mapping[str, dict], frame: pl.DataFrame, at: str) -> list[dict]:
    """Two rows per family of a point: measure psi (the feature that moved most, in `detail`) and missing (now, compared).

    spread: what `reference` kept at the training; frame: the features scored now. An index above the declared line is an alert.
    """
    rows, limit = [], rules().drift["psi"]
    for family in declaration().families_at(at):
        names = [name for name in declaration().families[family].features if name in spread]
        if not names or not frame.height:
            continue
        moved = {name: _index(spread[name], frame[name]) for name in names}
        worst = max(names, key=lambda name: moved[name])
        rows.append(
            _row("psi", family, found=moved[worst], limit_value=limit, is_alert=moved[worst] > limit, detail=worst)
            | {"n": frame.height}
        )  # fmt: skip
        before = float(np.mean([spread[name]["shares"][-1] for name in names]))
        now = float(np.mean([frame[name].null_count() / frame.height for name in names]))
        rows.append(_row("missing", family, found=now, compared=before) | {"n": frame.height})
    return rows


def _index(spread: dict, series: pl.Series) -> float:
    return stability_index(spread["shares"], _shares(series, np.asarray(spread["edges"])))


def _row(measure: str, subject: str, **figures) -> dict:
    empty = dict.fromkeys(("found", "compared", "low", "high", "limit_value", "detail"))
    return {"measure": measure, "subject": subject} | empty | {"is_alert": False} | figures

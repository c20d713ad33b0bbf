"""Where does a value stand among its peers? (C.8)"""

from __future__ import annotations

import numpy as np

FEWEST_PEERS = 10


def percentile(values: np.ndarray, x: float) -> float:
    """(number below + half the ties) / N x 100.

    >>> percentile(np.array([60, 70, 70, 80, 90]), 70)
    40.0
    """
    values = np.asarray(values, dtype=float)
    return float(((values < x).sum() + 0.5 * (values == x).sum()) / values.size * 100)


def percentiles(values: np.ndarray) -> np.ndarray:
    """Percentile of every value among all of them; NaN stays NaN, fewer than ten peers give NaN throughout."""
    values = np.asarray(values, dtype=float)
    known = ~np.isnan(values)
    out = np.full(values.shape, np.nan)
    if known.sum() < FEWEST_PEERS:
        return out
    ordered = np.sort(values[known])
    below = np.searchsorted(ordered, values[known], side="left")
    upto = np.searchsorted(ordered, values[known], side="right")
    out[known] = (below + 0.5 * (upto - below)) / ordered.size * 100
    return out

"""Is enough known to judge, and how sure may one be? (C.7)"""

from __future__ import annotations

import numpy as np

DIMENSION_LIMIT, INDEX_LIMIT = 0.5, 0.70


def dimension_coverage(observed: np.ndarray, applicable: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Observed share of the applicable weight over the last axis; NaN where nothing applies."""
    wanted = (applicable * weights).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(wanted > 0, (observed & applicable) @ weights / wanted, np.nan)


def index_coverage(dimension: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weight-averaged coverage over the applicable dimensions (NaN coverage: not applicable)."""
    applies = ~np.isnan(dimension)
    mass = (applies * weights).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(mass > 0, (np.nan_to_num(dimension) * weights).sum(axis=-1) / mass, 0.0)


def confidence(coverage: float) -> str | None:
    """A, B, C or None: put off."""
    if coverage >= 0.90 - 1e-9:
        return "A"
    if coverage >= 0.80 - 1e-9:
        return "B"
    return "C" if coverage >= INDEX_LIMIT - 1e-9 else None

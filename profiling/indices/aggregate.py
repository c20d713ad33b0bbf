"""How do scores become a dimension, and dimensions an index? (C.6, C.7)"""

from __future__ import annotations

import numpy as np

FLOOR = 10.0  # keeps one zero from annihilating the index; deal-breakers are gates


def weighted_mean(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Arithmetic mean over the last axis of the scores that are there (NaN weights are given to the others)."""
    there = ~np.isnan(scores)
    mass = (there * weights).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(mass > 0, np.nansum(np.where(there, scores, 0) * weights, axis=-1) / mass, np.nan)


def geometric_index(dimensions: np.ndarray, weights: np.ndarray, *, epsilon: float = FLOOR) -> np.ndarray:
    """Weighted geometric mean over the last axis; missing dimensions give their weight to the others."""
    there = ~np.isnan(dimensions)
    logs = np.log(np.maximum(np.where(there, dimensions, 1.0), epsilon))
    mass = (there * weights).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(mass > 0, np.exp((there * weights * logs).sum(axis=-1) / mass), np.nan)


def bounds(
    dimensions: np.ndarray, weights: np.ndarray, *, epsilon: float = FLOOR
) -> tuple[np.ndarray, np.ndarray]:
    """Index if every missing dimension were 0 and if it were 100."""
    worst = geometric_index(np.where(np.isnan(dimensions), 0.0, dimensions), weights, epsilon=epsilon)
    best = geometric_index(np.where(np.isnan(dimensions), 100.0, dimensions), weights, epsilon=epsilon)
    return worst, best

"""How far could index and dimensions be from what is printed, and how likely is the line reached? (C.9)"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from profiling.indices.aggregate import FLOOR

CONCENTRATION = 100.0


@dataclass(frozen=True)
class Spread:
    """5-95 % band of the index and of each dimension, and the probability that the index reaches the line."""

    low: np.ndarray
    high: np.ndarray
    dimension_low: np.ndarray
    dimension_high: np.ndarray
    probability_met: np.ndarray


def draw_weights(generator: np.random.Generator, weights: np.ndarray, draws: int) -> np.ndarray:
    """Dimension weights around the nominal ones, Dirichlet(100 W); zero weights stay zero. Shape draws x dimensions."""
    out = np.zeros((draws, weights.size))
    positive = weights > 0
    out[:, positive] = generator.dirichlet(CONCENTRATION * weights[positive] / weights[positive].sum(), draws)
    return out


def spread_of_index(dimension_draws: np.ndarray, weight_draws: np.ndarray, line: float) -> Spread:
    """Bands from draws: dimension_draws is draws x entities x dimensions (NaN: not applicable)."""
    there = ~np.isnan(dimension_draws)
    logs = np.where(there, np.log(np.maximum(np.where(there, dimension_draws, 1.0), FLOOR)), 0.0)
    mass = np.einsum("xed,xd->xe", there.astype(float), weight_draws)
    with np.errstate(invalid="ignore", divide="ignore"):
        index = np.exp(np.einsum("xed,xd->xe", logs, weight_draws) / mass)
    low, high = _percentiles(index)
    with np.errstate(invalid="ignore"):
        dim_low, dim_high = _percentiles(dimension_draws)
        probability = (index >= line).mean(axis=0)
    return Spread(low, high, dim_low, dim_high, probability)


def _percentiles(draws: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """5th and 95th percentile over the first axis; all-NaN columns stay NaN without a warning."""
    ordered = np.sort(draws, axis=0)
    last = draws.shape[0] - 1
    return ordered[round(0.05 * last)], ordered[round(0.95 * last)]

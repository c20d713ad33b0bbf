"""How far could index and dimensions be from what is printed, how likely is each line reached, and what decides it? (C.9)"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from profiling.indices.aggregate import FLOOR

CONCENTRATION = 100.0


@dataclass(frozen=True)
class Spread:
    """5-95 % band of the index and of each dimension, and the probabilities that the two lines are reached."""

    low: np.ndarray
    high: np.ndarray
    dimension_low: np.ndarray
    dimension_high: np.ndarray
    probability_met: np.ndarray
    probability_strong: np.ndarray


def draw_weights(generator: np.random.Generator, weights: np.ndarray, draws: int) -> np.ndarray:
    """Dimension weights around the nominal ones, Dirichlet(100 W); zero weights stay zero. Shape draws x dimensions."""
    out = np.zeros((draws, weights.size))
    positive = weights > 0
    out[:, positive] = generator.dirichlet(CONCENTRATION * weights[positive] / weights[positive].sum(), draws)
    return out


def index_of_draws(
    dimensions: np.ndarray, weights: np.ndarray, *, epsilon: float = FLOOR
) -> tuple[np.ndarray, np.ndarray]:
    """Index of each draw and entity, and the lowest dimension behind it.

    dimensions: draws x entities x dimensions (NaN: not applicable or not published); weights: draws x dimensions.
    """
    there = ~np.isnan(dimensions)
    logs = np.where(there, np.log(np.maximum(np.where(there, dimensions, 1.0), epsilon)), 0.0)
    mass = np.einsum("xed,xd->xe", there.astype(float), weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        index = np.exp(np.einsum("xed,xd->xe", logs, weights) / mass)
    return index, np.where(there, dimensions, np.inf).min(axis=2)


def spread_of_index(
    index: np.ndarray, lowest: np.ndarray, dimensions: np.ndarray, *, lines: dict[str, float]
) -> Spread:
    """Bands and probabilities from draws; a line is reached only with the dimensions it asks for (C.10)."""
    with np.errstate(invalid="ignore"):
        met = (index >= lines["met"]).mean(axis=0)
        strong = ((index >= lines["strong"]) & (lowest >= lines["strong_dimension"])).mean(axis=0)
    return Spread(*_percentiles(index), *_percentiles(dimensions), met, strong)


def explained_share(inputs: np.ndarray, index: np.ndarray) -> np.ndarray:
    """Share of the variance of the index that each input explains alone, entities x inputs (squared correlation).

    inputs: draws x entities x inputs, index: draws x entities. An input that does not vary explains nothing.
    """
    centred = inputs - inputs.mean(axis=0)
    own = index - index.mean(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.einsum("xek,xe->ek", centred, own) ** 2 / (
            (centred**2).sum(axis=0) * (own**2).sum(axis=0)[:, None]
        )
    return np.nan_to_num(share)


def _percentiles(draws: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """5th and 95th percentile over the first axis; all-NaN columns stay NaN without a warning."""
    ordered = np.sort(draws, axis=0)
    last = draws.shape[0] - 1
    return ordered[round(0.05 * last)], ordered[round(0.95 * last)]

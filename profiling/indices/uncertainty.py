"""How far could index and dimensions be from what is printed, how likely is each line reached, and what decides it? (C.9)

Draws run along the last axis, in single precision: a hundredth of a point is far below what a thousand draws can tell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from profiling.indices.aggregate import FLOOR
from profiling.indices.normalise import QUALIFIED, STRETCH, TARGET

CONCENTRATION = 100.0
LIMITS = (0.05, 0.95)
LEAST_STEP = np.float32(1e-5)  # two anchors are kept apart by this share of a3 - a0
LEGAL = {  # range of a value by its unit; where a unit is not named, from zero on
    "share": (0.0, 1.0),
    "score": (0.0, 100.0),
    "percentile": (0.0, 100.0),
    "correlation": (-1.0, 1.0),
}


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


def values_of_draws(noise: np.ndarray, value: np.ndarray, spread: np.ndarray, unit: str) -> np.ndarray:
    """Values drawn so that 5 % lie below the lower and 5 % above the upper limit of the 90 % band, inside the legal range.

    noise: standard normal, entities x draws; value: entities; spread: entities x 2, deviations below and above the value
    (those of a rate near 0 or 1 differ). A value outside the legal range of its unit is left where it is.
    """
    value, below, above = (part[:, None].astype(np.float32) for part in (value, *spread.T))
    lowest, highest = (np.float32(limit) for limit in LEGAL.get(unit, (0.0, np.inf)))
    drawn = value + noise * np.where(noise < 0, below, above)
    return np.clip(drawn, np.minimum(lowest, value), np.maximum(highest, value))


def scores_of_draws(value: np.ndarray, anchors: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """Points 0-100 of drawn values when a1 and a2 are moved by shares of a3 - a0, their order restored (C.9 c).

    value: entities x draws (or x 1); anchors: entities x 4, rising or falling; shift: 2 x draws.
    """
    start, span = anchors[:, :1], anchors[:, 3:] - anchors[:, :1]
    place = (value - start.astype(np.float32)) * (1 / span).astype(np.float32)
    marks = ((anchors[:, 1:3] - start) / span).astype(np.float32)
    if (marks == marks[:1]).all():
        marks = marks[:1]
    one, other = (marks[:, [k]] + shift[k].astype(np.float32) for k in (0, 1))
    first = np.clip(np.minimum(one, other), LEAST_STEP, 1 - 2 * LEAST_STEP)
    second = np.clip(np.maximum(one, other), first + LEAST_STEP, 1 - LEAST_STEP)
    return (
        np.float32(QUALIFIED) * np.clip(place / first, 0, 1)
        + np.float32(TARGET - QUALIFIED) * np.clip((place - first) / (second - first), 0, 1)
        + np.float32(STRETCH - TARGET) * np.clip((place - second) / (1 - second), 0, 1)
    )


def index_of_draws(
    dimensions: np.ndarray, weights: np.ndarray, entering: np.ndarray, *, epsilon: float = FLOOR
) -> np.ndarray:
    """Index of each entity and draw (NaN where no dimension enters it).

    dimensions: dimensions x entities x draws; weights: draws x dimensions; entering: entities x dimensions, whether
    published and of a weight.
    """
    logs, mass = (np.zeros(dimensions.shape[1:], dtype=np.float32) for _ in range(2))
    for place, scores in enumerate(dimensions):
        weight = entering[:, [place]] * weights[:, place].astype(np.float32)
        logs += weight * np.log(np.maximum(scores, np.float32(epsilon)))
        mass += weight
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.exp(logs / mass)


def spread_of_index(
    index: np.ndarray, dimensions: np.ndarray, entering: np.ndarray, *, lines: dict[str, float]
) -> Spread:
    """Bands and probabilities from draws; `strong` is reached only with the dimensions it asks for (C.10)."""
    lowest = np.full(index.shape, np.inf, dtype=np.float32)
    for place, scores in enumerate(dimensions):
        np.minimum(lowest, scores, out=lowest, where=entering[:, [place]])
    with np.errstate(invalid="ignore"):
        met = (index >= lines["met"]).mean(axis=1)
        strong = ((index >= lines["strong"]) & (lowest >= lines["strong_dimension"])).mean(axis=1)
    sides = [np.stack(side, axis=1) for side in zip(*(limits(scores) for scores in dimensions), strict=True)]
    return Spread(*limits(index), *sides, met, strong)


def limits(draws: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """5th and 95th percentile over the last axis; NaN where every draw is."""
    last = draws.shape[-1] - 1
    low, high = (round(limit * last) for limit in LIMITS)
    ordered = np.partition(draws, (low, high), axis=-1)
    return ordered[..., low].astype(float), ordered[..., high].astype(float)


def explained_share(inputs: np.ndarray, index: np.ndarray) -> np.ndarray:
    """Share of the variance of the index that each input explains alone, entities x inputs (squared correlation).

    inputs: inputs x entities x draws (or inputs x 1 x draws), index: entities x draws; centred in place. The index is so
    nearly linear in a score between two anchors that this is the correlation ratio of the same draws. An input that does
    not vary explains nothing.
    """
    inputs -= inputs.mean(axis=-1, keepdims=True)
    own = index - index.mean(axis=-1, keepdims=True)
    shape = (inputs.shape[0], *index.shape)
    together = np.einsum("ket,et->ek", np.broadcast_to(inputs, shape), own)
    alone = np.einsum("ket,ket->ek", inputs, inputs)
    whole = np.einsum("et,et->e", own, own)[:, None] * alone
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(whole > 1e-6, together**2 / whole, 0.0)
    return np.nan_to_num(share)

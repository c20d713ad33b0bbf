"""Do the parts of a standard measure what they are put together for? (C.9 multivariate check, once a year per standard)"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

TOO_CLOSE = 0.9  # indicators of one dimension that correlate more say the same thing twice
FEWEST = 10  # entities with both scores below which a correlation is not told


@dataclass(frozen=True)
class Structure:
    """What correlates with what; pairs are (place, place, r) with the smaller place first.

    items: items x items, dimensions: dimensions x dimensions; NaN where too few entities have both.
    """

    items: np.ndarray
    dimensions: np.ndarray
    too_close: tuple[tuple[int, int, float], ...]  # inside one dimension: merge or drop one
    opposed: tuple[tuple[int, int, float], ...]  # dimensions that run against each other
    alpha: tuple[float, ...]  # Cronbach's alpha per dimension, information only; NaN where it says nothing


def structure(scores: np.ndarray, dimension_of: np.ndarray, dimensions: np.ndarray) -> Structure:
    """Correlations of items and dimensions, and what they warn of.

    scores: entities x items (NaN: missing); dimension_of: place of the dimension of each item; dimensions: entities x
    dimensions. Pairwise over the entities that have both.
    """
    among = correlations(scores)
    between = correlations(dimensions)
    inside = dimension_of[:, None] == dimension_of[None]
    with np.errstate(invalid="ignore"):
        close = _pairs(among, inside & (np.abs(among) > TOO_CLOSE))
        opposed = _pairs(between, between < 0)
    alpha = tuple(cronbach(scores[:, dimension_of == place]) for place in range(dimensions.shape[1]))
    return Structure(among, between, close, opposed, alpha)


def correlations(columns: np.ndarray) -> np.ndarray:
    """Pearson's r of every two columns over the rows that have both; NaN below ten rows or without variation."""
    count = columns.shape[1]
    found = np.full((count, count), np.nan)
    known = ~np.isnan(columns)
    for one in range(count):
        for other in range(one, count):
            both = known[:, one] & known[:, other]
            if both.sum() >= FEWEST:
                found[one, other] = found[other, one] = _correlation(columns[both, one], columns[both, other])
    return found


def _correlation(x: np.ndarray, y: np.ndarray) -> float:
    x, y = x - x.mean(), y - y.mean()
    spread = np.sqrt((x**2).sum() * (y**2).sum())
    return float((x * y).sum() / spread) if spread > 1e-9 else np.nan


def _pairs(matrix: np.ndarray, chosen: np.ndarray) -> tuple[tuple[int, int, float], ...]:
    places = np.argwhere(np.triu(chosen, 1))
    return tuple((int(one), int(other), float(matrix[one, other])) for one, other in places)


def cronbach(scores: np.ndarray) -> float:
    """Cronbach's alpha over the entities with every item that varies; NaN for a single item."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        scores = scores[:, np.nan_to_num(np.nanvar(scores, axis=0)) > 1e-9]
    whole = scores[~np.isnan(scores).any(axis=1)]
    items = scores.shape[1]
    if items < 2 or len(whole) < FEWEST or whole.sum(axis=1).var(ddof=1) <= 1e-9:
        return float("nan")
    return float(items / (items - 1) * (1 - whole.var(axis=0, ddof=1).sum() / whole.sum(axis=1).var(ddof=1)))

"""How sure is an order of units, and how much of it is the weights' doing? (C.9: range of places, rank robustness)

Arrays in, arrays out. A place counts how many are ahead, plus one; 1 is the highest index. Draws are entities x draws.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from profiling.board import Board
from profiling.indices.aggregate import geometric_index, weighted_mean

SURE = 0.9  # P(sign) below which two entities are shown as "no clear difference"
TAIL = 5.0  # percent of draws left out at each end of a range of places
FEWEST = 3  # an order of fewer says nothing
DRAWS = 1000
Z90 = 1.6449


@dataclass(frozen=True)
class Places:
    """The 90 % range of places of each entity, and of how many; NaN for who is not compared."""

    low: np.ndarray
    high: np.ndarray
    of: np.ndarray


@dataclass(frozen=True)
class Alternative:
    """One other way to aggregate: average shift in rank against the reference, and Kendall's tau of the two orders."""

    name: str  # equal_weights | arithmetic | no_floor | without:<indicator>
    mean_shift: float
    tau: float


def ranges_of_places(draws: np.ndarray, compared: np.ndarray | None = None) -> Places:
    """Between which places does each entity lie in nine draws of ten? compared: who takes part (all with draws, unless given)."""
    known = ~np.isnan(draws).any(axis=1)
    rows = np.flatnonzero(known if compared is None else known & compared)
    low, high, of = (np.full(len(draws), np.nan) for _ in range(3))
    if rows.size >= FEWEST:
        ahead = _ahead(draws[rows])
        low[rows], high[rows] = np.percentile(ahead + 1, [TAIL, 100 - TAIL], axis=1, method="inverted_cdf")
        of[rows] = rows.size
    return Places(low, high, of)


def _ahead(draws: np.ndarray) -> np.ndarray:
    """How many lie strictly higher, in each draw."""
    found = np.empty(draws.shape, dtype=np.int64)
    for number, column in enumerate(draws.T):
        found[:, number] = column.size - np.searchsorted(np.sort(column), column, side="right")
    return found


def draws_of_intervals(value: np.ndarray, low: np.ndarray, high: np.ndarray, *, seed: int) -> np.ndarray:
    """Draws of values known by a 90 % interval only (a share of departments); without an interval they stand still."""
    noise = np.random.default_rng(seed).standard_normal((value.size, DRAWS))
    below, above = np.nan_to_num(value - low)[:, None], np.nan_to_num(high - value)[:, None]
    return value[:, None] + noise * np.where(noise < 0, below, above) / Z90


def certainty(draws: np.ndarray) -> np.ndarray:
    """P(sign) of each pair, entities x entities: the share of draws of the likelier order, ties half to each side."""
    sure = np.ones((len(draws), len(draws)))
    has_ties = bool(
        (np.diff(np.sort(draws, axis=0), axis=0) == 0).any()
    )  # rare: most boards are spared a pass
    for row, own in enumerate(draws):
        others = draws[row + 1 :]
        share = (own > others).mean(axis=1, dtype=np.float32)
        if has_ties:
            share += 0.5 * (own == others).mean(axis=1, dtype=np.float32)
        sure[row, row + 1 :] = sure[row + 1 :, row] = np.maximum(share, 1 - share)
    return sure


def no_clear_difference(draws: np.ndarray) -> np.ndarray:
    """Pairs that are shown as not clearly different, entities x entities; nobody differs from itself."""
    unsure = certainty(draws) < SURE
    np.fill_diagonal(unsure, True)
    return unsure


def rank_shift(reference: np.ndarray, other: np.ndarray) -> tuple[float | None, float | None]:
    """R = mean |rank - rank|, and Kendall's tau, of those with both numbers; ties share their mean rank. None below three."""
    both = ~np.isnan(reference) & ~np.isnan(other)
    if both.sum() < FEWEST:
        return None, None
    from scipy.stats import kendalltau  # here: half a second that neither a profile nor a page's start needs

    one, two = (_ranks(numbers[both]) for numbers in (reference, other))
    tau = kendalltau(reference[both], other[both]).statistic
    return float(np.abs(one - two).mean()), None if np.isnan(tau) else float(tau)


def _ranks(numbers: np.ndarray) -> np.ndarray:
    ordered = np.sort(numbers)
    below = np.searchsorted(ordered, numbers, side="left")
    return (below + np.searchsorted(ordered, numbers, side="right") + 1) / 2


def alternatives(table: Board, published: np.ndarray) -> list[Alternative]:
    """How far do places move under equal weights, an arithmetic mean, no floor, and without each indicator?

    published: entities x dimensions that enter the index. An alternative without an order to compare is left out.
    """
    dimensions = np.where(published, dimension_scores(table), np.nan)
    epsilon = table.standard.aggregation.epsilon
    reference = geometric_index(dimensions, table.weights, epsilon=epsilon)
    found = {
        "equal_weights": geometric_index(dimensions, (table.weights > 0) * 1.0, epsilon=epsilon),
        "arithmetic": weighted_mean(dimensions, table.weights),
        "no_floor": geometric_index(dimensions, table.weights, epsilon=1.0),
    }
    for column, (place, item) in enumerate(table.items):
        other = dimensions.copy()
        other[:, place] = np.where(published[:, place], _dimension(table, place, without=column), np.nan)
        found[f"without:{item.id}"] = geometric_index(other, table.weights, epsilon=epsilon)
    shifts = {name: rank_shift(reference, index) for name, index in found.items()}
    return [Alternative(name, *pair) for name, pair in shifts.items() if None not in pair]


def dimension_scores(table: Board) -> np.ndarray:
    """Scores of the dimensions, entities x dimensions."""
    return np.stack([_dimension(table, place) for place in range(len(table.standard.dimensions))], axis=1)


def _dimension(table: Board, place: int, without: int | None = None) -> np.ndarray:
    columns = table.of(place)
    weights = table.item_weights(place) * np.array([column != without for column in columns])
    return weighted_mean(np.where(table.observed[:, columns], table.score[:, columns], np.nan), weights)


def dominance_share(dimensions: np.ndarray) -> float | None:
    """Share of pairs ordered the same in every dimension, which no weighting can reverse; None below two entities.

    dimensions: entities x dimensions; who lacks a dimension that the other has is not ordered by it, nor is an equal pair.
    """
    rows = dimensions[~np.isnan(dimensions).all(axis=1)]
    if len(rows) < 2:
        return None
    there, ordered = ~np.isnan(rows), 0
    for row in range(len(rows) - 1):
        others = slice(row + 1, None)
        alike = (there[row] == there[others]).all(axis=1)
        step = np.nan_to_num(rows[row] - rows[others])
        same_way = (step >= 0).all(axis=1) ^ (step <= 0).all(axis=1)
        ordered += int((alike & same_way).sum())
    return ordered / (len(rows) * (len(rows) - 1) / 2)


def influence_of_dimensions(dimensions: np.ndarray, weights: np.ndarray, *, epsilon: float) -> np.ndarray:
    """Effective influence of each dimension, beside its nominal weight: its share of the variance of ln I (sums to 1).

    A dimension in which all are alike decides nothing, whatever its weight; one that runs against the others is negative.
    NaN where the index does not vary.
    """
    there = ~np.isnan(dimensions)
    mass = (there * weights).sum(axis=1)
    used = mass > 0
    logs = np.log(np.maximum(np.where(there, dimensions, 1.0), epsilon))[used]
    parts = np.where(there[used], weights * logs, 0.0) / mass[used, None]
    parts -= parts.mean(axis=0)
    whole = parts.sum(axis=1)
    variance = (whole**2).sum()
    if used.sum() < 2 or variance <= 1e-12:
        return np.full(weights.size, np.nan)
    return parts.T @ whole / variance

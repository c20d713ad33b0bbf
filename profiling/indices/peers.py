"""Where does a value stand among its peers? (C.8)"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FEWEST_PEERS = 10


@dataclass(frozen=True)
class Standing:
    """Per value: percentile and its interval, number of peers with a value (itself too) and their median; NaN below ten."""

    percentile: np.ndarray
    low: np.ndarray  # NaN too where the interval of the value is not known
    high: np.ndarray
    count: np.ndarray
    median: np.ndarray

    def widened(self, wider: Standing) -> tuple[Standing, np.ndarray]:
        """This standing where it has ten peers, else the wider one; and where it is this one."""
        own = self.count >= FEWEST_PEERS
        names = self.__dataclass_fields__
        chosen = (np.where(own, getattr(self, name), getattr(wider, name)) for name in names)
        return Standing(*chosen), own


def percentile(values: np.ndarray, x: float) -> float:
    """(number below + half the ties) / N x 100.

    >>> percentile(np.array([60, 70, 70, 80, 90]), 70)
    40.0
    """
    values = np.asarray(values, dtype=float)
    return float(((values < x).sum() + 0.5 * (values == x).sum()) / values.size * 100)


def standing(values: np.ndarray, limits: np.ndarray, groups: np.ndarray) -> Standing:
    """Where does every value stand in its group?

    values: NaN is not compared; limits: values x 2, the 90 % interval (NaN where there is none); groups: number of the
    group of each value, -1 for none. An end of the interval is placed among the others, its own value counting half.
    """
    out = [np.full(values.shape, np.nan) for _ in range(3)]
    count, median = np.zeros(values.shape, dtype=np.int64), np.full(values.shape, np.nan)
    for rows in _members(groups):
        known = rows[~np.isnan(values[rows])]
        count[rows] = known.size
        if known.size < FEWEST_PEERS:
            continue
        ordered = np.sort(values[known])
        median[rows] = np.median(ordered)
        own, (low, high) = values[known], limits[known].T
        for found, ends in zip(out, (own, np.minimum(low, own), np.maximum(high, own)), strict=True):
            found[known] = _place(ordered, ends, own)
    return Standing(*out, count, median)


def _members(groups: np.ndarray) -> list[np.ndarray]:
    """Rows of each group."""
    order = np.argsort(groups, kind="stable")
    order = order[groups[order] >= 0]
    return [rows for rows in np.split(order, np.flatnonzero(np.diff(groups[order])) + 1) if rows.size]


def _place(ordered: np.ndarray, ends: np.ndarray, own: np.ndarray) -> np.ndarray:
    """(others below + half of the others tied + one half for itself) / N x 100."""
    below = np.searchsorted(ordered, ends, side="left") - (own < ends)
    tied = np.searchsorted(ordered, ends, side="right") - (own <= ends) - below
    return np.where(np.isnan(ends), np.nan, (below + 0.5 * tied + 0.5) / ordered.size * 100)

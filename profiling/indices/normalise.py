"""How many points is a raw value worth against four anchors? (C.2: floor 0, qualified 60, target 80, stretch 100)"""

from __future__ import annotations

import numpy as np

QUALIFIED, TARGET, STRETCH = 60.0, 80.0, 100.0


def score_against_anchors(value: np.ndarray, anchors) -> np.ndarray:
    """Points 0-100 of each value; anchors falling (lower is better) are mirrored; NaN in either stays NaN.

    anchors: four numbers, or an array whose last axis holds four and whose others broadcast with `value`.

    >>> score_against_anchors(np.array([3.0, 10.0]), (0, 6, 8, 12)).tolist()
    [30.0, 90.0]
    """
    marks = np.asarray(anchors, dtype=float)
    sign = np.where(marks[..., 0] > marks[..., 3], -1.0, 1.0)
    x, (a0, a1, a2, a3) = sign * np.asarray(value, dtype=float), np.moveaxis(sign[..., None] * marks, -1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        low = QUALIFIED * (x - a0) / (a1 - a0)
        middle = QUALIFIED + (TARGET - QUALIFIED) * (x - a1) / (a2 - a1)
        high = TARGET + (STRETCH - TARGET) * (x - a2) / (a3 - a2)
    return np.clip(np.where(x <= a1, low, np.where(x <= a2, middle, high)), 0.0, 100.0)


def score_in_band(value: np.ndarray, band: tuple[float, float, float, float, float, float]) -> np.ndarray:
    """Points of a two-sided band f1, q1, b1, b2, q2, f2: 100 inside [b1, b2], 60 at q1 and q2, 0 at f1 and f2."""
    low_floor, low_qualified, low, high, high_qualified, high_floor = band
    value = np.asarray(value, dtype=float)
    points = np.interp(
        value,
        [low_floor, low_qualified, low, high, high_qualified, high_floor],
        [0.0, 60.0, 100.0, 100.0, 60.0, 0.0],
    )
    return np.where(np.isnan(value), np.nan, points)


def score_levels(value: np.ndarray, points: tuple[float, ...]) -> np.ndarray:
    """Points of an ordinal level 0, 1, 2 ... by the tier's own table; NaN stays NaN."""
    value = np.asarray(value, dtype=float)
    known = ~np.isnan(value)
    out = np.full(value.shape, np.nan)
    out[known] = np.asarray(points, dtype=float)[np.clip(value[known].astype(int), 0, len(points) - 1)]
    return out


def distribution_anchors(
    values: np.ndarray, *, entities: int | None = None, fewest: int = 30, least_spread: float = 2.0
) -> tuple[float, float, float, float] | None:
    """2nd, 15th, 50th and 85th percentile of a reference population (C.4); None where it carries no usable information.

    values: shrunken values of the population (one entity may give several terms); entities: how many there are.
    """
    known = np.asarray(values, dtype=float)
    known = known[~np.isnan(known)]
    if (known.size if entities is None else entities) < fewest:
        return None
    marks = np.percentile(known, [2, 15, 50, 85])
    if marks[3] - marks[0] < least_spread or np.any(np.diff(marks) <= 0):
        return None
    return tuple(float(mark) for mark in marks)

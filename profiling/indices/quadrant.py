"""Where does a major stand between social fit and capability? (indicators.md C.14, dynamic adjustment)"""

from __future__ import annotations

import numpy as np
import polars as pl

STRENGTHEN, REBUILD, TRANSFORM, WARNING = "strengthen", "rebuild", "transform", "warning"
HIGH = 65.0  # points from which fit and capability are high: the line of "met" [D]
FIT = "M7"


def quadrant(fit: np.ndarray, capability: np.ndarray, line: float = HIGH) -> np.ndarray:
    """One word per entity, None where one side is not known.

    >>> quadrant(np.array([80.0, 80, 40, 40]), np.array([80.0, 40, 80, 40])).tolist()
    ['strengthen', 'rebuild', 'transform', 'warning']
    """
    known = ~np.isnan(fit) & ~np.isnan(capability)
    with np.errstate(invalid="ignore"):
        words = np.select(
            [(fit >= line) & (capability >= line), fit >= line, capability >= line],
            [STRENGTHEN, REBUILD, TRANSFORM],
            WARNING,
        ).astype(object)
    words[~known] = None
    return words


def quadrants(rows: pl.DataFrame, verdict) -> pl.DataFrame:
    """Index rows with `quadrant`: of majors by M7 against the mean of the published others, null for everybody else."""
    ids = [part.id for part in verdict.board.standard.dimensions]
    if verdict.board.standard.entity != "major" or FIT not in ids:
        return rows.with_columns(quadrant=pl.lit(None, dtype=pl.String))
    place = ids.index(FIT)
    others = np.delete(verdict.dimensions, place, axis=1)
    there = (~np.isnan(others)).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        capability = np.where(there > 0, np.nansum(others, axis=1) / there, np.nan)
    words = quadrant(verdict.dimensions[:, place], capability)
    return rows.with_columns(quadrant=pl.Series(words.tolist(), dtype=pl.String))

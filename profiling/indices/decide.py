"""Is the standard of the tier met? (C.10)"""

from __future__ import annotations

import numpy as np

STRONG, MET, BORDERLINE, NOT_MET, INSUFFICIENT = "strong", "met", "borderline", "not_met", "insufficient"
NEAR = 1e-9  # what rounding takes away is not short of a line
UNSURE = (0.2, 0.8)  # between these probabilities of reaching the line a person decides


def decide(
    index: np.ndarray,
    dimensions: np.ndarray,
    probability: np.ndarray,
    *,
    published: np.ndarray,
    requirements: np.ndarray,
    lines: dict[str, float],
) -> np.ndarray:
    """One word per entity; gates, must-haves and balance are not bought off.

    requirements: 1 all gates and must-haves met, 0 one failed, NaN one that nobody can tell. Near the line, and where a
    requirement cannot be told, a person decides: borderline.
    """
    lines = {name: line - NEAR for name, line in lines.items()}
    with np.errstate(invalid="ignore"):
        lowest = np.where(np.isnan(dimensions), np.inf, dimensions).min(axis=-1)
        possible = (requirements != 0) & (lowest >= lines["min_dimension"])
        strong = possible & (index >= lines["strong"]) & (lowest >= lines["strong_dimension"])
        met = possible & (index >= lines["met"])
        near = possible & (probability > UNSURE[0]) & (probability < UNSURE[1])
    untold = met & np.isnan(requirements)
    words = np.select(
        [~published, near | untold, strong, met], [INSUFFICIENT, BORDERLINE, STRONG, MET], NOT_MET
    )
    return words.astype(object)


def dimension_state(
    score: np.ndarray, low: np.ndarray, high: np.ndarray, lines: dict[str, float]
) -> np.ndarray:
    """The word beside a dimension: borderline where its likely range holds the line."""
    with np.errstate(invalid="ignore"):
        return np.select(
            [
                np.isnan(score),
                (low < lines["met"]) & (high >= lines["met"]),
                score >= lines["strong"],
                score >= lines["met"],
            ],
            [INSUFFICIENT, BORDERLINE, STRONG, MET],
            NOT_MET,
        ).astype(object)

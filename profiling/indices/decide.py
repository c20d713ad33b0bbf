"""Is the standard of the tier met? (C.10)"""

from __future__ import annotations

import numpy as np

STRONG, MET, BORDERLINE, NOT_MET, INSUFFICIENT = "strong", "met", "borderline", "not_met", "insufficient"


def decide(
    index: np.ndarray,
    dimensions: np.ndarray,
    probability: np.ndarray,
    *,
    published: np.ndarray,
    gates_met: np.ndarray,
    must_have_met: np.ndarray,
    lines: dict[str, float],
) -> np.ndarray:
    """One word per entity; gates, must-haves and balance are not bought off; near the line a person decides."""
    with np.errstate(invalid="ignore"):
        lowest = np.where(np.isnan(dimensions), np.inf, dimensions).min(axis=-1)
        balanced = lowest >= lines["min_dimension"]
        sound = gates_met & must_have_met & balanced
        strong = sound & (index >= lines["strong"]) & (lowest >= lines["strong_dimension"])
        near = sound & (probability > 0.2) & (probability < 0.8)
        met = sound & (index >= lines["met"])
    words = np.select([~published, near, strong, met], [INSUFFICIENT, BORDERLINE, STRONG, MET], NOT_MET)
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

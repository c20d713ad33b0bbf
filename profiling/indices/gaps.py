"""What separates an entity from the next anchor, and what would reaching it give? (C.10 gap list)"""

from __future__ import annotations

import numpy as np

from profiling.indices.aggregate import FLOOR, geometric_index, weighted_mean
from profiling.indices.normalise import QUALIFIED, TARGET

NEAR = 1e-9


def gain_of_raising(
    scores: np.ndarray,
    weights: np.ndarray,
    dimensions: np.ndarray,
    dimension_weights: np.ndarray,
    *,
    dimension: int,
    item: int,
    to: float,
    epsilon: float = FLOOR,
) -> np.ndarray:
    """Change of the index if one item's score rose to `to`.

    scores: entities x items of the item's own dimension, dimensions: entities x dimensions. NaN where the item is missing.
    """
    raised = scores.copy()
    raised[:, item] = np.fmax(raised[:, item], to)
    changed = dimensions.copy()
    changed[:, dimension] = weighted_mean(raised, weights)
    before, after = (
        geometric_index(found, dimension_weights, epsilon=epsilon) for found in (dimensions, changed)
    )
    return np.where(np.isnan(scores[:, item]), np.nan, after - before)


def next_anchor(score: np.ndarray) -> np.ndarray:
    """The score of the next anchor above: 60, then 80, NaN from the target on; what rounding takes away is not missing."""
    return np.select([score < QUALIFIED - NEAR, score < TARGET - NEAR], [QUALIFIED, TARGET], np.nan)

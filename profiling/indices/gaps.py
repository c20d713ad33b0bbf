"""What separates an entity from the next anchor, and what would reaching it give? (C.10 gap list)"""

from __future__ import annotations

import numpy as np

from profiling.indices.aggregate import geometric_index, weighted_mean


def gain_of_raising(
    scores: np.ndarray,
    weights: np.ndarray,
    dimensions: np.ndarray,
    dimension_weights: np.ndarray,
    *,
    dimension: int,
    item: int,
    to: float,
) -> np.ndarray:
    """Change of the index if one item's score rose to `to`.

    scores: entities x items of the item's own dimension, dimensions: entities x dimensions. NaN where the item is missing.
    """
    raised = scores.copy()
    raised[:, item] = np.fmax(raised[:, item], to)
    changed = dimensions.copy()
    changed[:, dimension] = weighted_mean(raised, weights)
    gain = geometric_index(changed, dimension_weights) - geometric_index(dimensions, dimension_weights)
    return np.where(np.isnan(scores[:, item]), np.nan, gain)


def next_anchor(score: np.ndarray) -> np.ndarray:
    """The score of the next anchor above: 60, then 80, NaN from the target on."""
    return np.select([score < 60, score < 80], [60.0, 80.0], np.nan)

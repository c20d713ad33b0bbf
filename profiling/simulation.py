"""C.9 on a board: values, anchors, weights and missing scores drawn a thousand times; bands, probabilities, influences."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np

from profiling.board import Board, points
from profiling.indices import aggregate, normalise, uncertainty

DRAWS = 1000
# with 200 draws the 5 and 95 % limits of 20,000 students move by under a point, and the run is five times shorter
DRAWS_OF = {"student": 200}
CHUNK = 400  # entities at a time: 1000 draws of 25 items stay under 100 MB
ANCHOR_SHIFT = 0.05
NAMED = 3


@dataclass
class Simulation:
    """Bands and probabilities of each entity, and the three inputs that explain most of its band (JSON list)."""

    spread: uncertainty.Spread
    influences: list[str]


def simulate(table: Board, published: np.ndarray, *, seed: int) -> Simulation:
    """Draws: values from their sampling spread, a1 and a2 shifted, missing scores from peers, weights from Dirichlet.

    published: entities x dimensions that enter the index. Deterministic for equal board and seed.
    """
    draws = DRAWS_OF.get(table.standard.entity, DRAWS)
    generator = np.random.default_rng([seed, *table.standard.standard.encode()])
    weights = uncertainty.draw_weights(generator, table.weights, draws)
    shifts = generator.uniform(-ANCHOR_SHIFT, ANCHOR_SHIFT, (draws, len(table.items), 2))
    spreads, influences = [], []
    for start in range(0, len(table.entities), CHUNK):
        rows = slice(start, start + CHUNK)
        scores = _score_draws(table, rows, shifts, generator)
        dimensions = np.where(published[rows][None], _dimension_draws(table, scores), np.nan)
        index, lowest = uncertainty.index_of_draws(
            dimensions, weights, epsilon=table.standard.aggregation.epsilon
        )
        lines = table.standard.decision.model_dump()
        spreads.append(uncertainty.spread_of_index(index, lowest, dimensions, lines=lines))
        influences += _influences(table, published[rows], scores, weights, index)
    names = uncertainty.Spread.__dataclass_fields__
    joined = [np.concatenate([getattr(part, name) for part in spreads]) for name in names]
    return Simulation(uncertainty.Spread(*joined), influences)


def _score_draws(table: Board, rows: slice, shifts: np.ndarray, generator) -> np.ndarray:
    """Scores: draws x entities x items; NaN where the item does not apply."""
    columns = [
        _item_draws(table, column, rows, shifts[:, column], generator) for column in range(len(table.items))
    ]
    return np.stack(columns, axis=2)


def _item_draws(table: Board, column: int, rows: slice, shift: np.ndarray, generator) -> np.ndarray:
    item, value = table.items[column][1], table.value[rows, column]
    drawn = value + generator.standard_normal((len(shift), value.size)) * table.spread[rows, column]
    anchors = table.anchors[rows, column]
    score = points(item, drawn, anchors if item.levels else normalise.shifted_anchors(anchors, shift))
    missing = ~table.observed[rows, column] & table.applies[rows, column]
    peers = table.score[table.observed[:, column], column]
    if missing.any():
        size = (len(shift), int(missing.sum()))
        score[:, missing] = generator.choice(peers, size) if peers.size else generator.uniform(0, 100, size)
    score[:, ~table.applies[rows, column]] = np.nan
    return score


def _dimension_draws(table: Board, scores: np.ndarray) -> np.ndarray:
    parts = [
        aggregate.weighted_mean(scores[:, :, table.of(place)], table.item_weights(place))
        for place in range(len(table.standard.dimensions))
    ]
    return np.stack(parts, axis=2)


def _influences(table: Board, published: np.ndarray, scores: np.ndarray, weights, index) -> list[str]:
    """The inputs of the index with the largest shares of its variance: items by id, weights as `weight:` and dimension."""
    places = [place for place, _ in table.items]
    entering = table.weights > 0
    item_share = uncertainty.explained_share(np.nan_to_num(scores), index)
    item_share = np.where(published[:, places] & entering[places], item_share, 0.0)
    each = np.repeat(weights[:, None, :], index.shape[1], axis=1)
    weight_share = np.where(published, uncertainty.explained_share(each, index), 0.0)
    names = [item.id for _, item in table.items]
    names += [f"weight:{part.id}" for part in table.standard.dimensions]
    shares = np.round(np.concatenate([item_share, weight_share], axis=1), 3)
    out = []
    for row in shares:
        top = sorted(range(len(names)), key=lambda place: (-row[place], names[place]))[:NAMED]
        out.append(json.dumps([{"id": names[place], "share": float(row[place])} for place in top]))
    return out

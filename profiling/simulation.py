"""C.9 on a board: values, anchors, weights and missing scores drawn a thousand times; bands, probabilities, influences.

Every entity has draws of its own, keyed by its identifier: neither the order of the entities nor one more of them moves
anybody's band. Weights and anchors are the standard's, so all entities meet the same ones in the same draw. A missing
score is drawn from the observed ones of the board: the peers are the only others who matter.
"""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from functools import cached_property
from hashlib import blake2b

import numpy as np

from profiling.board import Board, points
from profiling.catalogue import indicators
from profiling.indices import uncertainty

DRAWS = 1000
CHUNK = 32  # entities at a time: scores of 25 items stay near 3 MB, one item's within the cache of a core
WORKERS = min(4, os.cpu_count() or 1)  # numpy gives way to the other threads while it counts
ANCHOR_SHIFT = 0.05
NAMED = 3
PERSONS = ("student", "teacher")  # never compared by place: their draws are not kept


@dataclass
class Simulation:
    """Bands and probabilities of each entity, and the three inputs that explain most of its band (JSON list).

    index: draws of the index of units, entities x draws; None for persons.
    """

    spread: uncertainty.Spread
    influences: list[str]
    index: np.ndarray | None = None


def simulate(table: Board, published: np.ndarray, *, seed: int) -> Simulation:
    """Draws: values from their sampling spread, a1 and a2 shifted, missing scores from peers, weights from Dirichlet.

    published: entities x dimensions that enter the index. Deterministic for equal board and seed.
    """
    setting = _Setting(table, published, seed)
    chunks = [slice(start, start + CHUNK) for start in range(0, len(table.entities), CHUNK)]
    with ThreadPoolExecutor(WORKERS) as pool:
        parts = list(pool.map(setting.drawn, chunks))
    spreads, shares, index = zip(*parts, strict=True) if parts else ((), (), ())
    names = [field.name for field in fields(uncertainty.Spread)]
    joined = [np.concatenate([getattr(part, name) for part in spreads]) for name in names]
    kept = None if table.standard.entity in PERSONS else np.concatenate(index)
    return Simulation(uncertainty.Spread(*joined), _influences(table, np.concatenate(shares)), kept)


@dataclass
class _Setting:
    """What all entities of one simulation share."""

    table: Board
    published: np.ndarray
    seed: int

    @cached_property
    def _common(self) -> tuple[np.ndarray, np.ndarray]:
        generator = _generator(self.seed, self.table.standard.standard)
        weights = uncertainty.draw_weights(generator, self.table.weights, DRAWS).astype(np.float32)
        shifts = generator.uniform(-ANCHOR_SHIFT, ANCHOR_SHIFT, (len(self.table.items), 2, DRAWS))
        return weights, shifts.astype(np.float32)

    @cached_property
    def _peers(self) -> list[np.ndarray]:
        """Observed scores of each item, in order: what a missing one is drawn from (0 to 100 where nobody has any)."""
        table, known = self.table, []
        for column in range(len(table.items)):
            found = np.sort(table.score[table.observed[:, column], column])
            known.append((found if found.size else np.linspace(0, 100, 1001)).astype(np.float32))
        return known

    def __post_init__(self) -> None:
        self.weights, self.shifts, self.peers = *self._common, self._peers

    def drawn(self, rows: slice) -> tuple[uncertainty.Spread, np.ndarray, np.ndarray | None]:
        """Spread, explained shares and draws of the index of some of the entities."""
        table, standard = self.table, self.table.standard
        published, entering = self.published[rows], self.published[rows] & (table.weights > 0)
        scores = self._scores(rows)
        dimensions = self._dimensions(rows, scores)
        index = uncertainty.index_of_draws(
            dimensions, self.weights, entering, epsilon=standard.aggregation.epsilon
        )
        lines = standard.decision.model_dump()
        dimensions[~published.T] = np.nan
        spread = uncertainty.spread_of_index(index, dimensions, entering, lines=lines)
        of_items = (
            uncertainty.explained_share(scores, index) * entering[:, [place for place, _ in table.items]]
        )
        of_weights = uncertainty.explained_share(self.weights.T[:, None].copy(), index) * entering
        kept = None if standard.entity in PERSONS else index
        return spread, np.concatenate([of_items, of_weights], axis=1), kept

    def _scores(self, rows: slice) -> np.ndarray:
        """Drawn scores, items x entities x draws; 0 where an item does not apply."""
        table = self.table
        applies, missing = table.applies[rows], table.applies[rows] & ~table.observed[rows]
        noisy = table.observed[rows] & (table.spread[rows] > 0).any(axis=2)
        scores = np.zeros((len(table.items), len(applies), DRAWS), dtype=np.float32)
        for row, entity in enumerate(table.entities[rows]):
            generator = _generator(self.seed, entity)
            for column in np.flatnonzero(noisy[row]):
                generator.standard_normal(dtype=np.float32, out=scores[column, row])
            for column in np.flatnonzero(missing[row]):
                generator.random(dtype=np.float32, out=scores[column, row])
        for column in range(len(table.items)):
            chance = scores[column, missing[:, column]]
            scores[column] = self._item(rows, column, scores[column])
            peers = self.peers[column]
            scores[column, missing[:, column]] = peers[(chance * peers.size).astype(np.int64)]
            scores[column, ~applies[:, column]] = 0.0
        return scores

    def _item(self, rows: slice, column: int, noise: np.ndarray) -> np.ndarray:
        """Scores of one item from standard normal draws."""
        item, anchors = self.table.items[column][1], np.nan_to_num(self.table.anchors[rows, column])
        value = np.nan_to_num(self.table.value[rows, column])
        spread = self.table.spread[rows, column]
        drawn = value[:, None]
        if (spread > 0).any():
            drawn = uncertainty.values_of_draws(noise, value, spread, indicators()[item.id].unit)
        if item.levels or item.band:
            return points(item, drawn, anchors).astype(np.float32)
        anchors[anchors[:, 0] == anchors[:, 3]] = (0.0, 0.6, 0.8, 1.0)  # unknown: no score is read there
        return uncertainty.scores_of_draws(drawn, anchors, self.shifts[column])

    def _dimensions(self, rows: slice, scores: np.ndarray) -> np.ndarray:
        """Weighted means of the items that apply: dimensions x entities x draws, 0 where none does."""
        table, parts = self.table, []
        applies = table.applies[rows]
        for place in range(len(table.standard.dimensions)):
            columns = table.of(place)
            weights = (applies[:, columns] * table.item_weights(place)).astype(np.float32)
            mass = np.maximum(weights.sum(axis=1), 1e-9)
            total = np.zeros(scores.shape[1:], dtype=np.float32)
            for share, column in zip((weights / mass[:, None]).T, columns, strict=True):
                total += share[:, None] * scores[column]
            parts.append(total)
        return np.stack(parts)


def _generator(seed: int, name: str) -> np.random.Generator:
    """Random numbers of one entity or standard, whatever else is drawn."""
    key = int.from_bytes(blake2b(name.encode(), digest_size=16).digest(), "little")
    return np.random.Generator(np.random.SFC64([seed, key]))


def _influences(table: Board, shares: np.ndarray) -> list[str]:
    """The inputs of the index with the largest shares of its variance: items by id, weights as `weight:` and dimension."""
    names = [item.id for _, item in table.items]
    names += [f"weight:{part.id}" for part in table.standard.dimensions]
    by_name = np.argsort(names, kind="stable")
    rounded = np.round(shares[:, by_name].astype(float), 3)
    tops = np.argsort(-rounded, axis=1, kind="stable")[:, :NAMED]
    return [
        json.dumps([{"id": names[by_name[place]], "share": row[place]} for place in top])
        for row, top in zip(rounded.tolist(), tops, strict=True)
    ]

"""What does a standard say of each entity? Dimensions, index, bounds, band and decision of a whole board at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from profiling.board import Board
from profiling.indices import aggregate, coverage, decide
from profiling.indices.robustness import Places, ranges_of_places
from profiling.indices.uncertainty import Spread
from profiling.simulation import simulate

MUST_SCORE = 60.0  # points a must-have asks for (C.10)
PLAUSIBLE = (10, 90)  # percentiles of the peers that stand in for a missing score (C.7)


@dataclass
class Verdict:
    """What the standard says of each entity; arrays run over entities, or entities x dimensions."""

    board: Board
    dimensions: np.ndarray  # NaN where not published
    published: np.ndarray
    dimension_coverage: np.ndarray  # NaN where nothing applies
    index: np.ndarray
    arithmetic: np.ndarray
    bounds: dict[str, np.ndarray]  # worst, best, plausible_low, plausible_high
    coverage: np.ndarray
    is_published: np.ndarray
    spread: Spread
    influences: list[str]
    decision: np.ndarray
    gates: list[dict[str, bool | None]]
    places: Places | None  # among the units judged by the same standard; None for persons


def judge(table: Board, gates: dict[str, dict[str, bool]], *, seed: int) -> Verdict:
    """Score, publish and decide by C.6, C.7, C.9 and C.10; gates: gate -> entity -> met, absent where nobody can tell."""
    covered, published = published_dimensions(table)
    shown = np.where(published, dimension_scores(table, table.score), np.nan)
    index = aggregate.geometric_index(shown, table.weights, epsilon=table.standard.aggregation.epsilon)
    total, complete = enough(table, covered, published)
    simulation = simulate(table, published, seed=seed)
    states = [
        {name: gates.get(name, {}).get(entity) for name in table.standard.gates} for entity in table.entities
    ]
    decision = decide.decide(
        index,
        np.where(table.weights > 0, shown, np.nan),  # one without weight is told, not asked for (C.9 b)
        simulation.spread.probability_met,
        published=complete,
        requirements=requirements(table, states),
        lines=table.standard.decision.model_dump(),
    )
    return Verdict(
        table, shown, published, covered, index, aggregate.weighted_mean(shown, table.weights), _bounds(table),
        total, complete, simulation.spread, simulation.influences, decision, states,
        None if simulation.index is None else ranges_of_places(simulation.index, complete),
    )  # fmt: skip


def dimension_scores(table: Board, score: np.ndarray) -> np.ndarray:
    """Weighted mean of the scores that are there, per dimension (NaN where there is none)."""
    score = np.where(table.applies, score, np.nan)
    parts = [
        aggregate.weighted_mean(score[:, table.of(place)], table.item_weights(place))
        for place in range(len(table.standard.dimensions))
    ]
    return np.stack(parts, axis=1)


def published_dimensions(table: Board) -> tuple[np.ndarray, np.ndarray]:
    """Coverage of each dimension (NaN where nothing applies), and whether that is enough to publish it (C.7)."""
    parts = [
        coverage.dimension_coverage(
            table.observed[:, table.of(place)], table.applies[:, table.of(place)], table.item_weights(place)
        )
        for place in range(len(table.standard.dimensions))
    ]
    covered = np.stack(parts, axis=1)
    return covered, np.nan_to_num(covered, nan=0.0) >= coverage.DIMENSION_LIMIT - 1e-9


def enough(table: Board, covered: np.ndarray, published: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coverage of the index, and whether an index may be published (C.7)."""
    total = coverage.index_coverage(covered, table.weights)
    must = [place for place, part in enumerate(table.standard.dimensions) if part.must_have]
    return total, (total >= table.standard.decision.min_coverage - 1e-9) & published[:, must].all(axis=1)


def _bounds(table: Board) -> dict[str, np.ndarray]:
    """The index with every missing score at 0 and at 100, and at the 10th and 90th percentile of its peers."""
    low, high = np.zeros(len(table.items)), np.full(len(table.items), 100.0)
    for column in range(len(table.items)):
        peers = table.score[table.observed[:, column], column]
        if peers.size:
            low[column], high[column] = np.percentile(peers, PLAUSIBLE)
    fills = {"worst": 0.0, "best": 100.0, "plausible_low": low, "plausible_high": high}
    return {
        name: aggregate.geometric_index(
            dimension_scores(table, np.where(table.observed, table.score, fill)),
            table.weights,
            epsilon=table.standard.aggregation.epsilon,
        )
        for name, fill in fills.items()
    }


def requirements(table: Board, states: list[dict[str, bool | None]]) -> np.ndarray:
    """Gates and must-haves together: 1 all met, 0 one failed, NaN none failed but one that nobody can tell."""
    found = [[np.nan if met is None else float(met) for met in row.values()] for row in states]
    gates = np.array(found, dtype=float).reshape(len(table.entities), -1)
    reached = [_reached(table, names) for names in table.standard.must_haves]
    every = np.column_stack([gates, *reached, np.ones(len(table.entities))])
    failed, unknown = (every == 0).any(axis=1), np.isnan(every).any(axis=1)
    return np.where(failed, 0.0, np.where(unknown, np.nan, 1.0))


def _reached(table: Board, names: tuple[str, ...]) -> np.ndarray:
    """One must-have: 1 where one of its indicators scores 60 or none of them applies, 0 where all known ones fall short."""
    columns = [column for column, (_, item) in enumerate(table.items) if item.id in names]
    with np.errstate(invalid="ignore"):
        met = (table.score[:, columns] >= MUST_SCORE - 1e-9) & table.observed[:, columns]
    unknown = ~table.observed[:, columns] & table.applies[:, columns]
    applies = table.applies[:, columns].any(axis=1)
    found = np.where(met.any(axis=1), 1.0, np.where(unknown.any(axis=1), np.nan, 0.0))
    return np.where(applies, found, 1.0)

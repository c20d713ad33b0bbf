"""Judge entities against a standard: item scores, dimensions, index, band, decision and gaps, all at once per standard."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from profiling.indices import aggregate, coverage, decide, normalise, uncertainty
from profiling.standard import Item, Standard

DRAWS = {
    "student": 200
}  # 1000 for all others; with 200 the 5 and 95 % limits of 20,000 students move by under a point
CHUNK = 400
NOT_APPLICABLE = ("not_applicable",)
Z90 = 1.6449


@dataclass
class Board:
    """Entities x items of one standard: values, spreads, scores, what is observed and what applies."""

    standard: Standard
    entities: list[str]
    items: list[tuple[int, Item]]
    value: np.ndarray
    spread: np.ndarray
    status: np.ndarray
    score: np.ndarray
    marks: list[tuple[float, ...] | None]
    applies: np.ndarray
    observed: np.ndarray

    @property
    def weights(self) -> np.ndarray:
        return np.array([dimension.weight for dimension in self.standard.dimensions])

    def of(self, dimension: int) -> list[int]:
        """Columns of the items of one dimension."""
        return [column for column, (place, _) in enumerate(self.items) if place == dimension]

    def item_weights(self, dimension: int) -> np.ndarray:
        return np.array([self.items[column][1].w for column in self.of(dimension)])


def board(standard: Standard, entities: list[str], latest: pl.DataFrame, reference: pl.DataFrame) -> Board:
    """Lay out the latest values of the entities; `reference` holds values of all entities of the kind (C.4)."""
    items = [
        (place, item) for place, dimension in enumerate(standard.dimensions) for item in dimension.indicators
    ]
    place_of = {entity: row for row, entity in enumerate(entities)}
    shape = (len(entities), len(items))
    value, spread = np.full(shape, np.nan), np.zeros(shape)
    status = np.full(shape, "missing", dtype=object)
    columns = {item.id: column for column, (_, item) in enumerate(items)}
    wanted = latest.filter(pl.col("indicator_id").is_in(list(columns)) & pl.col("entity_id").is_in(entities))
    for entity, indicator, number, low, high, word in wanted.select(
        "entity_id", "indicator_id", "value", "low", "high", "status"
    ).iter_rows():
        row, column = place_of[entity], columns[indicator]
        status[row, column] = word
        if word == "observed" and number is not None:
            value[row, column] = number
            spread[row, column] = (high - low) / (2 * Z90) if low is not None and high is not None else 0.0
    score, marks = np.full(shape, np.nan), []
    for column, (_, item) in enumerate(items):
        scored, anchors = _score(item, value[:, column], reference)
        score[:, column] = scored
        marks.append(anchors)
        if item.anchors == "distribution" and anchors is None:
            status[:, column] = "not_applicable"  # no usable information: its weight goes to the others
    applies = ~np.isin(status, NOT_APPLICABLE)
    return Board(
        standard, entities, items, value, spread, status, score, marks, applies, ~np.isnan(score) & applies
    )


def _score(
    item: Item, value: np.ndarray, reference: pl.DataFrame
) -> tuple[np.ndarray, tuple[float, ...] | None]:
    if item.levels:
        return normalise.score_levels(value, item.levels), item.levels
    if item.band:
        return normalise.score_in_band(value, item.in_stored_unit()), item.in_stored_unit()
    if item.anchors == "distribution":
        known = reference.filter((pl.col("indicator_id") == item.id) & (pl.col("status") == "observed"))[
            "value"
        ]
        anchors = normalise.distribution_anchors(known.to_numpy()) if known.len() else None
        empty = np.full(value.shape, np.nan)
        return (
            (empty, None) if anchors is None else (normalise.score_against_anchors(value, anchors), anchors)
        )
    return normalise.score_against_anchors(value, item.in_stored_unit()), item.in_stored_unit()


@dataclass
class Verdict:
    """What the standard says of each entity."""

    board: Board
    dimensions: np.ndarray  # as computed
    published: np.ndarray  # entities x dimensions: enough coverage
    dimension_coverage: np.ndarray
    index: np.ndarray
    arithmetic: np.ndarray
    worst: np.ndarray
    best: np.ndarray
    coverage: np.ndarray
    is_published: np.ndarray
    spread: uncertainty.Spread
    decision: np.ndarray
    gates: list[dict[str, bool | None]]


def judge(table: Board, gates: dict[str, dict[str, bool]], *, seed: int) -> Verdict:
    """Dimensions, index, coverage, band and decision of every entity on the board."""
    size = (len(table.entities), len(table.standard.dimensions))
    scores, covered = np.full(size, np.nan), np.full(size, np.nan)
    for place in range(size[1]):
        columns, weights = table.of(place), table.item_weights(place)
        scores[:, place] = aggregate.weighted_mean(
            np.where(table.observed[:, columns], table.score[:, columns], np.nan), weights
        )
        covered[:, place] = coverage.dimension_coverage(
            table.observed[:, columns], table.applies[:, columns], weights
        )
    published = np.nan_to_num(covered, nan=0.0) >= coverage.DIMENSION_LIMIT - 1e-9
    shown = np.where(published, scores, np.nan)
    index = aggregate.geometric_index(shown, table.weights, epsilon=table.standard.aggregation.epsilon)
    worst, best = aggregate.bounds(np.where(np.isnan(covered), np.nan, shown), table.weights)
    total = coverage.index_coverage(covered, table.weights)
    must = [place for place, part in enumerate(table.standard.dimensions) if part.must_have]
    complete = (total >= table.standard.decision.min_coverage - 1e-9) & published[:, must].all(axis=1)
    spread = simulate(table, published, seed=seed)
    states = [
        {name: gates.get(name, {}).get(entity) for name in table.standard.gates} for entity in table.entities
    ]
    decision = decide.decide(
        index,
        shown,
        spread.probability_met,
        published=complete,
        gates_met=np.array([all(state is not False for state in row.values()) for row in states], dtype=bool),
        must_have_met=_must_haves(table),
        lines=table.standard.decision.model_dump(),
    )
    return Verdict(
        table,
        shown,
        published,
        covered,
        index,
        aggregate.weighted_mean(shown, table.weights),
        worst,
        best,
        total,
        complete,
        spread,
        decision,
        states,
    )


def _must_haves(table: Board) -> np.ndarray:
    """Every must-have that applies and is known reaches 60; an unknown one cannot be failed."""
    met = np.ones(len(table.entities), dtype=bool)
    for column, (_, item) in enumerate(table.items):
        if item.id in table.standard.must_have:
            met &= ~(table.observed[:, column] & (table.score[:, column] < 60))
    return met


def simulate(table: Board, published: np.ndarray, *, seed: int) -> uncertainty.Spread:
    """C.9: values from their sampling spread, anchors shifted, missing scores drawn from peers, weights from Dirichlet."""
    draws = DRAWS.get(table.standard.entity, 1000)
    generator = np.random.default_rng([seed, *table.standard.standard.encode()])
    weight_draws = uncertainty.draw_weights(generator, table.weights, draws)
    shifts = generator.uniform(-0.05, 0.05, (draws, len(table.items), 2))
    parts = []
    for start in range(0, len(table.entities), CHUNK):
        rows = slice(start, start + CHUNK)
        dimension_draws = _dimension_draws(table, rows, shifts, generator, draws)
        dimension_draws = np.where(published[rows][None], dimension_draws, np.nan)
        parts.append(uncertainty.spread_of_index(dimension_draws, weight_draws, table.standard.decision.met))
    names = ("low", "high", "dimension_low", "dimension_high", "probability_met")
    return uncertainty.Spread(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _dimension_draws(table: Board, rows: slice, shifts, generator, draws: int) -> np.ndarray:
    entities = table.value[rows].shape[0]
    out = np.full((draws, entities, len(table.standard.dimensions)), np.nan)
    for place in range(out.shape[2]):
        columns = table.of(place)
        drawn = np.stack(
            [_item_draws(table, column, rows, shifts[:, column], generator, draws) for column in columns],
            axis=2,
        )
        out[:, :, place] = aggregate.weighted_mean(drawn, table.item_weights(place))
    return out


def _item_draws(
    table: Board, column: int, rows: slice, shift: np.ndarray, generator, draws: int
) -> np.ndarray:
    """Scores of one item: draws x entities; NaN where the item does not apply."""
    item, value = table.items[column][1], table.value[rows, column]
    noise = generator.standard_normal((draws, value.size)) * table.spread[rows, column]
    drawn = value[None, :] + noise
    if item.levels or item.band or table.marks[column] is None:
        score = np.repeat(table.score[rows, column][None, :], draws, axis=0)
        if item.band:
            score = normalise.score_in_band(drawn, table.marks[column])
    else:
        score = _shifted_scores(drawn, np.array(table.marks[column]), shift)
    missing = ~table.observed[rows, column] & table.applies[rows, column]
    peers = table.score[table.observed[:, column], column]
    if missing.any():
        size = (draws, int(missing.sum()))
        score[:, missing] = generator.choice(peers, size) if peers.size else generator.uniform(0, 100, size)
    score[:, ~table.applies[rows, column]] = np.nan
    return score


def _shifted_scores(value: np.ndarray, anchors: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """Piecewise-linear scores with a1 and a2 moved by up to 5 % of the whole span in each draw, order kept."""
    sign = -1.0 if anchors[0] > anchors[-1] else 1.0
    a0, a1, a2, a3 = sign * anchors
    span = a3 - a0
    first = np.clip(a1 + shift[:, [0]] * span, a0 + 1e-9, None)
    second = np.clip(a2 + shift[:, [1]] * span, first + 1e-9, a3 - 1e-9)
    first = np.minimum(first, second - 1e-9)
    x = sign * value
    low = 60 * (x - a0) / (first - a0)
    middle = 60 + 20 * (x - first) / (second - first)
    high = 80 + 20 * (x - second) / (a3 - second)
    return np.clip(np.where(x <= first, low, np.where(x <= second, middle, high)), 0, 100)

"""Verdicts as rows: one per entity, per dimension, per item; what is withheld is null."""

from __future__ import annotations

import json

import numpy as np
import polars as pl

from profiling.board import Board
from profiling.catalogue import indicators
from profiling.indices import gaps
from profiling.indices.coverage import confidence
from profiling.indices.decide import dimension_state
from profiling.judge import Verdict

PLACES = ("place_low", "place_high", "place_of")


def index_rows(verdict: Verdict, relation: str) -> pl.DataFrame:
    """What does the standard say of each entity? One row per entity; index and band are null where withheld (C.7)."""
    shown = verdict.is_published
    grades = [confidence(value) if ok else None for value, ok in zip(verdict.coverage, shown, strict=True)]
    reasons = [
        None
        if ok
        else ("coverage" if cover < verdict.board.standard.decision.min_coverage - gaps.NEAR else "must_have")
        for ok, cover in zip(shown, verdict.coverage, strict=True)
    ]
    band = _around(verdict.index, verdict.spread.low, verdict.spread.high)
    frame = pl.DataFrame(
        {
            "entity_id": verdict.board.entities,
            "relation": [relation] * len(shown),
            "standard_version": [verdict.board.standard.version] * len(shown),
            "score": verdict.index,
            "arithmetic": verdict.arithmetic,
            "low": band[0],
            "high": band[1],
            **verdict.bounds,
            "probability_met": verdict.spread.probability_met,
            "probability_strong": verdict.spread.probability_strong,
            "influences": verdict.influences,
            "coverage": verdict.coverage,
            "confidence": pl.Series(grades, dtype=pl.String),
            "decision": verdict.decision.tolist(),
            "withheld_reason": pl.Series(reasons, dtype=pl.String),
            "gates": [
                json.dumps([{"id": name, "met": met} for name, met in row.items()]) for row in verdict.gates
            ],
            "lowest": _lowest(verdict),
            **_places(verdict, relation),
            "_shown": shown,
        }
    ).with_columns(pl.col(pl.Float64).fill_nan(None))
    hidden = ("score", "arithmetic", "low", "high", "probability_met", "probability_strong", "influences")
    frame = frame.with_columns(pl.when("_shown").then(name).alias(name) for name in hidden)
    frame = frame.with_columns(pl.col(name).cast(pl.Int64) for name in PLACES)
    return frame.with_columns(imbalance=pl.col("arithmetic") - pl.col("score")).drop("_shown")


def _around(score: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A band that holds its score: what is missing is drawn from peers, who may stand apart from what was observed."""
    return np.minimum(low, score), np.maximum(high, score)


def _places(verdict: Verdict, relation: str) -> dict[str, np.ndarray]:
    """Range of places among the units of the same standard (C.9); null for persons, and where all aim at the next tier."""
    nobody = np.full(len(verdict.index), np.nan)
    found = verdict.places if relation == "own" else None
    columns = (nobody, nobody, nobody) if found is None else (found.low, found.high, found.of)
    return dict(zip(PLACES, columns, strict=True))


def _lowest(verdict: Verdict) -> np.ndarray:
    """The lowest published dimension; NaN where none is."""
    found = np.where(np.isnan(verdict.dimensions), np.inf, verdict.dimensions).min(axis=1)
    return np.where(np.isinf(found), np.nan, found)


def dimension_rows(verdict: Verdict) -> pl.DataFrame:
    """Where does each entity stand in each dimension? Score is null below half of the applicable weight."""
    parts, lines = [], verdict.board.standard.decision.model_dump()
    for place, dimension in enumerate(verdict.board.standard.dimensions):
        score, spread = verdict.dimensions[:, place], verdict.spread
        low, high = _around(score, spread.dimension_low[:, place], spread.dimension_high[:, place])
        covered = verdict.dimension_coverage[:, place]
        state = dimension_state(score, low, high, lines)
        state[covered != covered] = "not_applicable"
        parts.append(
            pl.DataFrame(
                {
                    "entity_id": verdict.board.entities,
                    "dimension_id": [dimension.id] * len(score),
                    "weight": [dimension.weight] * len(score),
                    "score": score,
                    "low": low,
                    "high": high,
                    "coverage": covered,
                    "is_published": verdict.published[:, place].tolist(),
                    "state": state.tolist(),
                }
            )
        )
    frame = pl.concat(parts).with_columns(pl.col(pl.Float64).fill_nan(None))
    return frame.with_columns(pl.col("coverage").fill_null(0.0))


def item_rows(verdict: Verdict) -> pl.DataFrame:
    """One row per entity and item: value, score, anchors, what is missing to both anchors and gained by them, effort."""
    table, parts = verdict.board, []
    for column, (place, item) in enumerate(table.items):
        score = table.score[:, column]
        to_next, to_target = (
            gaps.next_anchor(score),
            np.where(score < gaps.TARGET - gaps.NEAR, gaps.TARGET, np.nan),
        )
        need = _needs(table, column)
        parts.append(
            pl.DataFrame(
                {
                    "entity_id": table.entities,
                    "indicator_id": [item.id] * len(table.entities),
                    "dimension_id": [table.standard.dimensions[place].id] * len(table.entities),
                    "weight": [item.w] * len(table.entities),
                    "value": table.value[:, column],
                    "score": score,
                    "status": table.status[:, column].tolist(),
                    "anchors": pl.Series(_marks(table, column), dtype=pl.String),
                    "is_must_have": [item.id in table.standard.named_must_haves] * len(table.entities),
                    "need_qualified": need[0],
                    "need_target": need[1],
                    "gain": _gain(verdict, column, place, to_next),
                    "effort": [indicators()[item.id].effort] * len(table.entities),
                    "gain_target": _gain(verdict, column, place, to_target),
                }
            )
        )
    return pl.concat(parts).with_columns(pl.col(pl.Float64).fill_nan(None))


def _gain(verdict: Verdict, column: int, place: int, to: np.ndarray) -> np.ndarray:
    """Change of the index if one item's score rose to `to` (NaN: no anchor left); NaN where its dimension is not published."""
    table = verdict.board
    columns = table.of(place)
    gain = np.full(len(table.entities), np.nan)
    scores = np.where(table.observed[:, columns], table.score[:, columns], np.nan)
    for target in (gaps.QUALIFIED, gaps.TARGET):
        rows = to == target
        if rows.any():
            gain[rows] = gaps.gain_of_raising(
                scores[rows], table.item_weights(place), verdict.dimensions[rows], table.weights,
                dimension=place, item=columns.index(column), to=target, epsilon=table.standard.aggregation.epsilon,
            )  # fmt: skip
    return np.where(verdict.published[:, place], gain, np.nan)


def _marks(table: Board, column: int) -> list[str | None]:
    """What each value was compared with, in its unit: levels, band or four anchors, prorated ones as they were for the
    entity; null where nothing could be compared."""
    item = table.items[column][1]
    fixed = item.levels or (None if item.prorate else item.in_stored_unit())
    if fixed is not None:
        return [json.dumps(fixed)] * len(table.entities)
    known = ~np.isnan(table.anchors[:, column, 0]) & (
        table.anchors[:, column, 0] != table.anchors[:, column, 3]
    )
    rows = zip(known, table.anchors[:, column].tolist(), strict=True)
    return [json.dumps(marks) if is_known else None for is_known, marks in rows]


def _needs(table: Board, column: int) -> tuple[np.ndarray, np.ndarray]:
    """a1 - x and a2 - x in the stored unit where not reached; NaN otherwise and for levels and bands."""
    anchors, value = table.anchors[:, column], table.value[:, column]
    sign = np.where(anchors[:, 0] > anchors[:, 3], -1.0, 1.0)
    with np.errstate(invalid="ignore"):
        return tuple(
            np.where(sign * (mark - value) > 0, mark - value, np.nan)
            for mark in (anchors[:, 1], anchors[:, 2])
        )

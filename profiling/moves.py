"""What if? One entity against one standard, the steps that can be taken, and what the standard would then say. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

import numpy as np
import polars as pl

from profiling.board import Board
from profiling.catalogue import indicators
from profiling.gate_register import gate_register
from profiling.indices import aggregate, decide
from profiling.judge import MUST_SCORE, dimension_scores, enough, published_dimensions, requirements
from profiling.standard import Item, Standard
from profiling.trial import stored_board

GATE, QUALIFIED, TARGET = "gate", "qualified", "target"
TARGET_SCORE = 80.0
MONTHS = {"S": 1, "M": 2, "L": 3}  # how much a month, a term and a year weigh against each other
ONE = "one"


@dataclass(frozen=True)
class Move:
    """One step: a gate brought about, or an item raised to its qualified or target anchor.

    goal: in the item's stored unit; score: what it is worth then; effort: S, M or L of the indicator; cost: effort times the
    anchors climbed.
    """

    key: str
    to: str
    effort: str
    cost: int
    goal: float | None = None
    score: float | None = None


@dataclass(frozen=True)
class Outcome:
    """Index (None where coverage withholds it), dimensions (None where not published) and the decision on point values."""

    index: float | None
    dimensions: dict[str, float | None]
    decision: str


@dataclass(frozen=True)
class Case:
    """One entity against one standard as it stands: a board of one row, and the gates as they were told."""

    table: Board
    gates: dict[str, bool | None]

    @property
    def standard(self) -> Standard:
        return self.table.standard

    @cached_property
    def columns(self) -> dict[str, int]:
        """Indicator -> its column of the board."""
        return {item.id: column for column, (_, item) in enumerate(self.table.items)}

    @cached_property
    def moves(self) -> dict[str, tuple[Move, ...]]:
        """Gate or indicator -> the steps it can take, the shorter one first; none for what would change nothing.

        An item of a dimension that is not published moves nothing, unless it is a must-have.
        """
        _, published = published_dimensions(self.table)
        of_gates = {name: _gate_moves(name) for name, met in self.gates.items() if met is False}
        of_items = {
            item.id: _item_moves(self.table, column)
            for column, (place, item) in enumerate(self.table.items)
            if published[0, place] or item.id in self.standard.named_must_haves
        }
        return {key: found for key, found in (of_gates | of_items).items() if found}


def case_of(standard: Standard, rows: Iterable[dict], gates: dict[str, bool | None]) -> Case:
    """The case of one entity from its stored rows.

    rows: indicator_id, value, status, anchors (JSON of what the value was compared with); an item without a row is missing.
    gates: gate -> met, None where nobody can tell; a gate of the standard that is not given cannot be told.
    """
    schema = dict.fromkeys(("entity_id", "indicator_id", "status", "anchors"), pl.String)
    listed = [(ONE, row["indicator_id"], row["status"], row["anchors"], row["value"]) for row in rows]
    items = pl.DataFrame(listed, schema={**schema, "value": pl.Float64}, orient="row")
    ranges = pl.DataFrame(
        schema={"entity_id": pl.String, "indicator_id": pl.String, "low": pl.Float64, "high": pl.Float64}
    )
    table = stored_board(standard, standard, [ONE], items, ranges)
    return Case(table, {name: gates.get(name) for name in standard.gates})


def outcome(case: Case, taken: Iterable[Move] = ()) -> Outcome:
    """What the standard says after some steps; near the line a person decides, which point values do not know."""
    table, gates = _after(case, taken)
    covered, published = published_dimensions(table)
    shown = np.where(published, dimension_scores(table, table.score), np.nan)
    index = aggregate.geometric_index(shown, table.weights, epsilon=case.standard.aggregation.epsilon)
    _, complete = enough(table, covered, published)
    words = decide.decide(
        index, shown, np.zeros(1), published=complete, requirements=requirements(table, [gates]),
        lines=case.standard.decision.model_dump(),
    )  # fmt: skip
    names = [part.id for part in case.standard.dimensions]
    dimensions = {name: _number(score) for name, score in zip(names, shown[0], strict=True)}
    return Outcome(_number(index[0]) if complete[0] else None, dimensions, str(words[0]))


def gain(case: Case, move: Move) -> float | None:
    """Change of the index by one step alone; None where the index is withheld."""
    before, after = outcome(case).index, outcome(case, [move]).index
    return None if before is None or after is None else after - before


def alternatives(case: Case) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Must-haves that are known to fall short -> those of their items that can be raised to qualified."""
    found = {}
    for names in case.standard.must_haves:
        places = [case.columns[name] for name in names]
        if (case.table.score[0, places] >= MUST_SCORE - 1e-9)[case.table.observed[0, places]].any():
            continue
        if case.table.applies[0, places].any():
            found[names] = tuple(
                name for name in names if any(_qualifies(one) for one in case.moves.get(name, ()))
            )
    return found


def _qualifies(move: Move) -> bool:
    return move.score is not None and move.score >= MUST_SCORE


def _after(case: Case, taken: Iterable[Move]) -> tuple[Board, dict[str, bool | None]]:
    score, gates = case.table.score.copy(), dict(case.gates)
    for move in taken:
        if move.to == GATE:
            gates[move.key] = True
        else:
            column = case.columns[move.key]
            score[0, column] = max(score[0, column], move.score)
    return replace(case.table, score=score), gates


def _gate_moves(name: str) -> tuple[Move, ...]:
    effort = gate_register()[name].effort
    return (Move(name, GATE, effort, MONTHS[effort]),) if effort else ()


def _item_moves(table: Board, column: int) -> tuple[Move, ...]:
    """Steps of an observed item below its target: to qualified, to target; one step where a level skips the first."""
    item, score = table.items[column][1], table.score[0, column]
    if not table.observed[0, column] or score >= TARGET_SCORE:
        return ()
    effort = indicators()[item.id].effort
    steps = [
        step for step in _goals(item, table.value[0, column], table.anchors[0, column]) if step[1] > score
    ]
    # a level may be worth the target already: then there is one step
    kept = [
        max(same, key=lambda step: step[0] == QUALIFIED)
        for _, same in groupby(steps, key=lambda step: step[1:])
    ]
    return tuple(
        Move(item.id, to, effort, MONTHS[effort] * climbed, goal, points)
        for climbed, (to, points, goal) in enumerate(kept, start=1)
    )  # fmt: skip


def _goals(item: Item, value: float, anchors: np.ndarray) -> list[tuple[str, float, float]]:
    """(to, points, goal): of anchors the two marks, of a band its nearer edges, of levels the lowest that is worth it."""
    if item.levels:
        worth = ((QUALIFIED, MUST_SCORE), (TARGET, TARGET_SCORE))
        found = (
            (to, next((k for k, one in enumerate(item.levels) if one >= line), None)) for to, line in worth
        )
        return [(to, item.levels[level], float(level)) for to, level in found if level is not None]
    if item.band:
        _, low_qualified, low, high, high_qualified, _ = item.in_stored_unit()
        edges = (low_qualified, low) if value < low else (high_qualified, high)
        return [(QUALIFIED, MUST_SCORE, edges[0]), (TARGET, 100.0, edges[1])]
    return [(QUALIFIED, MUST_SCORE, float(anchors[1])), (TARGET, TARGET_SCORE, float(anchors[2]))]


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)

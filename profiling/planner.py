"""Which fewest steps would meet a standard? Exact, by dimension: the index is a sum over dimensions once its logarithm is taken."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from profiling.indices.aggregate import weighted_mean
from profiling.indices.decide import MET, NEAR, STRONG
from profiling.judge import MUST_SCORE, enough, published_dimensions
from profiling.moves import GATE, MONTHS, Case, Move, Outcome, alternatives, gain, outcome

Front = dict[
    tuple[int, int], tuple[float, tuple[Move, ...]]
]  # (steps, cost) -> best sum of logarithms, and by which steps


@dataclass(frozen=True)
class Block:
    """Why no steps are enough. kind: coverage, dimension (a must-have one not published), gate, must_have, line."""

    kind: str
    key: str | None = None


@dataclass(frozen=True)
class Plan:
    """The fewest steps to 'met': what stands in the way of any, what nobody can tell yet, and what would be said then.

    steps: gates first, then must-haves, then by gain per effort. Empty where nothing is needed, or where a block stands.
    untold: gates and must-haves that nobody can tell; with them a person decides however the steps go.
    """

    steps: tuple[Move, ...]
    blocks: tuple[Block, ...]
    untold: tuple[str, ...]
    before: Outcome
    after: Outcome

    @property
    def is_met(self) -> bool:
        """Whether the standard is met as things stand."""
        return self.before.decision in (MET, STRONG)


def shortest(case: Case) -> Plan:
    """The smallest set of steps by which the standard is met: fewest, then least cost, then largest index."""
    before, untold = outcome(case), _untold(case)
    blocks = _blocks(case)
    if blocks:
        return Plan((), blocks, untold, before, before)
    gates = tuple(case.moves[name][0] for name, met in case.gates.items() if met is False)
    found = _search(case)
    if found is None:
        return Plan((), (Block("line"),), untold, before, before)
    steps = _ordered(case, (*gates, *found))
    return Plan(steps, (), untold, before, outcome(case, steps))


def _blocks(case: Case) -> tuple[Block, ...]:
    """What no step moves: too little known, a gate that nobody can bring about, a must-have that cannot be raised."""
    covered, published = published_dimensions(case.table)
    total, complete = enough(case.table, covered, published)
    if total[0] < case.standard.decision.min_coverage - NEAR:
        return (Block("coverage"),)
    if not complete[0]:
        parts = zip(case.standard.dimensions, published[0], strict=True)
        return tuple(Block("dimension", part.id) for part, is_out in parts if part.must_have and not is_out)
    gates = [Block(GATE, name) for name, met in case.gates.items() if met is False and name not in case.moves]
    short = [
        Block("must_have", names[0])
        for names, ways in alternatives(case).items()
        if not ways and not _unknown(case, names)
    ]
    return (*gates, *short)


def _untold(case: Case) -> tuple[str, ...]:
    gates = [name for name, met in case.gates.items() if met is None]
    short = [names[0] for names, ways in alternatives(case).items() if not ways and _unknown(case, names)]
    return (*gates, *short)


def _unknown(case: Case, names: tuple[str, ...]) -> bool:
    places = [case.columns[name] for name in names]
    return bool((case.table.applies & ~case.table.observed)[0, places].any())


def _search(case: Case) -> tuple[Move, ...] | None:
    """The best steps over every way to fulfil the must-haves; None where the line is out of reach."""
    ways = [way for way in alternatives(case).values() if way]
    best: tuple | None = None
    for chosen in product(*ways):
        found = _best_with(case, frozenset(chosen))
        if found is not None and (best is None or found[0] < best[0]):
            best = found
    return best[1] if best else None


def _best_with(case: Case, raised: frozenset[str]) -> tuple[tuple, tuple[Move, ...]] | None:
    """(steps, cost, minus the sum of logarithms) and the moves, with the items of `raised` at qualified or above."""
    _, published = published_dimensions(case.table)
    weights = case.table.weights * published[0]
    total: Front = {(0, 0): (0.0, ())}
    for place in range(len(weights)):
        share = weights[place] / weights.sum()
        total = _joined(total, _front(case, place, share, bool(published[0, place]), raised))
    line = np.log(case.standard.decision.met) - 1e-12
    reached = [((*key, -value), moves) for key, (value, moves) in total.items() if value >= line]
    return min(reached, key=lambda one: one[0]) if reached else None


def _front(case: Case, place: int, share: float, is_published: bool, raised: frozenset[str]) -> Front:
    """What each number of steps and cost inside one dimension is worth at best; what stays below the balance rule is out."""
    sums: Front = {(0, 0): (0.0, ())}
    for column, weight in zip(case.table.of(place), case.table.item_weights(place), strict=True):
        sums = _joined(sums, _of_item(case, column, weight, raised))
    if not is_published:
        return {key: (0.0, moves) for key, (_, moves) in sums.items()}
    front: Front = {}
    for key, (_, moves) in sums.items():
        score = _dimension(case, place, moves)
        if score >= case.standard.decision.min_dimension - NEAR:
            front[key] = (share * np.log(max(score, case.standard.aggregation.epsilon)), moves)
    return front


def _of_item(case: Case, column: int, weight: float, raised: frozenset[str]) -> Front:
    """Weighted points of one item as it is and after each of its steps; only from qualified on for one of `raised`."""
    name = case.table.items[column][1].id
    moves = [move for move in case.moves.get(name, ()) if name not in raised or move.score >= MUST_SCORE]
    front: Front = {(1, move.cost): (weight * move.score, (move,)) for move in moves}
    if name not in raised:
        now = case.table.score[0, column] if case.table.observed[0, column] else 0.0
        front[0, 0] = (weight * now, ())
    return front


def _dimension(case: Case, place: int, moves: tuple[Move, ...]) -> float:
    columns = case.table.of(place)
    scores = np.where(case.table.observed[0, columns], case.table.score[0, columns], np.nan)
    for move in moves:
        scores[columns.index(case.columns[move.key])] = move.score
    return float(weighted_mean(scores, case.table.item_weights(place)))


def _joined(one: Front, other: Front) -> Front:
    front: Front = {}
    for (steps, cost), (value, moves) in one.items():
        for (more, dearer), (worth, further) in other.items():
            _put(front, (steps + more, cost + dearer), value + worth, (*moves, *further))
    return _pruned(front)


def _put(front: Front, key: tuple[int, int], value: float, moves: tuple[Move, ...]) -> None:
    if value > -np.inf and (key not in front or value > front[key][0]):
        front[key] = (value, moves)


def _pruned(front: Front) -> Front:
    """Without what costs more steps or more effort and is worth no more."""
    kept: Front = {}
    for key in sorted(front):
        value = front[key][0]
        if not any(cost <= key[1] and kept[steps, cost][0] >= value for steps, cost in kept):
            kept[key] = front[key]
    return kept


def _ordered(case: Case, moves: tuple[Move, ...]) -> tuple[Move, ...]:
    """Gates first, then must-haves, then what gives most for its effort."""
    must = case.standard.named_must_haves

    def rank(move: Move) -> tuple:
        kind = 0 if move.to == GATE else 1 if move.key in must and _short(case, move) else 2
        return kind, -(gain(case, move) or 0.0) / MONTHS[move.effort], move.key

    return tuple(sorted(moves, key=rank))


def _short(case: Case, move: Move) -> bool:
    return case.table.score[0, case.columns[move.key]] < MUST_SCORE

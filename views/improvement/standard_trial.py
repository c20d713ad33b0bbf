"""What a draft would have said of last year's figures, and how the places of units move with the weights. Nothing is stored."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np

from access import disclosure
from access.scope import Scope, system_scope
from data.warehouse.queries import standards as queries
from profiling.board import Board
from profiling.indices.aggregate import geometric_index
from profiling.indices.robustness import influence_of_dimensions
from profiling.judge import dimension_scores, published_dimensions
from profiling.standard import Standard
from profiling.trial import Trial, stored_board, trial
from views import naming, small_groups, warehouse
from views.naming import Unit, link
from views.parts import Amount, Column, Name, Sentence, State, Table
from views.warehouse import Snapshot

ORDER = ("strong", "met", "borderline", "not_met", "insufficient")
UNITS = {"course": "course", "major": "major", "school": "school"}  # kinds that are named, and their pages
NAMED_AT_MOST, MOVED_AT_MOST = 60, 24
FEWEST = 3  # entities with an index: below that there is no order


@dataclass(frozen=True)
class TrialPage:
    """Whom a draft would judge otherwise: counts by decision, the units by name, how far places move."""

    findings: tuple[Sentence, ...]
    decisions: Table | None
    units: Table | None


@dataclass(frozen=True)
class Slope:
    """One unit: its place and index under the weights of the version, and under those tried."""

    link: object
    before: int
    after: int
    index_before: float
    index_after: float


@dataclass(frozen=True)
class Microscope:
    """Places of units under weights that are tried, the most moved first; persons are counted, never listed."""

    finding: Sentence
    slopes: tuple[Slope, ...]
    influence: Table


def base_snapshot(scope: Scope, snapshot: Snapshot) -> tuple[int, date, bool]:
    """Id and day of the snapshot that a trial is made on, and whether it is last year's: the newest before this academic year."""
    start = date(snapshot.as_of.year - (snapshot.as_of.month < 9), 9, 1)
    for number, as_of, _ in warehouse.read(queries.snapshots(), scope).iter_rows():
        if _day(as_of) < start:
            return number, _day(as_of), True
    return snapshot.snapshot_id, snapshot.as_of, False


def _day(value) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


@warehouse.cached
def of_draft(scope: Scope, snapshot: Snapshot, before: Standard, after: Standard) -> TrialPage:
    """The draft against the version it began with, on the figures of last year where there are any."""
    number, as_of, is_last_year = base_snapshot(scope, snapshot)
    stored = stored_rows(number, before)
    if stored is None:
        return TrialPage((Sentence("standards.trial_nobody", {"day": as_of}),), None, None)
    made = trial(before, after, *stored)
    return TrialPage(
        findings=_findings(made, as_of, is_last_year),
        decisions=_decisions(scope, snapshot, made, before.entity),
        units=_units(scope, snapshot, made, before.entity),
    )


def stored_rows(number: int, standard: Standard):
    """Rows of everybody the standard judges; read for counting, shown as counts or by name of units alone."""
    everything = system_scope("trial of a standard")
    indexes = warehouse.read(queries.judged(number, standard.standard), everything)
    if indexes.is_empty():
        return None
    items = warehouse.read(queries.items(number, standard.standard), everything)
    return items, indexes, warehouse.read(queries.spreads(number, standard.entity), everything)


def stored_dimensions(
    number: int, standard: Standard, least: int
) -> tuple[list[str], Board, np.ndarray] | None:
    """Everybody with an index, their stored board, and its dimensions as they entered the index (NaN where unpublished).

    None where fewer than `least` have one.
    """
    stored = stored_rows(number, standard)
    if stored is None:
        return None
    items, indexes, spreads = stored
    shown = sorted(indexes.filter(indexes["score"].is_not_null())["entity_id"].to_list())
    if len(shown) < least:
        return None
    table = stored_board(standard, standard, shown, items, spreads)
    _, published = published_dimensions(table)
    return shown, table, np.where(published, dimension_scores(table, table.score), np.nan)


def _findings(made: Trial, as_of: date, is_last_year: bool) -> tuple[Sentence, ...]:
    basis = Sentence("standards.trial_basis" if is_last_year else "standards.trial_basis_now", {"day": as_of})
    params = {"count": Amount(len(made.changed), "count"), "all": Amount(len(made.entities), "count")}
    found = [Sentence("standards.trial_changed" if made.changed else "standards.trial_same", params)]
    if made.mean_shift is not None and made.tau is not None:
        shift = {"shift": Amount(made.mean_shift, "points"), "tau": Amount(made.tau, "gp")}
        found.append(Sentence("standards.trial_order", shift))
    return (*found, basis)


def _decisions(scope: Scope, snapshot: Snapshot, made: Trial, kind: str) -> Table:
    pairs = Counter(zip(made.decision_before, made.decision_after, strict=True))
    heads = [word for word in ORDER if any(word in pair for pair in pairs)]
    counts = [pairs.get((before, after), 0) for before in heads for after in heads]
    shown = _counted(scope, snapshot, kind, counts)
    rows = tuple(
        (State(before), *(_amount(shown[at * len(heads) + place]) for place in range(len(heads))))
        for at, before in enumerate(heads)
    )
    columns = (
        Column(Sentence("standards.head_before")),
        *(Column(Sentence(f"states.word.{word}"), "right") for word in heads),
    )
    return Table(columns, rows, Sentence("standards.trial_note"))  # fmt: skip


def _counted(scope: Scope, snapshot: Snapshot, kind: str, counts: list[int]) -> tuple[int | None, ...]:
    """Exact for whoever holds the rows behind; small cells of persons hidden for everyone else."""
    category = {"teacher": "teacher_profile", "student": "student_academic_record"}.get(
        kind, "unit_indicator"
    )
    if warehouse.holds_rows(scope, category):
        return tuple(counts)
    return disclosure.treated_counts(counts, small_groups.least(scope, snapshot, category))


def _amount(count: int | None) -> Amount | Sentence | None:
    if count is None:
        return Sentence("standards.few")
    return Amount(count, "count") if count else None


def _units(scope: Scope, snapshot: Snapshot, made: Trial, kind: str) -> Table | None:
    """Units whose decision changes, by name; of persons the counts say enough."""
    if kind not in UNITS or not made.changed:
        return None
    known = _known(scope, snapshot, kind)
    rows = tuple(
        (link(UNITS[kind], known, made.entities[place]), State(made.decision_before[place]), State(made.decision_after[place]),
         _score(made.index_before[place]), _score(made.index_after[place]))
        for place in made.changed[:NAMED_AT_MOST]
    )  # fmt: skip
    heads = ("unit", "before", "after", "index_before", "index_after")
    columns = tuple(
        Column(Sentence(f"standards.head_{head}"), "right" if "index" in head else "left") for head in heads
    )
    return Table(columns, rows)


def _score(value: float) -> Amount | None:
    return None if np.isnan(value) else Amount(float(value), "score")


def _known(scope: Scope, snapshot: Snapshot, kind: str) -> dict[str, Unit]:
    if kind == "school":
        return {"school": Unit("school", naming.college(scope, snapshot))}
    return naming.courses(scope, snapshot) if kind == "course" else naming.majors(scope, snapshot)


@warehouse.cached
def microscope(
    scope: Scope, snapshot: Snapshot, standard: Standard, weights: tuple[float, ...]
) -> Microscope | None:
    """The order of everybody the standard judges when the dimensions weigh otherwise; None where nobody has an index."""
    stored = stored_dimensions(snapshot.snapshot_id, standard, FEWEST)
    if stored is None:
        return None
    shown, table, scores = stored
    tried = np.array(weights) / sum(weights)
    first, second = (
        geometric_index(scores, w, epsilon=standard.aggregation.epsilon) for w in (table.weights, tried)
    )
    before, after = (
        np.argsort(np.argsort(-index, kind="stable"), kind="stable") + 1 for index in (first, second)
    )
    moved = np.abs(before - after)
    finding = Sentence("standards.microscope_moved", {
        "count": Amount(int((moved > 0).sum()), "count"), "all": Amount(len(shown), "count"), "most": Amount(int(moved.max()), "count"),
    })  # fmt: skip
    slopes = _slopes(scope, snapshot, standard.entity, shown, before, after, first, second)
    return Microscope(finding, slopes, _influence(standard, scores, table.weights, tried))


def _slopes(scope, snapshot, kind, shown, before, after, first, second) -> tuple[Slope, ...]:
    if kind not in UNITS:
        return ()
    known = _known(scope, snapshot, kind)
    order = sorted(range(len(shown)), key=lambda place: (-abs(before[place] - after[place]), after[place]))
    kept = sorted(order[:MOVED_AT_MOST], key=lambda place: after[place])
    return tuple(
        Slope(link(UNITS[kind], known, shown[place]), int(before[place]), int(after[place]), float(first[place]), float(second[place]))
        for place in kept
    )  # fmt: skip


def _influence(standard: Standard, scores: np.ndarray, nominal: np.ndarray, tried: np.ndarray) -> Table:
    """Nominal weight of each dimension beside the share of the index's variance that it brings (C.6)."""
    real, other = (
        influence_of_dimensions(scores, weights, epsilon=standard.aggregation.epsilon)
        for weights in (nominal, tried)
    )
    rows = tuple(
        (Name(part.name_zh, part.name_en), Amount(float(nominal[place]), "share"), _share(real[place]), Amount(float(tried[place]), "share"), _share(other[place]))
        for place, part in enumerate(standard.dimensions)
    )  # fmt: skip
    heads = ("dimension", "weight", "influence", "tried", "tried_influence")
    columns = tuple(
        Column(Sentence(f"standards.head_{head}"), "left" if head == "dimension" else "right")
        for head in heads
    )
    return Table(columns, rows, Sentence("standards.influence_note"))


def _share(value: float) -> Amount | None:
    return None if np.isnan(value) else Amount(float(value), "share")

"""How much of an order is the aggregation's doing, and do the indicators of a standard say what they are meant to? (C.9)"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from access.scope import Scope
from profiling.indices import robustness, structure
from profiling.standard import Standard
from views import catalogue, warehouse
from views.improvement import standard_trial
from views.parts import Amount, Column, Name, Sentence, Table
from views.warehouse import Snapshot

FEWEST = 10  # entities behind the figures of a standard: no figure tells of fewer
WIDEST = 8  # alternatives shown, the farthest first


@dataclass(frozen=True)
class Stability:
    """Other ways to aggregate and how far places move; what no weighting can reverse; what the yearly check finds."""

    findings: tuple[Sentence, ...]
    alternatives: Table


@warehouse.cached
def of_standard(scope: Scope, snapshot: Snapshot, standard: Standard) -> Stability | None:
    """None where fewer than ten are judged by the standard; figures about all of them, about nobody alone."""
    stored = standard_trial.stored_dimensions(snapshot.snapshot_id, standard, FEWEST)
    if stored is None:
        return None
    _, table, dimensions = stored
    found = robustness.alternatives(table, ~np.isnan(dimensions))
    return Stability(_findings(standard, table, dimensions), _alternatives(found))


def _findings(standard: Standard, table, dimensions: np.ndarray) -> tuple[Sentence, ...]:
    said = []
    share = robustness.dominance_share(dimensions)
    if share is not None:
        said.append(Sentence("standards.dominance", {"share": Amount(share, "share")}))
    scores = np.where(table.observed, table.score, np.nan)
    checked = structure.structure(scores, np.array([place for place, _ in table.items]), dimensions)
    names = [item.id for _, item in table.items]
    for one, other, r in checked.too_close[:2]:
        pair = {
            "one": _indicator(names[one]),
            "other": _indicator(names[other]),
            "r": Amount(r, "correlation"),
        }
        said.append(Sentence("standards.redundant", pair))
    for one, other, r in checked.opposed[:2]:
        pair = {
            "one": _dimension(standard, one),
            "other": _dimension(standard, other),
            "r": Amount(r, "correlation"),
        }
        said.append(Sentence("standards.opposed", pair))
    return tuple(said)


def _indicator(name: str) -> Name:
    return catalogue.entry(name).name


def _dimension(standard: Standard, place: int) -> Name:
    part = standard.dimensions[place]
    return Name(part.name_zh, part.name_en)


def _alternatives(found: list[robustness.Alternative]) -> Table:
    listed = sorted(found, key=lambda one: -one.mean_shift)[:WIDEST]
    rows = tuple(
        (_words(one.name), Amount(one.mean_shift, "score"), Amount(one.tau, "correlation")) for one in listed
    )
    heads = ("alternative", "shift", "tau")
    columns = tuple(
        Column(Sentence(f"standards.head_{head}"), "left" if head == "alternative" else "right")
        for head in heads
    )
    return Table(columns, rows, Sentence("standards.alternatives_note"))


def _words(name: str) -> Sentence:
    kind, _, indicator = name.partition(":")
    return Sentence(f"standards.alternative_{kind}", {"name": _indicator(indicator)} if indicator else {})

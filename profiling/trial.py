"""What would a changed standard say of the values that were published? Nothing of it is stored as a value."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import polars as pl

from profiling.board import NOT_APPLICABLE, Board, deviations, points
from profiling.indices.robustness import rank_shift
from profiling.judge import judge
from profiling.standard import Item, Standard


@dataclass(frozen=True)
class Trial:
    """Before and after per entity (same order), and how stable the order of the entities is.

    mean_shift: average change of place among those with an index in both; tau: Kendall's rank correlation of the two orders.
    """

    entities: tuple[str, ...]
    index_before: np.ndarray  # NaN where withheld
    index_after: np.ndarray
    decision_before: tuple[str, ...]
    decision_after: tuple[str, ...]
    mean_shift: float | None
    tau: float | None

    @property
    def changed(self) -> tuple[int, ...]:
        """Places of the entities whose decision changes."""
        pairs = zip(self.decision_before, self.decision_after, strict=True)
        return tuple(place for place, (before, after) in enumerate(pairs) if before != after)


def trial(
    before: Standard,
    after: Standard,
    items: pl.DataFrame,
    indexes: pl.DataFrame,
    spreads: pl.DataFrame,
    *,
    seed: int = 20250902,
) -> Trial:
    """Judge the stored rows by both versions in the same way, gates as they were told.

    items: entity_id, indicator_id, value, status, anchors (JSON: what the value was compared with); indexes: entity_id, gates,
    appraisal_gates (JSON); spreads: entity_id, indicator_id, low, high.
    """
    entities = sorted(indexes["entity_id"].to_list())
    gates = told_gates(indexes)
    one = judge(stored_board(before, before, entities, items, spreads), gates, seed=seed)
    other = judge(stored_board(before, after, entities, items, spreads), gates, seed=seed)
    first, second = (np.where(verdict.is_published, verdict.index, np.nan) for verdict in (one, other))
    shift, tau = rank_shift(first, second)
    return Trial(
        tuple(entities), first, second, tuple(one.decision.tolist()), tuple(other.decision.tolist()), shift, tau
    )  # fmt: skip


def told_gates(indexes: pl.DataFrame) -> dict[str, dict[str, bool]]:
    """Gate -> entity -> met, from the JSON lists of stored verdicts; gates that nobody could tell are absent."""
    found: dict[str, dict[str, bool]] = {}
    for entity, *texts in indexes.select("entity_id", "gates", "appraisal_gates").iter_rows():
        for gate in (gate for text in texts if text for gate in json.loads(text)):
            if gate["met"] is not None:
                found.setdefault(gate["id"], {})[entity] = gate["met"]
    return found


def stored_board(
    stored: Standard, asked: Standard, entities: list[str], items: pl.DataFrame, spreads: pl.DataFrame
) -> Board:
    """The board of `asked` from rows that were published under `stored`; an item without rows is missing."""
    laid = [(place, item) for place, part in enumerate(asked.dimensions) for item in part.indicators]
    known = {item.id: item for part in stored.dimensions for item in part.indicators}
    columns = [_column(entities, item, known.get(item.id), items, spreads) for _, item in laid]
    value, spread, status, anchors = (np.stack([column[k] for column in columns], axis=1) for k in range(4))
    score = np.stack([points(item, value[:, c], anchors[:, c]) for c, (_, item) in enumerate(laid)], axis=1)
    applies = status != NOT_APPLICABLE
    return Board(
        asked, entities, laid, value, spread, status, anchors, score, applies, ~np.isnan(score) & applies
    )  # fmt: skip


def _column(
    entities: list[str], item: Item, stored: Item | None, items: pl.DataFrame, spreads: pl.DataFrame
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Value, deviation, status and anchors of one item for every entity."""
    own = pl.DataFrame({"entity_id": entities}).join(
        items.filter(pl.col("indicator_id") == item.id), on="entity_id", how="left", maintain_order="left"
    )
    wide = own.join(
        spreads.filter(pl.col("indicator_id") == item.id).select("entity_id", "low", "high"),
        on="entity_id", how="left", maintain_order="left",
    )  # fmt: skip
    observed = pl.when(pl.col("status") == "observed").then(pl.col("value")).cast(pl.Float64)
    value = own.select(observed).to_series().to_numpy()
    spread = deviations(own.select(observed).to_series(), wide["low"], wide["high"])
    status = own["status"].fill_null("missing").to_numpy().astype(object)
    return value, spread, status, _anchors(own["anchors"].to_list(), item, stored)


def _anchors(told: list[str | None], item: Item, stored: Item | None) -> np.ndarray:
    """Four anchors per entity: those compared with then, moved as the item's own anchors were moved."""
    out = np.full((len(told), 4), np.nan)
    asked = item.in_stored_unit() if isinstance(item.anchors, tuple) else None
    then = stored.in_stored_unit() if stored and isinstance(stored.anchors, tuple) else None
    for row, text in enumerate(told):
        marks = np.array(json.loads(text), dtype=float) if text else None
        if item.anchors == "distribution":
            out[row] = marks if marks is not None and marks.size == 4 else np.nan
        elif asked is not None:
            out[row] = _moved(marks, then, asked)
    return out


def _moved(marks: np.ndarray | None, then: tuple[float, ...] | None, asked: tuple[float, ...]) -> np.ndarray:
    """Anchors in proportion to the time studied keep that proportion."""
    if marks is None or then is None or marks.size != 4 or then[3] == 0:
        return np.array(asked)
    return np.array(asked) * (marks[3] / then[3])

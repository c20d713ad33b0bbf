"""Entities and items of one standard laid out as arrays: values, scores, what is observed and what applies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from profiling.indices import normalise
from profiling.standard import Item, Standard

NOT_APPLICABLE = "not_applicable"
Z90 = 1.6449


@dataclass
class Board:
    """Entities x items of one standard. Anchors are entities x items x 4: those set by distribution differ by peer group."""

    standard: Standard
    entities: list[str]
    items: list[tuple[int, Item]]  # place of the dimension, item
    value: np.ndarray
    spread: np.ndarray  # ... x 2: standard deviation below and above the value; 0 for complete registers
    status: np.ndarray
    anchors: np.ndarray
    score: np.ndarray
    applies: np.ndarray
    observed: np.ndarray

    @property
    def weights(self) -> np.ndarray:
        return np.array([dimension.weight for dimension in self.standard.dimensions])

    def of(self, dimension: int) -> list[int]:
        """Columns of the items of one dimension."""
        return [column for column, (place, _) in enumerate(self.items) if place == dimension]

    def item_weights(self, dimension: int) -> np.ndarray:
        """Weights of the items of one dimension, in the order of `of`."""
        return np.array([self.items[column][1].w for column in self.of(dimension)])


def board(
    standard: Standard,
    entities: list[str],
    latest: pl.DataFrame,
    distribution: dict[str, np.ndarray] | None = None,
    elapsed: np.ndarray | None = None,
) -> Board:
    """Lay out the newest values of the entities.

    elapsed: share of the time of study that is over, per entity; multiplies anchors that are prorated. At its very
    beginning nothing is asked for yet: the item does not apply.

    latest: value rows (entity_id, indicator_id, value, low, high, status); distribution: indicator -> entities x 4
    anchors of its reference population (C.4), NaN where that carries no usable information. An item of a source that is
    not there is `missing`; one whose distribution says nothing gives its weight to the others (`not_applicable`).
    """
    items = [(place, item) for place, part in enumerate(standard.dimensions) for item in part.indicators]
    value, spread, status = _values(entities, items, latest)
    anchors = np.full((*value.shape, 4), np.nan)
    score = np.full(value.shape, np.nan)
    for column, (_, item) in enumerate(items):
        if item.anchors == "distribution":
            found = (distribution or {}).get(item.id)
            anchors[:, column] = np.nan if found is None else found
            status[np.isnan(anchors[:, column, 0]), column] = NOT_APPLICABLE
        elif item.anchors is not None:
            anchors[:, column] = item.in_stored_unit()
        if item.prorate:
            share = np.full(len(entities), np.nan) if elapsed is None else elapsed
            anchors[:, column] *= share[:, None]
            status[share == 0, column] = NOT_APPLICABLE
        score[:, column] = points(item, value[:, column], anchors[:, column])
    settle_slots(items, status)
    applies = status != NOT_APPLICABLE
    score[~applies] = np.nan
    return Board(
        standard,
        entities,
        items,
        value,
        spread,
        status,
        anchors,
        score,
        applies,
        ~np.isnan(score) & applies,
    )


def settle_slots(items: list[tuple[int, Item]], status: np.ndarray) -> None:
    """Of the items of one slot the first that applies to an entity stays; the others do not apply to it. Changes `status`."""
    for slot in {item.slot for _, item in items if item.slot}:
        taken = np.zeros(len(status), dtype=bool)
        for column, (_, item) in enumerate(items):
            if item.slot == slot:
                status[taken, column] = NOT_APPLICABLE
                taken |= status[:, column] != NOT_APPLICABLE


def _values(
    entities: list[str], items: list[tuple[int, Item]], latest: pl.DataFrame
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Value, standard deviations below and above it, and status of each entity and item."""
    shape = (len(entities), len(items))
    value, spread = np.full(shape, np.nan), np.zeros((*shape, 2))
    status = np.full(shape, "missing", dtype=object)
    rows = pl.DataFrame({"entity_id": entities, "row": np.arange(len(entities))})
    for column, (_, item) in enumerate(items):
        own = rows.join(latest.filter(pl.col("indicator_id") == item.id), on="entity_id", how="inner")
        place = own["row"].to_numpy()
        status[place, column] = own["status"].to_list()
        seen = own.filter((pl.col("status") == "observed") & pl.col("value").is_not_null())
        place = seen["row"].to_numpy()
        value[place, column] = seen["value"].to_numpy()
        spread[place, column] = deviations(seen["value"], seen["low"], seen["high"])
    return value, spread, status


def deviations(value: pl.Series, low: pl.Series, high: pl.Series) -> np.ndarray:
    """Standard deviations below and above a value from its 90 % limits (n x 2); 0 where there are none."""
    sides = [(value - low) / Z90, (high - value) / Z90]
    return np.stack([side.cast(pl.Float64).fill_null(0.0).clip(0.0).to_numpy() for side in sides], axis=1)


def points(item: Item, value: np.ndarray, anchors: np.ndarray) -> np.ndarray:
    """Scores 0-100 of values of one item: by its levels, its band, or the anchors given (C.2)."""
    if item.levels:
        return normalise.score_levels(value, item.levels)
    if item.band:
        return normalise.score_in_band(value, item.in_stored_unit())
    return normalise.score_against_anchors(value, anchors)

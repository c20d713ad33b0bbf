"""What would a missing source unlock, and what does a connected one carry? Coverage recomputed with and without each source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from profiling.catalogue import indicators
from profiling.indices.coverage import DIMENSION_LIMIT
from profiling.standard import Standard

ALMOST = 1e-9
OWN = frozenset({"mart_index"})  # made from other sources when a snapshot is made: nothing to connect
ENTITY = ["entity_kind", "entity_id"]
SCHEMA = {
    "source_id": pl.String, "entity_kind": pl.String, "unlocked": pl.Int64, "dimensions": pl.Int64,
    "indicator_count": pl.Int64, "carried": pl.Int64,
}  # fmt: skip


def source_gaps(
    items: pl.DataFrame,
    indexes: pl.DataFrame,
    register: Mapping[str, Standard],
    connected: Iterable[str] | None,
) -> pl.DataFrame:
    """One row per source and kind of entity it matters to.

    unlocked: entities nobody can judge now that could be judged if this source alone were connected as well; dimensions:
    entities of which it alone would make one more dimension publishable; carried: entities judged now that could no longer
    be judged without it. indicator_count: scored indicators that need it. connected: sources that hold rows; None: unknown.
    """
    if connected is None or items.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    there, rows = frozenset(connected), _scored(items, indexes, register)
    now = _publishable(rows, pl.col("seen"))
    parts = [_of_source(source, needing, rows, now, there) for source, needing in _needed(rows).items()]
    return pl.concat([part for part in parts if part.height] or [pl.DataFrame(schema=SCHEMA)])


def _needed(rows: pl.DataFrame) -> dict[str, list[str]]:
    """Source -> scored indicators that need it."""
    found: dict[str, list[str]] = {}
    for name in rows["indicator_id"].unique().sort():
        for source in sorted(set(indicators()[name].sources) - OWN):
            found.setdefault(source, []).append(name)
    return dict(sorted(found.items()))


def _scored(items: pl.DataFrame, indexes: pl.DataFrame, register: Mapping[str, Standard]) -> pl.DataFrame:
    """Items of own standards that apply, with weights of item and dimension and what the standard asks for."""
    about = pl.DataFrame(
        [
            (name, part.id, part.weight, part.must_have, entry.decision.min_coverage)
            for name, entry in register.items()
            for part in entry.dimensions
        ],
        schema=["standard_id", "dimension_id", "whole", "must_have", "min_coverage"], orient="row",
    )  # fmt: skip
    own = indexes.filter(pl.col("relation") == "own").select(*ENTITY, "standard_id")
    rows = items.filter(pl.col("status") != "not_applicable").join(
        own, on=[*ENTITY, "standard_id"], how="semi"
    )
    return rows.select(*ENTITY, "standard_id", "dimension_id", "indicator_id", "weight", seen=pl.col("status") == "observed").join(
        about, on=["standard_id", "dimension_id"]
    )  # fmt: skip


def _publishable(rows: pl.DataFrame, seen: pl.Expr) -> pl.DataFrame:
    """Per entity: whether an index could be published, and how many dimensions, if these items were seen."""
    parts = rows.with_columns(told=pl.when(seen).then("weight").otherwise(0.0)).group_by(*ENTITY, "dimension_id").agg(
        covered=pl.col("told").sum() / pl.col("weight").sum(), whole=pl.col("whole").first(),
        must_have=pl.col("must_have").first(), min_coverage=pl.col("min_coverage").first(),
    )  # fmt: skip
    shown = pl.col("covered") >= DIMENSION_LIMIT - ALMOST
    total = (pl.col("covered") * pl.col("whole")).sum() / pl.col("whole").sum()
    return parts.with_columns(shown=shown).group_by(ENTITY).agg(
        can=(total >= pl.col("min_coverage").first() - ALMOST) & (pl.col("shown") | ~pl.col("must_have")).all(),
        count=pl.col("shown").sum().cast(pl.Int64),
    )  # fmt: skip


def _of_source(
    source: str, needing: list[str], rows: pl.DataFrame, now: pl.DataFrame, there: frozenset[str]
) -> pl.DataFrame:
    affected = rows.filter(pl.col("indicator_id").is_in(needing)).select(ENTITY).unique()
    own = rows.join(affected, on=ENTITY, how="semi")
    is_connected = source in there
    if is_connected:
        seen = pl.col("seen") & ~pl.col("indicator_id").is_in(needing)
    else:
        alone = [name for name in needing if set(indicators()[name].sources) - OWN - there == {source}]
        seen = pl.col("seen") | pl.col("indicator_id").is_in(alone)
    then = _publishable(own, seen).rename({"can": "can_then", "count": "count_then"})
    both = now.join(then, on=ENTITY)
    counts = both.group_by("entity_kind").agg(
        unlocked=(pl.col("can_then") & ~pl.col("can")).sum().cast(pl.Int64),
        dimensions=(pl.col("count_then") > pl.col("count")).sum().cast(pl.Int64),
        carried=(pl.col("can") & ~pl.col("can_then")).sum().cast(pl.Int64),
    )
    return counts.select(
        pl.lit(source).alias("source_id"), "entity_kind", "unlocked", "dimensions",
        pl.lit(len(needing), dtype=pl.Int64).alias("indicator_count"), "carried",
    )  # fmt: skip

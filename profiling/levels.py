"""Which level has a student reached? 合格 by the gates, 良好, 优秀 and 标兵 by index, lowest dimension and place (indicators.md C.12)."""

from __future__ import annotations

import json

import polars as pl

from profiling.facts import Facts
from profiling.indices.decide import NEAR
from profiling.standard import Level, Standard

QUALIFIED, OPEN, UNKNOWN = "qualified", "open", "unknown"


def with_levels(facts: Facts, rows: pl.DataFrame, standard: Standard, latest: pl.DataFrame) -> pl.DataFrame:
    """Index rows with `level`: unknown (a gate that nobody can tell), open (a gate not met), qualified or a level above it.

    Null for entities whose standard has no levels. A level that a person decides ends in `_candidate`.
    """
    if not standard.levels:
        return rows.drop("lowest").with_columns(level=pl.lit(None, dtype=pl.String))
    level = pl.lit(QUALIFIED)
    for step in standard.levels:  # the highest that holds wins
        word = f"{step.id}_candidate" if step.review else step.id
        level = pl.when(_holds(facts, step, latest)).then(pl.lit(word)).otherwise(level)
    gates = pl.col("gates").map_elements(gates_word, return_dtype=pl.String)
    return (
        rows.with_columns(_gates=gates)
        .with_columns(level=pl.when(pl.col("_gates") == QUALIFIED).then(level).otherwise("_gates"))
        .drop("_gates", "lowest")
    )


def gates_word(text: str) -> str:
    """qualified where every gate is met, open where one is not, unknown where one cannot be told."""
    told = [gate["met"] for gate in json.loads(text)]
    return OPEN if False in told else UNKNOWN if None in told else QUALIFIED


def _holds(facts: Facts, step: Level, latest: pl.DataFrame) -> pl.Expr:
    met = (pl.col("score") >= step.index - NEAR) & (pl.col("lowest") >= step.min_dimension - NEAR)
    if step.top_indicator is not None and step.top_share is not None:
        best = top_of_peers(facts, latest, step.top_indicator, step.top_share)
        met = met & pl.col("entity_id").is_in(best)
    return met.fill_null(False)


def top_of_peers(facts: Facts, latest: pl.DataFrame, indicator: str, share: float) -> list[str]:
    """Students within the best share of their major and entry year; ties at the line are in."""
    values = latest.filter((pl.col("indicator_id") == indicator) & (pl.col("status") == "observed"))
    about = facts.enrolled.select("major_code", "entry_year", entity_id="student_pid")
    group = ["major_code", "entry_year"]
    ranked = values.join(about, on="entity_id").with_columns(
        place=pl.col("value").rank("min", descending=True).over(group), peers=pl.len().over(group)
    )
    return ranked.filter(pl.col("place") <= share * pl.col("peers"))["entity_id"].to_list()

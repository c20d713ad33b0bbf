"""Registers of the demo in the words of its mapping: business columns become Chinese heads, codes the college's own words."""

from __future__ import annotations

from functools import cache

import polars as pl

from data.staging.mapping import TableRule
from data.staging.reading_mappings import shipped_mapping
from data.staging.targets import target

FIRST = "fact_competition"  # the first table of the mapping that is written this way; the rest of the mapping follows
BY_TERM = "*"


@cache
def rules() -> dict[str, TableRule]:
    """Table -> its rule, of the registers that are written in the words of the mapping."""
    listed = shipped_mapping("demo_college").tables
    first = [rule.to for rule in listed].index(FIRST)
    return {rule.to: rule for rule in listed[first:] if rule.file}


@cache
def _files() -> dict:
    return shipped_mapping("demo_college").files


@cache
def file_name(table: str) -> str:
    """The name of the register's file without its ending; raises KeyError for a table not written this way."""
    return _files()[rules()[table].file].path[0].rsplit(".", 1)[0]


def in_words(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame as the subsystem would export it: every column of the mapping, those not given empty."""
    columns = {}
    for name, rule in rules()[table].columns.items():
        values = pl.col(name) if name in frame.columns else pl.lit(None, dtype=pl.String)
        if rule.map:
            values = values.replace_strict({code: word for word, code in rule.map.items()}, default=None)
        elif name in frame.columns and frame.schema[name] == pl.Boolean:
            values = values.replace_strict({True: "是", False: "否"}, default=None, return_dtype=pl.String)
        columns[rule.from_[0]] = values
    unknown = set(frame.columns) - set(rules()[table].columns)
    if unknown:
        raise ValueError(f"{table}: the mapping has no columns {sorted(unknown)}")
    return frame.select(**columns)


def nothing_of(table: str) -> pl.DataFrame:
    """No rows of a register, as a college exports it that keeps none."""
    return pl.DataFrame(
        schema=dict.fromkeys(
            (name for name in target(table).columns if name in rules()[table].columns), pl.String
        )
    )

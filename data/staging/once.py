"""Target columns made of each distinct cell once: a column of a million rows often holds a few hundred different texts."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from data.sources.distinct import distinct, is_coded, plain, spread
from data.sources.files import ROW
from data.sources.headers import normal_header
from data.staging.columns import Cells, Made, make_column
from data.staging.mapping import Rule
from data.staging.targets import TargetColumn


def make_once(name: str, rule: Rule, column: TargetColumn, cells: Cells, terms: pl.Series | None) -> Made:
    """The column as `make_column` makes it, from distinct cells where the file's column is coded."""
    if _is_constant(rule, cells):
        one = make_column(name, rule, column, replace(cells, frame=cells.frame.head(1)), None)
        return Made(repeated(one.values, name, cells), None, one.header, small=one)
    raw = None if rule.parse == "day" else _coded_source(rule, cells)
    if raw is None:
        return make_column(name, rule, column, cells, None if terms is None else plain(terms))
    frame = pl.DataFrame([distinct(raw)]).with_columns(pl.lit(cells.first_row).alias(ROW))
    small = make_column(name, rule, column, replace(cells, frame=frame), None)
    values = small.values
    if cells.codes and values.dtype == pl.String:
        values = values.cast(cells.codes.of(name))
    return Made(spread(values, raw), None, small.header, small=small, cells=raw)


def repeated(value: pl.Series, name: str, cells: Cells) -> pl.Series:
    """One value for all rows, coded where the file is."""
    if cells.codes and value.dtype == pl.String:
        value = value.cast(cells.codes.of(name))
    return value.new_from_index(0, cells.frame.height)


def _is_constant(rule: Rule, cells: Cells) -> bool:
    given = rule.const is not None or rule.default is not None
    return given and not cells.frame.is_empty() and not any(cells.has(header) for header in rule.from_)


def _coded_source(rule: Rule, cells: Cells) -> pl.Series | None:
    """The one coded column that the rule reads; None where it reads another kind, several or none."""
    there = [header for header in rule.from_ if cells.has(header)]
    if len(there) != 1 or rule.join is not None:
        return None
    raw = cells.frame[normal_header(there[0])]
    return raw if is_coded(raw) else None

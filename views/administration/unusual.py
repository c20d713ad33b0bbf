"""What in the access log is a reason to ask: the plain rules of access/unusual.yaml over its newest rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import yaml

from access import policy

FILE = Path(policy.HERE) / "unusual.yaml"
PERIOD = "period"


@dataclass(frozen=True)
class Rule:
    """One rule: which rows count, how they are counted, and above how many it speaks."""

    rule_id: str
    acts: tuple[str, ...]
    count: str  # rows | objects
    per: str  # day | period
    above: int
    kinds: tuple[str, ...] = ()
    hours: tuple[int, int] | None = None  # from, to; over midnight where from is later
    rows: int | None = None


@dataclass(frozen=True)
class Unusual:
    """One person in one role who did more of something than the rule expects; `day` is None over the whole period."""

    rule: Rule
    person: str | None
    role: str | None
    day: date | None
    count: int


@cache
def _body() -> dict:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def days() -> int:
    """How many days the rules look back."""
    return _body()["days"]


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in the order of the file."""
    return tuple(
        Rule(
            name, **{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
        )
        for name, entry in _body()["rules"].items()
    )


def found(log: pl.DataFrame, zone: str) -> tuple[Unusual, ...]:
    """Everything unusual in rows of the log (at in UTC, person, role, act, object_kind, object_id, row_count), newest first."""
    if log.is_empty():
        return ()
    local = pl.col("at").cast(pl.Datetime("us")).dt.replace_time_zone("UTC").dt.convert_time_zone(zone)
    dated = log.with_columns(local.dt.date().alias("day"), local.dt.hour().alias("hour"))
    spoken = [one for rule in rules() for one in _of(dated, rule)]
    return tuple(sorted(spoken, key=lambda one: one.day or date.max, reverse=True))


def _of(log: pl.DataFrame, rule: Rule) -> list[Unusual]:
    keys = ["person", "role", *(["day"] if rule.per != PERIOD else [])]
    counted = pl.struct("object_kind", "object_id").n_unique() if rule.count == "objects" else pl.len()
    spoken = (
        log.filter(_counts(rule))
        .group_by(keys)
        .agg(counted.alias("count"))
        .filter(pl.col("count") > rule.above)
        .sort("count", *keys, descending=[True, *[False] * len(keys)], nulls_last=True)
    )
    return [
        Unusual(rule, row["person"], row["role"], row.get("day"), row["count"])
        for row in spoken.iter_rows(named=True)
    ]


def _counts(rule: Rule) -> pl.Expr:
    """Which rows the rule counts."""
    met = pl.col("act").is_in(rule.acts)
    if rule.kinds:
        met &= pl.col("object_kind").is_in(rule.kinds)
    if rule.rows is not None:
        met &= pl.col("row_count").cast(pl.Int64) > rule.rows
    if rule.hours is not None:
        begin, end = rule.hours
        late, early = pl.col("hour") >= begin, pl.col("hour") < end
        met &= (late | early) if begin > end else (late & early)
    return met

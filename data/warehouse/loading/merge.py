"""New, changed or already there: rows of one load against what the store holds, counted in source records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from data.sources.files import ROW
from data.staging.stage import RECORDED, Staged, rejects

FATE = "_fate"  # new | changed | same
STAMPS = ("load_id", "loaded_at")
COUNT = "source_rows"


@dataclass(frozen=True)
class Counts:
    """Fates of source records: read = loaded + already + set_aside; replaced is a part of loaded."""

    read: int = 0
    loaded: int = 0
    replaced: int = 0
    already: int = 0
    set_aside: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    @property
    def balances(self) -> bool:
        return self.read == self.loaded + self.already + self.set_aside and self.replaced <= self.loaded

    def as_dict(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True)
class Collapsed:
    """One row per key (`source_rows` says how many records it stands for) and which record became which row."""

    rows: pl.DataFrame
    members: pl.DataFrame  # _row, _group
    rejected: pl.DataFrame


def collapse(staged: Staged, key: tuple[str, ...], repeat) -> Collapsed:
    """One row per key: equal repeats count once, others by the mapping's `repeat`."""
    rows = staged.rows
    if isinstance(repeat, dict):
        key = tuple(name for name in key if name not in repeat)
    numbers = rows.select(ROW).with_columns(_group_numbers(rows, key))
    rows = rows.with_columns(numbers["_group"])
    if isinstance(repeat, dict):
        return Collapsed(_reduced(rows, repeat), numbers, staged.rejected)
    if rows["_group"].n_unique() == rows.height:
        return Collapsed(
            rows.drop(ROW).with_columns(pl.lit(1, pl.Int32).alias(COUNT)), numbers, staged.rejected
        )
    rejected = staged.rejected
    if repeat == "set_aside":
        different = _different(rows)
        if different.any():
            bad = rejects(
                rows[ROW].filter(different),
                "repeated_key",
                " + ".join(key),
                None,
                "one row per key, or repeats that say the same",
            )
            rejected = pl.concat([rejected, bad]).unique(ROW, keep="first", maintain_order=True)
            rows = rows.filter(~pl.col(ROW).is_in(rejected[ROW].implode()))
            numbers = numbers.filter(~pl.col(ROW).is_in(rejected[ROW].implode()))
    keep = "last" if repeat == "last" else "first"
    counts = rows.group_by("_group").agg(pl.len().cast(pl.Int32).alias(COUNT))
    kept = rows.unique("_group", keep=keep, maintain_order=True).join(
        counts, on="_group", maintain_order="left"
    )
    return Collapsed(kept.drop(ROW), numbers, rejected)


def _group_numbers(rows: pl.DataFrame, key: tuple[str, ...]) -> pl.Series:
    """A number per distinct key (by hash join on the distinct keys; a rank would sort them)."""
    distinct = rows.select(key).unique(maintain_order=True).with_row_index("_group")
    if distinct.height == rows.height:
        return distinct["_group"].cast(pl.Int64)
    found = rows.select(key).join(distinct, on=list(key), how="left", nulls_equal=True, maintain_order="left")
    return found["_group"].cast(pl.Int64)


def _reduced(rows: pl.DataFrame, repeat: dict[str, str]) -> pl.DataFrame:
    how = {
        "sum": lambda c: pl.when(pl.col(c).count() > 0).then(pl.col(c).sum()),
        "min": lambda c: pl.col(c).min(),
        "max": lambda c: pl.col(c).max(),
    }
    plain = [name for name in rows.columns if name not in repeat and name not in (ROW, "_group")]
    return rows.group_by("_group", maintain_order=True).agg(
        *(pl.col(name).first() for name in plain),
        *(how[kind](name).alias(name) for name, kind in repeat.items()),
        pl.len().cast(pl.Int32).alias(COUNT),
    )


def _different(rows: pl.DataFrame) -> pl.Series:
    """Rows that differ from the first row of their key in any column."""
    values = [name for name in rows.columns if name not in (ROW, "_group")]
    first = rows.unique("_group", keep="first", maintain_order=True).select("_group", *values)
    paired = rows.join(first, on="_group", how="left", suffix="_first", maintain_order="left")
    return paired.select(
        pl.any_horizontal(~pl.col(name).eq_missing(pl.col(f"{name}_first")) for name in values)
    ).to_series()


def stamped(rows: pl.DataFrame, load_id: int, loaded_at: datetime) -> pl.DataFrame:
    """Rows as they are written: whose load, when, and known since then where the source does not say."""
    rows = rows.with_columns(
        pl.lit(load_id).cast(pl.Int64).alias("load_id"), pl.lit(loaded_at).alias("loaded_at")
    )
    if RECORDED not in rows.columns:
        return rows
    return rows.with_columns(pl.col(RECORDED).fill_null(pl.lit(loaded_at)))


def with_fate(
    rows: pl.DataFrame, existing: pl.DataFrame, key: tuple[str, ...], compared: list[str]
) -> pl.DataFrame:
    """The rows with `_fate`: new where the key is unknown, changed where any compared value differs, else same."""
    if existing.is_empty():
        return rows.with_columns(pl.lit("new").alias(FATE))
    held = existing.select(
        *key, *(pl.col(name).alias(f"_held_{name}") for name in compared), pl.lit(True).alias("_there")
    )
    paired = rows.join(held, on=list(key), how="left", nulls_equal=True, maintain_order="left")
    differs = pl.any_horizontal(pl.lit(False), *(_differs(name) for name in compared))
    fate = (
        pl.when(pl.col("_there").is_null())
        .then(pl.lit("new"))
        .when(differs)
        .then(pl.lit("changed"))
        .otherwise(pl.lit("same"))
    )
    return paired.with_columns(fate.alias(FATE)).select(*rows.columns, FATE)


def _differs(name: str) -> pl.Expr:
    """Unlike the held value; a recorded_at that nobody knows (null) is no statement and changes nothing."""
    unlike = ~pl.col(name).eq_missing(pl.col(f"_held_{name}"))
    return unlike & pl.col(name).is_not_null() if name == RECORDED else unlike


def counted(fated: pl.DataFrame, collapsed: Collapsed, read: int, *, per_record: bool) -> Counts:
    """Counts in source records. `per_record`: records that became several rows count once, as loaded if any row was."""
    set_aside = collapsed.rejected.height
    if per_record:
        order = {"same": 0, "new": 1, "changed": 2}
        fates = collapsed.members.join(fated.select("_group", FATE), on="_group", how="inner")
        fates = fates.group_by(ROW).agg(pl.col(FATE).replace_strict(order, return_dtype=pl.Int8).max())
        tally = dict(fates.group_by(FATE).len().iter_rows())
        same, new, changed = (tally.get(number, 0) for number in (0, 1, 2))
    else:
        tally = dict(fated.group_by(FATE).agg(pl.col(COUNT).sum()).iter_rows())
        same, new, changed = (int(tally.get(name, 0)) for name in ("same", "new", "changed"))
    return Counts(read, new + changed, changed, same, set_aside)

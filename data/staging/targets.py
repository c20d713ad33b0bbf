"""What a mapping may fill: the business columns of every table of the warehouse and the lake, read from targets/."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Table

from data.warehouse import lake
from data.warehouse.schema import metadata

FOLDER = Path(__file__).parent / "targets"
Kind = Literal["text", "integer", "number", "date", "datetime", "boolean"]
KINDS: dict[type, Kind] = {str: "text", int: "integer", float: "number", bool: "boolean"}
POLARS_KINDS: dict = {
    pl.String: "text",
    pl.Int8: "integer",
    pl.Int16: "integer",
    pl.Int32: "integer",
    pl.Float64: "number",
    pl.Boolean: "boolean",
    pl.Date: "date",
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TargetColumn(_Strict):
    """One business column: what it must look like and who may see its value."""

    type: Kind | None = None
    required: bool = False
    personal: bool = False
    codes: tuple[str, ...] | None = None
    range: tuple[float, float] | None = None
    default: bool | str | date | None = None
    length: int | None = None

    @property
    def stands_in(self) -> str | None:
        """The column whose value is taken where this one has none; a default of a text column is a value itself."""
        return self.default if isinstance(self.default, str) and self.type != "text" else None

    def is_without(self, made: Iterable[str]) -> bool:
        """Required, and neither a default nor the column that stands in for it gives a value."""
        if self.stands_in:
            return self.required and self.stands_in not in made
        return self.required and self.default is None


class Identity(_Strict):
    """How a business column becomes the key that the warehouse stores."""

    stores: str
    person: Literal["student", "teacher"] | None = None
    from_: tuple[str, ...] | None = Field(default=None, alias="from")


class Target(_Strict):
    """One table of the warehouse or the lake and the business columns that fill it."""

    name: str
    columns: dict[str, TargetColumn]
    event: str | None = None
    history: str | None = None
    refers: tuple[str, ...] = ()

    def lacking(self, given: Iterable[str]) -> list[str]:
        """The required columns that have no value where only `given` are made, in the target's order."""
        made = set(given)
        return [name for name, column in self.columns.items() if name not in made and column.is_without(made)]

    def instead(self, lacking: Iterable[str]) -> str:
        """For a message: the columns that would stand in for those lacking; empty where none would."""
        others = {name: self.columns[name].stands_in for name in lacking if name in self.columns}
        told = [f"{other} would stand in for {name}" for name, other in others.items() if other]
        return f" ({', '.join(told)})" if told else ""

    @property
    def is_lake(self) -> bool:
        return self.name in lake.TABLES

    @property
    def table(self) -> Table | None:
        """The warehouse table, None for a table of the lake."""
        return None if self.is_lake else table_named(self.name)


class Targets(_Strict):
    owner: str
    reviewed_on: date
    identity: dict[str, Identity]
    targets: dict[str, Target]


@cache
def read_targets() -> Targets:
    """Every target with its types filled in from the schema; raises ValueError where file and schema disagree."""
    raw = _whole()
    for name, body in raw["targets"].items():
        body["name"] = name
        body["columns"] = {
            column: _typed(name, column, options or {}) for column, options in body["columns"].items()
        }
    return Targets.model_validate(raw)


def _whole() -> dict:
    """The files of the folder as one: targets side by side, the rest from the file that gives it."""
    whole: dict = {"targets": {}}
    for path in sorted(FOLDER.glob("*.yaml")):
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        targets = raw.pop("targets")
        twice = set(targets) & set(whole["targets"])
        if twice:
            raise ValueError(f"{path.name}: {sorted(twice)} stands in another file of {FOLDER.name}/ too")
        whole = {**whole, **raw, "targets": {**whole["targets"], **targets}}
    return whole


def target(name: str) -> Target:
    """One target by its table name; raises KeyError for a table that no mapping may fill."""
    return read_targets().targets[name]


def table_named(name: str) -> Table:
    """The declared table of this name, wherever its schema."""
    return next(table for table in metadata.tables.values() if table.name == name)


def _typed(name: str, column: str, options: dict) -> dict:
    if "type" in options:
        return options
    if name in lake.TABLES:
        stored = lake.TABLES[name]["columns"].get(column)
        if stored is None:
            raise ValueError(
                f"{FOLDER.name}/: {name}.{column} is no column of the lake table and states no type"
            )
        return {**_limited(stored), **options, "type": POLARS_KINDS.get(stored, "datetime")}
    stored = table_named(name).columns.get(column)
    if stored is None:
        raise ValueError(f"{FOLDER.name}/: {name}.{column} is no column of the table and states no type")
    python = stored.type.python_type
    return {
        **(_limited(pl.Int32) if python is int else {}),  # INTEGER has 32 bits on PostgreSQL
        **options,
        "type": KINDS.get(python) or python.__name__,
        "length": getattr(stored.type, "length", None),
    }


def _limited(kind) -> dict:
    """The range of a stored whole number: what does not fit is set aside, not an error of the database."""
    bits = {pl.Int8: 7, pl.Int16: 15, pl.Int32: 31}.get(kind)
    return {"range": (-(2**bits), 2**bits - 1)} if bits else {}

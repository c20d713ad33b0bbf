"""The national tables as data: names, fields in order, types, code lists, how sure each is, and the column it is filled from.

Definitions: `tables/*.yaml`, `codes.yaml`; what they mean for a file is said in docs/operations.md (Files for the national platform).
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from errors import ShownError

FOLDER = Path(__file__).parent
DOING = "reading the national tables"
Kind = Literal["text", "code", "yes_no", "date", "month", "year", "school_year", "moment", "number", "whole"]
# V read in the standard itself; B read in a second-hand copy of its tables; K known from elsewhere or by the naming rule
Known = Literal["V", "B", "K"]


class Strict(BaseModel):
    """A part of the definitions: no key that is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CodeList(Strict):
    """One national code list; `ours` translates the product's words, a word without a code stays without."""

    name: str
    known: Known
    values: dict[str, str]
    ours: dict[str, str] = {}

    @model_validator(mode="after")
    def _translates_into_its_values(self):
        if wrong := sorted(set(self.ours.values()) - set(self.values)):
            raise ValueError(f"`ours` leads to {wrong}, which `values` does not hold")
        return self


class Field(Strict):
    """One column of a national table; `held` is the column of the table's reading it is filled from."""

    code: str
    name: str
    remark: str | None = None  # what the template says in brackets behind the name
    type: Kind = "text"
    codes: str | None = None
    length: int | None = None
    digits: int | None = None  # places behind the point of a number
    least: float | None = None  # below it the row is not told: too few answers to a question about a person
    required: bool = False
    known: Known = "B"
    held: str | None = None

    @property
    def header(self) -> str:
        """The header of the national template: 中文名（说明）-code."""
        return f"{self.name}{f'（{self.remark}）' if self.remark else ''}-{self.code.lower()}"


class NationalTable(Strict):
    """One national table. `reading` names the query that fills it; without one `not_held` says why there is none.

    `categories` are the rows of the access matrix that whoever takes the table away has to hold in whole; a table of restricted
    data (`on_request`) is written only where it is asked for by name. `key` are the held columns that tell its rows apart.
    """

    id: str
    name: str
    name_en: str
    known: Known = "B"
    aliases: tuple[str, ...] = ()
    reading: str | None = None
    key: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    on_request: bool = False
    not_held: Literal["not_collected", "aggregates_only", "fields_unknown"] | None = None
    fields: tuple[Field, ...] = ()

    @model_validator(mode="after")
    def _is_filled_or_says_why_not(self):
        if bool(self.reading) == bool(self.not_held):
            raise ValueError(f"{self.id} needs either `reading` or `not_held`")
        if self.reading and not self.key:
            raise ValueError(f"{self.id} needs the `key` of its rows")
        if len({field.code for field in self.fields}) < len(self.fields):
            raise ValueError(f"{self.id} gives a field twice")
        return self

    @property
    def held(self) -> tuple[Field, ...]:
        """Fields that are filled from the warehouse."""
        return tuple(field for field in self.fields if field.held)

    @property
    def lacking(self) -> tuple[Field, ...]:
        """Fields the standard names and the warehouse does not hold."""
        return tuple(field for field in self.fields if not field.held)


@cache
def codes() -> dict[str, CodeList]:
    """The code lists by name."""
    body = _body(FOLDER / "codes.yaml")
    return {name: _checked(CodeList, entry, "codes.yaml", name) for name, entry in body["codes"].items()}


@cache
def tables() -> dict[str, NationalTable]:
    """Every national table known, by its name; raises ShownError naming file and key where a definition is wrong."""
    found: dict[str, NationalTable] = {}
    for path in sorted((FOLDER / "tables").glob("*.yaml")):
        for entry in _body(path)["tables"]:
            table = _checked(NationalTable, entry, path.name, str(entry.get("id")))
            _refuse_unknown(table, path.name, found)
            found[table.id] = table
    return found


def table(name: str) -> NationalTable:
    """One national table by its name or an alias of it; raises ShownError for another."""
    wanted = name.upper()
    for one in tables().values():
        if wanted in (one.id, *one.aliases):
            return one
    raise ShownError(
        "looking up a national table",
        found=repr(name[:40]),
        expected=f"one of {len(tables())} tables such as {', '.join(list(tables())[:3])}",
        remedy="data/national/tables/ lists them",
    )


def _refuse_unknown(table: NationalTable, file: str, found: dict) -> None:
    for field in table.fields:
        if (field.type == "code") != (field.codes is not None) or (
            field.codes and field.codes not in codes()
        ):
            raise ShownError(
                DOING,
                file=file,
                column=f"{table.id}.{field.code}",
                found=f"type {field.type}, codes {field.codes}",
                expected="a type code with a list of codes.yaml, or another type without",
                remedy="mend the field",
            )
    if twice := {table.id, *table.aliases} & {
        name for one in found.values() for name in (one.id, *one.aliases)
    }:
        raise ShownError(DOING, file=file, column=table.id, found=f"{sorted(twice)} twice", expected="once")


def _body(path: Path) -> dict[str, Any]:
    body = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not body.get("owner") or not isinstance(body.get("reviewed_on"), date):
        raise ShownError(DOING, file=path.name, found="no owner or day of review", expected="both")
    return body


def _checked(model: Any, entry: dict, file: str, key: str) -> Any:
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        raise ShownError(
            DOING,
            file=file,
            column=".".join([key, *(str(part) for part in first["loc"])]),
            found=str(first.get("input"))[:60],
            expected=first["msg"].removeprefix("Value error, "),
            remedy="mend the entry; the format is in data/national/register.py",
        ) from error

"""The rules of A.7 as written in checks.yaml: read once, checked against the declared tables, every error with its key."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from sqlalchemy import Column

from data.warehouse import lake
from data.warehouse.schema import metadata
from errors import ShownError

FILE = Path(__file__).with_name("checks").with_suffix(".yaml")
Share = Annotated[float, Field(ge=0, le=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Key(_Part):
    """Columns that together name one row; `current` looks at the version in force alone."""

    columns: tuple[str, ...] = Field(min_length=1)
    current: bool = False


class Orphans(_Part):
    """References that must lead somewhere: a share of lost ones from the limit on fails, any below it warns."""

    limit: Share
    references: dict[str, str]


class Bounds(_Part):
    """What a number may be; `above` excludes the bound."""

    from_: float | None = Field(default=None, alias="from")
    above: float | None = None
    to: float | None = None

    def told(self) -> dict[str, float]:
        """The bounds that are given, by the words of the file."""
        return self.model_dump(by_alias=True, exclude_none=True)

    @model_validator(mode="after")
    def _says_something(self):
        if not self.told():
            raise ValueError("a range needs `from`, `above` or `to`")
        return self


class Required(_Part):
    """Columns that profiles need; `left`: rows of which one is not asked for, by another column's words."""

    limit: Share
    columns: tuple[str, ...]
    left: dict[str, dict[str, tuple[str, ...]]] = {}


class Load(_Part):
    weekly_periods: float = Field(gt=0)


class Volume(_Part):
    tolerance: Share
    tables: tuple[str, ...]


class Freshness(_Part):
    """Age of the newest delivery in units of the source's schedule."""

    warn: float = Field(gt=0)
    fail: float = Field(gt=0)

    @model_validator(mode="after")
    def _fails_after_it_warns(self):
        if self.fail < self.warn:
            raise ValueError("`fail` lies below `warn`: a source would fail before it warns")
        return self


class Persons(_Part):
    """Columns by which two numbers are told to be one person; where one is not collected the check cannot be made."""

    same: tuple[str, ...] = Field(min_length=2)


class AfterLoad(_Part):
    """Tables of more rows than this are not looked through again after a load, but with the next profile or when asked."""

    rows: int = Field(ge=1)


class History(_Part):
    runs: int = Field(ge=2)


class Rules(_Part):
    """Every rule of A.7 with its limits."""

    owner: str
    reviewed_on: date
    unique: dict[str, Key]
    orphans: Orphans
    ranges: dict[str, Bounds]
    codes: dict[str, tuple[str, ...]]
    required: Required
    grades_without_enrolment: Literal[True]
    attendance_rows: Literal[True]
    teaching_load: Load
    duplicated_persons: Persons
    volume: Volume
    freshness: Freshness
    after_load: AfterLoad
    history: History

    @model_validator(mode="after")
    def _names_what_is_there(self):
        named = [*self.orphans.references, *self.orphans.references.values(), *self.ranges, *self.codes]
        named += [*self.required.columns, *self.required.left]
        named += [other for words in self.required.left.values() for other in words]
        named += [f"{table}.{name}" for table, key in self.unique.items() for name in key.columns]
        for name in named:
            column(name)
        for table in self.volume.tables:
            if "week_no" not in lake.TABLES.get(table, {"columns": {}})["columns"]:
                raise ValueError(f"`volume` names {table}, which is no event table with a teaching week")
        return self


@cache
def rules() -> Rules:
    """The rules of checks.yaml; raises ShownError naming file and key where one is wrong."""
    return checked(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def checked(body: dict) -> Rules:
    """The rules of a body as read from YAML; raises ShownError naming the key, what stands there and what is expected."""
    try:
        return Rules.model_validate(body)
    except ValidationError as error:
        first = error.errors()[0]
        raise ShownError(
            "reading the checks of the data",
            file=FILE.name,
            column=".".join(str(part) for part in first["loc"]) or "whole file",
            found=str(first.get("input"))[:60] if first["loc"] else "a rule that does not fit",
            expected=first["msg"].removeprefix("Value error, "),
            remedy="mend this key; the comments of the file say what each rule holds",
        ) from None


def column(name: str) -> Column:
    """`table.column` of the rules as a declared column; raises ValueError for one that does not exist."""
    table, _, wanted = name.partition(".")
    found = metadata.tables.get(table)
    found = found if found is not None else metadata.tables.get(f"restricted.{table}")
    if found is None or wanted not in found.c:
        raise ValueError(f"{name} is no column of the warehouse")
    return found.c[wanted]


TABLES = {  # of rules that name none: what their finding hangs on
    "grades_without_enrolment": ("fact_grade_attempt", "fact_enrolment", "dim_offering"),
    "attendance_rows": ("fact_attendance", "fact_enrolment", "fact_session"),
    "teaching_load": ("fact_session", "bridge_offering_teacher", "dim_offering"),
    "duplicated_persons": ("dim_person",),
}
BY_THE_DAY = ("volume", "freshness")  # move with the calendar, whatever was loaded


def check_ids() -> list[str]:
    """Every check that looks at rows of a table, as its findings name it."""
    asked = rules()
    places = {
        "unique": (*asked.unique, *lake.TABLES),
        "orphans": asked.orphans.references,
        "range": asked.ranges,
        "codes": asked.codes,
        "required": asked.required.columns,
    }
    return [*(f"{rule}.{place}" for rule, named in places.items() for place in named), *TABLES]


def looked_through(check_id: str) -> str:
    """The one table whose rows a check counts; empty for checks of the calendar."""
    rule, _, place = check_id.partition(".")
    return "" if rule in BY_THE_DAY else place.partition(".")[0] or TABLES.get(rule, ("",))[0]


def tables_of(check_id: str) -> frozenset[str]:
    """The tables whose rows a check looks at, as `rule.table.column` or `rule.table` names them."""
    rule, _, place = check_id.partition(".")
    named = place.partition(".")[0]
    target = rules().orphans.references.get(place, "").partition(".")[0] if rule == "orphans" else ""
    return frozenset(filter(None, (named, target, *TABLES.get(rule, ()))))

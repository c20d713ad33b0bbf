"""Gates as data: requirements that nothing buys off, each an indicator with bounds or a named rule."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from errors import ShownError
from profiling.catalogue import FAST_YAML, indicators

FILE = Path(__file__).with_name("gates.yaml")
RULES = ("teaching_qualified", "taught_in_year")  # read off the registers by profiling.gates


class Bound(BaseModel):
    """A value that must not lie below `lowest` or above `highest`; prorate: `lowest` is that of the whole time of study."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator: str
    lowest: float | None = None
    highest: float | None = None
    prorate: bool = False
    lowest_of_type: dict[str, float] = {}  # school type -> lowest, where the national minimum differs

    @model_validator(mode="after")
    def _bounded(self):
        if self.lowest is None and self.highest is None:
            raise ValueError("give lowest, highest or both")
        if self.indicator not in indicators():
            raise ValueError(f"{self.indicator} is not an indicator of profiling/definitions")
        return self


class Gate(BaseModel):
    """One gate: met where one of its tests is met, or by a rule.

    effort: how long it takes to bring about (S a month, M a term, L a year); none where nobody can plan it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name_zh: str
    name_en: str
    entity: Literal["school", "major", "course", "teacher", "student"]
    any_of: tuple[Bound, ...] = ()
    rule: str | None = None
    effort: Literal["S", "M", "L"] | None = None
    dimension: str | None = None  # of the standard, where the gate is part of one

    @model_validator(mode="after")
    def _one_way(self):
        if bool(self.any_of) == bool(self.rule):
            raise ValueError("give either any_of or rule")
        if self.rule and self.rule not in RULES:
            raise ValueError(f"rule {self.rule} is not one of {RULES}")
        return self


@cache
def gate_register() -> dict[str, Gate]:
    """All gates by id; raises ShownError naming file and key where one is wrong."""
    body = yaml.load(FILE.read_text(encoding="utf-8"), Loader=FAST_YAML)
    found = {}
    for entry in body["gates"]:
        try:
            found[entry["id"]] = Gate(**entry)
        except ValidationError as error:
            first = error.errors()[0]
            raise ShownError(
                "loading gates", file=FILE.name, column=f"{entry.get('id')}.{'.'.join(str(part) for part in first['loc'])}",
                found=str(first.get("input"))[:60], expected=first["msg"], remedy="mend the entry",
            ) from error  # fmt: skip
    return found

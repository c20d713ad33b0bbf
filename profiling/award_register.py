"""Scholarships and honours as data: their conditions on stored values, and what a panel judges. A checklist, never a ranking."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from errors import ShownError
from profiling.catalogue import FAST_YAML
from profiling.tag_register import Test, refused

FILE = Path(__file__).with_name("student_awards.yaml")
ENTITY = "student"


class Condition(BaseModel):
    """One condition: met where one of its tests is met; or what a panel or office judges and no stored value tells."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name_zh: str
    name_en: str
    any_of: tuple[Test, ...] = ()
    judged_zh: str | None = None
    judged_en: str | None = None

    @model_validator(mode="after")
    def _one_way(self):
        if bool(self.any_of) == bool(self.judged_zh) or bool(self.judged_zh) != bool(self.judged_en):
            raise ValueError("give either any_of, or who judges as judged_zh and judged_en")
        for test in self.any_of:
            told = test.fits(ENTITY)
            if told:
                raise ValueError(told)
            if test.reaches:
                raise ValueError("an award states its line in numbers: at_least, at_most or one_of")
        return self


class Award(BaseModel):
    """One scholarship or honour with the policy it follows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name_zh: str
    name_en: str
    kind: Literal["scholarship", "honour"]
    level: Literal["national", "provincial", "college"]
    source_zh: str
    source_en: str
    conditions: tuple[Condition, ...]
    owner: str
    dated: date

    @model_validator(mode="after")
    def _has_conditions(self):
        if not any(one.any_of for one in self.conditions):
            raise ValueError("at least one condition that stored values answer")
        return self


def read(text: str, name: str = FILE.name) -> tuple[Award, ...]:
    """Awards of a file in its order; raises ShownError naming file and key where one is wrong."""
    found: dict[str, Award] = {}
    for entry in yaml.load(text, Loader=FAST_YAML)["awards"]:
        try:
            award = Award(**entry)
        except ValidationError as error:
            raise refused("loading awards", name, entry, error) from error
        if award.id in found:
            raise ShownError(
                "loading awards", file=name, column=award.id, found="the id twice", expected="each id once", remedy="rename one",
            )  # fmt: skip
        found[award.id] = award
    return tuple(found.values())


@cache
def award_register() -> tuple[Award, ...]:
    """All awards in the order of the file."""
    return read(FILE.read_text(encoding="utf-8"))

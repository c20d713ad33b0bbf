"""Tags of a portrait card as data: which facts earn which word, never a negative one, and what proves it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from errors import ShownError
from profiling.catalogue import FAST_YAML, indicators

FILE = Path(__file__).with_name("person_tags.yaml")
POLARITIES = ("positive", "neutral")
FACTS = {
    "student": ("entry_year", "running_courses", "open_failed_courses", "terms_elapsed", "failed_courses", "lowest_score"),
    "teacher": ("dual_level", "running_classes", "years"),
}  # fmt: skip
RECORDS = {
    "student": ("certificate", "contest", "second_classroom", "practice", "internship", "fitness", "reward", "sanction"),
    "teacher": ("training", "enterprise", "activity", "award", "course_build", "guided", "project", "output", "service"),
}  # fmt: skip


class Test(BaseModel):
    """One test of a person: a stored indicator, a fact of the register, or records of a kind; with what it is compared.

    reaches: an anchor of the person's own standard (qualified, target, strong). sum: the quantity of the records is
    compared instead of their number.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator: str | None = None
    fact: str | None = None
    records: str | None = None
    levels: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    sum: bool = False
    at_least: float | None = None
    at_most: float | None = None
    one_of: tuple[str, ...] = ()
    reaches: Literal["qualified", "target", "strong"] | None = None

    @model_validator(mode="after")
    def _one_source_one_comparison(self):
        if sum(bool(source) for source in (self.indicator, self.fact, self.records)) != 1:
            raise ValueError("give exactly one of indicator, fact, records")
        given = (self.at_least is not None, self.at_most is not None, bool(self.one_of), bool(self.reaches))
        if sum(given) != 1:
            raise ValueError("give exactly one of at_least, at_most, one_of, reaches")
        if self.indicator and self.indicator not in indicators():
            raise ValueError(f"{self.indicator} is not an indicator of profiling/definitions")
        if self.reaches and not self.indicator:
            raise ValueError("reaches compares an indicator with an anchor of its standard")
        if (self.levels or self.results or self.sum) and not self.records:
            raise ValueError("levels, results and sum belong to records")
        return self

    def fits(self, entity: str) -> str | None:
        """What does not fit the kind of person; None where all does."""
        if self.fact and self.fact not in FACTS[entity]:
            return f"fact {self.fact} is not one of {FACTS[entity]}"
        if self.records and self.records not in RECORDS[entity]:
            return f"records {self.records} are not of {RECORDS[entity]}"
        return None


class Needs(BaseModel):
    """What a tag from an indicator rests on at least: n observations (or a complete register) and coverage of the standard."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    n: int | Literal["register"]
    coverage: float

    @model_validator(mode="after")
    def _in_range(self):
        if self.n != "register" and self.n < 1:
            raise ValueError("n is 1 or more, or register for a complete register")
        if not 0 < self.coverage <= 1:
            raise ValueError("coverage is a share above 0 and at most 1")
        return self


class Tag(BaseModel):
    """One tag. group: of a group only the first tag held is shown; evidence: what opens with the rule."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    entity: Literal["student", "teacher"]
    group: str
    polarity: str
    rule: Test
    needs: Needs | None = None
    evidence: Literal["figure", "weeks", "records", "courses", "classes", "register"]
    owner: str
    dated: date

    @field_validator("polarity")
    @classmethod
    def _never_negative(cls, polarity: str) -> str:
        if polarity not in POLARITIES:
            raise ValueError(f"positive or neutral: a portrait card carries no {polarity} tag")
        return polarity

    @model_validator(mode="after")
    def _proved(self):
        told = self.rule.fits(self.entity)
        if told:
            raise ValueError(told)
        if self.rule.indicator and self.needs is None:
            raise ValueError("a tag from an indicator states its needs: n and coverage")
        if self.evidence in ("figure", "weeks") and not self.rule.indicator:
            raise ValueError(f"evidence {self.evidence} belongs to an indicator")
        if self.evidence == "records" and not self.rule.records:
            raise ValueError("evidence records belongs to a rule on records")
        return self


def refused(
    doing: str, name: str, entry: object, error: ValidationError, remedy: str = "mend the entry"
) -> ShownError:
    """A wrong entry of a file of definitions as the error shown to people: file, key, found, expected."""
    first = error.errors()[0]
    key = entry.get("id", "?") if isinstance(entry, dict) else "?"
    place = ".".join(str(part) for part in (key, *first["loc"]))
    return ShownError(
        doing,
        file=name,
        column=place,
        found=str(first.get("input"))[:60],
        expected=first["msg"],
        remedy=remedy,
    )


def read(text: str, name: str = FILE.name) -> tuple[Tag, ...]:
    """Tags of a file in its order; raises ShownError naming file and key where one is wrong."""
    found: dict[tuple[str, str], Tag] = {}
    for entry in yaml.load(text, Loader=FAST_YAML)["tags"]:
        try:
            tag = Tag(**entry)
        except ValidationError as error:
            raise refused("loading tags", name, entry, error) from error
        if (tag.entity, tag.id) in found:
            raise ShownError(
                "loading tags", file=name, column=tag.id, found="the id twice", expected="each id once", remedy="rename one",
            )  # fmt: skip
        found[(tag.entity, tag.id)] = tag
    return tuple(found.values())


@cache
def tag_register() -> tuple[Tag, ...]:
    """All tags, in the order in which a card prefers them."""
    return read(FILE.read_text(encoding="utf-8"))

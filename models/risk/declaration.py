"""The declaration of the risk model, read and checked once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from errors import ShownError

FILE = Path(__file__).with_name("declaration.yaml")


class Family(BaseModel):
    """Features that say the same kind of thing; a reason names the family."""

    model_config = ConfigDict(extra="forbid")
    reason: str
    features: dict[str, Literal[-1, 0, 1]]
    category: bool = False


class Point(BaseModel):
    """A prediction point: the week (or the period of study) that ends it and the families known by then."""

    model_config = ConfigDict(extra="forbid")
    week: int | None = None
    period: int | None = None
    families: list[str]


class Boosting(BaseModel):
    """Settings of the boosted trees; found by a search forward in time (search.yaml)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    learning_rate: float
    iterations: int
    leaves: int
    least_rows: int
    l2: float
    features_tried: float  # share of features tried at each split: what makes seeds differ, and their mean better than one


class Logistic(BaseModel):
    """Settings of the additive model: the smaller the strength, the stronger its coefficients are held back."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    strength: float


class Candidates(BaseModel):
    """What the candidates are fitted with."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    boosting: Boosting
    logistic: Logistic


class Declaration(BaseModel):
    """Everything the model may see and must reach."""

    model_config = ConfigDict(extra="forbid")
    name: str
    version: int
    owner: str
    reviewed_on: object
    purpose: str
    label: str
    never: list[str]
    points: dict[str, Point]
    days: Point
    summaries: dict[str, Point]
    families: dict[str, Family]
    candidates: Candidates
    logistic: dict[str, list[str]]
    rule: dict[str, list[str]]
    sources_named: list[str]
    ranked: list[str]
    levelled: list[str]
    own_level: list[str]
    minimum: dict[str, int]
    most_rows: int
    acceptance: dict
    warning: dict[str, float]
    listing: dict[str, float]

    def families_at(self, at: str) -> list[str]:
        """Families known at a point (W4), on a day (14) or after periods of study (S2)."""
        protocol = self.protocol(at)
        if protocol == "summaries":
            return self.summaries[at].families
        return (self.days if protocol == "days" else self._point(at)).families

    def protocol(self, at: str) -> Literal["home", "days", "summaries"]:
        """How a moment is counted: by weeks of the college's terms, by days, or by periods of study."""
        if at in self.summaries:
            return "summaries"
        return "days" if at.isdigit() else "home"

    def _point(self, at: str) -> Point:
        if at not in self.points:
            raise ShownError("reading the risk model", found=at, expected=f"one of {list(self.points)}")
        return self.points[at]

    def periods(self, at: str) -> int:
        """How many periods of study are over at a moment such as S2."""
        return self.summaries[at].period or 0

    def week(self, at: str) -> int:
        """Week that ends a point."""
        return self._point(at).week or 0

    def features_at(self, at: str) -> list[str]:
        """Features in a fixed order, each once."""
        names = [name for family in self.families_at(at) for name in self.families[family].features]
        return list(dict.fromkeys(names))

    def signs(self) -> dict[str, int]:
        """Direction of risk per feature, 0 where it is not certain."""
        return {name: sign for family in self.families.values() for name, sign in family.features.items()}

    def categories(self) -> set[str]:
        """Features that are names, not amounts."""
        return {name for family in self.families.values() if family.category for name in family.features}


@cache
def declaration() -> Declaration:
    """The shipped declaration; refuses one that names an attribute of the never-list as a feature."""
    parsed = Declaration.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    forbidden = set(parsed.never) & set(parsed.signs())
    if forbidden:
        raise ShownError(
            "reading the risk model",
            file=FILE.name,
            found=str(sorted(forbidden)),
            expected="no feature of the never-list",
        )
    return parsed

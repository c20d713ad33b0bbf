"""Standards as data: read, validated, in stored units; which standard judges which entity."""

from __future__ import annotations

import itertools
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from errors import ShownError
from profiling.catalogue import FAST_YAML, indicators

FOLDER = Path(__file__).parent / "standards"
TOLERANCE = 1e-6


class Item(BaseModel):
    """One indicator inside a dimension: weight and one of anchors, band, levels or distribution anchors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    w: float
    unit: Literal["percent"] | None = None
    anchors: tuple[float, float, float, float] | Literal["distribution"] | None = None
    band: tuple[float, float, float, float, float, float] | None = None
    levels: tuple[float, ...] | None = None

    @model_validator(mode="after")
    def _whole(self):
        if sum(part is not None for part in (self.anchors, self.band, self.levels)) != 1:
            raise ValueError("give exactly one of anchors, band, levels")
        if self.id not in indicators():
            raise ValueError(f"{self.id} is not an indicator of profiling/definitions")
        marks = self.anchors if isinstance(self.anchors, tuple) else self.band
        steps = [b - a for a, b in itertools.pairwise(marks)] if marks else []
        if steps and not (
            all(step > 0 for step in steps) or (not self.band and all(step < 0 for step in steps))
        ):
            raise ValueError("anchors must rise or fall strictly")
        if isinstance(self.anchors, tuple) and (indicators()[self.id].direction == "down") != (steps[0] < 0):
            raise ValueError("anchors run against the indicator's direction")
        return self

    def in_stored_unit(self) -> tuple[float, ...] | None:
        """Anchors or band in the indicator's stored unit (percent becomes share); None for levels and distributions."""
        marks = self.anchors if isinstance(self.anchors, tuple) else self.band
        scale = 100.0 if self.unit == "percent" else 1.0
        return None if marks is None else tuple(mark / scale for mark in marks)


class Dimension(BaseModel):
    """A group of indicators with its weight in the index."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name_zh: str
    name_en: str
    short_zh: str | None = None  # a word for the corners of a radar
    short_en: str | None = None
    weight: float
    must_have: bool = False
    indicators: tuple[Item, ...]


class Decision(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    met: float
    strong: float
    min_dimension: float
    strong_dimension: float
    min_coverage: float


class Aggregation(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    within: Literal["arithmetic"]
    across: Literal["geometric"]
    epsilon: float


class Standard(BaseModel):
    """One dated standard: dimensions, weights, anchors, gates, must-haves and the lines of the decision."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    standard: str
    title_zh: str
    title_en: str
    entity: Literal["school", "major", "course", "teacher", "student"]
    version: str
    status: Literal["draft", "trial", "in_force", "retired"]
    effective_from: date
    approved_by: str
    owner: str
    reviewed_on: date
    aggregation: Aggregation
    decision: Decision
    gates: tuple[str, ...] = ()
    must_have: tuple[str, ...] = ()
    dimensions: tuple[Dimension, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _adds_up(self):
        if abs(sum(part.weight for part in self.dimensions) - 1) > TOLERANCE:
            raise ValueError("weights of the dimensions do not sum to 1")
        for part in self.dimensions:
            if abs(sum(item.w for item in part.indicators) - 1) > TOLERANCE:
                raise ValueError(f"weights inside dimension {part.id} do not sum to 1")
        missing = set(self.must_have) - {item.id for part in self.dimensions for item in part.indicators}
        if missing:
            raise ValueError(f"must-haves {sorted(missing)} are not among the indicators")
        return self


def read_standard(path: Path) -> Standard:
    """One standard file; raises ShownError naming file, key, value found and what was expected."""
    return parse(yaml.load(path.read_text(encoding="utf-8"), Loader=FAST_YAML), path.name)


def parse(body: dict | str, where: str) -> Standard:
    """A standard from its fields or their JSON; raises ShownError naming `where`, key, value found and what was expected."""
    try:
        return Standard.model_validate_json(body) if isinstance(body, str) else Standard.model_validate(body)
    except ValidationError as error:
        first = error.errors()[0]
        raise ShownError(
            "loading a standard",
            file=where,
            column=".".join(str(part) for part in first["loc"]) or "(whole standard)",
            found=str(first.get("input"))[:80],
            expected=first["msg"],
            remedy="mend the standard; the format is in docs/contributing.md",
        ) from error


@cache
def standards() -> dict[str, Standard]:
    """All shipped standards by id."""
    found = [read_standard(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {entry.standard: entry for entry in found}


def load(standard_id: str) -> Standard:
    """One standard by id."""
    return standards()[standard_id]


TEACHER_TIERS = ("T0", "T1", "T2", "T3", "T4")
TITLE_TIER = {
    "none": "T1",
    "assistant": "T1",
    "lecturer": "T2",
    "associate_professor": "T3",
    "professor": "T4",
}
COURSE_TIERS = ("general", "college", "provincial", "national")
NEW_MONTHS = 24


def teacher_standard(staff_type: str, title: str | None, entry_on: date | None, as_of: date) -> str | None:
    """The standard of a teacher's present post; None for staff without one."""
    if staff_type == "counsellor":
        return "teacher.CO"
    if staff_type in ("external_part", "internal_part"):
        return "teacher.PT"
    if staff_type != "full_time":
        return None
    months = (as_of - entry_on).days / 30.44 if entry_on else NEW_MONTHS + 1
    return "teacher.T0" if months < NEW_MONTHS else f"teacher.{TITLE_TIER.get(title or 'none', 'T1')}"


def next_standard(standard_id: str) -> str | None:
    """The standard one tier up; None at the top or where tiers do not apply."""
    family, _, tier = standard_id.rpartition(".")
    ladder = TEACHER_TIERS if family == "teacher" else COURSE_TIERS if family.startswith("course") else ()
    if tier not in ladder or tier == ladder[-1]:
        return None
    return f"{family}.{ladder[ladder.index(tier) + 1]}"

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
from profiling.gate_register import gate_register

FOLDER = Path(__file__).parent / "standards"
TOLERANCE = 1e-6


class Item(BaseModel):
    """One indicator inside a dimension: weight and one of anchors, band, levels or distribution anchors.

    slot: of the items of one slot the first that applies to an entity stands there, its weight counts once.
    prorate: anchors are those of the whole time of study; an entity is compared with its elapsed share of them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    w: float
    slot: str | None = None
    prorate: bool = False
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
        if self.prorate and not isinstance(self.anchors, tuple):
            raise ValueError("only anchors can be prorated")
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

    @property
    def whole(self) -> float:
        """Sum of the weights of the items, those of one slot counted once."""
        slots = {item.slot: item.w for item in self.indicators if item.slot}
        return sum(item.w for item in self.indicators if not item.slot) + sum(slots.values())


class AnyOf(BaseModel):
    """A must-have that one of several indicators fulfils."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    any_of: tuple[str, ...] = Field(min_length=2)


class Level(BaseModel):
    """A level above qualified: index and lowest dimension it asks for, the best share of peers, and whether a person decides."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    index: float
    min_dimension: float
    top_share: float | None = None  # of major and entry year ...
    top_indicator: str | None = None  # ... in this indicator
    review: bool = False


class Reach(BaseModel):
    """The one department or major that a standard is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["org", "major"]
    code: str


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
    must_have: tuple[str | AnyOf, ...] = ()
    levels: tuple[Level, ...] = ()
    scope: Reach | None = None
    dimensions: tuple[Dimension, ...] = Field(min_length=1)

    @property
    def must_haves(self) -> tuple[tuple[str, ...], ...]:
        """Each must-have as the indicators of which one is enough."""
        return tuple((one,) if isinstance(one, str) else one.any_of for one in self.must_have)

    @property
    def named_must_haves(self) -> frozenset[str]:
        """Every indicator that is a must-have, alone or as one of several."""
        return frozenset(name for names in self.must_haves for name in names)

    @model_validator(mode="after")
    def _adds_up(self):
        if abs(sum(part.weight for part in self.dimensions) - 1) > TOLERANCE:
            raise ValueError("weights of the dimensions do not sum to 1")
        for part in self.dimensions:
            if abs(part.whole - 1) > TOLERANCE:
                raise ValueError(f"weights inside dimension {part.id} do not sum to 1")
        named = [item.id for part in self.dimensions for item in part.indicators]
        if len(named) != len(set(named)):
            raise ValueError("an indicator stands in the standard twice")
        if self.named_must_haves - set(named):
            raise ValueError(
                f"must-haves {sorted(self.named_must_haves - set(named))} are not among the indicators"
            )
        unknown = set(self.gates) - set(gate_register())
        if unknown:
            raise ValueError(f"gates {sorted(unknown)} are not in profiling/gates.yaml")
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
            remedy="mend the standard; the format is in docs/standards.md",
        ) from error


@cache
def standards() -> dict[str, Standard]:
    """The standards that come with the product, by id: what a home holds before anybody has changed one."""
    found = [read_standard(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {entry.standard: entry for entry in found}


def load(standard_id: str) -> Standard:
    """One shipped standard by id."""
    return standards()[standard_id]


def register_of(stored: dict[str, tuple[str, str]]) -> dict[str, Standard]:
    """Standards in force by id, from (version, JSON body) as the warehouse keeps them; shipped ones where it keeps none."""
    kept = {name: parse(body, f"{name} {version}") for name, (version, body) in stored.items()}
    return {**standards(), **kept}


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
STUDENT = "student.development"


def student_standard(register: dict[str, Standard], org_code: str | None, major_code: str | None) -> str:
    """The standard of a student: of the own major, else of the own department, else the college's."""
    own = {
        (entry.scope.kind, entry.scope.code): name
        for name, entry in register.items()
        if entry.scope and entry.entity == "student"
    }
    return own.get(("major", major_code or "")) or own.get(("org", org_code or "")) or STUDENT


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

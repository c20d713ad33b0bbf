"""Who answers for what: five vertical systems x five levels as data, validated when read."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from errors import ShownError
from profiling.catalogue import FAST_YAML, LEVELS, indicators

FILE = Path(__file__).with_name("responsibility.yaml")


class Cell(BaseModel):
    """One cell: the responsible office, the indicator that stands for it, the indicators whose actions it counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    office_zh: str
    office_en: str
    indicator: str
    actions: tuple[str, ...]

    @model_validator(mode="after")
    def _known(self):
        unknown = sorted({self.indicator, *self.actions} - set(indicators()))
        if unknown:
            raise ValueError(f"{', '.join(unknown)}: not an indicator of profiling/definitions")
        return self


class System(BaseModel):
    """One vertical system (纵)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name_zh: str
    name_en: str


class Responsibility(BaseModel):
    """The whole matrix: every system has a cell for every level."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    owner: str
    reviewed_on: date
    systems: tuple[System, ...]
    cells: dict[str, dict[str, Cell]]

    @model_validator(mode="after")
    def _whole(self):
        names = [system.id for system in self.systems]
        if sorted(names) != sorted(self.cells):
            raise ValueError(f"cells are given for {sorted(self.cells)}, systems are {sorted(names)}")
        for name, row in self.cells.items():
            if set(row) != set(LEVELS):
                raise ValueError(f"{name}: levels are {sorted(row)}, expected {sorted(LEVELS)}")
        listed = [one for row in self.cells.values() for cell in row.values() for one in cell.actions]
        twice = sorted({one for one in listed if listed.count(one) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)}: actions belong to one cell at most")
        return self

    def cell_of_action(self) -> dict[str, str]:
        """Indicator of an action -> its cell as system/level."""
        return {
            one: f"{name}/{level}"
            for name, row in self.cells.items()
            for level, cell in row.items()
            for one in cell.actions
        }


def load(path: Path) -> Responsibility:
    """The matrix of a file; a file that is not whole names the key, what was found and what to do."""
    try:
        return Responsibility(**yaml.load(path.read_text(encoding="utf-8"), Loader=FAST_YAML))
    except ValidationError as error:
        first = error.errors()[0]
        raise ShownError(
            "reading who answers for what",
            file=path.name,
            column="/".join(str(part) for part in first["loc"]) or "cells",
            found=str(first["msg"]),
            expected="five systems, each with a cell for school, major, course, teacher and student",
            remedy="mend the file and run the job again",
        ) from error


@cache
def responsibility() -> Responsibility:
    """The matrix in force."""
    return load(FILE)

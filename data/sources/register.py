"""The register of source systems: who produces a file, who answers for it, how often it comes."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).parent / "register.yaml"


class Source(BaseModel):
    """One source system of the register."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: str
    name_en: str
    producer: str
    producer_en: str
    owner: str  # a role of access/roles.yaml
    mode: Literal["connected", "file", "none"]
    schedule_days: float | None
    mapping: str | None = None  # the mapping that comes with the product
    path: str | None = None  # where its files lie below the home when --path is not given
    dataset: str | None = None  # the folder of the public data sets it is


class Register(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    owner: str
    reviewed_on: date
    sources: tuple[Source, ...]


@cache
def read_register() -> Register:
    """Every source system, checked."""
    return Register.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def source(name: str) -> Source | None:
    """One source of the register, None for a name it does not know."""
    return next((item for item in read_register().sources if item.id == name), None)

"""The catalogue of indicators: definitions as data, validated when loaded; the functions that compute them by id."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

import profiling.indicators as indicator_modules
from errors import ShownError

FOLDER = Path(__file__).parent / "definitions"
FAST_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # 34 files: half a second less at every start
LEVELS = ("school", "major", "course", "teacher", "student")
VERSION = "2026.1"


class Indicator(BaseModel):
    """One measured number: names, formula in words, unit, direction, smallest n, sources, owner."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    # standard_item: named by a standard of C.11-C.15 without a row in B; headcount: how many there are
    kind: Literal["indicator", "standard_item", "headcount"] = "indicator"
    # facts: computed from what was read; values: from other values; indices: from values and judgements of the units
    stage: Literal["facts", "values", "indices"] = "facts"
    name_zh: str
    name_en: str
    formula_zh: str
    formula_en: str
    unit: Literal[
        "share",
        "score",
        "count",
        "ratio",
        "days",
        "hours",
        "months",
        "credits",
        "yuan",
        "k_yuan",
        "points",
        "level",
        "gp",
        "volumes",
        "square_metres",
        "per_thousand",
        "per_ten_thousand",
        "person_days",
        "percentile",
        "correlation",
        "flag",
    ]
    direction: Literal["up", "down", "band", "context"]
    grain: tuple[
        Literal["school", "org", "major", "class", "course", "offering", "teacher", "student"], ...
    ] = ()
    period: str
    min_n: int
    sources: tuple[str, ...]
    benchmark: str | None = None
    benchmark_source_zh: str | None = None  # the policy it comes from, or that the college set it
    benchmark_source_en: str | None = None
    category: str | None = (
        None  # row of access/matrix.yaml of one person's value, where not that of the kind of person
    )
    plan_paragraph: str
    effort: Literal["S", "M", "L"]
    computed: bool = True
    level: str
    owner: str
    reviewed_on: date


@cache
def indicators() -> dict[str, Indicator]:
    """All indicators by id; raises ShownError naming file and key where a definition is wrong."""
    found: dict[str, Indicator] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        body = yaml.load(path.read_text(encoding="utf-8"), Loader=FAST_YAML)
        shared = {name: body[name] for name in ("level", "owner", "reviewed_on")}
        for entry in body["indicators"]:
            found[entry["id"]] = _checked({**entry, **shared}, path, known=found)
    return found


def _checked(entry: dict, path: Path, *, known: dict) -> Indicator:
    if entry.get("id") in known:
        raise ShownError(
            "loading definitions", file=path.name, column=str(entry["id"]), found="an id given twice"
        )
    try:
        return Indicator(**entry)
    except ValidationError as error:
        first = error.errors()[0]
        raise ShownError(
            "loading definitions",
            file=path.name,
            column=f"{entry.get('id')}.{'.'.join(str(part) for part in first['loc'])}",
            found=str(first.get("input"))[:60],
            expected=first["msg"],
            remedy="mend the entry; see docs/contributing.md",
        ) from error


def indicator(indicator_id: str) -> Indicator:
    """One indicator by id."""
    return indicators()[indicator_id]


@cache
def functions() -> dict[str, Callable[..., pl.DataFrame]]:
    """Indicator id -> the function of that name in a module of profiling.indicators; raises where there is none."""
    found: dict[str, Callable[..., pl.DataFrame]] = {}
    for module in pkgutil.iter_modules(indicator_modules.__path__):
        members = vars(importlib.import_module(f"{indicator_modules.__name__}.{module.name}"))
        found |= {name: member for name, member in members.items() if name in indicators()}
    missing = [name for name, entry in indicators().items() if entry.computed and name not in found]
    if missing:
        raise ShownError(
            "loading definitions",
            found=f"{missing[0]} without a function",
            expected="a function of that name in profiling/indicators",
            remedy="write it; docs/adding-an-indicator.md",
        )
    return {name: found[name] for name, entry in indicators().items() if entry.computed}

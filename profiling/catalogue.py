"""The catalogue of indicators: definitions as data, validated when loaded; the functions that compute them by id."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from errors import ShownError

FOLDER = Path(__file__).parent / "definitions"
FAST_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # 34 files: half a second less at every start
LEVELS = ("school", "major", "course", "teacher", "student")
VERSION = "2026.1"


class Indicator(BaseModel):
    """One measured number: names, formula in words, unit, direction, smallest n, sources, owner."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
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
    ]
    direction: Literal["up", "down", "band", "context"]
    period: str
    min_n: int
    sources: tuple[str, ...]
    benchmark: str | None = None
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
    """Indicator id -> the function of profiling.indicators that computes it (same name)."""
    from profiling.indicators import course, major, school, student, teacher

    homes = {"school": school, "major": major, "course": course, "teacher": teacher, "student": student}
    return {
        entry.id: getattr(homes[entry.level], entry.id) for entry in indicators().values() if entry.computed
    }

"""Acting on a flag: steps of support, referrals and what makes a closed case come back; declared in support.yaml."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from errors import ShownError
from profiling.rules import ORDER

FILE = Path(__file__).with_name("support.yaml")
NO_LEVEL = "none"  # no rule was met; a level of None was not recorded


class Referral(BaseModel):
    """How a teacher refers a student to the counsellor."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    reasons: tuple[str, ...]
    answer_within_days: int
    note_length: int


class EffectRule(BaseModel):
    """The design by which an effect of support may be estimated, and the fewest cases on either side of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    design: Literal["none", "capacity_cut", "random_order"]
    least: int


class Support(BaseModel):
    """The whole declaration."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    owner: str
    reviewed_on: date
    states: tuple[str, ...]
    outcomes: tuple[str, ...]
    kinds: tuple[str, ...]
    unseen: tuple[str, ...]
    services: tuple[str, ...]
    hands_over: tuple[str, ...]
    note_length: int
    referral: Referral
    effect: EffectRule


@cache
def declared() -> Support:
    """The declaration; raises ShownError naming file, key, value found and what is expected."""
    try:
        return Support(**yaml.safe_load(FILE.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        raise ShownError(
            "reading the declaration of support",
            file=f"improvement/{FILE.name}",
            column=".".join(str(part) for part in first["loc"]),
            found=repr(first.get("input")),
            expected=first["msg"],
        ) from error


def referral_due(opened: date) -> date:
    """The day by which the counsellor acts on a teacher's referral."""
    return opened + timedelta(days=declared().referral.answer_within_days)


def heaviest(levels: Iterable[str]) -> str | None:
    """The heaviest level by rule among those named; None without one."""
    return max((level for level in levels if level in ORDER), key=ORDER.__getitem__, default=None)


def lines(warnings: Iterable[dict]) -> dict[str, str]:
    """Every line a student has crossed, as `rule|course|term`, with its level: how two moments are compared."""
    found = {}
    for row in warnings:
        for rule in json.loads(row["rules"]):
            key = f"{rule['rule']}|{rule.get('course_code') or ''}|{row['term_id']}"
            found[key] = rule.get("level") or row["level"]
    return found


def is_heavier(level: str | None, known: str | None) -> bool:
    """Whether a level by rule is above the one known then; a level that was not recorded is never said to be lower."""
    return known is not None and ORDER.get(level or "", 0) > ORDER.get(known, 0)


def known_lines(stored: str | None) -> frozenset[str] | None:
    """The lines kept with a step; None where none were kept."""
    return None if stored is None else frozenset(json.loads(stored))

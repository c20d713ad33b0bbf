"""The rules of the model court, read and checked once."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from errors import ShownError

FILE = Path(__file__).with_name("court.yaml")
CHECKS = (
    "permuted_labels", "single_feature", "encoded_identity", "early_not_better", "course_disjoint", "last_cohort",
    "rule_beside", "forward_calibration", "never_contacted", "recall_gap", "calibration_gap", "net_benefit", "lead_time",
    "list_replaced",
)  # fmt: skip


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Group(_Strict):
    """Where an attribute is read from, and whether figures by it are for the quality office alone."""

    attribute: str | None = None
    column: str | None = None
    is_sensitive: bool
    drawn_by: Literal["student", "cohort"] = "student"
    names_en: dict[str, str] = {}


class Accepted(_Strict):
    """The written reason and action for a gap that stays (D.10)."""

    check: str
    group: str
    reason_zh: str
    reason_en: str
    action_zh: str
    action_en: str
    owner: str
    on: date


class Rules(_Strict):
    """Every number and list of court.yaml."""

    owner: str
    reviewed_on: date
    permuted: dict[str, float]
    single_feature: float
    encoded: dict[str, float]
    folds: int
    least_positives: int
    least_cohorts: int
    gaps: dict[str, float]
    thresholds: list[float]
    lead: dict[str, float]
    replaced: list[float]
    drift: dict[str, float]
    refuses: list[str]
    groups: dict[str, Group]
    accepted: list[Accepted]

    def accepts(self, check: str, group: str) -> Accepted | None:
        """The written reason for a gap of a group, where there is one."""
        return next((one for one in self.accepted if (one.check, one.group) == (check, group)), None)


@cache
def rules() -> Rules:
    """The shipped rules; raises ShownError for what is missing, unknown or names no check."""
    return checked(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def checked(body: dict) -> Rules:
    """The rules in a mapping as read; raises ShownError with key, value found and what was expected."""
    try:
        parsed = Rules.model_validate(body)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ShownError(
            "reading the model court", file=FILE.name, column=place, found=str(first["input"])[:60],
            expected=first["msg"],
        ) from error  # fmt: skip
    unknown = {*parsed.refuses, *(one.check for one in parsed.accepted)} - set(CHECKS)
    if unknown:
        raise ShownError(
            "reading the model court", file=FILE.name, column="refuses or accepted", found=str(sorted(unknown)),
            expected=f"checks of {', '.join(CHECKS)}",
        )  # fmt: skip
    return parsed

"""Settings of a home that people may change: what each means, what fits, what holds now, and how it is changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from data.warehouse import setting_values
from data.warehouse.home import read_setting, write_setting
from errors import ShownError

FILE = Path(__file__).with_name("home_settings.yaml")
TOPICS = ("college", "term", "marks", "groups", "support", "access", "assessed")
LONGEST_TOLD = 40  # of a value that does not fit
DOING = "changing a setting"
MODEL_LAYER = "model_layer"
Kind = Literal[
    "text", "zone", "language", "number", "whole", "choice", "day", "term", "grade_words", "calendar", "switch", "assessment",
]  # fmt: skip


class Setting(BaseModel):
    """One setting as declared in home_settings.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topic: Literal["college", "term", "marks", "groups", "support", "access", "assessed"]
    kind: Kind
    name_zh: str
    name_en: str
    meaning_zh: str
    meaning_en: str
    default: Any = None
    low: float | None = None
    high: float | None = None
    longest: int | None = None
    options: tuple[str, ...] = ()
    needs: str | None = None

    @property
    def expected(self) -> str:
        """What fits, in English, for messages of the command line."""
        return setting_values.expected(self)


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    owner: str
    reviewed_on: date
    changed_by: tuple[str, ...]
    settings: dict[str, Setting]


class Refused(ShownError):
    """A change that was not made: `code` and `place` (a term, a day, a grade word) let a page word it."""

    def __init__(self, doing: str, *, code: str, place: str = "", **told: str) -> None:
        super().__init__(doing, code=code, **told)
        self.place = place


@dataclass(frozen=True)
class Change:
    """One change as it goes to the access log: which setting, by whom, in which role."""

    key: str
    by: str
    role: str | None = None


@cache
def _declared() -> _Declared:
    return _Declared.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def declared() -> dict[str, Setting]:
    """Every setting that may be changed, by key, in the order of home_settings.yaml."""
    return _declared().settings


def changed_by() -> tuple[str, ...]:
    """Roles that may change settings on the page."""
    return _declared().changed_by


def value(connection: Connection, key: str) -> Any:
    """What holds now: the home's value, or the default of home_settings.yaml where nobody has set one."""
    return held(key, read_setting(connection, key), read_setting(connection, "kind"))


def held(key: str, stored: Any, kind: str | None) -> Any:
    """What holds, from what is stored (None: nothing) and the kind of the home."""
    if stored is None and key == MODEL_LAYER and kind == "demo":
        return True  # made-up people only: a demo made before this setting existed keeps its predictions
    return declared()[key].default if stored is None else stored


def model_layer(connection: Connection) -> bool:
    """Whether predictions may be computed and shown: only after an impact assessment, and in a demo college."""
    return bool(value(connection, MODEL_LAYER))


def change(
    connection: Connection,
    key: str,
    text: str,
    *,
    by: str,
    log: Callable[[Connection, Change], None],
    role: str | None = None,
) -> Any:
    """Set one setting from its text, in the caller's transaction; `log` writes the change to the access log.

    Returns the stored value. Raises ShownError with what was expected for an unknown key, a value that does not fit, a
    switch without its impact assessment, or an assessment taken away while its switch is on.
    """  # fmt: skip
    made = parsed(connection, key, text)
    _check_assessed(connection, key, made)
    if key == "as_of" and read_setting(connection, "kind") == "demo":
        raise Refused(DOING, code="demo", found="a demo home", expected="its as-of date stays as it was made")
    if key == "term_calendar":
        setting_values.announce_terms(connection, made)
    write_setting(connection, key, made)
    log(connection, Change(key, by, role))
    return made


def parsed(connection: Connection, key: str, text: str) -> Any:
    """The value a text stands for; raises ShownError with what would fit."""
    known = declared()
    if key not in known:
        raise ShownError(DOING, found=f"key {key!r}", expected=f"one of {', '.join(known)}")
    one = known[key]
    try:
        return setting_values.parse(one, text, connection)
    except ValueError as error:
        misfit = error if isinstance(error, setting_values.Misfit) else setting_values.Misfit("value", "")
        told = f"{text[:LONGEST_TOLD]!r}; {misfit}".removesuffix("; ")
        raise Refused(
            f"changing the setting {key} ({one.name_en})", code=misfit.code, place=misfit.place, found=told, expected=one.expected
        ) from None  # fmt: skip


def _check_assessed(connection: Connection, key: str, made: Any) -> None:
    """A switch needs the number of an impact assessment before it, and keeps it while it is on (indicators F.3, 12)."""
    needed = declared()[key].needs
    if needed and made and not value(connection, needed):
        raise Refused(
            f"switching on {key}", code="unassessed", found="no impact assessment", expected=f"its number in the setting {needed} first"
        )  # fmt: skip
    behind = next((name for name, one in declared().items() if one.needs == key), None)
    if behind and not made and value(connection, behind):
        raise Refused(
            f"removing {key}", code="in_use", found=f"{behind} is on", expected=f"{behind} switched off before its assessment goes"
        )  # fmt: skip

"""What the portrait rows for the national platform say: groups, keys, what fills them, and what goes first where the text is too long."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from errors import ShownError

FILE = Path(__file__).with_suffix(".yaml")
Kind = Literal["student", "teacher"]


class Strict(BaseModel):
    """A part of the configuration: no key that is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(Strict):
    """One key of a group and what fills it: exactly one of fact, indicator, index, dimensions."""

    key: str | None = None
    fact: str | None = None
    indicator: str | None = None
    index: Literal["score", "decision", "level", "coverage"] | None = None
    dimensions: bool = False
    words: dict[str, str] = {}
    importance: int = Field(ge=1, le=9)

    @model_validator(mode="after")
    def _is_filled_by_one_thing(self):
        given = [name for name in ("fact", "indicator", "index", "dimensions") if getattr(self, name)]
        if len(given) != 1:
            raise ValueError("a key is filled by one of fact, indicator, index, dimensions")
        if bool(self.key) == self.dimensions:
            raise ValueError("every entry has a `key`, but for `dimensions`, which brings its own")
        return self


class Portrait(Strict):
    """The portrait of one kind of person."""

    table: str
    dimensions_table: str
    groups: dict[str, tuple[Entry, ...]]

    @model_validator(mode="after")
    def _gives_a_key_once(self):
        for group, entries in self.groups.items():
            keys = [entry.key for entry in entries if entry.key]
            if len(set(keys)) < len(keys):
                raise ValueError(f"{group} gives a key twice")
        return self

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of all groups."""
        return tuple(entry for group in self.groups.values() for entry in group)

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators that any key shows."""
        return tuple(entry.indicator for entry in self.entries if entry.indicator)


class Configuration(Strict):
    """The whole file."""

    owner: str
    reviewed_on: date
    limit: int = Field(gt=0, le=2000)
    restricted: tuple[str, ...]
    allowed: tuple[str, ...] = ()
    portraits: dict[Kind, Portrait]

    @property
    def withheld(self) -> frozenset[str]:
        """Rows of the access matrix whose figures stay out."""
        return frozenset(self.restricted) - frozenset(self.allowed)


def read_configuration(path: Path = FILE) -> Configuration:
    """A checked configuration; raises ShownError naming file, key, what was found and what was expected."""
    doing = "reading what the portraits hold"
    try:
        return Configuration.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ShownError(doing, file=path.name, found=error.strerror, remedy="give --config FILE") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise ShownError(
            doing, file=path.name, row=mark.line + 1 if mark else None, found=type(error).__name__,
            expected="YAML in UTF-8", remedy="mend this place",
        ) from None  # fmt: skip
    except ValidationError as error:
        first = error.errors()[0]
        raise ShownError(
            doing,
            file=path.name,
            column=".".join(str(part) for part in first["loc"]) or "(whole file)",
            found=str(first.get("input"))[:60],
            expected=first["msg"].removeprefix("Value error, "),
            remedy="data/national/portrait.yaml is an example that works",
        ) from None

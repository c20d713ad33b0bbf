"""What is known of logs of cards and doors: their headers and the kinds of places, read from words/logs.yaml and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from data.staging.based import PlainYaml
from data.staging.counting import PLACE_TYPES, Clock
from data.staging.recognition.forms import header_forms, named_forms, plain
from errors import ShownError

FILE = Path(__file__).parent / "words" / "logs.yaml"
Role = Literal["person", "card", "moment", "bare", "place", "result", "direction", "kind"]
Kinds = dict[Literal[PLACE_TYPES], tuple[str, ...]]


class LogWords(BaseModel):
    """logs.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    owner: str
    reviewed_on: date
    names: tuple[str, ...]
    headers: dict[Role, tuple[str, ...]]
    not_: tuple[str, ...] = Field(alias="not")
    uncounted: tuple[str, ...]
    places: Kinds
    unsure: Kinds
    clock: dict[str, Clock]

    @field_validator("clock", mode="before")
    @classmethod
    def _names_periods_by_text(cls, clock):
        return {str(period): times for period, times in clock.items()}

    @field_validator("places", "unsure")
    @classmethod
    def _are_patterns(cls, kinds):
        for word in (word for words in kinds.values() for word in words):
            try:
                re.compile(word)
            except re.error as error:
                raise ValueError(f"{word!r} is no pattern: {error}") from None
        return kinds

    @cached_property
    def by_header(self) -> dict[Role, dict[str, int]]:
        """Role -> plain header -> how far down its list."""
        return {
            role: {plain(header): at for at, header in enumerate(listed)}
            for role, listed in self.headers.items()
        }

    @cached_property
    def uncounted_word(self) -> re.Pattern:
        """A word that says the row is no event at the place."""
        return re.compile("|".join(self.uncounted), re.IGNORECASE)

    def rank(self, role: Role, header: str) -> tuple[int, int] | None:
        """How surely a header has a role: which of its forms, how far down the list; None where it has not."""
        listed = self.by_header[role]
        forms = header_forms(header) if role in ("person", "card", "moment") else named_forms(header)
        return next(((at, listed[form]) for at, form in enumerate(forms) if form in listed), None)

    def headers_of(self, role: Role, headers: list[str]) -> list[str]:
        """Those of the headers that have a role, the surest first."""
        ranked = [(rank, header) for header in headers if (rank := self.rank(role, header)) is not None]
        return [header for _, header in sorted(ranked, key=lambda item: item[0])]

    def knows(self, header: str) -> bool:
        """Whether any log has the header."""
        return any(self.rank(role, header) is not None for role in self.headers)


@dataclass(frozen=True)
class LogSeen:
    """What a sheet says as a log: whose, when, where; empty or None where nothing says it."""

    holder: str | None
    is_card: bool
    is_assumed: bool  # numbers that may be those of students; nothing says so
    moment: tuple[str, ...]  # one header, or that of the day and that of the clock
    form: str | None  # of the moment, where it is none that is read without being told
    place: str | None
    places: tuple[str, ...] = ()  # every header that may name a place
    said: tuple[str, str] | None = None  # kind of place and the word of a name or title that says it
    cards: str | None = None  # the sheet that says whose a card is, and its two headers
    card_headers: tuple[str, str] | None = None
    why_not: str | None = None  # why nobody can be told from the holder


@cache
def log_words() -> LogWords:
    """The words of logs.yaml; raises ShownError naming the place that does not fit."""
    try:
        return LogWords.model_validate(yaml.load(FILE.read_text(encoding="utf-8"), Loader=PlainYaml))
    except ValidationError as error:
        first = error.errors()[0]
        raise ShownError(
            "reading the words of recognition",
            file=FILE.name,
            column=".".join(str(part) for part in first["loc"]),
            found=first["msg"],
            expected="lists of words as in the other entries",
            remedy="mend this word of the file",
        ) from None

"""The part of a mapping that says how a log of events is counted while it is read: no row of it is kept anywhere."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, field_validator

from data.staging.strict import Strict

PLACE_TYPES = (
    "canteen",
    "shop",
    "library",
    "dormitory",
    "teaching",
    "training",
    "sport",
    "gate",
    "bath",
    "other",
)
TARGETS = ("agg_card_week",)  # what a log may fill; each row stands for many events


class Cards(Strict):
    """The list that says whose a card is: a file of the mapping and its two headers."""

    file: str
    card_no: str
    student_no: str


class Counting(Strict):
    """`count:` of a table: whose event, at which kind of place, what makes two rows one event.

    `places` are patterns looked for in the place, the first that is found wins; a place that none fits is set aside.
    `once_per` are headers that tell, beside holder and minute, whether two rows are one event (door, result).
    `raw: never` has to be written out: whoever reads the mapping sees that the rows go nowhere.
    """

    places: dict[str, Literal[PLACE_TYPES]] = Field(min_length=1)
    once_per: tuple[str, ...] = ()
    cards: Cards | None = None
    raw: Literal["never"]

    @field_validator("places")
    @classmethod
    def _are_patterns(cls, places):
        for pattern in places:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no pattern: {error}") from None
        return places

    def headers(self) -> set[str]:
        """Headers of the log that are read besides those of the columns."""
        return set(self.once_per)

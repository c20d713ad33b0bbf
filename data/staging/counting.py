"""The part of a mapping that says how a log of events is counted while it is read: no row of it is kept anywhere."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator

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
# what a log may fill, and the columns it is counted by; each row stands for many events
WEEKS, PRACTICE = "agg_card_week", "fact_training_access"
COLUMNS = {WEEKS: ("student_no", "at", "place"), PRACTICE: ("student_no", "at", "room_no")}
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")]


class Cards(Strict):
    """The list that says whose a card is: a file of the mapping and its two headers."""

    file: str
    card_no: str
    student_no: str


class Counting(Strict):
    """`count:` of a table: whose event, at which kind of place, what makes two rows one event.

    Weeks: `places` are patterns looked for in the place, the first that is found wins; a place that none fits is set aside.
    Practice: `clock` says when each period begins and ends, `around_minutes` how early and late a door still belongs to the lesson.
    `once_per` are headers that tell, beside holder and minute, whether two rows are one event (door, result).
    `raw: never` has to be written out: whoever reads the mapping sees that the rows go nowhere.
    """

    places: dict[str, Literal[PLACE_TYPES]] = {}
    clock: dict[str, Clock] = {}
    around_minutes: int = Field(default=15, ge=0, le=60)
    once_per: tuple[str, ...] = ()
    cards: Cards | None = None
    raw: Literal["never"]

    @field_validator("clock", mode="before")
    @classmethod
    def _names_periods_by_text(cls, clock):
        return {str(period): times for period, times in clock.items()} if isinstance(clock, dict) else clock

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

    def refuse_other(self, table: str) -> None:
        """Raises ValueError for a table that no log fills, and for one without what it is counted by."""
        if table not in COLUMNS:
            raise ValueError(f"`count` belongs to {' and '.join(COLUMNS)}")
        needed, other = ("places", "clock") if table == WEEKS else ("clock", "places")
        if not getattr(self, needed) or getattr(self, other):
            raise ValueError(f"`count` of {table} needs `{needed}` and takes no `{other}`")

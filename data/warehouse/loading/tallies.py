"""What a count of events remembers: which it has met, and what became of the rows of a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from data.warehouse.loading.counted import PERSON
from data.warehouse.loading.merge import Counts

COUNTED = {PERSON: pl.UInt32, "week_on": pl.Date, "term_id": pl.String, "week_no": pl.Int64, "place_type": pl.String, "event_count": pl.Int64}  # fmt: skip


@dataclass
class Seen:
    """Events of one load of a log, as hashes by day: a repeat in another part or another file of it counts no second time."""

    days: dict[date, pl.Series] = field(default_factory=dict)
    visits: pl.DataFrame | None = None  # of training rooms, see practice

    def take(self, rows: pl.DataFrame) -> pl.Series:
        """Which rows (`_day`, `_event`) are new; they are remembered."""
        is_first = rows.select(pl.struct("_day", "_event").is_first_distinct()).to_series()
        for (day,), part in rows.with_row_index("_at").group_by("_day"):
            known = self.days.get(day, pl.Series(dtype=pl.UInt64))
            again = part["_at"].filter(part["_event"].is_in(known.implode()))
            is_first = is_first.scatter(again, False) if again.len() else is_first
            self.days[day] = pl.concat([known, part["_event"]]).unique()
        return is_first


@dataclass
class Tally:
    """What became of the rows of one file: counts and reasons, never a value."""

    counted: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=COUNTED))
    days: set[date] = field(default_factory=set)
    read: int = 0
    loaded: int = 0
    already: int = 0
    reasons: dict[tuple[str, str | None, str], list[int]] = field(default_factory=dict)  # rows, first row

    def set_aside(self, reason: str, column: str | None, expected: str, rows: int, first: int) -> None:
        """Count rows set aside for one reason."""
        known = self.reasons.setdefault((reason, column, expected), [0, first])
        known[0] += rows
        known[1] = min(known[1], first)

    @property
    def counts(self) -> Counts:
        """The account: read = loaded + already + set aside."""
        aside = sum(rows for rows, _ in self.reasons.values())
        return Counts(self.read, self.loaded, 0, self.already, aside)

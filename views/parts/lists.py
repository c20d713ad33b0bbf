"""Tables, quiet lists and small figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from views.parts.basis import Amount, Link, Name, Sentence, Why


@dataclass(frozen=True)
class State:
    """A state word with its dot: strong met target qualified borderline not_met insufficient done progress open stale."""

    state: str


@dataclass(frozen=True)
class Series:
    """A sparkline in a cell, with an optional dashed target."""

    values: tuple[float | None, ...]
    target: float | None = None


@dataclass(frozen=True)
class Bar:
    """A share as a bar in a cell."""

    share: float | None


@dataclass(frozen=True)
class Level:
    """A warning chip: red orange yellow blue, with a count or alone."""

    level: str
    count: int | None = None
    text: Sentence | None = None


@dataclass(frozen=True)
class Column:
    """One column: its head, and how its cells stand (words left, numbers right; sentences left and never narrow)."""

    head: Sentence
    align: str = "left"  # left | right | wide


@dataclass(frozen=True)
class Table:
    """Rows of cells: str, Name, Link, Amount, Sentence, State, Series, Bar, Level, tuple of Levels, date, None (drawn as a dash)."""

    columns: tuple[Column, ...]
    rows: tuple[tuple, ...]
    note: Sentence | None = None


@dataclass(frozen=True)
class Fact:
    """A label, a value and a note: the small figures of a portrait card, the facts of a case."""

    label: Sentence
    value: Amount | Sentence | Name | str | None
    note: Sentence | None = None
    why: Why | None = None


@dataclass(frozen=True)
class Item:
    """One entry of a quiet list: title, text under it, something at its right; `on` draws a date block."""

    title: Sentence | Name | Link
    body: Sentence | None = None
    side: Sentence | State | Level | None = None
    on: date | None = None

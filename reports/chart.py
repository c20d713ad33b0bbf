"""A picture of a page as a native chart of a file: the same for a spreadsheet and for a slide."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One series. tone: own | other | standard | base (an invisible foot that only lifts what stands on it)."""

    name: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    tone: str = "own"


@dataclass(frozen=True)
class Chart:
    """kind: bar (lying, first on top) | stacked (lying) | line | radar. Numbers are rounded as the page shows them.

    `strong` marks the bars that differ beyond chance; `note` is what cannot be drawn: the value compared with.
    """

    kind: str
    title: str
    categories: tuple[str, ...]
    lines: tuple[Line, ...]
    axis: str = ""
    decimals: int = 1
    strong: tuple[bool, ...] = ()
    note: str = ""
    least: float | None = None
    most: float | None = None

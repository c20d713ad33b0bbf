"""Places without a ranking, counts by row and column, and spreads of scores: values of pictures without colour."""

from __future__ import annotations

from dataclasses import dataclass

from views.parts.basis import Link, Name, Sentence


@dataclass(frozen=True)
class Places:
    """Where a unit stands among others, as far as its interval tells: places low to high of so many, and who is not told apart."""

    low: int
    high: int
    of: int
    like: tuple[Link | Name, ...]  # units whose interval overlaps
    label: Name | None = None  # what is compared, where the place stands alone


@dataclass(frozen=True)
class Count:
    """So many of so many; number None is hidden by the cell rule, `of` 0 is nobody to count. `part` opens the names behind it."""

    number: int | None
    of: int | None
    part: str | None = None


@dataclass(frozen=True)
class CountGrid:
    """Rows x columns of counts, shaded by the share; `page` and `key` are where a cell with a part leads."""

    rows: tuple[Name | Sentence, ...]
    columns: tuple[Name | Sentence, ...]
    cells: tuple[tuple[Count, ...], ...]
    page: str
    key: str
    alt: Sentence
    groups: tuple[Name | None, ...] = ()  # the heading above a row, where a new one begins
    words: str = "drill"  # catalogue whose grid_* texts say what is counted


@dataclass(frozen=True)
class SpreadRow:
    """Scores of one group: (lower edge of a bin, count), how many, the middle one, and how many below the pass mark."""

    name: Name | Link
    bins: tuple[tuple[int, float], ...]
    n: int
    middle: float | None
    below: int | None
    is_own: bool = False


@dataclass(frozen=True)
class Spreads:
    """Groups under each other on one axis of scores, each with its own scale of height."""

    rows: tuple[SpreadRow, ...]
    width: int
    pass_mark: float
    alt: Sentence

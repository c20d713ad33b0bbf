"""Ranges of places: as many as the intervals leave open, and who is not told apart. Of units, never of persons."""

from __future__ import annotations

from dataclasses import replace

from views.parts import IntervalRow, Intervals, Link, Name, Places


def of_rows(rows: tuple[IntervalRow, ...], *, falling: bool = True) -> tuple[Places | None, ...]:
    """Which places each row may hold among those with an interval, best first; None for a row without one.

    A unit stands behind another only where its whole interval lies below the other's: 第3–6位 of 9. `falling`: high is best.
    """
    known = [row for row in rows if row.low is not None and row.high is not None]
    return tuple(_place(row, known, falling) if row in known else None for row in rows)


def _place(own: IntervalRow, known: list[IntervalRow], falling: bool) -> Places:
    higher = [row for row in known if row.low > own.high]
    lower = [row for row in known if row.high < own.low]
    ahead, behind = (higher, lower) if falling else (lower, higher)
    apart = {id(row) for row in (*ahead, *behind, own)}
    like = tuple(row.link for row in known if id(row) not in apart)
    return Places(len(ahead) + 1, len(known) - len(behind), len(known), like)


def placed(picture: Intervals, *, falling: bool = True) -> Intervals:
    """The picture with the range of places of each row; as it is where fewer than two rows can be compared."""
    found = of_rows(picture.rows, falling=falling)
    if sum(place is not None for place in found) < 2:
        return picture
    rows = tuple(replace(row, place=place) for row, place in zip(picture.rows, found, strict=True))
    return replace(picture, rows=rows)


def of_unit(picture: Intervals | None, key: str, label: Name) -> Places | None:
    """The place of one unit of a picture under the name of what is compared; None where it is not in it."""
    for row in picture.rows if picture else ():
        if isinstance(row.link, Link) and row.link.key == key and row.place:
            return replace(row.place, label=label)
    return None

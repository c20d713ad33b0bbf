"""Where names stand beside marks: on the first side where they cover no other name and no other mark; else nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HIGH, WIDE_LETTER, LETTER, GAP = 16, 12.5, 6.8, 3  # px of a line of 12 px type
SIDES = ("top center", "bottom center", "middle right", "middle left")


@dataclass(frozen=True)
class Mark:
    """A round mark with its name; x and y in px, y downwards."""

    x: float
    y: float
    size: float
    name: str


Box = tuple[float, float, float, float]


def sides(marks: Sequence[Mark], width: float, height: float) -> list[str | None]:
    """The side of each name in a picture of this size (px); None where no side is free: it is told on pointing at the mark."""
    taken = [_round(mark) for mark in marks]
    found: list[str | None] = []
    for place, mark in enumerate(marks):
        others = taken[:place] + taken[place + 1 :]
        side = next((one for one in SIDES if _is_free(_box(mark, one), others, width, height)), None)
        found.append(side)
        if side:
            taken.append(_box(mark, side))
    return found


def _width(name: str) -> float:
    return sum(WIDE_LETTER if ord(letter) > 0x2E80 else LETTER for letter in name)


def _round(mark: Mark) -> Box:
    half = mark.size / 2 * 0.8  # the edge of a bubble may be touched
    return mark.x - half, mark.y - half, mark.x + half, mark.y + half


def _box(mark: Mark, side: str) -> Box:
    wide, away = _width(mark.name), mark.size / 2 + GAP
    if side.startswith("middle"):
        left = mark.x + away if side.endswith("right") else mark.x - away - wide
        return left, mark.y - HIGH / 2, left + wide, mark.y + HIGH / 2
    top = mark.y - away - HIGH if side.startswith("top") else mark.y + away
    return mark.x - wide / 2, top, mark.x + wide / 2, top + HIGH


def _is_free(box: Box, others: Sequence[Box], width: float, height: float) -> bool:
    inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
    return inside and not any(
        box[0] < right and left < box[2] and box[1] < bottom and top < box[3]
        for left, top, right, bottom in others
    )

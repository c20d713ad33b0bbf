"""How a change is told: whether at all, in which unit, and whether its direction is good."""

from __future__ import annotations

from improvement.effect import Stored
from improvement.effect import has_changed as beyond_chance

UNIT_OF_CHANGE = {"share": "share_points", "ratio": "score"}  # a change of 17.4 : 1 is no ratio itself
JUDGED = ("up", "down")  # directions of which a change is better or worse


def word(direction: str, change: float) -> str:
    """The end of a catalogue key: better_up, better_down, worse_up, worse_down; moved_up, moved_down where neither is better."""
    way = "up" if change > 0 else "down"
    if direction not in JUDGED:
        return f"moved_{way}"
    return f"better_{way}" if way == direction else f"worse_{way}"


def has_changed(before: dict, after: dict) -> bool:
    """Whether two stored rows of one indicator differ by more than the minimum detectable change (E.4)."""
    return beyond_chance(_stored(before), _stored(after))


def _stored(row: dict) -> Stored:
    return Stored(
        row["value"],
        row["low"],
        row["high"],
        row["n"],
        row["status"],
        row["period"],
        row["definition_version"],
    )

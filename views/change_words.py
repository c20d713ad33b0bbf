"""How a change is told: in which unit, and whether its direction is good."""

from __future__ import annotations

UNIT_OF_CHANGE = {"share": "share_points", "ratio": "score"}  # a change of 17.4 : 1 is no ratio itself
JUDGED = ("up", "down")  # directions of which a change is better or worse


def word(direction: str, change: float) -> str:
    """The end of a catalogue key: better_up, better_down, worse_up, worse_down; moved_up, moved_down where neither is better."""
    way = "up" if change > 0 else "down"
    if direction not in JUDGED:
        return f"moved_{way}"
    return f"better_{way}" if way == direction else f"worse_{way}"

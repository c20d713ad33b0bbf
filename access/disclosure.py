"""Small groups and names before anything leaves: which counts may be shown, what else must go, how names are masked.

The minimum is a number of persons: 10 across units or published, 5 inside a unit for its own managers, 20 for tables
of health, cards and fairness (indicators.md F.3). Whoever holds named rows behind a figure sees exact counts there.
"""

from __future__ import annotations

from collections.abc import Sequence

MINIMUM = {"cross_unit": 10, "own_unit": 5, "sensitive": 20}


def minimum(use: str) -> int:
    """The smallest number of persons behind a figure for one use: cross_unit, own_unit or sensitive."""
    return MINIMUM[use]


def treated_counts(counts: Sequence[int], k: int) -> tuple[int | None, ...]:
    """Counts of the groups of one shown total, null where hidden.

    A group of 1 to k-1 persons is hidden. Then, until the hidden ones can no longer be told from the total, the next
    smallest goes too: never one hidden cell alone, and never hidden cells that together hold fewer than k persons.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < k}
    while hidden and (len(hidden) == 1 or sum(counts[place] for place in hidden) < k):
        shown = [place for place in range(len(counts)) if place not in hidden]
        if not shown:
            break
        hidden.add(min(shown, key=lambda place: (counts[place] == 0, counts[place], place)))
    return tuple(None if place in hidden else count for place, count in enumerate(counts))


def masked_name(name: str | None) -> str | None:
    """First character and a star: 张三 gives 张*; the constant prefix of demo names stays."""
    if not name:
        return None
    prefix, dot, own = name.rpartition("·")
    return f"{prefix}{dot}{own[:1]}*"


def masked_number(number: str | None) -> str | None:
    """The last three digits: S2024900123 gives ***123."""
    return f"***{number[-3:]}" if number else None

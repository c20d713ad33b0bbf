"""What a figure is to reach: the next mark of its standard, else the benchmark of its definition; for a band both its edges."""

from __future__ import annotations

import re

from profiling.catalogue import indicators

ONE = re.compile(r"[≥≤]\s*(\d+(?:\.\d+)?)\s*%")
TWO = re.compile(r"(\d+(?:\.\d+)?)\s*[–-]\s*(\d+(?:\.\d+)?)\s*%")
Aim = tuple[float | None, float | None]
NOTHING: Aim = (None, None)


def aim(indicator_id: str, marks: list[float], *, is_qualified: bool) -> Aim:
    """Target and, for a band, its other edge, in the stored unit; `marks` are those of the standard's item, empty without one.

    Qualified first, then target. Nothing for levels, which are words.
    """
    entry = indicators().get(indicator_id)
    if entry is None or entry.unit == "level" or entry.direction == "context":
        return NOTHING
    if entry.direction == "band":
        return (marks[2], marks[3]) if len(marks) == 6 else _benchmark(entry, TWO)
    if len(marks) == 4:
        return marks[2] if is_qualified else marks[1], None
    return _benchmark(entry, ONE)


def _benchmark(entry, pattern: re.Pattern) -> Aim:
    """The benchmark of a definition where it states a share as a number, or as a range."""
    found = pattern.fullmatch(entry.benchmark or "") if entry.unit == "share" else None
    if found is None:
        return NOTHING
    edges = [float(number) / 100 for number in found.groups()]
    return edges[0], edges[1] if len(edges) > 1 else None

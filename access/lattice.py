"""Which cells of nested totals must go so that no hidden one follows by subtraction (indicators.md F.3, rules 3 and 5).

A cell is a node with a number of persons. A partition is the cells that together make up another cell: the majors of a
department, the teaching classes of a course. The lattice is fixed when a snapshot is published, so no filter of a reader
adds an equation to it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Mapping, Sequence

Node = Hashable
FEWEST_UNKNOWN = 2  # one unknown cell of a known total is no secret


def unknown_cells(
    persons: Mapping[Node, int],
    hidden: set[Node],
    partitions: Mapping[Node, Sequence[Sequence[Node]]],
    least: int,
    is_telling: Callable[[Sequence[Node]], bool] = lambda cells: False,
) -> set[Node]:
    """The hidden cells and those that must be hidden with them: under every known total nothing, or at least two
    cells of together at least `least` persons, stay unknown; a hidden total has a hidden part in each partition.

    `is_telling` says of cells whose sum is known whether the sum tells each of them: all of everybody, or of nobody.
    """
    unknown = set(hidden)
    parents = _parents(partitions)
    waiting = deque(sorted({*(up for node in hidden for up in parents.get(node, ())), *hidden}, key=str))
    while waiting:
        total = waiting.popleft()
        for parts in partitions.get(total, ()):
            added = _missing(total, parts, persons, unknown, partitions, least, hidden, is_telling)
            if added is not None:
                unknown.add(added)
                waiting.extend([total, added, *parents.get(added, ()), *parents.get(total, ())])
    return unknown


def _parents(partitions: Mapping[Node, Sequence[Sequence[Node]]]) -> dict[Node, list[Node]]:
    found: dict[Node, list[Node]] = {}
    for total, listed in partitions.items():
        for parts in listed:
            for part in parts:
                found.setdefault(part, []).append(total)
    return found


def _missing(
    total: Node,
    parts: Sequence[Node],
    persons: Mapping[Node, int],
    unknown: set[Node],
    partitions: Mapping,
    least: int,
    secret: set[Node],
    is_telling: Callable[[Sequence[Node]], bool],
) -> Node | None:
    """The next cell to hide below one total, the total itself where no part is left; None where all is well.

    A cell that is `secret` itself, not hidden for others' sake, never stays the only unknown one.
    """
    gone = [part for part in parts if part in unknown]
    shown = [part for part in parts if part not in unknown]
    if total in unknown:
        return _smallest(shown, persons) if not gone and shown else None
    if not gone:
        return None
    left = _left_over(gone, persons, unknown, partitions)
    is_enough = len(left) >= FEWEST_UNKNOWN and _together(left, persons) >= least
    if is_enough and not (len(gone) == 1 and gone[0] in secret) and not is_telling(left):
        return None
    return _smallest(shown, persons) if shown else total


def _smallest(cells: Sequence[Node], persons: Mapping[Node, int]) -> Node:
    """The smallest cell that holds anybody; empty ones last, ties by name."""
    return min(cells, key=lambda cell: (persons.get(cell, 0) == 0, persons.get(cell, 0), str(cell)))


def _left_over(
    gone: Sequence[Node], persons: Mapping[Node, int], unknown: set[Node], partitions: Mapping
) -> list[Node]:
    """The cells that remain unknown below the hidden ones: what subtraction leaves over, at its fewest persons."""
    left: list[Node] = []
    for node in gone:
        below = [[part for part in parts if part in unknown] for parts in partitions.get(node, ())]
        known = [_left_over(parts, persons, unknown, partitions) for parts in below if parts]
        left += min(known, key=lambda cells: _together(cells, persons), default=[node])
    return left


def _together(cells: Sequence[Node], persons: Mapping[Node, int]) -> int:
    return sum(persons.get(cell, 0) for cell in cells)

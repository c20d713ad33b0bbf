"""What a reader without the rows can work out: cells of nested totals solved as linear equations over what is shown.

A cell is one figure (indicator, period) of one unit, with a numerator and a denominator. Whoever sees a total and all but
some of its parts knows the sum of those; whatever combination of hidden cells follows from that must hold enough persons.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

NESTED = {"org": "school", "major": "org", "course": "org", "class": "major", "offering": "course"}
PARENT = {"major": "org_code", "course": "org_code", "class": "major_code", "offering": "course_code"}
EXACT = 1e-6


@dataclass(frozen=True)
class Cell:
    """One cell: which unit, its true amount, how many persons stand behind it, and whether the reader sees the amount."""

    node: tuple[str, str]
    above: tuple[str, str] | None
    amount: float
    persons: int
    is_shown: bool
    most: float | None = None  # the amount if everybody counted were counted: a numerator's denominator


def parent(row: dict) -> tuple[str, str] | None:
    """The unit that a unit is a part of."""
    kind = row["entity_kind"]
    if kind not in NESTED:
        return None
    return (NESTED[kind], row[PARENT[kind]] if kind in PARENT else "school")


def equations(cells: list[Cell]) -> list[tuple[Cell, list[Cell]]]:
    """Totals that are the sum of their parts of one kind: a reader who knows the college knows that they are."""
    known = {cell.node: cell for cell in cells}
    parts: dict[tuple, list[Cell]] = {}
    for cell in cells:
        if cell.above in known:
            parts.setdefault((cell.above, cell.node[0]), []).append(cell)
    found = [(known[above], listed) for (above, _), listed in parts.items()]
    return [
        (total, listed)
        for total, listed in found
        if abs(total.amount - sum(one.amount for one in listed)) < EXACT
    ]


def revealed(cells: list[Cell], least: int) -> list[str]:
    """Hidden cells, or sums of hidden cells, of fewer than `least` persons that follow from the cells shown."""
    hidden = [cell for cell in cells if not cell.is_shown]
    place = {cell.node: number for number, cell in enumerate(hidden)}
    rows = []
    for total, parts in equations(cells):
        row = np.zeros(len(hidden))
        for sign, one in ((-1, total), *((1, part) for part in parts)):
            if not one.is_shown:
                row[place[one.node]] += sign
        if row.any():
            rows.append(row)
    return [_told(hidden, row) for row in _reduced(rows) if _is_small(hidden, row, least)]


def _reduced(rows: list[np.ndarray]) -> list[np.ndarray]:
    """The reduced row echelon form: every combination of hidden cells that follows, solved as far as it goes."""
    matrix, lead = np.array(rows), 0
    for column in range(matrix.shape[1] if len(rows) else 0):
        pivots = [row for row in range(lead, len(matrix)) if abs(matrix[row, column]) > EXACT]
        if not pivots:
            continue
        matrix[[lead, pivots[0]]] = matrix[[pivots[0], lead]]
        matrix[lead] /= matrix[lead, column]
        for row in range(len(matrix)):
            if row != lead:
                matrix[row] -= matrix[row, column] * matrix[lead]
        lead += 1
        if lead == len(matrix):
            break
    return [row for row in matrix if np.abs(row).max() > EXACT]


def _is_small(hidden: list[Cell], row: np.ndarray, least: int) -> bool:
    """Whether a known sum of hidden cells is about fewer than `least` persons, or is one cell alone."""
    inside = [cell for cell, share in zip(hidden, row, strict=True) if abs(share) > EXACT]
    is_sum = all(share > -EXACT for share in row) or all(share < EXACT for share in row)
    persons = sum(cell.persons for cell in inside)
    return len(inside) == 1 or (is_sum and (0 < persons < least or _is_forced(inside, least)))


def _is_forced(inside: list[Cell], least: int) -> bool:
    """Whether a known sum over cells, a small one among them, leaves each cell one amount: nobody, or everybody."""
    if any(cell.most is None for cell in inside) or all(cell.persons >= least for cell in inside):
        return False
    amount, most = sum(cell.amount for cell in inside), sum(cell.most or 0.0 for cell in inside)
    return amount < EXACT or abs(amount - most) < EXACT


def _told(hidden: list[Cell], row: np.ndarray) -> str:
    inside = [cell for cell, share in zip(hidden, row, strict=True) if abs(share) > EXACT]
    return " + ".join(f"{'/'.join(cell.node)} ({cell.persons})" for cell in inside)

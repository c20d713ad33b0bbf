"""Boards of made-up values for tests of what is done with a board."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from profiling.board import Board, points
from profiling.standard import standards


def made(name="teacher.T2", entities=40, seed=1) -> Board:
    """A board of random values inside the anchors, some missing, some not applying."""
    standard, random = standards()[name], np.random.default_rng(seed)
    items = [(place, item) for place, part in enumerate(standard.dimensions) for item in part.indicators]
    shape = (entities, len(items))
    value, anchors, spread = np.zeros(shape), np.full((*shape, 4), np.nan), np.zeros((*shape, 2))
    for column, (_, item) in enumerate(items):
        marks = item.in_stored_unit() or (0.0, 1.0, 2.0, 3.0)
        if item.levels:
            value[:, column] = random.integers(0, 4, entities)
            continue
        value[:, column] = random.uniform(min(marks), max(marks), entities)
        anchors[:, column] = np.nan if item.band else marks
        spread[:, column] = abs(marks[-1] - marks[0]) * random.uniform(0.0, 0.1, (entities, 2)) * (column % 2)
    score = np.stack([points(item, value[:, k], anchors[:, k]) for k, (_, item) in enumerate(items)], axis=1)
    observed, applies = random.random(shape) < 0.9, random.random(shape) < 0.95
    score = np.where(observed, score, np.nan)
    status = np.where(observed, "observed", "missing").astype(object)
    names = [f"e{number}" for number in range(entities)]
    return Board(standard, names, items, np.where(observed, value, np.nan), spread, status, anchors, score, applies, observed & applies)  # fmt: skip


def rows_of(board: Board, rows) -> Board:
    arrays = ("value", "spread", "status", "anchors", "score", "applies", "observed")
    chosen = {name: getattr(board, name)[rows] for name in arrays}
    return replace(board, entities=[board.entities[row] for row in rows], **chosen)

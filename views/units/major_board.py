"""The board of majors: social fit against capability, with a zone around the lines in which nothing is judged."""

from __future__ import annotations

import numpy as np

from access.scope import Scope
from data.warehouse.queries import values as value_queries
from profiling.indices.quadrant import HIGH, quadrant
from views import naming, warehouse
from views.parts import Amount, Board, Bubble, Column, Sentence, Table
from views.units import tallies
from views.warehouse import Snapshot

ZONE = 3.0  # points on either side of a line within which nothing is judged (look.md, board of majors)
STUDENTS = "sch_students"
WORDS = ("strengthen", "rebuild", "transform", "warning")


@warehouse.cached
def board(scope: Scope, snapshot: Snapshot, own_code: str | None = None) -> Board | None:
    """Every major with a stored place, exact or rounded as the reader may know it; None where there is none."""
    known = naming.majors(scope, snapshot)
    scores: dict[str, dict[str, float]] = {}
    for row in tallies.of_major(scope, snapshot, "board"):
        if row["value"] is not None:
            scores.setdefault(row["entity_id"], {})[row["step"]] = row["value"]
    sizes = {
        row["entity_id"]: row["value"]
        for row in warehouse.read(
            value_queries.of_kind(snapshot.snapshot_id, "major", STUDENTS), scope
        ).iter_rows(named=True)
    }
    own = {own_code} if own_code else scope.codes("major")
    bubbles = tuple(
        _bubble(known, code, scores[code], sizes.get(code), code in own) for code in known if code in scores
    )
    return Board(bubbles, HIGH, ZONE, _alt(bubbles), _note(bubbles, len(known))) if bubbles else None


def _bubble(known: dict, code: str, scores: dict[str, float], size: float | None, is_own: bool) -> Bubble:
    x, y = (scores.get(axis, scores[f"{axis}_rounded"]) for axis in ("capability", "fit"))
    return Bubble(
        link=naming.link("major", known, code),
        x=x,
        y=y,
        size=size,
        quadrant=None if is_near(x) or is_near(y) else quadrant(np.array([y]), np.array([x]))[0],
        is_own=is_own,
        is_rounded=not {"fit", "capability"} <= set(scores),
    )


def _note(bubbles: tuple[Bubble, ...], known: int) -> tuple[Sentence, ...]:
    """How many are not drawn, and how many are told to the nearest five points."""
    missing, rounded = known - len(bubbles), sum(one.is_rounded for one in bubbles)
    notes = {"missing": missing, "rounded": rounded}
    return tuple(
        Sentence(f"boards.board_{key}", {"count": Amount(n, "count")}) for key, n in notes.items() if n
    )


def is_near(score: float) -> bool:
    """Whether a score lies too close to the line for a judgement."""
    return abs(score - HIGH) <= ZONE


def _alt(bubbles: tuple[Bubble, ...]) -> Sentence:
    counts = {word: Amount(sum(one.quadrant == word for one in bubbles), "count") for word in WORDS}
    near = Amount(sum(one.quadrant is None for one in bubbles), "count")
    return Sentence("boards.board_alt", {"count": Amount(len(bubbles), "count"), "near": near} | counts)


def table(value: Board) -> Table:
    """The board in words: each major with its two scores and the quadrant, in the order of the register."""
    heads = (
        ("major", "left"),
        ("capability", "right"),
        ("fit", "right"),
        ("students", "right"),
        ("quadrant", "wide"),
    )
    columns = tuple(Column(Sentence(f"boards.head_{head}"), align) for head, align in heads)
    rows = tuple(
        (one.link, Amount(one.x, "score"), Amount(one.y, "score"), Amount(one.size, "count"), word(one))
        for one in value.bubbles
    )
    return Table(columns, rows)


def word(one: Bubble) -> Sentence:
    """The quadrant in words, or that it lies too close to a line."""
    return Sentence(f"boards.quadrant_{one.quadrant}" if one.quadrant else "boards.quadrant_near")


def suggestion(value: Board | None, code: str) -> Sentence | None:
    """What the place of one major on the board suggests; never more than a matter for review."""
    own = next((one for one in value.bubbles if one.link.key == code), None) if value else None
    if own is None:
        return None
    params = {
        "fit": Amount(own.y, "score"),
        "capability": Amount(own.x, "score"),
        "line": Amount(HIGH, "score"),
    }
    return Sentence(f"boards.suggest_{own.quadrant or 'near'}", params)

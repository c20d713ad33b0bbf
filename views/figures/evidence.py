"""How a score comes about, as one table: each item of the standard with weight, value, counts, marks and points."""

from __future__ import annotations

import json

from views import catalogue
from views.figures.standing import Standing
from views.figures.values import Values
from views.parts import Amount, Column, Sentence, Table

HEADS = (
    "dimension", "dimension_weight", "item", "weight", "value", "numerator", "denominator", "n", "marks", "score",
)  # fmt: skip
LEFT = ("dimension", "item", "marks")
SAME = 1e-9


def evidence(held: Standing | None, own: Values) -> Table | None:
    """One row per item of the standard of the present post that the reader may see; None where no standard applies.

    A dimension is the mean of the points by weight over the items with points; the whole is the geometric mean of the
    dimensions by weight. Numerator and denominator are the counts behind the value judged.
    """
    if held is None or not held.items:
        return None
    weights = {row["dimension_id"]: row["weight"] for row in held.dimensions}
    rows = tuple(_row(held, item, weights.get(item["dimension_id"]), own) for item in held.items)
    columns = tuple(
        Column(Sentence(f"evidence.head_{head}"), "left" if head in LEFT else "right") for head in HEADS
    )
    return Table(columns, rows, _note(held))


def _note(held: Standing) -> Sentence:
    if held.is_withheld:
        return Sentence("evidence.note_withheld", {"share": Amount(held.index["coverage"], "share")})
    return Sentence("evidence.note", {"score": Amount(held.index["score"], "score")})


def _row(held: Standing, item: dict, weight: float | None, own: Values) -> tuple:
    entry, judged = catalogue.entry(item["indicator_id"]), _judged(item, own)
    return (
        held.names.dimensions[item["dimension_id"]],
        Amount(weight, "share"),
        entry.name,
        Amount(item["weight"], "share"),
        Amount(item["value"], entry.unit),
        *(Amount(judged.get(name), "score") for name in ("numerator", "denominator")),
        Amount(judged.get("n"), "count"),
        marks(item, entry.unit),
        _points(item),
    )


def _judged(item: dict, own: Values) -> dict:
    """The stored value that was judged: the newest one equal to the item's, not always that of the newest period."""
    stored = own.rows.get(item["indicator_id"], ())
    if item["value"] is None:
        return stored[-1] if stored else {}
    same = (
        row
        for row in reversed(stored)
        if row["value"] is not None and abs(row["value"] - item["value"]) < SAME
    )
    return next(same, {})


def marks(item: dict, unit: str) -> Sentence | None:
    """What the value is compared with: four anchors, the six marks of a band, or the points of each level."""
    found = json.loads(item["anchors"]) if item["anchors"] else []
    if not found:
        return _no_information(item)
    if unit == "level":
        return Sentence("evidence.levels", {"marks": tuple(Amount(mark, "score") for mark in found)})
    kind = "band" if len(found) > 4 else "anchors"
    return Sentence(f"evidence.{kind}", {"marks": tuple(Amount(mark, unit) for mark in found)})


def _no_information(item: dict) -> Sentence | None:
    """A value without anchors: its reference population is too small or too much alike, its weight went to the others (C.4)."""
    is_told = item["value"] is not None and item["status"] == "not_applicable"
    return Sentence("evidence.no_information") if is_told else None


def _points(item: dict) -> Amount | Sentence:
    if item["status"] == "observed" or item["score"] is not None:
        return Amount(item["score"], "score")
    return Sentence(f"evidence.status_{item['status']}")

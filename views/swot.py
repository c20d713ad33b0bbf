"""Strengths, weaknesses, opportunities and threats of a major, drafted from stored values; nothing within chance is named."""

from __future__ import annotations

from dataclasses import dataclass

from views import catalogue
from views.parts import Amount, Item, Sentence
from views.standing import Standing, anchor_state
from views.values import Values, marks_of

MOST = 4
SAME, SAME_SHARE = 0.05, 0.0005  # a value this close to a mark may be printed with the same digits
# What comes from outside the major: demand, intake, where graduates go. Everything else of the standard is its own doing.
OUTSIDE = ("maj_demand_ratio", "maj_report_in", "maj_placement", "maj_match", "maj_employer_satisfaction")


@dataclass(frozen=True)
class Swot:
    """Four short lists, each item a sentence with its figure."""

    strengths: tuple[Item, ...]
    weaknesses: tuple[Item, ...]
    opportunities: tuple[Item, ...]
    threats: tuple[Item, ...]

    @property
    def parts(self) -> tuple[tuple[str, tuple[Item, ...]], ...]:
        """The four lists by the key of their head."""
        return (
            ("strengths", self.strengths),
            ("weaknesses", self.weaknesses),
            ("opportunities", self.opportunities),
            ("threats", self.threats),
        )


def draft(held: Standing | None, own: Values) -> Swot | None:
    """The draft; None where neither a judged dimension nor a figure from outside is there."""
    if held is None:
        return None
    inside = [(row["state"], _dimension(held, row)) for row in held.dimensions if row["is_published"]]
    inside += [pair for row in held.items if row["indicator_id"] not in OUTSIDE if (pair := _item(row, own))]
    outside = [pair for row in held.items if row["indicator_id"] in OUTSIDE if (pair := _item(row, own))]
    found = Swot(
        strengths=_of(inside, "strong"),
        weaknesses=_of(inside, "not_met"),
        opportunities=_of(outside, "strong"),
        threats=_of(outside, "not_met"),
    )
    return found if any(items for _, items in found.parts) else None


def _of(pairs: list[tuple[str, Item]], state: str) -> tuple[Item, ...]:
    return tuple(item for found, item in pairs if found == state)[:MOST]


def _dimension(held: Standing, row: dict) -> Item:
    """A dimension by its judged state, which the simulation of its band has settled."""
    params = {
        "score": Amount(row["score"], "score"),
        "low": Amount(row["low"], "score"),
        "high": Amount(row["high"], "score"),
    }
    words = (
        "boards.swot_score"
        if row["low"] is None or round(row["high"] - row["low"], 1) == 0
        else "boards.swot_dimension"
    )
    return Item(held.names.dimensions[row["dimension_id"]], Sentence(words, params))


def _item(row: dict, own: Values) -> tuple[str, Item] | None:
    """An item whose whole interval lies beyond the target or short of the qualified mark; a register has no interval."""
    marks = marks_of(row)
    figure = own.figure(row["indicator_id"])
    if not marks or row["value"] is None or figure is None:
        return None
    state = settled(row["value"], figure.low, figure.high, marks)
    return (state, _told(row["indicator_id"], figure.amount, state, marks)) if state else None


def settled(value: float, low: float | None, high: float | None, marks: tuple[float, ...]) -> str | None:
    """strong where every value of the interval reaches the target, not_met where none reaches the qualified mark."""
    states = {anchor_state(one, marks) for one in (value, low, high) if one is not None}
    if states <= {"strong", "target"}:
        return "strong"
    return "not_met" if states == {"not_met"} else None


def _told(key: str, amount: Amount, state: str, marks: tuple[float, ...]) -> Item:
    is_strong = state == "strong"
    words = f"boards.swot_{'target' if is_strong else 'qualified'}"
    mark = Amount(marks[2 if is_strong else 1], amount.unit)
    if not is_strong and abs(amount.value - mark.value) < (SAME_SHARE if amount.unit == "share" else SAME):
        words = "boards.swot_just_qualified"
    return Item(catalogue.entry(key).name, Sentence(words, {"value": amount, "mark": mark}))

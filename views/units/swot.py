"""Strengths, weaknesses, opportunities and threats of a major: drafted from stored values, nothing within chance, edited by its leader."""

from __future__ import annotations

from dataclasses import dataclass

from access.scope import Scope
from data.warehouse.queries import improvement as queries
from views import catalogue, naming, warehouse
from views.figures.standing import Standing, anchor_state
from views.figures.values import Values, marks_of
from views.parts import Amount, Item, Name, Sentence

QUADRANTS = ("strengths", "weaknesses", "opportunities", "threats")
MOST = 4
SAME, SAME_SHARE = 0.05, 0.0005  # a value this close to a mark may be printed with the same digits
# What comes from outside the major: demand, intake, where graduates go. Everything else of the standard is its own doing.
OUTSIDE = ("maj_demand_ratio", "maj_report_in", "maj_placement", "maj_match", "maj_employer_satisfaction")


@dataclass(frozen=True)
class Part:
    """One of the four lists: what the numbers say, by what they tell of; what the leader added."""

    key: str  # strengths | weaknesses | opportunities | threats
    drafted: tuple[tuple[str, Item], ...] = ()
    own: tuple[tuple[str, Item], ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """As the card shows them: drafted ones first."""
        return tuple(item for _, item in (*self.drafted, *self.own))


@dataclass(frozen=True)
class Swot:
    """Four short lists, each item a sentence with its figure or a leader's own line; what was set aside, and why."""

    parts: tuple[Part, ...]
    aside: tuple[tuple[str, Item], ...] = ()


def draft(held: Standing | None, own: Values) -> Swot | None:
    """The draft; None where neither a judged dimension nor a figure from outside is there."""
    if held is None:
        return None
    inside = [
        (row["state"], row["dimension_id"], _dimension(held, row))
        for row in held.dimensions
        if row["is_published"]
    ]
    inside += [pair for row in held.items if row["indicator_id"] not in OUTSIDE if (pair := _item(row, own))]
    outside = [pair for row in held.items if row["indicator_id"] in OUTSIDE if (pair := _item(row, own))]
    found = Swot(
        (
            Part("strengths", _of(inside, "strong")),
            Part("weaknesses", _of(inside, "not_met")),
            Part("opportunities", _of(outside, "strong")),
            Part("threats", _of(outside, "not_met")),
        )
    )
    return found if any(part.items for part in found.parts) else None


def edited(scope: Scope, major_code: str, drafted: Swot | None) -> Swot | None:
    """The draft as the leader left it. Before an audience no line has words: own ones and reasons are not shown, and what is set aside stays so."""
    rows = warehouse.read(queries.swot_lines(major_code), scope).to_dicts()
    if drafted is None and not rows:
        return None
    parts = drafted.parts if drafted else tuple(Part(key) for key in QUADRANTS)
    off = {(row["quadrant"], row["drafted"]): row for row in rows if row["drafted"]}
    aside = [
        (str(off[part.key, key]["swot_line_id"]), Item(item.title, _written(off[part.key, key], "aside")))
        for part in parts
        for key, item in part.drafted
        if (part.key, key) in off and off[part.key, key]["words"]
    ]
    return Swot(tuple(_edited(part, rows, off) for part in parts), tuple(aside))


def _edited(part: Part, rows: list[dict], off: dict) -> Part:
    lines = [
        (str(row["swot_line_id"]), Item(Name(row["words"]), _written(row, "own")))
        for row in rows
        if row["quadrant"] == part.key and not row["drafted"] and row["words"]
    ]
    kept = tuple((key, item) for key, item in part.drafted if (part.key, key) not in off)
    return Part(part.key, kept, tuple(lines))


def _written(row: dict, how: str) -> Sentence:
    params = {
        "who": naming.role_in_text(row["written_role"]),
        "day": row["written_on"],
        "words": row["words"],
    }
    return Sentence(f"boards.swot_{how}", params)


def _of(found: list[tuple[str, str, Item]], wanted: str) -> tuple[tuple[str, Item], ...]:
    return tuple((key, item) for state, key, item in found if state == wanted)[:MOST]


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


def _item(row: dict, own: Values) -> tuple[str, str, Item] | None:
    """An item whose whole interval lies beyond the target or short of the qualified mark; a register has no interval."""
    marks = marks_of(row)
    figure = own.figure(row["indicator_id"])
    if not marks or row["value"] is None or figure is None:
        return None
    state = settled(row["value"], figure.low, figure.high, marks)
    key = row["indicator_id"]
    return (state, key, _told(key, figure.amount, state, marks)) if state else None


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

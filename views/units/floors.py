"""The national minimum strip: each basic condition that is computed, its limit, and how far it is from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from views import catalogue
from views.figures.standing import difference_unit
from views.figures.values import Values
from views.parts import Amount, Column, Level, Name, Sentence, State, Table, Why

FILE = Path(__file__).with_name("national_minimum.yaml")


@dataclass(frozen=True)
class FloorCell:
    """One national minimum condition: value, limit, and the side of it the value is on (met, near, breach)."""

    name: Name
    amount: Amount
    note: Sentence
    state: str
    gap: Sentence
    why: Why | None


@cache
def rules() -> dict:
    """The conditions as declared; raises KeyError when the file lacks owner or review date."""
    body = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    for key in ("owner", "reviewed_on", "source", "conditions", "near"):
        body[key]
    return body


def not_computed(own: Values) -> tuple[Name, ...]:
    """Names of the conditions whose value is not computed, in the order of the strip."""
    missing = [condition for condition in rules()["conditions"] if not own.has(condition["indicator"])]
    return tuple(_name(condition) for condition in missing)


def _name(condition: dict) -> Name:
    if catalogue.is_known(condition["indicator"]):
        return catalogue.entry(condition["indicator"]).name
    return Name(condition["name_zh"], condition["name_en"])


def cells(own: Values, school_type: str | None = None) -> tuple[FloorCell, ...]:
    """The conditions whose value is computed, against the limits of the school's type."""
    return tuple(
        _cell(condition, own, school_type)
        for condition in rules()["conditions"]
        if own.has(condition["indicator"])
    )


def limit_of(condition: dict, school_type: str | None) -> float:
    """The qualified value of a condition for a type of school."""
    return condition.get("qualified_of_type", {}).get(school_type, condition["qualified"])


def _cell(condition: dict, own: Values, school_type: str | None) -> FloorCell:
    figure, entry = own.figure(condition["indicator"]), catalogue.entry(condition["indicator"])
    value, limit = figure.amount.value, limit_of(condition, school_type)
    falling = condition["direction"] == "down"
    state = side(value, limit, falling)
    distance = Amount(abs(value - limit), difference_unit(entry.unit))
    return FloorCell(
        name=entry.name,
        amount=figure.amount,
        note=Sentence(f"school.floor_{'most' if falling else 'least'}", {"limit": Amount(limit, entry.unit)}),
        state=state,
        gap=Sentence(f"school.floor_{'breach' if state == 'breach' else 'clear'}", {"gap": distance}),
        why=figure.why,
    )


def table(own: Values, school_type: str | None = None) -> Table | None:
    """The national minimum: value, both lines, the distance to each in original units, the state; None without a value."""
    shown = [one for one in rules()["conditions"] if own.has(one["indicator"])]
    if not shown:
        return None
    has_second = any(restricting(one, school_type) is not None for one in shown)
    rows = tuple(_row(condition, own, school_type, has_second) for condition in shown)
    second = (("restricts", "right"), ("to_restricts", "wide")) if has_second else ()
    heads = (
        ("item", "left"),
        ("now", "right"),
        ("qualified", "right"),
        ("to_qualified", "wide"),
        *second,
        ("state", "left"),
    )
    columns = tuple(Column(Sentence(f"school.floor_head_{head}"), align) for head, align in heads)
    has_all = all(restricting(one, school_type) is not None for one in shown)
    return Table(columns, rows, None if has_all else Sentence("school.floor_restricts_unchecked"))


def _row(condition: dict, own: Values, school_type: str | None, has_second: bool) -> tuple:
    figure, entry = own.figure(condition["indicator"]), catalogue.entry(condition["indicator"])
    falling = condition["direction"] == "down"
    qualified, restricts = limit_of(condition, school_type), restricting(condition, school_type)
    sign = "most" if falling else "least"
    second = (None, None)
    if restricts is not None:
        limit = Sentence(f"school.floor_limit_{sign}", {"limit": Amount(restricts, entry.unit)})
        second = (limit, distance(figure.amount.value, restricts, falling, entry.unit))
    return (
        entry.name,
        figure.amount,
        Sentence(f"school.floor_limit_{sign}", {"limit": Amount(qualified, entry.unit)}),
        distance(figure.amount.value, qualified, falling, entry.unit),
        *(second if has_second else ()),
        _shown(state_of(figure.amount.value, qualified, restricts, falling)),
    )


def _shown(state: str) -> State | Level:
    """A state word; near or beyond a limit, a chip that carries its level."""
    if state == "met":
        return State("met")
    return Level("yellow" if state == "near" else "red", text=Sentence(f"school.floor_state_{state}"))


def restricting(condition: dict, school_type: str | None) -> float | None:
    """The looser value from which intake is restricted; None where none has been entered."""
    return condition.get("restricts_of_type", {}).get(school_type, condition.get("restricts"))


def distance(value: float, limit: float, falling: bool, unit: str) -> Sentence:
    """How far a value lies on the good or the bad side of a limit, in original units."""
    is_short = value > limit if falling else value < limit
    gap = Amount(abs(value - limit), difference_unit(unit))
    return Sentence(f"school.floor_{'behind' if is_short else 'ahead'}", {"gap": gap})


def state_of(value: float, qualified: float, restricts: float | None, falling: bool) -> str:
    """met, near, breach, or restricted where the value lies beyond the looser line as well."""
    if restricts is not None and side(value, restricts, falling) == "breach":
        return "restricted"
    return side(value, qualified, falling)


def side(value: float, limit: float, falling: bool) -> str:
    """met, near (within the declared share of the limit), or breach."""
    if value > limit if falling else value < limit:
        return "breach"
    return "near" if abs(value - limit) <= rules()["near"] * limit else "met"

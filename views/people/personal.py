"""What makes a person's card readable: strengths and where the person belongs, all from stored items."""

from __future__ import annotations

from views import catalogue
from views.figures.standing import SHOWN, Standing, anchor_state
from views.figures.values import marks_of
from views.naming import Unit, unit_name
from views.parts import Amount, Item, Name, Sentence

AT_TARGET = ("target", "strong")
STRENGTHS_AT_MOST = 3


def scored_items(standing: Standing | None) -> list[tuple[dict, tuple[float, ...], str]]:
    """Items with a value, their anchors and the anchor reached, highest score first."""
    if standing is None:
        return []
    rows = [
        (row, marks_of(row))
        for row in standing.items
        if row["value"] is not None and row["status"] in SHOWN and marks_of(row)
    ]
    rows.sort(key=lambda pair: (-(pair[0]["score"] or 0.0), -pair[0]["weight"], pair[0]["indicator_id"]))
    return [(row, marks, anchor_state(row["value"], marks)) for row, marks in rows]


def strengths(standing: Standing | None) -> tuple[Item, ...]:
    """The best items: those at their target first, then those at the qualified line; empty where nothing is observed."""
    scored = scored_items(standing)
    reached = [one for one in scored if one[2] in AT_TARGET]
    chosen = reached + [one for one in scored if one[2] == "qualified"]
    return tuple(_strength(row, marks) for row, marks, _ in chosen[:STRENGTHS_AT_MOST])


def at_target(standing: Standing | None) -> tuple[Name, ...]:
    """Names of the items at their target, best first: what a sentence may call a strength."""
    return tuple(
        catalogue.entry(row["indicator_id"]).name
        for row, _, state in scored_items(standing)
        if state in AT_TARGET
    )


def _strength(row: dict, marks: tuple[float, ...]) -> Item:
    entry = catalogue.entry(row["indicator_id"])
    reached = anchor_state(row["value"], marks)
    limit = {"strong": marks[3], "target": marks[2]}.get(reached, marks[1])
    return Item(
        title=entry.name,
        body=Sentence(
            f"figures.strength_{reached}",
            {"value": Amount(row["value"], entry.unit), "limit": Amount(limit, entry.unit)},
        ),
    )


def unit_facts(*pairs: tuple[dict[str, Unit], str | None]) -> tuple[Name, ...]:
    """Names of the units a person belongs to; a unit that is not known is left out."""
    return tuple(unit_name(known, code) for known, code in pairs if code)

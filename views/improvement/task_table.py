"""Improvement actions as a table for the file of the page, with the values held in words."""

from __future__ import annotations

from views import catalogue
from views.parts import Amount, Column, Sentence, Table

HEADS = (
    "about", "level", "indicator", "owner", "opened", "due", "closed", "outcome", "verified", "then", "target", "after", "cause",
    "measure",
)  # fmt: skip


def table(listed: tuple) -> Table:
    """Every action of a tab with what was held when it was opened and when it was closed."""
    columns = tuple(Column(Sentence(f"tasks.head_{head}")) for head in HEADS)
    return Table(columns, tuple(_cells(one) for one in listed))


def _cells(one) -> tuple:
    verified = one.row["verified_on"]
    return (
        one.about, Sentence(f"tasks.level_{one.kind}"), one.indicator, one.owner, one.opened_on, one.due_on, one.closed_on,
        one.clock, verified, value_words(one.row, "then"), target_words(one.row), value_words(one.row, "after"), one.row["cause"],
        one.row["measure"],
    )  # fmt: skip


def value_words(row: dict, when: str) -> Sentence | None:
    """A held value with its likely range, n and period; None where none is held."""
    value, key = row.get(f"value_{when}"), row["indicator_id"]
    if value is None or not catalogue.is_known(key):
        return None
    unit = catalogue.entry(key).unit
    params = {"value": Amount(value, unit), "period": row[f"period_{when}"]}
    if row[f"low_{when}"] is None:
        return Sentence("tasks.value", params)
    edges = {edge: Amount(row[f"{edge}_{when}"], unit) for edge in ("low", "high")}
    return Sentence("tasks.value_range", params | edges)


def target_words(row: dict) -> Sentence | None:
    """What the figure is to reach: a mark, or the edges of a band; None where nothing is set."""
    if row["target"] is None or not catalogue.is_known(row["indicator_id"]):
        return None
    unit = catalogue.entry(row["indicator_id"]).unit
    edges = sorted(one for one in (row["target"], row["target_far"]) if one is not None)
    if len(edges) == 1:
        return Sentence("tasks.value_target", {"value": Amount(edges[0], unit)})
    return Sentence("tasks.value_band", {"low": Amount(edges[0], unit), "high": Amount(edges[1], unit)})

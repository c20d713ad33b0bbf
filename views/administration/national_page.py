"""The national tables on the Data page: which can be filled, how many rows fitted when last made, what the college's data lack."""

from __future__ import annotations

import json
from dataclasses import dataclass

from access.scope import Scope
from data.national.register import NationalTable, tables
from data.warehouse.queries import national as queries
from views import warehouse
from views.administration import national
from views.parts import Amount, Column, Name, Sentence, Table

HEADS = ("table", "state", "rows", "valid", "left_out", "held", "lacking", "looked")
RIGHT = {"rows", "valid", "held"}
NOT_HELD = ("table", "why")
WIDE = {"table", "left_out", "lacking", "why"}


@dataclass(frozen=True)
class NationalPage:
    """What the tab shows: how many tables can be filled, these, the others with the reason, and which of them the reader may take."""

    finding: Sentence
    table: Table
    not_held: Table
    taken: tuple[NationalTable, ...]


def overview(scope: Scope) -> NationalPage:
    """Every national table, those that can be filled first; counts are those of the last export or check of the command line."""
    made = {row["national_table"]: row for row in warehouse.read(queries.conformity(), scope).to_dicts()}
    known = sorted(tables().values(), key=lambda one: (one.reading is None, bool(one.lacking)))
    whole = sum(not one.lacking for one in known if one.reading)
    counts = {
        "all": len(known), "filled": sum(one.reading is not None for one in known), "whole": whole, "made": len(made),
    }  # fmt: skip
    return NationalPage(
        Sentence("national.finding", {name: Amount(count, "count") for name, count in counts.items()}),
        Table(_columns(HEADS), tuple(_row(one, made.get(one.id)) for one in known if not one.not_held)),
        Table(_columns(NOT_HELD), tuple(_why_not(one) for one in known if one.not_held)),
        taken(scope),
    )


def _columns(heads: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(Column(Sentence(f"national.head_{head}"), _align(head)) for head in heads)


def taken(scope: Scope) -> tuple[NationalTable, ...]:
    """The tables the reader holds every row of, restricted ones left out."""
    return tuple(one for one in national.fillable() if national.may_take(scope, one))


def _align(head: str) -> str:
    return "right" if head in RIGHT else "wide" if head in WIDE else "left"


def _row(one: NationalTable, made: dict | None) -> tuple:
    word = "on_request" if one.on_request else "partly" if one.lacking else "whole"
    state = Sentence(f"national.state_{word}")
    rows = valid = left = None
    if made:
        rows = Amount(made["row_count"], "count")
        valid = Amount(made["valid_count"] / made["row_count"], "share") if made["row_count"] else None
        left = tuple(_left(item) for item in json.loads(made["problems"])) or None
    held = Sentence(
        "national.held_of", {"held": Amount(len(one.held), "count"), "all": Amount(len(one.fields), "count")}
    )
    lacking = tuple(Name(f"{field.name} {field.code}") for field in one.lacking) or None
    return (_named(one), state, rows, valid, left, held, lacking, made and made["looked_at"])


def _why_not(one: NationalTable) -> tuple:
    return _named(one), Sentence(f"national.not_held_{one.not_held}")


def _named(one: NationalTable) -> Name:
    return Name(f"{one.name} {one.id}", f"{one.name_en} {one.id}")


def _left(item: dict) -> Sentence:
    told = {"field": item["field"], "rows": Amount(item["rows"], "count")}
    return Sentence(f"national.left_{item['reason']}", told)

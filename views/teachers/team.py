"""The team of a major without names: how its teachers stand, for a leader who reads by name only those who agreed."""

from __future__ import annotations

from access import policy
from access.scope import Scope
from data.warehouse.queries import standing as queries
from views import catalogue, warehouse
from views.parts import Amount, Column, Sentence, State, Table
from views.warehouse import Snapshot

CATEGORY = "teacher_profile"
HEADS = ("tier", "decision", "score", "range", "coverage")


def is_unnamed(scope: Scope) -> bool:
    """Whether the role reads profiles without knowing whose they are."""
    return "M" in policy.cell(scope.role, CATEGORY).letters


def table(scope: Scope, snapshot: Snapshot) -> Table | None:
    """One row per teacher of the team, without anything that says who; None for an empty team."""
    rows = warehouse.read(queries.team(snapshot.snapshot_id), scope, unnamed=True).to_dicts()
    if not rows:
        return None
    columns = tuple(
        Column(Sentence(f"teacher.team_{head}"), "left" if head in ("tier", "decision") else "right")
        for head in HEADS
    )
    return Table(columns, tuple(_row(row) for row in rows), Sentence("teacher.team_note"))


def _row(row: dict) -> tuple:
    edges = tuple(Amount(row[edge], "score") for edge in ("low", "high"))
    known = row["score"] is not None
    return (
        catalogue.standard_name(row["standard_id"]),
        State(row["decision"]),
        Amount(row["score"], "score") if known else None,
        Sentence("teacher.team_between", {"low": edges[0], "high": edges[1]}) if known else None,
        Amount(row["coverage"], "share"),
    )

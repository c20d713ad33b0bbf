"""The watch on drift as a table: have people, data or results moved since the model learnt?"""

from __future__ import annotations

from access.scope import Scope
from data.warehouse.queries import risk_court as queries
from views import naming, warehouse
from views.operations import model_court
from views.parts import Amount, Column, Name, Sentence, State, Table
from views.warehouse import Snapshot

MEASURES = ("psi", "missing", "happened", "recall", "listed")
HEADS = (("measure", "wide"), ("subject", "left"), ("state", "left"), ("found", "left"), ("compared", "left"))


def table(scope: Scope, snapshot: Snapshot, point: str) -> Table | None:
    """The newest watch of a point; None where nothing has been scored with the model there."""
    rows = [row for row in warehouse.read(queries.monitor(), scope).to_dicts() if row["point"] == point]
    if not rows:
        return None
    newest = [row for row in rows if row["term_id"] == rows[0]["term_id"]]
    newest.sort(key=lambda row: (MEASURES.index(row["measure"]), not row["is_alert"], row["subject"]))
    columns = tuple(Column(Sentence(f"model.drift_{head}"), align) for head, align in HEADS)
    known = naming.departments(scope, snapshot)
    note = Sentence(
        "model.drift_note", {"term": rows[0]["term_id"], "limit": Amount(_limit(newest), "correlation")}
    )
    return Table(columns, tuple(_row(row, known) for row in newest), note)


def scored(scope: Scope, snapshot: Snapshot) -> frozenset[str]:
    """Points at which the term of the snapshot was scored and watched."""
    rows = warehouse.read(queries.monitor(), scope).to_dicts()
    return frozenset(row["point"] for row in rows if row["term_id"] == snapshot.term_id)


def _limit(rows: list[dict]) -> float | None:
    return next((row["limit_value"] for row in rows if row["limit_value"] is not None), None)


def _row(row: dict, known: dict) -> tuple:
    return (
        Sentence(f"model.drift_measure_{row['measure']}"),
        _subject(row, known),
        _state(row),
        _found(row),
        _compared(row),
    )


def _subject(row: dict, known: dict) -> Sentence | Name:
    if row["measure"] == "listed":
        return naming.unit_name(known, row["subject"])
    if row["measure"] in ("happened", "recall"):
        return Sentence("figures.term", {"term": row["subject"]})
    return Sentence(f"model.family_{row['subject']}", otherwise=row["subject"])


def _state(row: dict) -> State | Sentence | None:
    if row["measure"] not in ("psi", "happened"):
        return None
    return State("warn" if row["is_alert"] else "pass")


def _found(row: dict) -> Amount | Sentence:
    if row["found"] is None:
        return Sentence("model.drift_few")
    if row["measure"] == "psi":
        return Amount(row["found"], "correlation")
    if row["measure"] == "recall":
        return model_court.span(row, "share")
    return Amount(row["found"], "share")


def _compared(row: dict) -> Sentence | None:
    if row["measure"] == "psi":
        return Sentence(
            "model.drift_moved", {"feature": Sentence(f"features.{row['detail']}", otherwise=row["detail"])}
        )
    if row["compared"] is None:
        return None
    params = {"compared": Amount(row["compared"], "share")}
    if row["measure"] == "happened":
        params |= {end: Amount(row[end], "share") for end in ("low", "high")}
    return Sentence(f"model.drift_compared_{row['measure']}", params)

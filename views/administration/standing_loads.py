"""The loads that stand: what each brought, and which may be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from access.scope import Scope
from data.staging.mapping import DECLARED
from data.warehouse.queries import load_parts
from data.warehouse.queries import provenance as queries
from views import warehouse
from views.administration.intake_words import table_name
from views.parts import Amount, Name, Sentence

LOADS_READ, LOADS_SHOWN, FILES_NAMED = 200, 8, 4


@dataclass(frozen=True)
class LoadLine:
    """A load that stands, and what taking it back takes away."""

    load_id: int
    at: datetime | None
    source: Name
    words: Sentence
    goes: tuple[Sentence, ...]


def standing_loads(scope: Scope) -> tuple[LoadLine, ...]:
    """The newest loads that stand, each with what goes when it is taken back."""
    rows = warehouse.read(queries.loads(LOADS_READ), scope).to_dicts()
    names = {
        row["source_id"]: Name(row["name"] or row["source_id"], row["name_en"])
        for row in warehouse.read(queries.sources(), scope).to_dicts()
    }
    done = [row for row in rows if row["status"] == "done"]
    shown = done[:LOADS_SHOWN]
    parts = warehouse.read(load_parts.of_loads([row["load_id"] for row in shown]), scope).to_dicts()
    return tuple(
        _line(
            row, names, [part for part in parts if part["load_id"] == row["load_id"]], is_last=len(done) == 1
        )
        for row in shown
    )


def _line(row: dict, names: dict[str, Name], parts: list[dict], *, is_last: bool) -> LoadLine:
    keys = ("read", "loaded", "replaced", "already", "set_aside")
    told = {key: Amount(row[f"{key}_count"] or 0, "count") for key in keys}
    told["load"] = Amount(row["load_id"], "count")
    files = list(dict.fromkeys(part["file_name"] for part in parts if part["file_name"] != DECLARED))
    told["files"] = tuple(files[:FILES_NAMED])
    told["tables"] = tuple(
        Sentence("intake.table_rows", {"table": table_name(table), "rows": Amount(rows, "count")})
        for table, rows in _by_table(parts).items()
    )
    takes = [Sentence("intake.undo_takes", told)]
    takes.append(Sentence("intake.undo_no_profile" if is_last else "intake.undo_profile"))
    return LoadLine(
        row["load_id"], row["ended_at"] or row["started_at"], names.get(row["source_id"], Name(row["source_id"])),
        Sentence("intake.load_more" if len(files) > FILES_NAMED else "intake.load_line", {**told, "more": Amount(len(files), "count")}),
        tuple(takes),
    )  # fmt: skip


def _by_table(parts: list[dict]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in parts:
        if part["loaded"]:
            found[part["table_name"]] = found.get(part["table_name"], 0) + part["loaded"]
    return found

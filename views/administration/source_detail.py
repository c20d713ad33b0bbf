"""One source opened: its loads, how its files are mapped, why rows were set aside, its checks over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from views.administration import check_history, mappings_used, set_aside, subsystems
from views.administration.check_history import Checked
from views.administration.mappings_used import Loaded
from views.administration.subsystems import Source
from views.parts import Amount, Column, Name, Sentence, SourceCard, Table

FILES_SHOWN = 100


@dataclass(frozen=True)
class SourceDetail:
    """Everything about one source."""

    card: SourceCard
    files: Table | None
    mapping: Table | None
    reasons: Table | None
    checks: Table | None
    tables: tuple[Sentence, ...]


def detail(
    source: Source,
    today: date,
    *,
    loaded: tuple[Loaded, ...],
    reasons: list[dict],
    mended: dict[tuple, int],
    checks: tuple[Checked, ...],
    names: dict[str, Name],
) -> SourceDetail:
    """The source with what came from it; `reasons` are rows of meta_set_aside_reason."""
    source_id = source.row["source_id"]
    own = tuple(one for one in loaded if one.row["source_id"] == source_id)
    files = {(one.row["load_id"], one.row["file_name"]) for one in own}
    return SourceDetail(
        card=subsystems.card(source, today),
        files=_files(own),
        mapping=_mapping(own, source_id),
        reasons=set_aside.table(
            [row for row in reasons if (row["load_id"], row["file_name"]) in files], mended
        ),
        checks=check_history.table(tuple(one for one in checks if one.source_id == source_id), names),
        tables=tuple(Sentence(f"data.table_{table}", otherwise=table) for table in source.tables),
    )


def _files(own: tuple[Loaded, ...]) -> Table | None:
    heads = ("load", "file", "table", "at", "read", "loaded", "already", "aside", "mapping")
    numbers = {"load", "read", "loaded", "already", "aside"}
    rows = tuple(
        (
            Amount(row["load_id"], "count"),
            row["file_name"],
            Sentence(f"data.table_{row['table_name']}", otherwise=row["table_name"]),
            row["ended_at"],
            *(Amount(row[f"{name}_count"], "count") for name in ("read", "loaded", "already", "set_aside")),
            row["mapping"],
        )
        for row in (one.row for one in own[:FILES_SHOWN])
    )
    return _table("file", heads, rows, numbers)


def _mapping(own: tuple[Loaded, ...], source_id: str) -> Table | None:
    """Header of a file -> column of the warehouse, as the newest load of each mapping had it."""
    entries = [
        entry
        for mapping in mappings_used.newest(own)
        for entry in mappings_used.entries(mapping)
        if entry.source_id == source_id
    ]
    rows = tuple(
        (
            entry.pattern,
            entry.headers,
            Sentence(f"data.table_{entry.table}", otherwise=entry.table),
            Sentence(f"columns.{entry.column}", otherwise=entry.column),
        )
        for entry in entries
    )
    return _table("mapped", ("file", "header", "table", "column"), rows, set())


def _table(kind: str, heads: tuple[str, ...], rows: tuple, numbers: set[str]) -> Table | None:
    columns = tuple(
        Column(Sentence(f"data.{kind}_{head}"), "right" if head in numbers else "left") for head in heads
    )
    return Table(columns, rows) if rows else None

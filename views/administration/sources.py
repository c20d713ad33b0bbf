"""Data page: which sources are connected, what the loads did, what was set aside, what each gap blocks."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from access.scope import Scope
from data.warehouse.queries import provenance as queries
from data.warehouse.queries import student as student_queries
from views import naming, warehouse
from views.administration import checks as check_words
from views.figures import findings
from views.parts import Amount, Column, Header, Name, Sentence, State, Table
from views.warehouse import Snapshot

LOADS_SHOWN, REASONS_SHOWN, SNAPSHOTS_SHOWN = 50, 100, 20
SIDES = {"loads": Sentence("data.loads_side"), "set_aside": Sentence("data.set_aside_side")}
MODES = ("connected", "file", "none")
WIDE = {"reason", "reasons", "expected", "found", "term", "test"}
POINTS = ("W0", "W4", "W8", "W12", "END")
NUMBER = re.compile(r"(?<!\d)-?\d[\d.]*(?:e\+\d+)?")


@dataclass(frozen=True)
class DataPage:
    """Everything the Data page shows."""

    header: Header
    findings: tuple[Sentence, ...]
    sources: Table | None
    gaps: Table | None
    carried: Table | None
    loads: Table | None
    set_aside: Table | None
    checks: Table | None
    snapshots: Table | None
    models: Table | None


def overview(scope: Scope, snapshot: Snapshot | None) -> DataPage:
    """The Data page; works before the first snapshot, when only loads are there."""
    number = snapshot.snapshot_id if snapshot else 0
    sources = warehouse.read(queries.sources(), scope).to_dicts()
    loads = warehouse.read(queries.loads(LOADS_SHOWN), scope).to_dicts()
    reasons = warehouse.read(queries.set_aside(REASONS_SHOWN), scope).to_dicts()
    checks = warehouse.read(queries.checks(), scope).to_dicts()
    gaps = warehouse.read(queries.gaps(number), scope).to_dicts()
    names = {row["source_id"]: Name(row["name"] or row["source_id"], row["name_en"]) for row in sources}
    return DataPage(
        header=Header(
            title=Sentence("data.title"), kind=Sentence("data.kind", {"count": Amount(len(sources), "count")})
        ),
        findings=findings.kept(source_finding(sources), load_finding(loads), check_finding(checks)),
        sources=_table("source", ("name", "mode", "producer", "owner", "last"), map(_source, sources)),
        gaps=_gaps(gaps, "gap", "unlocked", "dimensions"),
        carried=_gaps(gaps, "carried", "carried"),
        loads=_loads(loads, names),
        set_aside=_table(
            "reason",
            ("file", "table", "reason", "column", "shape", "expected", "load", "row", "rows"),
            map(_reason, reasons),
            {"load", "row", "rows"},
        ),
        checks=_table(
            "check",
            ("state", "check", "subject", "found", "expected", "term", "source"),
            (_check(row, names) for row in checks),
        ),
        snapshots=_snapshots(scope),
        models=_models(scope),
    )


def _table(kind: str, heads: tuple[str, ...], rows, right: set[str] = frozenset()) -> Table | None:
    body = tuple(rows)
    columns = tuple(Column(Sentence(f"data.{kind}_{head}"), _align(head, right)) for head in heads)
    return Table(columns, body) if body else None


def _align(head: str, right: set[str]) -> str:
    return "right" if head in right else "wide" if head in WIDE else "left"


def source_finding(sources: list[dict]) -> Sentence | None:
    """How many sources are connected, delivered by file, or missing."""
    if not sources:
        return None
    counts = {mode: sum((row["mode"] or "none") == mode for row in sources) for mode in MODES}
    return Sentence("findings.data_sources", {key: Amount(count, "count") for key, count in counts.items()})


def load_finding(loads: list[dict]) -> Sentence | None:
    """What the newest loads read and set aside, counted; or that nothing has been loaded."""
    if not loads:
        return Sentence("findings.data_no_load")
    read = sum(row["read_count"] or 0 for row in loads)
    aside = sum(row["set_aside_count"] or 0 for row in loads)
    params = {
        "loads": Amount(len(loads), "count"),
        "read": Amount(read, "count"),
        "aside": Amount(aside, "count"),
    }
    return Sentence("findings.data_loads", params)


def check_finding(checks: list[dict]) -> Sentence | None:
    """How many checks of the newest run failed or warned."""
    if not checks:
        return None
    counts = {state: sum(row["status"] == state for row in checks) for state in ("fail", "warn")}
    kind = "bad" if counts["fail"] else "warned" if counts["warn"] else "good"
    params = {"count": Amount(len(checks), "count")} | {
        key: Amount(value, "count") for key, value in counts.items()
    }
    return Sentence(f"findings.data_checks_{kind}", params)


def _source(row: dict) -> tuple:
    mode = row["mode"] if row["mode"] in MODES else "none"
    return (
        Name(row["name"] or row["source_id"], row["name_en"]),
        Sentence(f"data.mode_{mode}"),
        Name(row["producer"] or "—", row["producer_en"]),
        naming.role_name(row["owner"]),
        row["last_success_at"],
    )


def _gaps(rows: list[dict], kind: str, *counts: str) -> Table | None:
    """Sources by how many people and units they matter to, most first; one line per kind of entity."""
    kept = [row for row in rows if any(row[count] for count in counts)]
    weight: dict[str, tuple] = {}
    for row in kept:
        before = weight.get(row["source_id"], (0,) * len(counts))
        weight[row["source_id"]] = tuple(
            one + (row[count] or 0) for one, count in zip(before, counts, strict=True)
        )
    kept.sort(
        key=lambda row: ([-one for one in weight[row["source_id"]]], row["source_id"], -(row[counts[0]] or 0))
    )
    heads = ("name", "level", *counts, "indicators")
    return _table(kind, heads, (_gap(row, counts) for row in kept), {*counts, "indicators"})


def _gap(row: dict, counts: tuple[str, ...]) -> tuple:
    return (
        Sentence(f"data.table_{row['source_id']}"),
        Sentence(f"data.level_{row['entity_kind']}"),
        *(Amount(row[count] or 0, "count") for count in counts),
        Amount(row["indicator_count"], "count"),
    )


def _loads(rows: list[dict], names: dict[str, Name]) -> Table | None:
    heads = ("no", "name", "status", "at", "files", "read", "loaded", "replaced", "already", "aside")
    right = {"files", "read", "loaded", "replaced", "already", "aside"}
    return _table("load", heads, (_load(row, names) for row in rows), right)


def _load(row: dict, names: dict[str, Name]) -> tuple:
    counts = ("files", "read_count", "loaded_count", "replaced_count", "already_count", "set_aside_count")
    return (
        Amount(row["load_id"], "count"),
        names.get(row["source_id"], Name(row["source_id"])),
        Sentence(f"data.status_{row['status']}"),
        row["ended_at"] or row["started_at"],
        *(Amount(row[key] or 0, "count") for key in counts),
    )


def _reason(row: dict) -> tuple:
    return (
        row["file_name"],
        Sentence(f"data.table_{row['table_name']}", otherwise=row["table_name"]),
        Sentence(f"set_aside.reason_{row['reason_code']}", otherwise=row["reason_code"]),
        _column(row),
        row["value_shape"],
        _expected(row),
        Amount(row["load_id"], "count"),
        Amount(row["first_row_no"], "count") if row["first_row_no"] is not None else None,
        Amount(row["row_count"], "count"),
    )


def _column(row: dict) -> str | tuple[Sentence, ...] | None:
    """The source's own header; a key is told by its columns, which are ours."""
    if row["reason_code"] != "repeated_key":
        return row["column_name"]
    return tuple(Sentence(f"columns.{name}", otherwise=name) for name in row["column_name"].split(" + "))


def _expected(row: dict) -> Sentence:
    """What would have loaded, worded by the reason; limits and lists of words are those of the load."""
    noted = row["expected"] or ""
    numbers = [float(number) for number in NUMBER.findall(noted)] or [None]
    params = {
        "low": Amount(numbers[0], "score"),
        "high": Amount(numbers[-1], "score"),
        "listed": tuple(noted.removeprefix("one of ").split(", ")),
    }
    return Sentence(f"set_aside.expected_{row['reason_code']}", params, otherwise=noted)


def _check(row: dict, names: dict[str, Name]) -> tuple:
    source, check_id = row["source_id"], row["check_id"]
    named = names.get(source, Name(source)) if source else None
    return (
        State(row["status"]),
        check_words.name(check_id),
        check_words.subject(check_id) or named,
        check_words.found(check_id, json.loads(row["found"])),
        check_words.expected(check_id, json.loads(row["expected"])),
        Sentence("figures.term", {"term": row["term_id"]}) if row["term_id"] else None,
        named,
    )


def _snapshots(scope: Scope) -> Table | None:
    rows = warehouse.read(queries.snapshots(SNAPSHOTS_SHOWN), scope).to_dicts()
    heads = ("no", "as_of", "at", "state", "values", "indices", "rows", "seconds")
    right = {"values", "indices", "rows", "seconds"}
    return _table("snapshot", heads, map(_snapshot, rows), right)


def _snapshot(row: dict) -> tuple:
    state = "current" if row["is_current"] else row["status"]
    counts = ("value_count", "index_count", "rows_scanned")
    return (
        Amount(row["snapshot_id"], "count"),
        row["as_of"],
        row["published_at"],
        Sentence(f"data.snapshot_{state}"),
        *(Amount(row[key], "count") if row[key] is not None else None for key in counts),
        Amount(row["seconds"], "score") if row["seconds"] is not None else None,
    )


def _models(scope: Scope) -> Table | None:
    rows = warehouse.read(student_queries.models(), scope).to_dicts()
    rows.sort(key=lambda row: POINTS.index(row["point"]))
    return _table("model", ("point", "trained", "test", "chosen", "state", "reasons"), map(_model, rows))


def _model(row: dict) -> tuple:
    refused = json.loads(row["reasons"] or "[]")
    return (
        Sentence(f"data.model_point_{row['point']}"),
        row["trained_at"],
        Sentence("figures.term", {"term": row["test_term"]}) if row["test_term"] else None,
        Sentence(f"data.model_kind_{row['chosen']}") if row["chosen"] else None,
        Sentence("data.model_on" if row["is_switched_on"] else "data.model_off"),
        tuple(Sentence(f"data.model_reason_{reason}") for reason in refused) or None,
    )

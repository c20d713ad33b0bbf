"""Data page: which sources are there and how fresh, what gaps block, the checks, rows set aside, loads, snapshots, models."""

from __future__ import annotations

import json
from dataclasses import dataclass

from access.scope import Scope
from data.warehouse.queries import provenance as queries
from data.warehouse.queries import student as student_queries
from views import warehouse
from views.administration import check_history, set_aside, subsystems
from views.administration.check_history import Checked
from views.administration.set_aside import Parcel
from views.administration.subsystems import Source
from views.figures import findings
from views.parts import Amount, Column, Header, Item, Name, Sentence, SourceCard, Table
from views.warehouse import Snapshot

LOADS_SHOWN, REASONS_SHOWN, SNAPSHOTS_SHOWN = 50, 100, 20
SIDES = {"loads": Sentence("data.loads_side"), "set_aside": Sentence("data.set_aside_side")}
WIDE = {"reasons", "test", "who"}
POINTS = ("W0", "W4", "W8", "W12", "END")


@dataclass(frozen=True)
class Held:
    """What the page was made of, for the view of one source and the lineage."""

    sources: tuple[Source, ...]
    names: dict[str, Name]
    reasons: list[dict]
    mended: dict[tuple, int]
    checked: tuple[Checked, ...]


@dataclass(frozen=True)
class DataPage:
    """Everything the Data page shows."""

    header: Header
    findings: tuple[Sentence, ...]
    cards: tuple[SourceCard, ...]
    sources: Table | None
    gap_items: tuple[Item, ...]
    gaps: Table | None
    carried: Table | None
    loads: Table | None
    parcels: tuple[Parcel, ...]
    set_aside: Table | None
    rules: Table | None
    to_mend: Table | None
    checks: Table | None
    snapshots: Table | None
    models: Table | None
    held: Held


def overview(scope: Scope, snapshot: Snapshot | None) -> DataPage:
    """The Data page; works before the first snapshot, when only loads are there."""
    held, gaps = _held(scope, snapshot)
    loads = warehouse.read(queries.loads(LOADS_SHOWN), scope).to_dicts()
    today = warehouse.today()
    cards = tuple(subsystems.card(one, today) for one in held.sources)
    parcels = set_aside.parcels(scope)
    return DataPage(
        header=Header(
            title=Sentence("data.title"), kind=Sentence("data.kind", {"count": Amount(len(cards), "count")})
        ),
        findings=findings.kept(
            source_finding(held.sources, cards),
            check_finding(held.checked),
            check_history.changed(held.checked),
            aside_finding(parcels) if loads else load_finding(loads),
        ),
        cards=cards,
        sources=subsystems.table(cards),
        gap_items=gap_items(gaps, held.sources),
        gaps=_gaps(gaps, "gap", "unlocked", "dimensions"),
        carried=_gaps(gaps, "carried", "carried"),
        loads=_loads(loads, held.names),
        parcels=parcels,
        set_aside=set_aside.table(held.reasons, held.mended),
        rules=check_history.rules(held.checked),
        to_mend=check_history.table(tuple(one for one in held.checked if one.status != "pass"), held.names),
        checks=check_history.table(held.checked, held.names),
        snapshots=_snapshots(scope),
        models=_models(scope),
        held=held,
    )


def _held(scope: Scope, snapshot: Snapshot | None) -> tuple[Held, list[dict]]:
    gaps = warehouse.read(queries.gaps(snapshot.snapshot_id if snapshot else 0), scope).to_dicts()
    checked = check_history.read(scope)
    sources = subsystems.read(scope, gaps, checked)
    reasons = warehouse.read(queries.set_aside(REASONS_SHOWN), scope).to_dicts()
    every = warehouse.read(queries.sources(), scope).to_dicts()
    names = {row["source_id"]: subsystems.name(row) for row in every}
    return Held(sources, names, reasons, set_aside.mended(scope), checked), gaps


def _table(kind: str, heads: tuple[str, ...], rows, right: set[str] = frozenset()) -> Table | None:
    body = tuple(rows)
    columns = tuple(Column(Sentence(f"data.{kind}_{head}"), _align(head, right)) for head in heads)
    return Table(columns, body) if body else None


def _align(head: str, right: set[str]) -> str:
    return "right" if head in right else "wide" if head in WIDE else "left"


def source_finding(sources: tuple[Source, ...], cards: tuple[SourceCard, ...]) -> Sentence | None:
    """How many sources are connected, delivered by file, or missing, and which of them are late."""
    if not sources:
        return None
    counts = {mode: Amount(sum(one.mode == mode for one in sources), "count") for mode in subsystems.MODES}
    late = tuple(one.name for one in cards if one.state == "fail")
    if late:
        return Sentence("findings.data_sources_late", {**counts, "late": late})
    return Sentence("findings.data_sources", counts)


def aside_finding(parcels: tuple[Parcel, ...]) -> Sentence | None:
    """How many rows set aside wait for their owners, and how many came in after all."""
    if not parcels:
        return None
    waiting, mended = (sum(getattr(one, name) for one in parcels) for name in ("waiting", "mended"))
    params = {"waiting": Amount(waiting, "count"), "mended": Amount(mended, "count")}
    return Sentence("findings.data_aside_waiting" if waiting else "findings.data_aside_done", params)


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


def check_finding(checks: tuple[Checked, ...]) -> Sentence | None:
    """How many checks of the newest run failed or warned."""
    if not checks:
        return None
    counts = {state: sum(one.status == state for one in checks) for state in ("fail", "warn")}
    kind = "bad" if counts["fail"] else "warned" if counts["warn"] else "good"
    params = {"count": Amount(len(checks), "count")} | {
        key: Amount(value, "count") for key, value in counts.items()
    }
    return Sentence(f"findings.data_checks_{kind}", params)


def gap_items(gaps: list[dict], sources: tuple[Source, ...]) -> tuple[Item, ...]:
    """What each table that is not there would unlock, most first: whom it alone would let judge, and who would bring it."""
    tables = dict.fromkeys(row["source_id"] for row in gaps if row["unlocked"] or row["dimensions"])
    found = [(table, tuple(row for row in gaps if row["source_id"] == table)) for table in tables]
    found.sort(key=lambda one: -sum(row["unlocked"] or 0 for row in one[1]))
    return tuple(_gap_item(table, rows, sources) for table, rows in found)


def _gap_item(table: str, rows: tuple[dict, ...], sources: tuple[Source, ...]) -> Item:
    brings = next((subsystems.name(one.row) for one in sources if table in one.tables), None)
    kind = "unlocked" if any(row["unlocked"] for row in rows) else "dimensions"
    params = {
        "who": subsystems.most(rows, kind),
        "indicators": Amount(max(row["indicator_count"] for row in rows), "count"),
    }
    side = Sentence("data.gap_source", {"source": brings}) if brings else None
    return Item(
        Sentence(f"data.table_{table}", otherwise=table), Sentence(f"data.gap_{kind}_who", params), side
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

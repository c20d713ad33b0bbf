"""Stored indicator values as figures: value, likely range, n, state, and the why behind each number."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from access.scope import Scope
from data.warehouse.queries import provenance
from data.warehouse.queries import values as queries
from views import catalogue, warehouse
from views.parts import Amount, Figure, Name, Sentence, Why
from views.warehouse import Snapshot

NOT_SHOWN = ("missing", "not_applicable")
SIDES = ("under", "over")  # states of a share of which only the side is told


@dataclass(frozen=True)
class Values:
    """All stored values of one entity: rows by indicator, oldest period first."""

    rows: dict[str, tuple[dict, ...]]
    snapshot: Snapshot
    loaded: dict[str, datetime]

    def has(self, indicator_id: str, period: str | None = None) -> bool:
        """Whether a value of this indicator is there to be shown."""
        row = self.row(indicator_id, period)
        return row is not None and row["status"] not in NOT_SHOWN

    def row(self, indicator_id: str, period: str | None = None) -> dict | None:
        """The row of a period, or of the newest one."""
        stored = self.rows.get(indicator_id, ())
        if period is not None:
            return next((row for row in stored if row["period"] == period), None)
        return next((row for row in stored if row["is_latest"]), stored[-1] if stored else None)

    def number(self, indicator_id: str, period: str | None = None) -> float | None:
        """The value itself; None where it is missing."""
        row = self.row(indicator_id, period)
        return row["value"] if row else None

    def series(self, indicator_id: str) -> tuple[float | None, ...]:
        """Values over the periods, oldest first: a sparkline."""
        return tuple(row["value"] for row in self.rows.get(indicator_id, ()))

    def previous(self, indicator_id: str) -> float | None:
        """The value of the period before the newest; None where there is none."""
        stored = self.rows.get(indicator_id, ())
        return stored[-2]["value"] if len(stored) > 1 else None

    def figure(self, indicator_id: str, period: str | None = None) -> Figure | None:
        """The figure of one indicator; None where nothing is stored."""
        row = self.row(indicator_id, period)
        return figure(row, self.snapshot, self.loaded) if row else None


@warehouse.cached
def of_entity(scope: Scope, snapshot: Snapshot, entity_kind: str, entity_id: str) -> Values:
    """Every stored value of one entity that the scope may read."""
    frame = warehouse.read(queries.of_entity(snapshot.snapshot_id, entity_kind, entity_id), scope)
    return of_rows(scope, snapshot, frame.to_dicts())


def of_rows(scope: Scope, snapshot: Snapshot, stored: list[dict]) -> Values:
    """Rows of one entity that were read already, oldest period first."""
    rows: dict[str, list[dict]] = {}
    for row in stored:
        rows.setdefault(row["indicator_id"], []).append(row)
    kept = {key: tuple(sorted(listed, key=_age)) for key, listed in rows.items()}
    return Values(kept, snapshot, last_loads(warehouse.anyone(scope), snapshot))


def _age(row: dict) -> tuple[str, str]:
    return str(row["period"]).rpartition(":")[2], row["period"]


@warehouse.cached
def last_loads(scope: Scope, snapshot: Snapshot) -> dict[str, datetime]:
    """When each table was last renewed by a finished load."""
    frame = warehouse.read(provenance.last_loads(), scope)
    return {row["table_name"]: _moment(row["loaded_at"]) for row in frame.iter_rows(named=True)}


def _moment(value) -> datetime | None:
    """SQLite hands back max() of a time as text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def figure(row: dict, snapshot: Snapshot, loaded: dict[str, datetime]) -> Figure:
    """One stored row as a figure with its why."""
    entry = catalogue.entry(row["indicator_id"])
    return Figure(
        indicator_id=row["indicator_id"],
        name=entry.name,
        amount=amount_of(row, entry.unit),
        status=row["status"],
        status_reason=status_reason(row),
        low=row["low"],
        high=row["high"],
        n=row["n"],
        period=row["period"],
        direction=entry.direction,
        raw=row["raw_value"],
        response_rate=row["response_rate"],
        difference=row["difference"],
        why=why(row, entry, snapshot, loaded),
    )


def amount_of(row: dict, unit: str) -> Amount:
    """The number of a stored row; the side alone where the reader may not know more."""
    return Amount(row["value"], unit, row["status"] if row["status"] in SIDES else None)


def status_reason(row: dict) -> Sentence | None:
    """The reason behind a value that is not plainly observed, in words."""
    if row["status"] in ("observed", "provisional"):
        return None
    if row["status"] == "stale" and (day := _delivered(row["status_reason"])):
        return Sentence("figures.status_stale_since", {"day": day})
    return Sentence(f"figures.status_{row['status']}", {"n": Amount(row["n"], "count")})


def _delivered(reason: str | None) -> date | None:
    """The day of the newest delivery behind a stale value, as profiling/freshness.py wrote it."""
    kind, _, day = (reason or "").partition(":")
    return date.fromisoformat(day) if kind == "delivered_until" else None


def why(row: dict, entry: catalogue.Entry, snapshot: Snapshot, loaded: dict[str, datetime]) -> Why:
    """Why this number: the count sentence with the division written out, then definition and provenance."""
    times = [loaded[table] for table in entry.sources if loaded.get(table)]
    return Why(
        sentence=count_sentence(row, entry),
        definition=entry.definition,
        period=row["period"],
        sources=entry.sources,
        loaded_at=max(times, default=None),
        definition_version=row["definition_version"],
        snapshot_id=snapshot.snapshot_id,
        indicator_id=row["indicator_id"],
    )


def count_sentence(row: dict, entry: catalogue.Entry) -> Sentence:
    """The real counts: '1,204 ÷ 1,287 = 93.6 %', beside a shrunken value the unshrunken one first."""
    params = {"name": entry.name, "value": Amount(row["value"], entry.unit)}
    if row["value"] is None:
        reason = status_reason(row)
        hidden = row["status"] in (*SIDES, "suppressed")
        return reason if reason and hidden else Sentence("figures.why_none", {"name": entry.name})
    shrunken = row["raw_value"] is not None and row["raw_value"] != row["value"]
    if shrunken:
        params["raw"] = Amount(row["raw_value"], entry.unit)
    if row["numerator"] is None or not row["denominator"]:
        params["n"] = Amount(row["n"], "count")
        kind = "plain" if row["n"] is None else "mean"
        return Sentence(f"figures.why_{kind}_shrunken" if shrunken else f"figures.why_{kind}", params)
    params["numerator"] = counted(row["numerator"])
    params["denominator"] = counted(row["denominator"])
    return Sentence("figures.why_ratio_shrunken" if shrunken else "figures.why_ratio", params)


def counted(number: float) -> Amount:
    """A count as counted; weighted sums (half an external teacher, a share of hours) keep two decimals."""
    return Amount(number, "count" if number == round(number) else "gp")


def marks_of(row: dict) -> tuple[float, ...]:
    """The four anchors stored with an item; empty for bands and for levels, which have no scale in original units."""
    listed = json.loads(row["anchors"]) if row["anchors"] else []
    if catalogue.entry(row["indicator_id"]).unit == "level" or len(listed) != 4:
        return ()
    return tuple(float(value) for value in listed)


def not_connected(ids: tuple[str, ...], values: Values, more: tuple[Name, ...] = ()) -> Sentence | None:
    """The line that names what this page would show if its source were there; None where nothing is missing.

    What is missing although its sources were loaded has nothing to count for this entity: it is not in the line.
    """
    missing = (
        catalogue.entry(key).name for key in ids if not values.has(key) and not is_connected(key, values)
    )
    names = tuple(dict.fromkeys((*missing, *more)))
    return Sentence("figures.not_connected", {"names": names}) if names else None


def is_connected(indicator_id: str, values: Values) -> bool:
    """Whether an indicator is computed from tables that have been loaded."""
    entry = catalogue.entry(indicator_id)
    return entry.is_computed and all(table in values.loaded for table in entry.sources)

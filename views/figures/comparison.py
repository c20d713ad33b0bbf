"""Units beside each other against the school's value: ranked interval bars, funnel, and what chance explains."""

from __future__ import annotations

from access.scope import Scope
from data.warehouse.queries import values as queries
from views import catalogue, warehouse
from views.naming import Unit, link
from views.parts import Amount, IntervalRow, Intervals, Sentence
from views.warehouse import Snapshot


@warehouse.cached
def rows_of_kind(
    scope: Scope,
    snapshot: Snapshot,
    entity_kind: str,
    indicator_id: str,
    period: str | None = None,
    org_code: str | None = None,
) -> tuple[dict, ...]:
    """Stored rows of one indicator for the units of a kind that may be shown."""
    query = queries.of_kind(snapshot.snapshot_id, entity_kind, indicator_id, period=period, org_code=org_code)
    found = warehouse.read(query, scope).to_dicts()
    return tuple(
        row for row in found if row["value"] is not None and row["status"] in ("observed", "provisional")
    )


def intervals(
    rows: tuple[dict, ...],
    page: str,
    known: dict[str, Unit],
    indicator_id: str,
    school_row: dict | None,
) -> Intervals:
    """Units sorted by value, highest first, with the school's value as the line."""
    entry = catalogue.entry(indicator_id)
    listed = sorted(rows, key=lambda row: (-row["value"], row["entity_id"]))
    school = school_row["value"] if school_row else None
    drawn = tuple(
        IntervalRow(
            link=link(page, known, row["entity_id"]),
            value=row["value"],
            low=row["low"],
            high=row["high"],
            n=int(row["n"] or 0),
            difference=row["difference"],
        )
        for row in listed
    )
    return Intervals(
        rows=drawn,
        comparator=school,
        comparator_label=Sentence("figures.school_line", {"value": Amount(school, entry.unit)}),
        unit=entry.unit,
        axis=Sentence("figures.interval_axis", {"name": entry.name}),
        alt=_alt(drawn, entry, school),
    )


def _alt(rows: tuple[IntervalRow, ...], entry: catalogue.Entry, school: float | None) -> Sentence:
    return Sentence(
        "figures.interval_alt",
        {
            "name": entry.name,
            "count": Amount(len(rows), "count"),
            "school": Amount(school, entry.unit),
            "above": Amount(sum(row.difference == "above" for row in rows), "count"),
            "below": Amount(sum(row.difference == "below" for row in rows), "count"),
        },
    )

"""How many students of a department or the school are in support, and how cases ended: counts by the cell rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from access import disclosure
from access.scope import Scope
from data.warehouse.queries import cases as queries
from improvement import support
from views import naming, small_groups, warehouse
from views.operations.cases import OVER, SEEN
from views.parts import Amount, Column, Header, Refusal, Sentence, Table
from views.warehouse import Snapshot

CATEGORY = "intervention_note"


@dataclass(frozen=True)
class CountsPage:
    """What whoever may not read cases by name sees of them."""

    header: Header
    findings: tuple[Sentence, ...]
    table: Table | None


def overview(scope: Scope, snapshot: Snapshot) -> CountsPage | Refusal:
    """Students by where their case stands, of the own department or the school; small counts are hidden.

    Counted until the last Sunday, so that a single step is not told by the count of the day after.
    """
    org = min(scope.codes("org"), default=None)
    until = _last_sunday(snapshot.as_of)
    query = queries.counted(snapshot.snapshot_id, snapshot.term_id or "", until, org)
    frame = warehouse.read_for_counts(query, scope, CATEGORY)
    if frame is None:
        return Refusal("not_allowed", Sentence("cases.closed_title"), Sentence("cases.closed_body"))
    counts = _counts(frame.to_dicts())
    shown = disclosure.treated_counts(
        tuple(counts.values()), small_groups.least(scope, snapshot, CATEGORY, org)
    )
    return CountsPage(
        header=_header(scope, snapshot, org),
        findings=(_finding(sum(counts.values()), shown, until),),
        table=_table(tuple(counts), shown) if any(counts.values()) else None,
    )


def _counts(rows: list[dict]) -> dict[str, int]:
    """Each student once, by the last step: in support, or closed by outcome."""
    last = {row["student_pid"]: row for row in rows if row["state"] != SEEN}
    found = Counter(row["outcome"] if row["state"] == OVER else "open" for row in last.values())
    return {name: found[name] for name in ("open", *support.declared().outcomes)}


def _last_sunday(day: date) -> date:
    return day - timedelta(days=day.isoweekday() % 7)


def _header(scope: Scope, snapshot: Snapshot, org: str | None) -> Header:
    unit = (
        naming.unit_name(naming.departments(scope, snapshot), org) if org else naming.college(scope, snapshot)
    )
    return Header(title=Sentence("cases.title"), kind=Sentence("cases.kind_counts", {"unit": unit}))


def _finding(total: int, shown: tuple[int | None, ...], until: date) -> Sentence:
    if not total:
        return Sentence("cases.counts_none", {"day": until})
    if None in shown:
        return Sentence("cases.counts_hidden", {"day": until})
    return Sentence("cases.counts", {"count": Amount(total, "count"), "day": until})


def _table(names: tuple[str, ...], shown: tuple[int | None, ...]) -> Table:
    columns = (Column(Sentence("cases.head_state")), Column(Sentence("cases.head_students"), "right"))
    rows = tuple(
        (
            Sentence("cases.state_open" if name == "open" else f"warnings.outcome_{name}"),
            None if count is None else Amount(count, "count"),
        )
        for name, count in zip(names, shown, strict=True)
    )
    return Table(columns, rows, Sentence("cases.counts_note"))

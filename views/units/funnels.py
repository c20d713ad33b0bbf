"""Warnings from opened to closed, and requests with the time to their answer: counts, or the side where few are concerned."""

from __future__ import annotations

from access.scope import Scope
from views import catalogue, small_groups
from views.figures.values import Values
from views.parts import Amount, Column, Funnel, Sentence, Series, Stage, Table
from views.units import tallies
from views.warehouse import Snapshot

LEVELS = ("all", "red", "orange", "yellow")
STAGES = ("opened", "answered", "in_time", "closed")
TIMES = ("sch_incident_rate", "sch_incident_ontime", "sch_alert_response", "sch_request_ontime", "sch_loop_closure",
         "sch_culture_tasks", "sch_data_timeliness")  # fmt: skip


def warnings(scope: Scope, snapshot: Snapshot) -> tuple[Funnel, ...]:
    """Warnings of the newest school year that has any, all together and by level; none where the reader may know none."""
    rows = tallies.counted(scope, snapshot, "alert")
    parts = tallies.by_part(rows, tallies.newest(rows) or "")
    least = small_groups.least(scope, snapshot, "rule_warning")
    return tuple(
        Funnel(
            level=None if level == "all" else level,
            stages=tuple(_stage(parts[level], step, least) for step in STAGES),
        )
        for level in LEVELS
        if level in parts and parts[level]["opened"]["n"]
    )


def period(scope: Scope, snapshot: Snapshot, topic: str) -> str | None:
    """The school year that the counts of a topic are about."""
    return tallies.newest(tallies.counted(scope, snapshot, topic))


def _stage(part: dict[str, dict], step: str, least: int) -> Stage:
    row, whole = part[step], part["opened"]["n"]
    name = Sentence(f"boards.stage_{step}")
    if row["n"] is not None:
        return Stage(name, row["n"], row["n"] / whole)
    return Stage(name, None, None, hidden(row, least))


def hidden(row: dict, least: int) -> Sentence:
    """What is told of a count that is not: few, all but a few, or nothing."""
    return Sentence(f"boards.few_{row['side'] or 'hidden'}", {"least": Amount(least, "count")})


def late(scope: Scope, snapshot: Snapshot) -> Sentence | None:
    """Warnings past their limit that nobody answered; None where there is none or nobody may know."""
    rows = tallies.counted(scope, snapshot, "alert")
    row = tallies.by_part(rows, tallies.newest(rows) or "").get("all", {}).get("late")
    if row is None or row["n"] == 0:
        return None
    if row["n"] is None and row["side"] != "under":
        return None
    least = Amount(small_groups.least(scope, snapshot, "rule_warning"), "count")
    key = "few" if row["n"] is None else "some"
    return Sentence(
        f"boards.late_{key}", {"least": least, "count": Amount(row["n"], "count"), "period": row["period"]}
    )


def requests(scope: Scope, snapshot: Snapshot) -> Table | None:
    """Requests of the newest school year by topic: received, answered on time, median hours, still open past the limit."""
    rows = tallies.counted(scope, snapshot, "request")
    parts = tallies.by_part(rows, tallies.newest(rows) or "")
    if not parts:
        return None
    least = small_groups.least(scope, snapshot, "request_appeal")
    heads = (
        ("topic", "left"),
        ("received", "right"),
        ("on_time", "right"),
        ("hours", "right"),
        ("late", "right"),
    )
    columns = tuple(Column(Sentence(f"boards.head_{head}"), align) for head, align in heads)
    listed = [*(part for part in sorted(parts) if part != "all"), "all"]
    return Table(columns, tuple(_request(part, parts[part], least) for part in listed if part in parts))


def _request(name: str, part: dict[str, dict], least: int) -> tuple:
    hours = part.get("hours", {}).get("value")
    return (
        Sentence("boards.all_topics") if name == "all" else name,
        Amount(part["received"]["n"], "count"),
        _cell(part["on_time"], least),
        Amount(hours, "hours") if hours is not None else None,
        _cell(part["late"], least),
    )


def _cell(row: dict, least: int) -> Amount | Sentence:
    return Amount(row["n"], "count") if row["n"] is not None else hidden(row, least)


def times(own: Values) -> Table | None:
    """How fast and how completely incidents, warnings, requests and actions were dealt with, with the periods."""
    rows = tuple(
        (
            catalogue.entry(key).name,
            own.figure(key).amount,
            Series(own.series(key)) if len(own.series(key)) > 1 else None,
            Sentence("figures.period", {"period": own.row(key)["period"]}),
        )
        for key in TIMES
        if own.has(key)
    )
    if not rows:
        return None
    heads = (("figure", "left"), ("value", "right"), ("trend", "left"), ("period", "left"))
    return Table(tuple(Column(Sentence(f"boards.head_{head}"), align) for head, align in heads), rows)

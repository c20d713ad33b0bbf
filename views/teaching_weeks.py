"""Before, in and after class of one teaching class by teaching week, with the median of the courses or the standard as the line."""

from __future__ import annotations

from access.scope import Scope
from data.warehouse.queries import values as value_queries
from views import catalogue, naming, warehouse
from views.parts import Amount, Sentence, WeekPanel, Weeks
from views.values import Values
from views.warehouse import Snapshot

KIND = "offering"
# Week measures and the indicator whose benchmark or peers give the line of reference.
STAGES = (
    ("pre_completion", "crs_pre_completion"),
    ("participation", "crs_participation"),
    ("ontime", "crs_assignment_ontime"),
    ("attendance", "crs_attendance"),
)


def monitor(scope: Scope, snapshot: Snapshot, offering_id: str, term_id: str, own: Values) -> Weeks | None:
    """The stages with data; None where no week may be shown."""
    term = naming.term(scope, snapshot, term_id)
    query = value_queries.weeks(snapshot.snapshot_id, KIND, (offering_id,), (term_id,))
    rows = [row for row in warehouse.read(query, scope).to_dicts() if row["value"] is not None]
    panels = tuple(one for one in (_panel(stage, rows, own) for stage in STAGES) if one)
    if not panels or term is None:
        return None
    return Weeks(
        panels=panels,
        week_count=term.week_count,
        now=snapshot.week_no if term_id == snapshot.term_id else None,
        alt=Sentence("course.weeks_alt", {"count": Amount(len(panels), "count")}),
    )


def _panel(stage: tuple[str, str], rows: list[dict], own: Values) -> WeekPanel | None:
    measure, indicator_id = stage
    this = tuple((row["week_no"], row["value"]) for row in rows if row["measure"] == measure)
    if not this:
        return None
    line, label = _reference(indicator_id, own)
    return WeekPanel(
        title=Sentence(f"course.stage_{measure}"),
        sub=Sentence(f"course.stage_{measure}_sub"),
        this_term=this,
        line=line,
        line_label=label,
    )


def _reference(indicator_id: str, own: Values) -> tuple[float | None, Sentence | None]:
    benchmark = catalogue.benchmark_share(indicator_id)
    if benchmark is not None:
        return benchmark, Sentence("course.line_standard", {"value": Amount(benchmark, "share")})
    row = own.row(indicator_id)
    if row is None or row["peer_median"] is None:
        return None, None
    return row["peer_median"], Sentence("course.line_median", {"value": Amount(row["peer_median"], "share")})


def finding(weeks: Weeks | None) -> Sentence | None:
    """The newest week in words, stage by stage; states values, claims no difference."""
    if weeks is None:
        return None
    newest = max(panel.this_term[-1][0] for panel in weeks.panels)
    parts = tuple(
        Sentence(
            "findings.course_week_part",
            {"stage": panel.title, "value": Amount(panel.this_term[-1][1], panel.unit)},
        )
        for panel in weeks.panels
        if panel.this_term[-1][0] == newest
    )
    return Sentence("findings.course_week", {"week": str(newest), "parts": parts})

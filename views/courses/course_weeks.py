"""The week monitor: before, in and after class by teaching week, of the course or of one class; what moved since a year ago."""

from __future__ import annotations

from access.scope import Scope
from data.warehouse.queries import values as value_queries
from profiling.indices.shrink import wilson
from views import catalogue, naming, warehouse
from views.figures.values import Values
from views.parts import Amount, Sentence, WeekPanel, Weeks
from views.warehouse import Snapshot

KIND, CLASS = "course", "offering"
# Week measures in the order of a teaching week, and the indicator whose peers or benchmark give the line of reference.
STAGES = (
    ("pre_completion", "crs_pre_completion"),
    ("participation", "crs_participation"),
    ("attendance", "crs_attendance"),
    ("ontime", "crs_assignment_ontime"),
)
SAMPLED = ("pre_completion", "attendance", "ontime")  # shares of countable events: chance has a size


@warehouse.cached
def rows_of(
    scope: Scope, snapshot: Snapshot, kind: str, key: str, term_id: str | None
) -> tuple[naming.Term | None, tuple[dict, ...]]:
    """The term, and the stored weeks of one entity in it and in the same term a year before."""
    term = naming.term(scope, snapshot, term_id)
    if term is None:
        return None, ()
    before = naming.year_before(scope, snapshot, term.term_id)
    terms = tuple(filter(None, (term.term_id, before)))
    query = value_queries.weeks(snapshot.snapshot_id, kind, (key,), terms)
    return term, tuple(row for row in warehouse.read(query, scope).to_dicts() if row["value"] is not None)


def monitor(
    snapshot: Snapshot, own: Values, term: naming.Term | None, rows: tuple[dict, ...]
) -> Weeks | None:
    """The course by teaching week, with the same weeks a year before; None without a week of the term."""
    return _drawn(snapshot, term, [_panel(stage, rows, term, own) for stage in STAGES] if term else [])


def of_class(
    scope: Scope,
    snapshot: Snapshot,
    offering_id: str,
    term: naming.Term | None,
    course_rows: tuple[dict, ...],
) -> Weeks | None:
    """One class by teaching week, with the whole course of the same weeks; None without a week of its own."""
    if term is None:
        return None
    _, mine = rows_of(scope, snapshot, CLASS, offering_id, term.term_id)
    return _drawn(snapshot, term, [_class_panel(stage, mine, course_rows, term) for stage in STAGES])


def _drawn(snapshot: Snapshot, term: naming.Term | None, panels: list[WeekPanel | None]) -> Weeks | None:
    kept = tuple(panel for panel in panels if panel)
    if term is None or not kept:
        return None
    return Weeks(
        panels=kept,
        week_count=max(term.week_count, *(panel.this_term[-1][0] for panel in kept)),
        now=snapshot.week_no if term.term_id == snapshot.term_id else None,
        alt=Sentence("course.weeks_alt", {"parts": tuple(_last(panel) for panel in kept)}),
    )


def _last(panel: WeekPanel) -> Sentence:
    """The newest week of one measure in words."""
    week, value = panel.this_term[-1]
    params = {"name": panel.sub, "week": str(week), "value": Amount(value, panel.unit)}
    return Sentence("course.weeks_alt_part", params)


def _series(rows: tuple[dict, ...], measure: str, is_wanted) -> tuple[tuple[int, float], ...]:
    return tuple(
        (row["week_no"], row["value"])
        for row in rows
        if row["measure"] == measure and is_wanted(row["term_id"])
    )


def _panel(
    stage: tuple[str, str], rows: tuple[dict, ...], term: naming.Term, own: Values
) -> WeekPanel | None:
    measure, indicator_id = stage
    this = _series(rows, measure, lambda one: one == term.term_id)
    if not this:
        return None
    line, label = _reference(indicator_id, own, term.term_id)
    return WeekPanel(
        title=Sentence(f"course.stage_{measure}"),
        sub=Sentence(f"course.stage_{measure}_sub"),
        this_term=this,
        year_before=_series(rows, measure, lambda one: one != term.term_id),
        line=line,
        line_label=label,
    )


def _class_panel(
    stage: tuple[str, str], mine: tuple[dict, ...], course: tuple[dict, ...], term: naming.Term
) -> WeekPanel | None:
    measure = stage[0]
    this = _series(mine, measure, lambda one: one == term.term_id)
    if not this:
        return None
    whole = _series(course, measure, lambda one: one == term.term_id)
    return WeekPanel(
        title=Sentence(f"course.stage_{measure}"),
        sub=Sentence(f"course.stage_{measure}_sub"),
        this_term=this,
        year_before=whole if whole != this else (),  # the only class of the course is the course
        before_label=Sentence("course.line_course"),
    )


def _reference(indicator_id: str, own: Values, term_id: str) -> tuple[float | None, Sentence | None]:
    """The benchmark of the definition, else the median of the peers of that term, else no line."""
    benchmark = catalogue.benchmark_share(indicator_id)
    if benchmark is not None:
        return benchmark, Sentence("course.line_standard", {"value": Amount(benchmark, "share")})
    row = own.row(indicator_id, term_id)
    if row is None or row["peer_median"] is None:
        return None, None
    return row["peer_median"], Sentence("course.line_median", {"value": Amount(row["peer_median"], "share")})


def finding(weeks: Weeks | None, rows: tuple[dict, ...], term: naming.Term | None) -> Sentence | None:
    """Which measures lie beyond chance from the same weeks a year before; without such weeks, the newest week in words."""
    if weeks is None or term is None:
        return None
    moved = {measure: _moved(rows, measure, term.term_id) for measure in SAMPLED}
    known = {measure: side for measure, side in moved.items() if side is not None}
    if not known:
        return newest(weeks)
    parts = tuple(
        Sentence(
            f"findings.course_weeks_{side}",
            {"names": tuple(Sentence(f"course.stage_{one}_sub") for one in known if known[one] == side)},
        )
        for side in ("below", "above", "chance")
        if side in known.values()
    )
    return Sentence("findings.course_weeks", {"parts": parts, "period": term.term_id})


def _moved(rows: tuple[dict, ...], measure: str, term_id: str) -> str | None:
    """The weeks so far against the same weeks a year before: below, above or chance; None where counts are not told."""
    mine = {row["week_no"]: row for row in rows if row["measure"] == measure and row["term_id"] == term_id}
    then = {row["week_no"]: row for row in rows if row["measure"] == measure and row["term_id"] != term_id}
    both = sorted(set(mine) & set(then))
    sums = [
        tuple(sum(weeks[week][side] or 0.0 for week in both) for side in ("numerator", "denominator"))
        for weeks in (mine, then)
    ]
    if not both or any(bottom <= 0 for _, bottom in sums):
        return None
    low, high = wilson(*zip(*sums, strict=True))
    return "below" if high[0] < low[1] else "above" if low[0] > high[1] else "chance"


def newest(weeks: Weeks | None) -> Sentence | None:
    """The newest week in words, measure by measure; states values, claims no difference."""
    if weeks is None:
        return None
    last = max(panel.this_term[-1][0] for panel in weeks.panels)
    parts = tuple(
        Sentence(
            "findings.course_week_part",
            {"stage": panel.sub, "value": Amount(panel.this_term[-1][1], panel.unit)},
        )
        for panel in weeks.panels
        if panel.this_term[-1][0] == last
    )
    return Sentence("findings.course_week", {"week": str(last), "parts": parts})

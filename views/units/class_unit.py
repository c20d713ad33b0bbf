"""Class page: who is in it and how each stands, by number; who is warned and nobody has spoken to; attendance and scores."""

from __future__ import annotations

from dataclasses import dataclass

from access.scope import Scope
from views import naming, trail, who_may
from views.figures import findings
from views.parts import Header, HeatMap, Item, Refusal, Sentence, Spreads, Table, Tile
from views.units import attendance, class_cases, class_scores
from views.units.class_roster import roster_of
from views.units.class_tiles import tiles_of
from views.warehouse import Snapshot

KIND = "class"
RECORD, PROCESS, WARNING, SUPPORT = (
    "student_academic_record",
    "attendance_process",
    "rule_warning",
    "intervention_note",
)


@dataclass(frozen=True)
class ClassPage:
    """Everything the Class page shows."""

    header: Header
    findings: tuple[Sentence, ...]
    tiles: tuple[Tile, ...]
    roster: Table | None
    roster_note: Sentence | None
    listed: int  # names shown, for the access log
    heat: HeatMap | None
    heat_note: Sentence | None
    spreads: Spreads | None
    spreads_side: Sentence | None
    warned: tuple[Item, ...]
    warned_note: Sentence | None
    unspoken: tuple[Item, ...]
    unspoken_note: Sentence | None


def overview(
    scope: Scope, snapshot: Snapshot, class_code: str, term_id: str | None = None
) -> ClassPage | Refusal:
    """The Class page; a designed refusal for a class that is not there. Never cached: it holds names."""
    unit = naming.classes(scope, snapshot).get(class_code)
    if unit is None:
        return Refusal("not_found", Sentence("class.unknown_title"), Sentence("class.unknown_body"))
    roster = roster_of(scope, snapshot, class_code)
    weeks = attendance.of_class(scope, snapshot, class_code, term_id)
    cases = class_cases.of_class(scope, snapshot, class_code, roster)
    spreads, shown = class_scores.of_class(scope, snapshot, class_code, term_id)
    heat = attendance.class_map(scope, snapshot, class_code, term_id, weeks, roster.links())
    return ClassPage(
        header=_header(scope, snapshot, unit),
        findings=findings.kept(class_cases.finding(roster, cases), attendance.finding(weeks), cases.finding),
        tiles=tiles_of(scope, snapshot, class_code, roster, cases, weeks),
        roster=roster.table(),
        roster_note=_note(scope, RECORD, roster.students),
        listed=len(roster.students) if roster.students else len(cases.warned),
        heat=heat,
        heat_note=attendance.names_note(scope, heat, roster.students),
        spreads=spreads,
        spreads_side=Sentence("figures.period", {"period": shown}) if shown else None,
        warned=cases.warned,
        warned_note=_note(scope, WARNING, cases.is_read),
        unspoken=cases.unspoken,
        unspoken_note=_note(scope, SUPPORT, cases.is_support_read),
    )


def _note(scope: Scope, category: str, is_read: object) -> Sentence | None:
    """Who may read what this reader may not."""
    if is_read or who_may.reads_names(scope, category):
        return None
    return Sentence("drill.names_of", {"roles": who_may.roles(category, KIND)})


def _header(scope: Scope, snapshot: Snapshot, unit: naming.Unit) -> Header:
    params = {"major": naming.unit_name(naming.majors(scope, snapshot), unit.major_code)}
    kind = Sentence("class.kind", params | {"grade": str(unit.grade_year)}) if unit.grade_year else None
    counsellor = class_cases.counsellor(scope, unit.code)
    facts = (Sentence("class.counsellor", {"name": counsellor}),) if counsellor else ()
    return Header(
        title=unit.name,
        kind=kind or Sentence("class.kind_plain", params),
        facts=facts,
        trail=trail.to_class(scope, snapshot, unit),
    )


def parts_in_order(page: ClassPage) -> tuple[str, ...]:
    """The tabs of the page: names first, unless the reader sees none."""
    return ("roster", "weeks", "spreads") if page.roster else ("weeks", "roster", "spreads")


def nothing() -> Refusal:
    """The state for a role whose scope holds no class."""
    return Refusal("empty", Sentence("class.none_title"), Sentence("class.none_body"))

"""Warning centre: open warnings by level and age, who has been contacted in time, what is late, which cases were handed over."""

from __future__ import annotations

from dataclasses import dataclass

from access.scope import Scope
from profiling.raised import HOURS
from views import catalogue, choices, naming, trail, warehouse, who_may
from views.choices import Choice
from views.operations import handed_over, warning_table
from views.operations.handed_over import HandedOver
from views.operations.raised_warnings import (
    CATEGORY,
    LEVELS,
    Raised,
    by_contact,
    by_level,
    median_hours,
    of_unit,
    oldest,
)
from views.parts import Amount, CountGrid, Figure, Header, Name, Refusal, Sentence, Table, Tile, Why
from views.warehouse import Snapshot

WHOLE = "all"  # the whole college in the chooser and in the address
EVERYWHERE = Name("全校", "Whole college")
SOURCES = {
    "register": ("qa_alert", "fact_contact", "qa_intervention"),
    "rules": ("mart_rule_warning", "qa_intervention"),
}
NAMES = {
    "red": Name("红色预警未结", "Red, open"),
    "orange": Name("橙色预警未结", "Orange, open"),
    "yellow": Name("黄色预警未结", "Yellow, open"),
    "late": Name("逾期未联系", "Late, nobody in contact"),
    "median": Name("首次联系中位时间", "Median time to first contact"),
    "handed": Name("移交学生处", "Handed over to student affairs"),
}
NAMED = 3


@dataclass(frozen=True)
class WarningCentre:
    """Everything the Warning centre shows."""

    header: Header
    findings: tuple[Sentence, ...]
    tiles: tuple[Tile, ...]
    ages: CountGrid | None
    units: Table | None
    part_title: Sentence | None
    names: Table | None
    handed: Table | None
    handed_note: Sentence | None
    note: Sentence


def units(scope: Scope, snapshot: Snapshot) -> tuple[Choice, ...]:
    """The whole college first for roles whose scope names no department, then departments."""
    listed = choices.departments(scope, snapshot)
    return listed if scope.codes("org") else (Choice(WHOLE, EVERYWHERE), *listed)


def overview(scope: Scope, snapshot: Snapshot, unit: str, part: str | None = None) -> WarningCentre | Refusal:
    """The page of a department or of the whole college; a designed state where the rows are not the reader's or no rule
    could be applied to anybody."""
    if not warehouse.holds_rows(scope, CATEGORY):
        roles = {"roles": who_may.roles(CATEGORY, "warning_centre")}
        return Refusal(
            "not_allowed", *(Sentence(f"warning_centre.rows_{key}", roles) for key in ("title", "body"))
        )
    org = None if unit == WHOLE else unit
    found = of_unit(scope, snapshot, org)
    if found.is_unknown:
        return Refusal(
            "empty", *(Sentence(f"warning_centre.unknown_{key}") for key in ("title", "body", "remedy"))
        )
    passed = handed_over.of_unit(scope, snapshot, org)
    named = warning_table.names(scope, snapshot, found, part)
    return WarningCentre(
        header=_header(scope, snapshot, org, found),
        findings=_findings(scope, snapshot, found, org),
        tiles=_tiles(found, passed, snapshot),
        ages=warning_table.ages(found, unit),
        units=warning_table.by_unit(scope, snapshot, found, org),
        part_title=warning_table.part_title(part) if named else None,
        names=named,
        handed=handed_over.table(scope, snapshot, passed),
        handed_note=_handed_note(passed),
        note=Sentence("warning_centre.blue"),
    )


def nothing() -> Refusal:
    """The state for a role whose scope holds no department."""
    return Refusal("empty", Sentence("department.none_title"), Sentence("department.none_body"))


def _header(scope: Scope, snapshot: Snapshot, org: str | None, found: Raised) -> Header:
    unit = naming.unit_name(naming.departments(scope, snapshot), org) if org else EVERYWHERE
    above = trail.to_part(scope, snapshot, org) if org else trail.to_department(scope, snapshot)
    facts = (Sentence(f"warning_centre.source_{found.source}"),) if found.source else ()
    return Header(
        title=Sentence("warning_centre.title"), kind=Sentence("warning_centre.kind", {"unit": unit}), facts=facts, trail=above
    )  # fmt: skip


def _count(number: int | None) -> Amount:
    return Amount(number, "count")


def _findings(scope: Scope, snapshot: Snapshot, found: Raised, org: str | None) -> tuple[Sentence, ...]:
    """How many are open, what is late and where, what was never raised, and of whom no rule can say anything."""
    said = [_open_words(found), *_late_words(scope, snapshot, found, org)]
    if found.not_raised:
        said.append(Sentence("warning_centre.finding_not_raised", {"count": _count(found.not_raised)}))
    if found.unknown:
        said.append(Sentence("warning_centre.finding_unknown", {"count": _count(found.unknown)}))
    return tuple(said)


def _open_words(found: Raised) -> Sentence:
    levels = by_level(found.open)
    if not levels:
        told = {"judged": _count(found.judged)} if found.unknown is not None else {}
        return Sentence("warning_centre.finding_none" if told else "warning_centre.finding_none_open", told)
    params = {level: _count(levels[level]) for level in LEVELS}
    students = len({one.pid for one in found.open})
    return Sentence(
        "warning_centre.finding_open",
        params | {"open": _count(len(found.open)), "students": _count(students)},
    )


def _late_words(scope: Scope, snapshot: Snapshot, found: Raised, org: str | None) -> tuple[Sentence, ...]:
    late = tuple(one for one in found.open if one.contact == "late")
    if not late:
        return (Sentence("warning_centre.finding_in_time"),) if found.open else ()
    params = {"late": _count(len(late)), "days": Amount(oldest(late), "count")}
    params["units"] = warning_table.most_late(scope, snapshot, late, org)[:NAMED]
    told = Sentence("warning_centre.finding_late", params)
    return (told,) if found.has_contacts else (told, Sentence("warning_centre.finding_no_contacts"))


def _tiles(found: Raised, passed: HandedOver | None, snapshot: Snapshot) -> tuple[Tile, ...]:
    levels = tuple(_level_tile(found, level, snapshot) for level in LEVELS)
    handed = (_handed_tile(passed, snapshot),) if passed else ()
    return (*levels, _late_tile(found, snapshot), _median_tile(found, snapshot), *handed)


def _figure(
    key: str,
    amount: Amount,
    why: Sentence,
    found: Raised | None,
    snapshot: Snapshot,
    status: str = "observed",
) -> Figure:
    sources = SOURCES.get(found.source or "rules", ()) if found else ("qa_intervention",)
    definition = Sentence(f"warning_centre.define_{key}")
    told = Why(
        sentence=why, definition=definition, period=snapshot.term_id or "", sources=sources,
        standard=catalogue.rules_version(), snapshot_id=snapshot.snapshot_id,
    )  # fmt: skip
    return Figure(key, NAMES[key], amount, status, period=snapshot.term_id, direction="down", why=told)


def _level_tile(found: Raised, level: str, snapshot: Snapshot) -> Tile:
    own = tuple(one for one in found.open if one.level == level)
    late, days = by_contact(own)["late"], oldest(own)
    params = {
        "open": _count(len(own)),
        "all": _count(len(found.open)),
        "level": Sentence(f"warnings.level_{level}"),
    }
    figure = _figure(level, _count(len(own)), Sentence("warning_centre.why_level", params), found, snapshot)
    key = "late_none" if not late else "late_some"
    gap = Sentence(f"warning_centre.tile_{key}", {"late": _count(late)}) if own else None
    note = {"hours": Amount(HOURS[level], "hours"), "days": _count(days)}
    return Tile(
        figure,
        gap=gap,
        note=Sentence("warning_centre.tile_oldest" if own else "warning_centre.tile_limit", note),
    )


def _late_tile(found: Raised, snapshot: Snapshot) -> Tile:
    states = by_contact(found.open)
    params = {key: _count(states[key]) for key in ("in_time", "after", "waiting", "late")} | {
        "open": _count(len(found.open))
    }
    figure = _figure(
        "late", _count(states["late"]), Sentence("warning_centre.why_late", params), found, snapshot
    )
    late = tuple(one for one in found.open if one.contact == "late")
    gap = Sentence("warning_centre.tile_late_days", {"days": _count(oldest(late))}) if late else None
    return Tile(figure, gap=gap, note=Sentence("warning_centre.tile_waiting", params))


def _median_tile(found: Raised, snapshot: Snapshot) -> Tile:
    hours, answered = median_hours(found.of_term)
    params = {"answered": _count(answered), "raised": _count(len(found.of_term))}
    if hours is None:
        why = Sentence("warning_centre.why_no_median", params)
        figure = _figure("median", Amount(None, "hours"), why, found, snapshot, "missing")
        return Tile(figure, gap=Sentence("warning_centre.tile_no_contact"), note=why)
    params["median"] = Amount(hours, "hours")
    figure = _figure(
        "median", Amount(hours, "hours"), Sentence("warning_centre.why_median", params), found, snapshot
    )
    note = {level: _count(HOURS[level]) for level in LEVELS}
    return Tile(
        figure,
        gap=Sentence("warning_centre.tile_answered", params),
        note=Sentence("warning_centre.tile_limits", note),
    )


def _handed_tile(passed: HandedOver, snapshot: Snapshot) -> Tile:
    why = Sentence("warning_centre.why_handed", {"count": _count(passed.count)})
    is_hidden = passed.count is None
    figure = _figure(
        "handed", _count(passed.count), why, None, snapshot, "suppressed" if is_hidden else "observed"
    )
    gap = Sentence("warning_centre.tile_handed_hidden") if is_hidden else None
    return Tile(figure, gap=gap, note=Sentence("warning_centre.tile_handed"))


def _handed_note(passed: HandedOver | None) -> Sentence:
    """Why no case stands below: the role reads none by name, or none was handed over."""
    if passed is None or passed.rows is None:
        return Sentence(
            "warning_centre.handed_others", {"roles": who_may.roles("intervention_note", "warning_centre")}
        )
    return Sentence("warning_centre.handed_none")

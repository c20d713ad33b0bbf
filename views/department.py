"""Department page: which courses, majors and classes differ beyond chance, and what is late."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from access import lattice
from access.scope import Scope
from data.warehouse.queries import department as queries
from profiling.indices.shrink import wilson
from views import (
    catalogue,
    comparison,
    findings,
    majors,
    naming,
    small_groups,
    tiles,
    values,
    warehouse,
    warnings,
)  # fmt: skip
from views.figure_table import everything
from views.parts import (
    Amount,
    Column,
    Header,
    HeatMap,
    Intervals,
    Name,
    Refusal,
    Sentence,
    Table,
    Tile,
)
from views.values import Values
from views.warehouse import Snapshot, cached

FIRST_PASS, ATTENDANCE = "crs_first_pass", "crs_attendance"
SCHOOL = ("school", "school")
TILES = ("sch_students", FIRST_PASS, ATTENDANCE)
AFTER_WARNINGS = ("sch_dual_qualified_share",)
MEASURE = "attendance"
NEWEST_WEEKS = 3  # weeks taken together: one week of one class is too few meetings to tell it from chance
NAMED = 4
DECISIONS = ("strong", "met", "borderline", "not_met", "insufficient")


@dataclass(frozen=True)
class DepartmentPage:
    """Everything the Department page shows."""

    header: Header
    findings: tuple[Sentence, ...]
    tiles: tuple[Tile, ...]
    courses: Intervals | None
    courses_sub: Sentence | None
    attendance: HeatMap | None
    attendance_note: Sentence | None
    majors: Table | None
    teachers: Table | None
    warnings: Table | None
    figures: Table | None
    not_connected: Sentence | None


@cached
def overview(
    scope: Scope, snapshot: Snapshot, org_code: str, period: str | None = None
) -> DepartmentPage | Refusal:
    """The Department page of one unit; a designed refusal for a unit that is not there."""
    known = naming.departments(scope, snapshot)
    if org_code not in known:
        return Refusal("not_found", Sentence("department.unknown_title"), Sentence("department.unknown_body"))
    own = values.of_entity(scope, snapshot, "org", org_code)
    school = values.of_entity(scope, snapshot, *SCHOOL)
    courses, shown = course_picture(scope, snapshot, org_code, own, school, period)
    classes = naming.classes(scope, snapshot)
    weekly = attendance_rows(scope, snapshot, org_code, period)
    heat = heat_map(weekly, classes)
    counts = warnings.of_department(scope, snapshot, org_code)
    return DepartmentPage(
        header=_header(scope, snapshot, org_code, own),
        findings=findings.kept(
            findings.compared("courses", courses) if courses else None, attendance_finding(weekly, classes)
        ),
        tiles=_tiles(scope, own, school, counts, period),
        courses=courses,
        courses_sub=Sentence("department.courses_sub", {"period": shown}) if shown else None,
        attendance=heat,
        attendance_note=Sentence(
            "department.attendance_standard", {"standard": Amount(heat.standard, "share")}
        )
        if heat and heat.standard is not None
        else None,
        majors=majors.table(scope, snapshot, org_code),
        teachers=teacher_table(scope, snapshot, org_code),
        warnings=warnings.class_table(scope, snapshot, counts),
        figures=everything(own),
        not_connected=values.not_connected((*TILES, *AFTER_WARNINGS), school),
    )


def _header(scope: Scope, snapshot: Snapshot, org_code: str, own: Values) -> Header:
    majors_, classes = own.number("sch_majors"), own.number("sch_classes")
    kind = (
        Sentence("department.kind", {"majors": Amount(majors_, "count"), "classes": Amount(classes, "count")})
        if majors_ is not None and classes is not None
        else Sentence("department.kind_plain")
    )
    return Header(title=naming.unit_name(naming.departments(scope, snapshot), org_code), kind=kind)


def _tiles(scope: Scope, own: Values, school: Values, counts, period: str | None) -> tuple[Tile, ...]:
    warned = warnings.tile(counts, own.snapshot)
    return (
        *tiles.against_school(scope, TILES, own, school, period),
        *((warned,) if warned else ()),
        *tiles.against_school(scope, AFTER_WARNINGS, own, school),
    )


def course_picture(
    scope: Scope, snapshot: Snapshot, org_code: str, own: Values, school: Values, period: str | None
) -> tuple[Intervals | None, str | None]:
    """First-attempt pass rates of the department's courses against the school, and their period."""
    newest = own.row(FIRST_PASS)
    shown = period if period and own.has(FIRST_PASS, period) else newest["period"] if newest else None
    if shown is None:
        return None, None
    rows = comparison.rows_of_kind(scope, snapshot, "course", FIRST_PASS, shown, org_code)
    if not rows:
        return None, None
    known = naming.courses(scope, snapshot)
    return comparison.intervals(rows, "course", known, FIRST_PASS, school.row(FIRST_PASS, shown)), shown


def attendance_rows(
    scope: Scope, snapshot: Snapshot, org_code: str, period: str | None
) -> dict[str, list[dict]]:
    """Weekly attendance of every class of the department, weeks in order; empty where none is recorded."""
    term = period or snapshot.term_id
    if term is None:
        return {}
    query = queries.class_weeks(snapshot.snapshot_id, org_code, term, MEASURE)
    by_class: dict[str, list[dict]] = {}
    for row in warehouse.read(query, scope).iter_rows(named=True):
        if row["value"] is not None:
            by_class.setdefault(row["class_code"], []).append(row)
    return by_class


def heat_map(by_class: dict[str, list[dict]], known: dict[str, naming.Unit]) -> HeatMap | None:
    """Attendance of every class by teaching week."""
    if not by_class:
        return None
    weeks = tuple(sorted({row["week_no"] for rows in by_class.values() for row in rows}))
    found = [{row["week_no"]: row["value"] for row in rows} for rows in by_class.values()]
    return HeatMap(
        rows=tuple(naming.unit_name(known, code) for code in by_class),
        weeks=weeks,
        values=tuple(tuple(cells.get(week) for week in weeks) for cells in found),
        standard=catalogue.benchmark_share(ATTENDANCE),
        alt=Sentence(
            "department.heat_alt",
            {"classes": Amount(len(by_class), "count"), "weeks": Amount(len(weeks), "count")},
        ),
    )


def attendance_finding(by_class: dict[str, list[dict]], known: dict[str, naming.Unit]) -> Sentence | None:
    """Classes whose attendance of the newest weeks lies below the standard beyond chance."""
    standard = catalogue.benchmark_share(ATTENDANCE)
    if standard is None or not by_class:
        return None
    below = tuple(
        naming.unit_name(known, code) for code, rows in by_class.items() if is_below(rows, standard)
    )
    params = {"all": Amount(len(by_class), "count"), "standard": Amount(standard, "share")}
    if not below:
        return Sentence("findings.attendance_none_below", params)
    named = below[:NAMED] if len(below) <= NAMED else (*below[:NAMED], Name("…"))
    return Sentence(
        "findings.attendance_below", params | {"names": named, "count": Amount(len(below), "count")}
    )


def is_below(rows: list[dict], standard: float) -> bool:
    """Whether the 90 % interval of the newest weeks together lies wholly below the standard."""
    newest = rows[-NEWEST_WEEKS:]
    present = sum(row["numerator"] or 0.0 for row in newest)
    wanted = sum(row["denominator"] or 0.0 for row in newest)
    if wanted <= 0:
        return False
    _, high = wilson(np.array([present]), np.array([wanted]))
    return bool(high[0] < standard)


def teacher_table(scope: Scope, snapshot: Snapshot, org_code: str) -> Table | None:
    """Teachers by standard and decision: counts only; by the cell rule for roles that do not hold the names."""
    frame = warehouse.read_for_counts(
        queries.teacher_decisions(snapshot.snapshot_id, org_code), scope, "teacher_profile"
    )
    if frame is None or frame.is_empty():
        return None
    counts: dict[str, Counter] = {}
    for row in frame.iter_rows(named=True):
        counts.setdefault(row["standard_id"], Counter())[row["decision"]] += row["teachers"]
    exact = warehouse.holds_rows(scope, "teacher_profile")
    least = 0 if exact else small_groups.least(scope, snapshot, "teacher_profile", org_code)
    gone = _unknown(counts, least)
    rows = tuple(_teacher_row(standard, found, gone) for standard, found in sorted(counts.items()))
    columns = (
        Column(Sentence("department.head_tier")),
        Column(Sentence("department.head_teachers"), "right"),
        *(Column(Sentence(f"department.head_{decision}"), "right") for decision in DECISIONS),
    )
    return Table(columns, rows, Sentence("department.teachers_note"))


def _unknown(counts: dict[str, Counter], least: int) -> set:
    """Cells (standard, decision) and totals (standard) that must not be told where the department's total is known."""
    cells = {name: [(name, decision) for decision in DECISIONS] for name in counts}
    persons = {cell: counts[cell[0]][cell[1]] for listed in cells.values() for cell in listed}
    persons |= {name: sum(found.values()) for name, found in counts.items()}
    hidden = {cell for cell, number in persons.items() if 0 < number < least}
    partitions = {"all": [list(counts)], **{name: [listed] for name, listed in cells.items()}}
    return lattice.unknown_cells(persons | {"all": sum(map(persons.get, counts))}, hidden, partitions, least)


def _teacher_row(standard: str, found: Counter, gone: set) -> tuple:
    told = {decision: None if (standard, decision) in gone else found[decision] for decision in DECISIONS}
    return (
        catalogue.standard_name(standard),
        None if standard in gone else Amount(sum(found.values()), "count"),
        *(None if count is None else Amount(count, "count") for count in told.values()),
    )


def nothing() -> Refusal:
    """The state for a role whose scope holds no department."""
    return Refusal("empty", Sentence("department.none_title"), Sentence("department.none_body"))

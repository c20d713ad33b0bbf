"""Department page: which courses, majors and classes differ beyond chance, and what is late."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from access import policy
from access.scope import Scope
from data.warehouse.queries import department as queries
from profiling.indices.shrink import wilson
from views import catalogue, choices, naming, trail, warehouse
from views.figures import comparison, findings, places, tiles, values
from views.figures.figure_table import everything
from views.figures.values import Values
from views.parts import (
    Amount,
    Header,
    HeatMap,
    Intervals,
    Name,
    Places,
    Refusal,
    Sentence,
    Table,
    Tile,
)
from views.teachers import teachers_by_tier
from views.units import department_work, major_filter, majors, warnings  # fmt: skip
from views.warehouse import Snapshot, cached

FIRST_PASS, ATTENDANCE = "crs_first_pass", "crs_attendance"
SCHOOL = ("school", "school")
TILES = ("sch_students", FIRST_PASS, ATTENDANCE)
AFTER_WARNINGS = ("sch_dual_qualified_share",)
MEASURE = "attendance"
NEWEST_WEEKS = 3  # weeks taken together: one week of one class is too few meetings to tell it from chance
NAMED = 4
COMPARED = (FIRST_PASS, ATTENDANCE)  # what departments are placed by
TABLES = ("majors", "teachers", "warnings", "actions", "figures")  # in the file, each a sheet


@dataclass(frozen=True)
class DepartmentPage:
    """Everything the Department page shows."""

    header: Header
    findings: tuple[Sentence, ...]
    places: tuple[Places, ...]
    tiles: tuple[Tile, ...]
    filter: tuple[
        choices.Choice, ...
    ]  # majors the pictures may be limited to; empty where there is no choice
    major: str | None  # the one they are limited to
    courses: Intervals | None
    courses_sub: Sentence | None
    attendance: HeatMap | None
    attendance_note: Sentence | None
    majors: Table | None
    teachers: Table | None
    warnings: Table | None
    actions: Table | None
    actions_note: Sentence | None
    figures: Table | None
    not_connected: Sentence | None


def overview(
    scope: Scope, snapshot: Snapshot, org_code: str, period: str | None = None, major: str | None = None
) -> DepartmentPage | Refusal:
    """The Department page of one unit; what is in hand is asked anew at each run, the rest remembered per snapshot."""
    page = stored(scope, snapshot, org_code, period, major)
    if isinstance(page, Refusal):
        return page
    work = department_work.of_department(scope, snapshot, org_code)
    late = department_work.tile(work, snapshot)
    return replace(
        page,
        tiles=(*page.tiles, *((late,) if late else ())),
        actions=department_work.action_table(scope, snapshot, work),
        actions_note=department_work.counted_note(work),
    )


@cached
def stored(
    scope: Scope, snapshot: Snapshot, org_code: str, period: str | None = None, major: str | None = None
) -> DepartmentPage | Refusal:
    """The Department page of one unit (its courses, classes and teachers of one major); a designed refusal for a unit
    that is not there."""
    known = naming.departments(scope, snapshot)
    if org_code not in known:
        return Refusal("not_found", Sentence("department.unknown_title"), Sentence("department.unknown_body"))
    own = values.of_entity(scope, snapshot, "org", org_code)
    school = values.of_entity(scope, snapshot, *SCHOOL)
    offered = major_filter.offered(scope, snapshot, org_code)
    major = major if major in {one.key for one in offered} and major else None
    courses, shown = course_picture(scope, snapshot, org_code, own, school, period, major)
    classes = naming.classes(scope, snapshot)
    weekly = attendance_rows(scope, snapshot, org_code, period)
    if major:
        weekly = {code: rows for code, rows in weekly.items() if classes[code].major_code == major}
    heat = heat_map(weekly, classes, is_linked=policy.may_open(scope.role, "class"))
    counts = warnings.of_department(scope, snapshot, org_code)
    return DepartmentPage(
        header=_header(scope, snapshot, org_code, own),
        findings=findings.kept(
            findings.compared("major_courses" if major else "courses", courses) if courses else None,
            attendance_finding(weekly, classes),
        ),
        places=_places(scope, snapshot, org_code, school, period),
        tiles=_tiles(scope, own, school, counts, period),
        filter=offered,
        major=major,
        courses=courses,
        courses_sub=Sentence("department.courses_sub", {"period": shown}) if shown else None,
        attendance=heat,
        attendance_note=Sentence(
            "department.attendance_standard", {"standard": Amount(heat.standard, "share")}
        )
        if heat and heat.standard is not None
        else None,
        majors=majors.table(scope, snapshot, org_code),
        teachers=teachers_by_tier.table(
            scope, snapshot, org_code, major_filter.teachers(scope, snapshot, major) if major else None
        ),
        warnings=warnings.class_table(scope, snapshot, counts, major),
        actions=None,
        actions_note=None,
        figures=everything(own),
        not_connected=values.not_connected((*TILES, *AFTER_WARNINGS), school),
    )


def _places(
    scope: Scope, snapshot: Snapshot, org_code: str, school: Values, period: str | None
) -> tuple[Places, ...]:
    """The range of places of this department among all, for what departments are compared by."""
    known = naming.departments(scope, snapshot)
    found = []
    for key in COMPARED:
        newest = school.row(key)
        shown = period if period and school.has(key, period) else newest["period"] if newest else None
        rows = comparison.rows_of_kind(scope, snapshot, "org", key, shown) if shown else ()
        if len(rows) < 2:
            continue
        picture = places.placed(comparison.intervals(rows, "department", known, key, None))
        found.append(places.of_unit(picture, org_code, catalogue.entry(key).name))
    return tuple(one for one in found if one)


def _header(scope: Scope, snapshot: Snapshot, org_code: str, own: Values) -> Header:
    majors_, classes = own.number("sch_majors"), own.number("sch_classes")
    kind = (
        Sentence("department.kind", {"majors": Amount(majors_, "count"), "classes": Amount(classes, "count")})
        if majors_ is not None and classes is not None
        else Sentence("department.kind_plain")
    )
    title = naming.unit_name(naming.departments(scope, snapshot), org_code)
    return Header(title=title, kind=kind, trail=trail.to_department(scope, snapshot))


def _tiles(scope: Scope, own: Values, school: Values, counts, period: str | None) -> tuple[Tile, ...]:
    warned = warnings.tile(counts, own.snapshot)
    return (
        *tiles.against_school(scope, TILES, own, school, period),
        *((warned,) if warned else ()),
        *tiles.against_school(scope, AFTER_WARNINGS, own, school),
    )


def course_picture(
    scope: Scope,
    snapshot: Snapshot,
    org_code: str,
    own: Values,
    school: Values,
    period: str | None,
    major: str | None = None,
) -> tuple[Intervals | None, str | None]:
    """First-attempt pass rates of the department's courses (of a major's) against the school, and their period."""
    newest = own.row(FIRST_PASS)
    shown = period if period and own.has(FIRST_PASS, period) else newest["period"] if newest else None
    if shown is None:
        return None, None
    rows = comparison.rows_of_kind(scope, snapshot, "course", FIRST_PASS, shown, org_code)
    if major:
        wanted = set(major_filter.courses(scope, major))
        rows = tuple(row for row in rows if row["entity_id"] in wanted)
    if not rows:
        return None, None
    known = naming.courses(scope, snapshot)
    drawn = comparison.intervals(rows, "course", known, FIRST_PASS, school.row(FIRST_PASS, shown))
    return places.placed(_readable(scope, drawn)), shown


def _readable(scope: Scope, picture: Intervals) -> Intervals:
    """Names alone for a role that may not open the Course page."""
    if policy.may_open(scope.role, "course"):
        return picture
    return replace(picture, rows=tuple(replace(row, link=row.link.name) for row in picture.rows))


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


def heat_map(
    by_class: dict[str, list[dict]], known: dict[str, naming.Unit], *, is_linked: bool = False
) -> HeatMap | None:
    """Attendance of every class by teaching week; each class a link where the reader may open its page."""
    if not by_class:
        return None
    weeks = tuple(sorted({row["week_no"] for rows in by_class.values() for row in rows}))
    found = [{row["week_no"]: row["value"] for row in rows} for rows in by_class.values()]
    return HeatMap(
        rows=tuple(
            naming.link("class", known, code) if is_linked else naming.unit_name(known, code)
            for code in by_class
        ),
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


def nothing() -> Refusal:
    """The state for a role whose scope holds no department."""
    return Refusal("empty", Sentence("department.none_title"), Sentence("department.none_body"))

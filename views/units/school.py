"""School page: are the five foci on target, what is near the national floor, which departments differ."""

from __future__ import annotations

from dataclasses import dataclass, replace

from access.scope import Scope
from data.warehouse.queries import units
from views import further, naming, warehouse
from views.figures import comparison, findings, places, standing, tiles, trends, values
from views.figures.standing import Standing
from views.figures.values import Values
from views.parts import (
    Amount,
    Board,
    Branch,
    Funnel,
    Header,
    Intervals,
    Item,
    Matrix,
    ScaleRow,
    Sentence,
    Table,
    Tile,
    Trends,
)
from views.units import decisions, floors, funnels, goal_tree, major_board, majors, matrix
from views.warehouse import Snapshot, cached

ENTITY = ("school", "school")
FIRST_PASS = "crs_first_pass"
TILES = (
    "sch_students",
    "sch_equipment_value_pp",
    "sch_dual_qualified_share",
    "sch_ontime_grad_rate",
    "sch_placement_rate",
)
# The five foci of the school and the indicator that stands for each (indicators.md B.6).
FOCI = (
    ("scale", "sch_student_teacher_ratio"),
    ("environment", "sch_equipment_value_pp"),
    ("teachers", "sch_dual_qualified_share"),
    ("students", "sch_ontime_grad_rate"),
    ("contribution", "sch_service_income_pt"),
)
# Where graduates go and how content people are, over the years.
TRENDS = (
    "sch_placement_rate",
    "sch_match_rate",
    "sch_ontime_grad_rate",
    "sch_student_satisfaction",
    "sch_employer_satisfaction",
    "sch_certificate_rate",
)


@dataclass(frozen=True)
class SchoolPage:
    """Everything the School page shows."""

    header: Header
    findings: tuple[Sentence, ...]
    tiles: tuple[Tile, ...]
    foci: tuple[ScaleRow, ...]
    items: tuple[ScaleRow, ...]
    dimensions: tuple[ScaleRow, ...]
    floors: tuple[floors.FloorCell, ...]
    decisions: tuple[Item, ...]
    minimum: Table | None
    matrix: Matrix
    board: Board | None
    board_table: Table | None
    trends: Trends | None
    goals: tuple[Branch, ...]
    orphans: Sentence | None
    warnings: tuple[Funnel, ...]
    warnings_sub: Sentence | None
    requests: Table | None
    requests_sub: Sentence | None
    times: Table | None
    further: Sentence | None
    departments: Intervals | None
    departments_sub: Sentence | None
    majors: Table | None
    not_connected: Sentence | None
    withheld: Sentence | None


def _school_type(scope: Scope) -> str | None:
    rows = warehouse.read(units.school(), scope)
    return rows["school_type"][0] if rows.height else None


@cached
def overview(scope: Scope, snapshot: Snapshot, period: str | None = None) -> SchoolPage:
    """The School page of a term; figures of a year keep their own period."""
    own = values.of_entity(scope, snapshot, *ENTITY)
    standings = standing.of_entity(scope, snapshot, *ENTITY)
    held = standings.get("own")
    departments, shown_period = department_picture(scope, snapshot, own, period)
    departments = places.placed(departments) if departments else None
    kind = _school_type(scope)
    strip, foci = floors.cells(own, kind), foci_rows(held, own)
    board, goals = major_board.board(scope, snapshot), goal_tree.tree(scope, snapshot)
    wanted = dict.fromkeys((*TILES, *(key for _, key in FOCI)))
    return SchoolPage(
        header=_header(scope, snapshot, held),
        findings=findings.kept(
            floor_finding(strip),
            foci_finding(foci),
            findings.compared("departments", departments) if departments else None,
        ),
        tiles=tiles.against_target(scope, TILES, own, standings),
        foci=foci,
        items=standing.item_rows(held, own) if held else (),
        dimensions=standing.dimension_rows(held) if held else (),
        floors=strip,
        decisions=decisions.needed(scope, snapshot, strip, departments, board),
        minimum=floors.table(own, kind),
        matrix=matrix.matrix(scope, snapshot, own, held),
        board=board,
        board_table=major_board.table(board) if board else None,
        trends=trends.of_indicators(TRENDS, own, standings),
        goals=goals.branches if goals else (),
        orphans=goals.orphans if goals else None,
        warnings=funnels.warnings(scope, snapshot),
        warnings_sub=_year(funnels.period(scope, snapshot, "alert"), "warnings"),
        requests=funnels.requests(scope, snapshot),
        requests_sub=_year(funnels.period(scope, snapshot, "request"), "requests"),
        times=funnels.times(own),
        further=further.who_may(scope, ("department", "major", "course", "teacher", "student")),
        departments=departments,
        departments_sub=Sentence("school.departments_sub", {"period": shown_period})
        if shown_period
        else None,
        majors=majors.table(scope, snapshot, None),
        not_connected=values.not_connected(tuple(wanted), own, floors.not_computed(own)),
        withheld=standing.withheld(held),
    )


def _year(period: str | None, what: str) -> Sentence | None:
    return Sentence(f"school.{what}_sub", {"period": period}) if period else None


def _header(scope: Scope, snapshot: Snapshot, held: Standing | None) -> Header:
    return Header(
        title=Sentence("school.title"),
        kind=Sentence("school.kind", {"name": naming.college(scope, snapshot)}),
        coverage=held.index["confidence"] if held else None,
        standard=held.standard if held else None,
    )


def foci_rows(held: Standing | None, own: Values) -> tuple[ScaleRow, ...]:
    """One row per focus whose indicator is computed; the indicator under the name of the focus."""
    if held is None:
        return ()
    return tuple(
        replace(row, name=Sentence(f"school.focus_{focus}"), sub=row.name)
        for focus, key in FOCI
        for row in standing.item_rows(held, own, (key,))
    )


def floor_finding(strip: tuple[floors.FloorCell, ...]) -> Sentence | None:
    """How many of the national minimum conditions that are computed are met; those in breach by name."""
    if not strip:
        return None
    breached = tuple(cell.name for cell in strip if cell.state == "breach")
    params = {"count": Amount(len(strip), "count")}
    if not breached:
        return Sentence("findings.floors_met", params)
    return Sentence("findings.floors_breach", params | {"names": breached})


def foci_finding(rows: tuple[ScaleRow, ...]) -> Sentence | None:
    """Which foci reached their target, which the qualified line, which neither."""
    groups = {
        "target": tuple(row.name for row in rows if row.state in ("target", "strong")),
        "qualified": tuple(row.name for row in rows if row.state == "qualified"),
        "short": tuple(row.name for row in rows if row.state == "not_met"),
    }
    named = {key: names for key, names in groups.items() if names}
    if not named:
        return None
    parts = tuple(Sentence(f"findings.foci_{key}", {"names": names}) for key, names in named.items())
    return Sentence("findings.foci", {"count": Amount(len(rows), "count"), "parts": parts})


def department_picture(
    scope: Scope, snapshot: Snapshot, own: Values, period: str | None
) -> tuple[Intervals | None, str | None]:
    """First-attempt pass rate of the departments against the school, and its period."""
    shown = period if own.has(FIRST_PASS, period) and period else _period_of(own)
    rows = comparison.rows_of_kind(scope, snapshot, "org", FIRST_PASS, shown)
    if len(rows) < 2:  # one department is the school: nothing to compare
        return None, None
    known = naming.departments(scope, snapshot)
    return comparison.intervals(rows, "department", known, FIRST_PASS, own.row(FIRST_PASS, shown)), shown


def _period_of(own: Values) -> str | None:
    newest = own.row(FIRST_PASS)
    return newest["period"] if newest else None

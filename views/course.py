"""Course page: did the pass rate differ, which of before, in and after class moved, how do the classes run."""

from __future__ import annotations

from dataclasses import dataclass, replace

from access.scope import Scope
from data.warehouse.queries import course as queries
from data.warehouse.queries import values as value_queries
from views import catalogue, findings, naming, spread, standing, tiles, trail, values, warehouse
from views.figure_table import everything
from views.parts import (
    Amount,
    Column,
    Header,
    Name,
    Refusal,
    Ridges,
    ScaleRow,
    Sentence,
    Table,
    Tile,
    WeekPanel,
    Weeks,
)
from views.values import Values
from views.warehouse import Snapshot

KIND, SCHOOL = "course", ("school", "school")
FIRST_PASS, EVALUATION = "crs_first_pass", "crs_set_eb"
# The plan's four: content execution, learning state (its three parts), first pass, evaluation.
TILES = (
    "crs_content_execution",
    "crs_attendance",
    "crs_participation",
    "crs_assignment_ontime",
    FIRST_PASS,
    EVALUATION,
)
# Week measures and the indicator whose peers or benchmark give the line of reference.
STAGES = (
    ("pre_completion", "crs_pre_completion"),
    ("participation", "crs_participation"),
    ("ontime", "crs_assignment_ontime"),
    ("attendance", "crs_attendance"),
)
OFFERING_COLUMNS = ("crs_attendance", "crs_pre_completion", "crs_assignment_ontime")


@dataclass(frozen=True)
class CoursePage:
    """Everything the Course page shows."""

    header: Header
    term_id: str | None
    findings: tuple[Sentence, ...]
    tiles: tuple[Tile, ...]
    weeks: Weeks | None
    classes: Table | None
    classes_side: Sentence | None
    ridges: Ridges | None
    dimensions: tuple[ScaleRow, ...]
    withheld: Sentence | None
    figures: Table | None
    not_connected: Sentence | None


def overview(
    scope: Scope, snapshot: Snapshot, course_code: str, term_id: str | None = None
) -> CoursePage | Refusal:
    """The Course page; a designed refusal for a course that is not there."""
    known = naming.courses(scope, snapshot)
    if course_code not in known:
        return Refusal("not_found", Sentence("course.unknown_title"), Sentence("course.unknown_body"))
    own = values.of_entity(scope, snapshot, KIND, course_code)
    school = values.of_entity(scope, snapshot, *SCHOOL)
    held = standing.of_entity(scope, snapshot, KIND, course_code).get("own")
    term_id = term_id or newest_term(scope, snapshot, course_code)
    weeks = week_monitor(scope, snapshot, course_code, own, term_id)
    return CoursePage(
        header=_header(scope, snapshot, known[course_code], held),
        term_id=term_id,
        findings=findings.kept(pass_finding(own, school), week_finding(weeks)),
        tiles=course_tiles(scope, own, school, term_id),
        weeks=weeks,
        classes=class_table(scope, snapshot, known[course_code], term_id),
        classes_side=Sentence("figures.period", {"period": term_id}) if term_id else None,
        ridges=spread.of_course(scope, snapshot, course_code),
        dimensions=standing.dimension_rows(held) if held else (),
        withheld=standing.withheld(held),
        figures=everything(own),
        not_connected=values.not_connected((*TILES, "crs_pre_completion"), own),
    )


def newest_term(scope: Scope, snapshot: Snapshot, course_code: str) -> str | None:
    """The newest term in which the course was taught; None for a course never taught."""
    rows = warehouse.read(queries.offerings(snapshot.snapshot_id, course_code), scope).to_dicts()
    return rows[-1]["term_id"] if rows else None


def _header(scope: Scope, snapshot: Snapshot, course: naming.Unit, held) -> Header:
    owner = naming.unit_name(naming.departments(scope, snapshot), course.org_code)
    facts = [Sentence(f"course.category_{course.detail}")] if course.detail else []
    facts += [Sentence(f"course.tier_{course.kind}")] if course.kind else []
    return Header(
        title=course.name,
        kind=Sentence("course.kind", {"owner": owner}),
        facts=tuple(facts),
        coverage=held.index["confidence"] if held else None,
        standard=held.standard if held else None,
        trail=trail.to_part(scope, snapshot, course.org_code),
    )


def course_tiles(scope: Scope, own: Values, school: Values, term_id: str | None) -> tuple[Tile, ...]:
    """The plan's four, as far as computed: against the school where the interval speaks, else with their size."""
    made = tiles.against_school(scope, TILES, own, school, term_id)
    return tuple(_with_raw(scope, tile, own.snapshot) for tile in made)


def _with_raw(scope: Scope, tile: Tile, snapshot: Snapshot) -> Tile:
    """Beside a shrunken value, the unshrunken one and what it rests on."""
    figure = tile.figure
    if figure.raw is None or figure.raw == figure.amount.value:
        return tile
    params = {"raw": Amount(figure.raw, figure.amount.unit), "n": Amount(figure.n, "count")}
    if figure.response_rate is not None:
        note = Sentence("course.note_response", params | {"rate": Amount(figure.response_rate, "share")})
    else:
        words = naming.period_words(scope, snapshot, figure.period)
        note = Sentence("course.note_raw", params | {"period": words})
    return replace(tile, note=note)


def pass_finding(own: Values, school: Values) -> Sentence | None:
    """The first-attempt pass rate of the newest closed term against the school, as far as its interval supports."""
    row = own.row(FIRST_PASS)
    if row is None or row["value"] is None or row["difference"] is None:
        return None
    params = {
        "value": Amount(row["value"], "share"),
        "school": Amount(school.number(FIRST_PASS, row["period"]), "share"),
        "period": row["period"],
    }
    return Sentence(f"findings.course_pass_{row['difference']}", params)


def week_finding(weeks: Weeks | None) -> Sentence | None:
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


def week_monitor(
    scope: Scope, snapshot: Snapshot, course_code: str, own: Values, term_id: str | None
) -> Weeks | None:
    """Before, in and after class by teaching week, with the same weeks a year before."""
    term = naming.term(scope, snapshot, term_id)
    if term is None:
        return None
    before = naming.year_before(scope, snapshot, term.term_id)
    terms = tuple(filter(None, (term.term_id, before)))
    query = value_queries.weeks(snapshot.snapshot_id, KIND, (course_code,), terms)
    rows = [row for row in warehouse.read(query, scope).to_dicts() if row["value"] is not None]
    panels = tuple(panel for panel in (_panel(stage, rows, term.term_id, own) for stage in STAGES) if panel)
    if not panels:
        return None
    return Weeks(
        panels=panels,
        week_count=term.week_count,
        now=snapshot.week_no if term.term_id == snapshot.term_id else None,
        alt=Sentence("course.weeks_alt", {"count": Amount(len(panels), "count")}),
    )


def _panel(stage: tuple[str, str], rows: list[dict], term_id: str, own: Values) -> WeekPanel | None:
    measure, indicator_id = stage
    mine = [row for row in rows if row["measure"] == measure]
    this = tuple((row["week_no"], row["value"]) for row in mine if row["term_id"] == term_id)
    if not this:
        return None
    line, label = _reference(indicator_id, own)
    return WeekPanel(
        title=Sentence(f"course.stage_{measure}"),
        sub=Sentence(f"course.stage_{measure}_sub"),
        this_term=this,
        year_before=tuple((row["week_no"], row["value"]) for row in mine if row["term_id"] != term_id),
        line=line,
        line_label=label,
    )


def _reference(indicator_id: str, own: Values) -> tuple[float | None, Sentence | None]:
    """The benchmark of the definition, else the median of the peers, else no line."""
    benchmark = catalogue.benchmark_share(indicator_id)
    if benchmark is not None:
        return benchmark, Sentence("course.line_standard", {"value": Amount(benchmark, "share")})
    row = own.row(indicator_id)
    if row is None or row["peer_median"] is None:
        return None, None
    return row["peer_median"], Sentence("course.line_median", {"value": Amount(row["peer_median"], "share")})


def class_table(scope: Scope, snapshot: Snapshot, course: naming.Unit, term_id: str | None) -> Table | None:
    """The teaching classes of the term: teacher, size, and how they run so far. No comparison of teachers."""
    term = term_id or snapshot.term_id
    rows = warehouse.read(queries.offerings(snapshot.snapshot_id, course.code, term), scope).to_dicts()
    if not rows:
        return None
    ids = tuple(row["offering_id"] for row in rows)
    stored = _offering_values(scope, snapshot, ids)
    shown = tuple(key for key in OFFERING_COLUMNS if any(key in found for found in stored.values()))
    named = naming.people(scope, tuple(row["teacher_pid"] for row in rows if row["teacher_pid"]))
    columns = (
        Column(Sentence("course.head_class")),
        Column(Sentence("course.head_teacher")),
        Column(Sentence("course.head_students"), "right"),
        *(
            Column(Sentence("course.head_indicator", {"name": catalogue.entry(key).name}), "right")
            for key in shown
        ),
    )
    body = tuple(
        _class_row(row, course.name.zh, stored.get(row["offering_id"], {}), shown, named) for row in rows
    )
    return Table(columns, body, Sentence("course.classes_note"))


def _offering_values(scope: Scope, snapshot: Snapshot, ids: tuple[str, ...]) -> dict[str, dict[str, float]]:
    query = value_queries.of_entities(snapshot.snapshot_id, "offering", ids, OFFERING_COLUMNS)
    found: dict[str, dict[str, float]] = {}
    for row in warehouse.read(query, scope).iter_rows(named=True):
        if row["value"] is not None and row["status"] in ("observed", "provisional"):
            found.setdefault(row["entity_id"], {})[row["indicator_id"]] = row["value"]
    return found


def _class_row(
    row: dict, course_name: str, stored: dict[str, float], shown: tuple[str, ...], named: dict
) -> tuple:
    return (
        Name(class_name(row, course_name)),
        naming.person_name(named, row["teacher_pid"]),
        Amount(row["enrolled"], "count"),
        *(Amount(stored[key], catalogue.entry(key).unit) if key in stored else None for key in shown),
    )


def class_name(row: dict, course_name: str) -> str:
    """The teaching class without the name of its course; its number where the source gives no name."""
    own = (row["name"] or "").removeprefix(course_name).strip()
    return own or row["offering_id"].partition("/")[2]


def nothing() -> Refusal:
    """The state for a role whose scope holds no course."""
    return Refusal("empty", Sentence("course.none_title"), Sentence("course.none_body"))

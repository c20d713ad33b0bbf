"""Major page: where it stands against its declared class, what closes the gap, is the programme compliant."""

from __future__ import annotations

from dataclasses import dataclass, replace

from access.scope import Scope
from data.warehouse.queries import units
from views import catalogue, further, naming, trail, warehouse
from views.figures import findings, obstacles, score_path, standing, tiles, trends, values
from views.figures.figure_table import everything
from views.figures.standing import Standing
from views.figures.values import Values
from views.parts import (
    Amount,
    Board,
    Column,
    Coverage,
    Flow,
    Gap,
    Header,
    Refusal,
    ScaleRow,
    Sentence,
    State,
    Table,
    Tile,
    Trends,
    Waterfall,
)
from views.units import major_board, peers, requirements, student_flow, swot
from views.warehouse import Snapshot

KIND = "major"
TILES = (
    "sch_students",
    "maj_core_first_pass",
    "maj_dual_share",
    "maj_student_teacher_ratio",
    "sch_ontime_grad_rate",
    "maj_placement",
)
# Requirements of 教职成〔2019〕13号 as listed in indicators.md B.2: least, most (None: no limit), in the stored unit.
COMPLIANCE = (
    ("maj_total_hours", 2500.0, None),
    ("maj_practice_share", 0.50, None),
    ("maj_public_share", 0.25, None),
    ("maj_elective_share", 0.10, None),
    ("maj_core_courses", 6.0, 8.0),
    ("maj_requirement_coverage", 1.0, None),
    ("maj_programme_current", 1.0, None),
)
GAPS_SHOWN = 5
# What a major does for practice, and what becomes of its graduates.
OUTCOMES = ("maj_workstation_pp", "maj_training_open_rate", "maj_parttime_hours", "maj_project_courses", "maj_intern_match",
            "maj_certificate_rate", "maj_placement", "maj_match", "maj_employer_satisfaction", "maj_report_in", "maj_demand_ratio")  # fmt: skip
PATH = ("maj_core_first_pass", "maj_placement", "maj_match", "maj_certificate_rate", "maj_report_in", "maj_first_choice",
        "maj_attrition", "maj_demand_ratio")  # fmt: skip


@dataclass(frozen=True)
class MajorPage:
    """Everything the Major page shows."""

    header: Header
    findings: tuple[Sentence, ...]
    tiles: tuple[Tile, ...]
    dimensions: tuple[ScaleRow, ...]
    withheld: Sentence | None
    waterfall: Waterfall | None
    gaps: tuple[Gap, ...]
    compliance: Table | None
    compliance_side: Sentence | None
    coverage: Coverage | None
    coverage_sub: Sentence | None
    flow: Flow | None
    flow_table: Table | None
    flow_sub: Sentence | None
    outcomes: tuple[ScaleRow, ...]
    peers: tuple[Sentence, ...]
    peer_table: Table | None
    swot: swot.Swot | None
    board: Board | None
    board_table: Table | None
    suggestion: Sentence | None
    path: Trends | None
    further: Sentence | None
    figures: Table | None
    not_connected: Sentence | None


def overview(scope: Scope, snapshot: Snapshot, major_code: str) -> MajorPage | Refusal:
    """The Major page; a designed refusal for a major that is not there. What the leader edits is read at every opening."""
    page = _drafted(scope, snapshot, major_code)
    if isinstance(page, Refusal):
        return page
    return replace(page, swot=swot.edited(scope, major_code, page.swot))


@warehouse.cached
def _drafted(scope: Scope, snapshot: Snapshot, major_code: str) -> MajorPage | Refusal:
    known = naming.majors(scope, snapshot)
    if major_code not in known:
        return Refusal("not_found", Sentence("major.unknown_title"), Sentence("major.unknown_body"))
    own = values.of_entity(scope, snapshot, KIND, major_code)
    standings = standing.of_entity(scope, snapshot, KIND, major_code)
    held = standings.get("own")
    table, period = compliance(own)
    board = major_board.board(scope, snapshot, major_code)
    flow, cohort = student_flow.flow(scope, snapshot, major_code) or (None, None)
    covered, grade = requirements.coverage(scope, snapshot, major_code) or (None, None)
    return MajorPage(
        header=_header(scope, snapshot, known[major_code], held),
        findings=findings.kept(
            standing_finding(held), obstacles.told(held), compliance_finding(own), gap_finding(held)
        ),
        tiles=tiles.against_target(scope, TILES, own, standings),
        dimensions=standing.dimension_rows(held) if held else (),
        withheld=standing.withheld(held),
        waterfall=standing.waterfall(held) if held else None,
        gaps=standing.gaps(held, GAPS_SHOWN) if held else (),
        compliance=table,
        compliance_side=Sentence("major.compliance_side", {"grade": str(period)}) if period else None,
        coverage=covered,
        coverage_sub=Sentence("major.coverage_sub", {"grade": grade}) if grade else None,
        flow=flow,
        flow_table=student_flow.table(flow) if flow else None,
        flow_sub=Sentence("major.flow_sub", {"year": cohort}) if cohort else None,
        outcomes=standing.item_rows(held, own, OUTCOMES) if held else (),
        peers=peers.standing_sentences(scope, snapshot, major_code, held),
        peer_table=peers.table(scope, snapshot, major_code, own),
        swot=swot.draft(held, own),
        board=board,
        board_table=major_board.table(board) if board else None,
        suggestion=major_board.suggestion(board, major_code),
        path=_path(scope, snapshot, major_code, held, own, standings),
        further=further.who_may(scope, ("course", "teacher", "student")),
        figures=everything(own),
        not_connected=values.not_connected((*TILES, *standing.unobserved(held)), own),
    )


def _path(
    scope: Scope,
    snapshot: Snapshot,
    code: str,
    held: Standing | None,
    own: Values,
    standings: dict[str, Standing],
) -> Trends | None:
    """The index first, then the measures that make up most of it."""
    found = trends.of_indicators(PATH, own, standings)
    score = score_path.of(scope, snapshot, KIND, code, held)
    panels = (*((score,) if score else ()), *(found.panels if found else ()))
    return trends.pictured(panels)


def _header(scope: Scope, snapshot: Snapshot, major: naming.Unit, held: Standing | None) -> Header:
    owner = naming.unit_name(naming.departments(scope, snapshot), major.org_code)
    programmes = warehouse.read(units.programmes(major.code), scope).to_dicts()
    facts = [Sentence(f"major.class_{major.kind}")] if major.kind else []
    if programmes:
        newest = programmes[0]
        params = {"grade": str(newest["entry_grade"]), "credits": Amount(newest["total_credits"], "credits")}
        known = newest["total_credits"] is not None
        facts.append(Sentence("major.programme" if known else "major.programme_plain", params))
    return Header(
        title=major.name,
        kind=Sentence("major.kind", {"owner": owner}),
        facts=tuple(facts),
        coverage=held.index["confidence"] if held else None,
        standard=held.standard if held else None,
        trail=trail.to_part(scope, snapshot, major.org_code),
    )


def standing_finding(held: Standing | None) -> Sentence | None:
    """Where the major stands against its class: score with range and decision, or why there is no score."""
    if held is None:
        return None
    name = held.names.name
    counts = {"all": Amount(len(held.dimensions), "count")}
    if held.decision == "suppressed":
        return Sentence("findings.major_not_shown", {"standard": name})
    if held.is_withheld:
        observed = sum(row["is_published"] for row in held.dimensions)
        share = Amount(held.index["coverage"], "share")
        return Sentence(
            "findings.major_withheld",
            {"standard": name, "observed": Amount(observed, "count"), "share": share} | counts,
        )
    params = {
        "standard": name,
        "score": Amount(held.index["score"], "score"),
        "low": Amount(held.index["low"], "score"),
        "high": Amount(held.index["high"], "score"),
        "decision": Sentence(f"findings.decision_{held.decision}"),
    }
    return Sentence("findings.major_standing", params)


def compliance_finding(own: Values) -> Sentence | None:
    """How many of the programme's requirements hold; those that do not by name."""
    rows = [(key, meets(own.number(key), least, most)) for key, least, most in COMPLIANCE if own.has(key)]
    if not rows:
        return None
    short = tuple(catalogue.entry(key).name for key, holds in rows if not holds)
    params = {"count": Amount(len(rows), "count"), "met": Amount(len(rows) - len(short), "count")}
    if not short:
        return Sentence("findings.programme_met", params)
    return Sentence("findings.programme_short", params | {"names": short})


def gap_finding(held: Standing | None) -> Sentence | None:
    """The one move that gains most, where an index is published."""
    if held is None or held.is_withheld:
        return None
    moves = standing.gaps(held, 1000)
    if not moves:
        return None
    best = max(moves, key=lambda gap: gap.gain)
    return Sentence("findings.largest_gap", {"name": best.name, "gain": Amount(best.gain, "score")})


def meets(value: float, least: float | None, most: float | None) -> bool:
    """Whether a value lies within the limits."""
    return (least is None or value >= least) and (most is None or value <= most)


def compliance(own: Values) -> tuple[Table | None, str | None]:
    """The programme against its requirements, item by item; no weights. And the entry grade it is about."""
    rows = tuple(_compliance_row(own, *condition) for condition in COMPLIANCE if own.has(condition[0]))
    if not rows:
        return None, None
    heads = (("item", "left"), ("now", "right"), ("required", "right"), ("verdict", "left"))
    columns = tuple(Column(Sentence(f"major.head_{head}"), align) for head, align in heads)
    periods = [own.row(key)["period"] for key, _, _ in COMPLIANCE if own.has(key)]
    return Table(columns, rows, Sentence("major.compliance_note")), periods[0]


def _compliance_row(own: Values, key: str, least: float | None, most: float | None) -> tuple:
    entry = catalogue.entry(key)
    value = own.number(key)
    params = {"least": Amount(least, entry.unit)} | (
        {"most": Amount(most, entry.unit)} if most is not None else {}
    )
    return (
        entry.name,
        Amount(value, entry.unit),
        Sentence("major.between" if most is not None else "major.at_least", params),
        State("done" if meets(value, least, most) else "open"),
    )


def nothing() -> Refusal:
    """The state for a role whose scope holds no major."""
    return Refusal("empty", Sentence("major.none_title"), Sentence("major.none_body"))

"""Teacher page: where one stands on the tier's standard, what closes the gap, how the own classes run, who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from access.scope import Scope
from data.warehouse.queries import teacher as queries
from data.warehouse.queries import values as value_queries
from views import catalogue, choices, naming, warehouse
from views.figures import findings, must_haves, obstacles, standing, values
from views.figures.evidence import evidence
from views.figures.figure_table import everything
from views.figures.standing import Standing
from views.figures.values import Values
from views.parts import (
    Amount,
    Column,
    Gap,
    Header,
    Name,
    Paths,
    Portrait,
    Radar,
    Refusal,
    ScaleRow,
    Sentence,
    Series,
    Table,
    Tag,
)
from views.people import records
from views.students import support
from views.teachers import teacher_card, teacher_path
from views.warehouse import Snapshot

KIND = "teacher"
GAPS_SHOWN = 3
CLASS_FIGURES = ("crs_content_execution", "crs_attendance", "crs_pre_completion", "crs_assignment_ontime")
CLASS_TREND = "ontime"
COMPARED = ("crs_attendance", "crs_pre_completion", "crs_assignment_ontime")  # figures that have an interval
RESEARCH = "D5"  # research and service, of every tier's standard
RECORDS_SHOWN = 5
GROWN = ("D2", "D3", "D4")


@dataclass(frozen=True)
class TeacherPage:
    """Everything the Teacher page shows of one teacher."""

    header: Header
    findings: tuple[Sentence, ...]
    portrait: Portrait
    dimensions: tuple[ScaleRow, ...]
    radar: Radar | None
    against: Sentence
    gaps: tuple[Gap, ...]
    gates_first: Sentence | None
    blocking: tuple[Tag, ...]  # must-haves that are not met, each with its evidence
    withheld: Sentence | None
    gates: Table | None
    classes: Table | None
    research: tuple[ScaleRow, ...]
    works: Table | None
    grown: tuple[tuple[Name, Table], ...]  # records of the other dimensions, by dimension
    paths: Paths | None
    peers: Table | None
    value_added: Table | None
    evidence: Table | None
    figures: Table | None
    viewers: Table | None
    not_connected: Sentence | None


def profile(scope: Scope, snapshot: Snapshot, teacher_pid: str, now: datetime) -> TeacherPage | Refusal:
    """The page of one teacher as far as the reader may see it; a designed refusal otherwise."""
    posts = warehouse.read(queries.present_post(teacher_pid), scope).to_dicts()
    if not posts:
        return choices.no_own_record(scope, KIND) if teacher_pid == scope.person else out_of_reach()
    own = values.of_entity(scope, snapshot, KIND, teacher_pid)
    standings = standing.of_entity(scope, snapshot, KIND, teacher_pid)
    held, following = standings.get("own"), standings.get("next")
    aim = following or held
    is_self = scope.codes(KIND) == {teacher_pid}
    person = naming.people(scope, (teacher_pid,)).get(teacher_pid)
    rows = warehouse.read(queries.offerings_of(snapshot.snapshot_id, teacher_pid), scope).to_dicts()
    running = [row for row in rows if row["term_id"] == snapshot.term_id]
    done = records.of_teacher(scope, snapshot, teacher_pid)
    known = teacher_card.known(scope, snapshot, posts[0], own, held, running, done)
    return TeacherPage(
        header=_header(held, is_self),
        findings=findings.kept(standing_finding(held, following, is_self), next_finding(following)),
        portrait=teacher_card.portrait(scope, snapshot, posts[0], person, standings, known, running),
        dimensions=standing.dimension_rows(aim) if aim else (),
        radar=standing.radar(aim) if aim else None,
        against=_against(aim),
        gaps=standing.gaps(aim, GAPS_SHOWN) if aim else (),
        gates_first=obstacles.told(aim),
        blocking=must_haves.blocking(aim, own),
        withheld=standing.left_out(aim) or standing.withheld(held),
        gates=gate_table(held),
        classes=class_table(scope, snapshot, running),
        research=_research(aim, own),
        works=records.table(_of(done, RESEARCH)[:RECORDS_SHOWN], with_place=True),
        grown=_grown(aim, done),
        paths=teacher_path.paths(scope, teacher_pid, own, standings),
        peers=teacher_path.peers(own),
        value_added=teacher_path.value_added(own),
        evidence=evidence(held, own),
        figures=everything(own),
        viewers=support.viewers(scope, KIND, teacher_pid, now) if is_self else None,
        not_connected=values.not_connected(standing.unobserved(held), own),
    )


def out_of_reach() -> Refusal:
    """The state for a teacher outside the reader's scope."""
    return Refusal(
        "not_allowed",
        Sentence("teacher.refused_title"),
        Sentence("teacher.refused_body"),
        Sentence("teacher.refused_remedy"),
    )


def _header(held: Standing | None, is_self: bool) -> Header:
    kind = (
        Sentence("teacher.kind_standard", {"standard": held.names.name}) if held else Sentence("teacher.kind")
    )
    return Header(
        title=Sentence("teacher.title_own" if is_self else "teacher.title"),
        kind=kind,
        coverage=held.index["confidence"] if held else None,
        standard=held.standard if held else None,
    )


def _against(aim: Standing | None) -> Sentence:
    if aim is None:
        return Sentence("teacher.against_none")
    return Sentence("teacher.against", {"standard": aim.names.name})


def standing_finding(held: Standing | None, following: Standing | None, is_self: bool) -> Sentence | None:
    """Whether the standard of the present tier is met; withheld says with which coverage, never a guess."""
    who = "own" if is_self else "other"
    if held is None:
        return Sentence(f"findings.teacher_{who}_none")
    params = {"standard": held.names.name}
    if held.decision == "suppressed":
        return Sentence("findings.teacher_parts_only", params)
    if held.is_withheld:
        known = sum(bool(row["is_published"]) for row in held.dimensions)
        params |= {
            "share": Amount(held.index["coverage"], "share"),
            "known": Amount(known, "count"),
            "all": Amount(len(held.dimensions), "count"),
        }
        return Sentence(f"findings.teacher_{who}_withheld", params)
    return Sentence(f"findings.teacher_{who}_{held.decision}", params)


def next_finding(following: Standing | None) -> Sentence | None:
    """Against the next tier: decision and the dimension with the lowest published score."""
    if following is None or following.decision == "suppressed":
        return None
    params = {"standard": following.names.name}
    scored = [row for row in following.dimensions if row["is_published"] and row["score"] is not None]
    if not scored:
        return None
    lowest = min(scored, key=lambda row: row["score"])
    line = following.names.met
    above = sum(row["low"] is not None and row["low"] >= line for row in scored)
    params |= {
        "lowest": following.names.dimensions[lowest["dimension_id"]],
        "above": Amount(above, "count"),
        "scored": Amount(len(scored), "count"),
    }
    if following.is_withheld:
        return Sentence("findings.next_withheld", params)
    return Sentence(
        "findings.next", params | {"decision": Sentence(f"findings.decision_{following.decision}")}
    )


def gate_table(held: Standing | None) -> Table | None:
    """The gates of the standard: met, not met, or nobody can tell because the source is not connected."""
    gates = held.gates() if held else ()
    if not gates:
        return None
    columns = (Column(Sentence("teacher.head_gate")), Column(Sentence("teacher.head_state")))
    rows = tuple((catalogue.gate_name(gate["id"]), standing.gate_state(gate)) for gate in gates)
    return Table(columns, rows, Sentence("teacher.gates_note"))


def _of(done: tuple[dict, ...], dimension: str) -> tuple[dict, ...]:
    return tuple(row for row in done if row["dimension_id"] == dimension)


def _research(aim: Standing | None, own: Values) -> tuple[ScaleRow, ...]:
    """The items of research and service on their anchors."""
    if aim is None:
        return ()
    ids = tuple(row["indicator_id"] for row in aim.items if row["dimension_id"] == RESEARCH)
    return standing.item_rows(aim, own, ids) if ids else ()


def _grown(aim: Standing | None, done: tuple[dict, ...]) -> tuple[tuple[Name, Table], ...]:
    """The records behind growth, teaching and guidance, each under its dimension of the standard."""
    names = aim.names.dimensions if aim else {}
    found = ((names.get(one), records.table(_of(done, one), with_place=True)) for one in GROWN)
    return tuple((name, table) for name, table in found if name is not None and table is not None)


def class_table(scope: Scope, snapshot: Snapshot, rows: list[dict]) -> Table | None:
    """The own teaching classes of the running term, how they run so far, and whether they differ from the school's figure."""
    if not rows:
        return None
    ids = tuple(row["offering_id"] for row in rows)
    stored = _stored(scope, snapshot, ids)
    trends = _trends(scope, snapshot, ids)
    shown = tuple(key for key in CLASS_FIGURES if any(key in found for found in stored.values()))
    columns = (
        Column(Sentence("teacher.head_class")),
        Column(Sentence("teacher.head_students"), "right"),
        *(
            Column(Sentence("teacher.head_indicator", {"name": catalogue.entry(key).name}), "right")
            for key in shown
        ),
        *((Column(Sentence("teacher.head_trend")),) if trends else ()),
        Column(Sentence("teacher.head_against"), "wide"),
    )
    body = tuple(_class_row(row, stored.get(row["offering_id"], {}), shown, trends) for row in rows)
    return Table(columns, body, Sentence("teacher.classes_note"))


def _stored(scope: Scope, snapshot: Snapshot, ids: tuple[str, ...]) -> dict[str, dict[str, dict]]:
    query = value_queries.of_entities(snapshot.snapshot_id, "offering", ids, CLASS_FIGURES)
    found: dict[str, dict[str, dict]] = {}
    for row in warehouse.read(query, scope).iter_rows(named=True):
        if row["value"] is not None and row["status"] in standing.SHOWN:
            found.setdefault(row["entity_id"], {})[row["indicator_id"]] = row
    return found


def _trends(scope: Scope, snapshot: Snapshot, ids: tuple[str, ...]) -> dict[str, tuple[float, ...]]:
    query = value_queries.weeks(snapshot.snapshot_id, "offering", ids, (snapshot.term_id,))
    found: dict[str, list[float]] = {}
    for row in warehouse.read(query, scope).iter_rows(named=True):
        if row["measure"] == CLASS_TREND and row["value"] is not None:
            found.setdefault(row["entity_id"], []).append(row["value"])
    return {key: tuple(series) for key, series in found.items()}


def _class_row(row: dict, stored: dict[str, dict], shown: tuple[str, ...], trends: dict) -> tuple:
    trend = Series(trends.get(row["offering_id"], ()))
    return (
        Name(row["name"] or row["offering_id"].partition("/")[2]),
        Amount(row["enrolled"], "count"),
        *(
            Amount(stored[key]["value"], catalogue.entry(key).unit) if key in stored else None
            for key in shown
        ),
        *((trend,) if trends else ()),
        _against_school(stored),
    )


def _against_school(stored: dict[str, dict]) -> Sentence | None:
    """Which figures of a class differ from the school's beyond chance; said to be the same where none does."""
    known = {
        key: stored[key]["difference"] for key in COMPARED if key in stored and stored[key]["difference"]
    }
    if not known:
        return None
    told = [
        Sentence(f"teacher.class_{side}", {"names": names})
        for side in ("below", "above")
        if (names := tuple(catalogue.entry(key).name for key, found in known.items() if found == side))
    ]
    return (
        Sentence("teacher.class_differs", {"parts": tuple(told)}) if told else Sentence("teacher.class_same")
    )

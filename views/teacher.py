"""Teacher page: where one stands on the tier's standard, what closes the gap, how the own classes run, who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from access.scope import Scope
from data.warehouse.queries import teacher as queries
from data.warehouse.queries import values as value_queries
from views import (
    catalogue,
    choices,
    findings,
    naming,
    obstacles,
    personal,
    standing,
    support,
    values,
    warehouse,
)
from views.counsellor_load import facts as caseload_facts
from views.evidence import evidence
from views.figure_table import everything, likely_range
from views.naming import Person
from views.parts import (
    Amount,
    Column,
    Fact,
    Gap,
    Header,
    Name,
    Portrait,
    Radar,
    Refusal,
    Rung,
    ScaleRow,
    Sentence,
    Series,
    Table,
    Tag,
)
from views.standing import Standing
from views.values import Values
from views.warehouse import Snapshot

KIND = "teacher"
EVALUATION = "tch_set_eb"
LADDER = ("T0", "T1", "T2", "T3", "T4")
GAPS_SHOWN = 3
CLASS_FIGURES = ("crs_content_execution", "crs_attendance", "crs_pre_completion", "crs_assignment_ontime")
CLASS_TREND = "ontime"


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
    withheld: Sentence | None
    gates: Table | None
    classes: Table | None
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
    return TeacherPage(
        header=_header(held, is_self),
        findings=findings.kept(standing_finding(held, following, is_self), next_finding(following)),
        portrait=_portrait(scope, snapshot, posts[0], person, standings, own, rows),
        dimensions=standing.dimension_rows(aim) if aim else (),
        radar=standing.radar(aim) if aim else None,
        against=_against(aim),
        gaps=standing.gaps(aim, GAPS_SHOWN) if aim else (),
        gates_first=obstacles.told(aim) or standing.open_gates(aim),
        withheld=standing.left_out(aim) or standing.withheld(held),
        gates=gate_table(held),
        classes=class_table(scope, snapshot, rows),
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


def _portrait(scope, snapshot, post, person: Person | None, standings, own: Values, rows) -> Portrait:
    held = standings.get("own")
    departments = naming.departments(scope, snapshot)
    facts = personal.unit_facts((departments, post["org_code"]))
    return Portrait(
        name=naming.person_name({post["teacher_pid"]: person} if person else {}, post["teacher_pid"]),
        number=person.number if person else None,
        facts=(*facts, *_post_facts(post, snapshot)),
        tags=(*personal.earned_tags(held), *_neutral_tags(post, rows, snapshot)),
        figures=(*caseload_facts(own), *evaluation_facts(own)),
        rungs=rungs(standings, post),
        ladder_note=Sentence("teacher.ladder_note"),
    )


def _post_facts(post: dict, snapshot: Snapshot) -> tuple[Sentence, ...]:
    facts = [Sentence(f"teacher.staff_{post['staff_type']}")]
    if post["title_rank"]:
        facts.append(Sentence(f"teacher.title_{post['title_rank']}"))
    if post["entry_on"]:
        years = (snapshot.as_of - post["entry_on"]).days // 365
        facts.append(Sentence("teacher.years", {"years": Amount(years, "count")}))
    return tuple(facts)


def _neutral_tags(post: dict, rows: list[dict], snapshot: Snapshot) -> tuple[Tag, ...]:
    tags = []
    if post["dual_level"] and post["dual_level"] != "none":
        params = {"level": Sentence(f"teacher.dual_{post['dual_level']}")}
        tags.append(Tag(Sentence("teacher.tag_dual", params), Sentence("teacher.tag_rule_dual", params)))
    running = [row for row in rows if row["term_id"] == snapshot.term_id]
    if running:
        params = {"count": Amount(len(running), "count")}
        tags.append(
            Tag(Sentence("teacher.tag_classes", params), Sentence("teacher.tag_rule_classes", params), False)
        )
    return tuple(tags)


def evaluation_facts(own: Values) -> tuple[Fact, ...]:
    """The evaluation as the college publishes it, the shrunken value with its range beneath, n and response."""
    figure = own.figure(EVALUATION)
    if figure is None or figure.amount.value is None:
        return (Fact(Sentence("teacher.evaluation"), Sentence("teacher.evaluation_none")),)
    published = figure.raw if figure.raw is not None else figure.amount.value
    response = (
        Sentence("teacher.response_rate", {"rate": Amount(figure.response_rate, "share")})
        if figure.response_rate is not None
        else None
    )
    return (
        Fact(Sentence("teacher.evaluation"), Amount(published, "score"), figure.status_reason, figure.why),
        Fact(
            Sentence("teacher.shrunken"),
            figure.amount,
            likely_range(figure.low, figure.high, "score"),
            figure.why,
        ),
        Fact(Sentence("teacher.responses"), Amount(figure.n, "count"), response),
    )


def rungs(standings: dict[str, Standing], post: dict) -> tuple[Rung, ...]:
    """The tier ladder: tiers below are past, the present and the next carry their decision, the rest lies ahead."""
    held = standings.get("own")
    tier = held.standard_id.rpartition(".")[2] if held else None
    if tier not in LADDER:
        return ()
    here = LADDER.index(tier)
    return tuple(_rung(number, here, standings) for number in range(len(LADDER)))


def _rung(number: int, here: int, standings: dict[str, Standing]) -> Rung:
    name = Sentence(f"teacher.tier_{LADDER[number]}")
    if number < here:
        return Rung(name, "past", Sentence("teacher.rung_past"))
    found = standings.get("own" if number == here else "next") if number <= here + 1 else None
    word = Sentence(f"teacher.rung_{found.decision}" if found else "teacher.rung_ahead")
    if number == here:
        return Rung(name, "current", word)
    return Rung(name, found.decision if found else "ahead", word)


def gate_table(held: Standing | None) -> Table | None:
    """The gates of the standard: met, not met, or nobody can tell because the source is not connected."""
    gates = held.gates() if held else ()
    if not gates:
        return None
    columns = (Column(Sentence("teacher.head_gate")), Column(Sentence("teacher.head_state")))
    rows = tuple((catalogue.gate_name(gate["id"]), standing.gate_state(gate)) for gate in gates)
    return Table(columns, rows, Sentence("teacher.gates_note"))


def class_table(scope: Scope, snapshot: Snapshot, offerings: list[dict]) -> Table | None:
    """The own teaching classes of the running term and how they run so far."""
    rows = [row for row in offerings if row["term_id"] == snapshot.term_id]
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
    )
    body = tuple(_class_row(row, stored.get(row["offering_id"], {}), shown, trends) for row in rows)
    return Table(columns, body, Sentence("teacher.classes_note"))


def _stored(scope: Scope, snapshot: Snapshot, ids: tuple[str, ...]) -> dict[str, dict[str, float]]:
    query = value_queries.of_entities(snapshot.snapshot_id, "offering", ids, CLASS_FIGURES)
    found: dict[str, dict[str, float]] = {}
    for row in warehouse.read(query, scope).iter_rows(named=True):
        if row["value"] is not None and row["status"] in ("observed", "provisional"):
            found.setdefault(row["entity_id"], {})[row["indicator_id"]] = row["value"]
    return found


def _trends(scope: Scope, snapshot: Snapshot, ids: tuple[str, ...]) -> dict[str, tuple[float, ...]]:
    query = value_queries.weeks(snapshot.snapshot_id, "offering", ids, (snapshot.term_id,))
    found: dict[str, list[float]] = {}
    for row in warehouse.read(query, scope).iter_rows(named=True):
        if row["measure"] == CLASS_TREND and row["value"] is not None:
            found.setdefault(row["entity_id"], []).append(row["value"])
    return {key: tuple(series) for key, series in found.items()}


def _class_row(row: dict, stored: dict[str, float], shown: tuple[str, ...], trends: dict) -> tuple:
    trend = Series(trends.get(row["offering_id"], ()))
    return (
        Name(row["name"] or row["offering_id"].partition("/")[2]),
        Amount(row["enrolled"], "count"),
        *(Amount(stored[key], catalogue.entry(key).unit) if key in stored else None for key in shown),
        *((trend,) if trends else ()),
    )

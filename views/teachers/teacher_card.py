"""The portrait card of a teacher: what is known of the person, tags with their proof, the ladder and how sure it is."""

from __future__ import annotations

from access.scope import Scope
from views import naming
from views.figures.figure_table import likely_range
from views.figures.standing import Standing
from views.figures.values import Values
from views.naming import Person
from views.operations.counsellor_load import facts as caseload_facts
from views.parts import Amount, Fact, Name, Portrait, Rung, Sentence
from views.people import personal, tags
from views.people.answers import Known
from views.warehouse import Snapshot

KIND = "teacher"
EVALUATION = "tch_set_eb"
LADDER = ("T0", "T1", "T2", "T3", "T4")
CLASSES_SHOWN = 6


def known(scope: Scope, snapshot: Snapshot, post: dict, own: Values, held: Standing | None, classes: list[dict], done: tuple) -> Known:  # fmt: skip
    """What the reader may know of a teacher to answer tags; a fact nobody can tell is None."""
    years = (snapshot.as_of - post["entry_on"]).days // 365 if post["entry_on"] else None
    facts = {
        "dual_level": post["dual_level"],
        "running_classes": float(len(classes)) if classes else None,
        "years": float(years) if years is not None else None,
    }
    return Known(KIND, scope, own, held, facts, done)


def portrait(scope: Scope, snapshot: Snapshot, post: dict, person: Person | None, standings: dict[str, Standing], found: Known, classes: list[dict]) -> Portrait:  # fmt: skip
    """The card; name and number only where the reader may see them."""
    departments = naming.departments(scope, snapshot)
    return Portrait(
        name=naming.person_name({post["teacher_pid"]: person} if person else {}, post["teacher_pid"]),
        number=person.number if person else None,
        facts=(*personal.unit_facts((departments, post["org_code"])), *_post_facts(post)),
        tags=tags.of_person(found, _shown(post, classes)),
        figures=(*caseload_facts(found.own), *evaluation_facts(found.own)),
        rungs=rungs(standings),
        ladder_note=Sentence("teacher.ladder_note"),
        certainty=certainty(standings),
    )


def _post_facts(post: dict) -> tuple[Sentence, ...]:
    facts = [Sentence(f"teacher.staff_{post['staff_type']}")]
    if post["title_rank"]:
        facts.append(Sentence(f"teacher.title_{post['title_rank']}"))
    return tuple(facts)


def _shown(post: dict, classes: list[dict]) -> dict[str, tuple[Fact, ...]]:
    """Evidence that only the page has: own classes by name, the entry in the staff register."""
    shown = {}
    if classes:
        shown["classes"] = tuple(_class(row) for row in classes[:CLASSES_SHOWN])
    register = []
    if post["entry_on"]:
        on = {"year": str(post["entry_on"].year), "day": post["entry_on"]}
        register.append(Fact(Sentence("teacher.entered"), Sentence("records.dated", on)))
    if post["dual_level"]:
        level = Sentence(f"teacher.dual_{post['dual_level']}", otherwise=post["dual_level"])
        register.append(Fact(Sentence("teacher.head_dual"), level))
    return shown | ({"register": tuple(register)} if register else {})


def _class(row: dict) -> Fact:
    name = Name(row["name"] or row["offering_id"].partition("/")[2])
    return Fact(name, Sentence("teacher.class_size", {"count": Amount(row["enrolled"], "count")}))


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


def rungs(standings: dict[str, Standing]) -> tuple[Rung, ...]:
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


def certainty(standings: dict[str, Standing]) -> tuple[Fact, ...]:
    """How sure the words of the ladder are: probability to meet, likely range and coverage, for the own and the next standard."""
    facts: list[Fact] = []
    for relation in ("own", "next"):
        found = standings.get(relation)
        if found is None or found.is_withheld or found.index["probability_met"] is None:
            continue
        index = found.index
        facts.append(Fact(found.names.name, Sentence(f"findings.decision_{found.decision}")))
        facts.append(Fact(Sentence("teacher.probability_met"), Amount(index["probability_met"], "share")))
        facts.append(Fact(Sentence("teacher.score"), Amount(index["score"], "score")))
        facts.append(Fact(Sentence("tags.range"), likely_range(index["low"], index["high"], "score")))
        facts.append(Fact(Sentence("teacher.team_coverage"), Amount(index["coverage"], "share")))
    return tuple(facts)

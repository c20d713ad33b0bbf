"""How support runs (contacted, in time) and how it ended: two things, told apart (D.13)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from access.scope import Scope
from data.warehouse.queries import cases as queries
from data.warehouse.queries import worklist as list_queries
from improvement import support as declared
from views import naming, warehouse
from views.operations.caseload import HOURS, day
from views.operations.cases import TO_CONTACT, Case
from views.parts import Amount, Fact, Sentence
from views.students import support
from views.warehouse import Snapshot


def facts(
    scope: Scope, still: tuple[Case, ...], closed: tuple[Case, ...], dues: dict[str, date], today: date
) -> tuple[Fact, ...]:
    """Cases, those contacted, and those contacted in time of the ones with a response time."""
    contacted = tuple(case for case in (*still, *closed) if case.contacts)
    waiting = [case for case in still if case.tab == TO_CONTACT]
    late_now = sum(dues.get(case.pid, today) < today for case in waiting)
    in_time = _in_time(scope, contacted)
    timed = len(in_time) + late_now
    on_time = (
        Sentence("cases.in_time", {"count": _count(sum(in_time.values())), "of": _count(timed)})
        if timed
        else Sentence("cases.in_time_none")
    )
    return (
        Fact(Sentence("cases.fact_cases"), _count(len(still) + len(closed))),
        Fact(Sentence("cases.fact_contacted"), _count(len(contacted))),
        Fact(Sentence("cases.fact_in_time"), on_time),
    )


def limits() -> Sentence:
    """The response times by level, and that this tells what was done and not whether it helped."""
    return Sentence("cases.process_sub", {level: Amount(hours, "hours") for level, hours in HOURS.items()})


def _in_time(scope: Scope, contacted: tuple[Case, ...]) -> dict[str, bool]:
    """Of each contacted case with a level by rule at its first contact: whether it was contacted within the time of that level."""
    levels = {case.pid: case.contacts[0]["known_level"] for case in contacted}
    levels = {pid: level for pid, level in levels.items() if level in HOURS}
    if not levels:
        return {}
    since: dict[str, date] = {}
    for row in warehouse.read(list_queries.first_warned(tuple(sorted(levels))), scope).to_dicts():
        pid = row["student_pid"]
        if row["level"] == levels[pid]:
            since[pid] = min(since.get(pid, day(row["since"])), day(row["since"]))
    first = {case.pid: support.recorded_on(case.contacts[0]) for case in contacted}
    return {pid: first[pid] <= start + timedelta(hours=HOURS[levels[pid]]) for pid, start in since.items()}


def outcomes(closed: tuple[Case, ...]) -> tuple[Fact, ...]:
    """How the closed cases ended, in the order of the declaration."""
    counts = Counter(case.steps[-1]["outcome"] for case in closed)
    return tuple(
        Fact(Sentence(f"warnings.outcome_{outcome}"), _count(counts[outcome]))
        for outcome in declared.declared().outcomes
        if counts[outcome]
    )


def follow_up(scope: Scope, snapshot: Snapshot, cases: tuple[Case, ...]) -> Sentence | None:
    """What became of the students supported in the last closed term: passed every course, or not; no word on why."""
    term = naming.last_closed_term(scope, snapshot)
    pids = tuple(case.pid for case in cases)
    steps = warehouse.read(queries.steps(pids), scope).to_dicts() if term else []
    helped = {row["student_pid"] for row in steps if row["term_id"] == term}
    if not helped:
        return None
    rows = warehouse.read(queries.results(snapshot.snapshot_id, term), scope).to_dicts()
    failed = {row["student_pid"]: row["failed"] for row in rows if row["passed"] + row["failed"]}
    known = helped & set(failed)
    params = {
        "term": term,
        "students": _count(len(known)),
        "passed": _count(sum(not failed[pid] for pid in known)),
        "failed": _count(sum(bool(failed[pid]) for pid in known)),
    }
    return Sentence("cases.follow_up", params)


def _count(number: int) -> Amount:
    return Amount(number, "count")

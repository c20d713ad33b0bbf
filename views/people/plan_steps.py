"""A person's own plan: steps with their state, the nearest gaps that can be taken in, and what waits to be confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from access.scope import Scope
from data.warehouse.queries import improvement as queries
from views import catalogue, naming, warehouse
from views.figures import standing
from views.improvement import tasks
from views.parts import Amount, Column, Link, Name, Refusal, Sentence, Table
from views.warehouse import Snapshot

OFFERED = 12  # gaps that can be taken into a plan
NEAREST = 3  # of them shown beside the plan
LOADED_DAYS = 365  # delivered milestones of the last year and all that are due still
DUE_DAYS = 60  # the day offered first
EFFORT = {"S": 1.0, "M": 2.0, "L": 3.0}
HEADS = ("step", "figure", "then", "goal", "due", "state")


@dataclass(frozen=True)
class PlanStep:
    """One step of an own plan."""

    key: str
    name: Name
    text: str | None  # nothing before an audience
    figure: Sentence
    state: str  # submitted | confirmed | returned | done | late
    word: Sentence
    due_on: date
    note: Sentence | None
    row: dict


@dataclass(frozen=True)
class OwnPlan:
    """The card of one person's plan."""

    title: Sentence
    finding: Sentence
    steps: tuple[PlanStep, ...]
    gaps: tuple[tuple[str, Name, Sentence], ...]
    options: tuple[tuple[str, Sentence], ...]
    loaded: Sentence | None
    table: Table | None
    due_first: date
    due_from: date

    def find(self, key: str | None) -> PlanStep | None:
        """The step the address names."""
        return next((one for one in self.steps if one.key == key), None)


@dataclass(frozen=True)
class Waiting:
    """One step that waits for the reader's confirmation, with whose it is."""

    step: PlanStep
    kind: str
    person: str
    who: Name | Link
    made_on: date


def of_person(scope: Scope, snapshot: Snapshot, kind: str, pid: str) -> OwnPlan:
    """The own plan of a teacher or student: made here and delivered, with the gaps of the next standard."""
    rows = warehouse.read(queries.plan_of(kind, pid), scope).to_dicts()
    steps = tuple(_step(row, snapshot.as_of) for row in rows)
    taken = {one.row["indicator_id"] for one in steps if one.state != "done"}
    gaps = _gaps(scope, snapshot, kind, pid, taken)
    return OwnPlan(
        title=Sentence(f"plan_steps.title_{kind}"),
        finding=_finding(steps),
        steps=steps,
        gaps=gaps[:NEAREST],
        options=tuple((key, Sentence("plan_steps.option", {"name": name, "need": need})) for key, name, need in gaps),
        loaded=_loaded(scope, snapshot, kind, pid),
        table=_table(steps) if steps else None,
        due_first=snapshot.as_of + timedelta(days=DUE_DAYS),
        due_from=snapshot.as_of + timedelta(days=1),
    )  # fmt: skip


def _gaps(scope: Scope, snapshot: Snapshot, kind: str, pid: str, taken: set[str]) -> tuple:
    """Figures short of a mark of the next standard (else the own one): must-haves first, then gain per effort."""
    found = standing.of_entity(scope, snapshot, kind, pid)
    aim = found.get("next") or found.get("own")
    rows = [row for row in aim.items if _is_short(row) and row["indicator_id"] not in taken] if aim else []
    rows.sort(key=_order)
    return tuple(
        (row["indicator_id"], catalogue.entry(row["indicator_id"]).name, _need(row)) for row in rows[:OFFERED]
    )


def _is_short(row: dict) -> bool:
    has_need = row["need_qualified"] is not None or row["need_target"] is not None
    return row["value"] is not None and has_need and bool(standing.marks_of(row))


def _order(row: dict) -> tuple:
    must = row["is_must_have"] and row["need_qualified"] is not None
    return (not must, -(row["gain"] or 0.0) / EFFORT.get(row["effort"], 3.0), row["indicator_id"])


def _need(row: dict) -> Sentence:
    unit, marks = catalogue.entry(row["indicator_id"]).unit, standing.marks_of(row)
    goal = marks[1] if row["need_qualified"] is not None else marks[2]
    return Sentence("plan_steps.need", {"now": Amount(row["value"], unit), "goal": Amount(goal, unit)})


def _step(row: dict, today: date) -> PlanStep:
    state = row["state"]
    if state == "confirmed":
        state = "done" if row["done_on"] else "late" if row["due_on"] < today else "confirmed"
    return PlanStep(
        key=str(row["plan_item_id"]),
        name=tasks.indicator_name(row["indicator_id"]),
        text=row["text"],
        figure=_figure(row),
        state=state,
        word=Sentence(f"plan_steps.state_{state}"),
        due_on=row["due_on"],
        note=_note(row),
        row=row,
    )


def _figure(row: dict) -> Sentence:
    unit = catalogue.entry(row["indicator_id"]).unit if catalogue.is_known(row["indicator_id"]) else "score"
    params = {"name": tasks.indicator_name(row["indicator_id"]), "then": Amount(row["value_then"], unit)}
    if row["goal"] is None:
        return Sentence("plan_steps.figure", params)
    return Sentence("plan_steps.figure_goal", params | {"goal": Amount(row["goal"], unit)})


def _note(row: dict) -> Sentence | None:
    if row["state"] == "returned":
        role = naming.role_in_text(row["decided_role"])
        return Sentence("plan_steps.returned_because", {"role": role, "reason": row["reason"]})
    if row["done_on"] is None:
        return None
    filed = row["archive_no"]
    params = {"day": row["done_on"], "evidence": row["evidence"]}
    return (
        Sentence("plan_steps.done_filed", params | {"number": filed})
        if filed
        else Sentence("plan_steps.done", params)
    )


def _finding(steps: tuple[PlanStep, ...]) -> Sentence:
    if not steps:
        return Sentence("plan_steps.found_none")
    states = [one.state for one in steps]
    counts = {
        "count": len(states),
        "done": states.count("done"),
        "running": states.count("confirmed"),
        "late": states.count("late"),
        "waiting": states.count("submitted"),
        "returned": states.count("returned"),
    }
    return Sentence("plan_steps.found", {name: Amount(count, "count") for name, count in counts.items()})


def _loaded(scope: Scope, snapshot: Snapshot, kind: str, pid: str) -> Sentence | None:
    """The milestones that a source delivered, in one line; None where none is of the last year."""
    since = snapshot.as_of - timedelta(days=LOADED_DAYS)
    rows = [
        row
        for row in warehouse.read(queries.loaded_plan_of(kind, pid), scope).to_dicts()
        if row["due_on"] > since
    ]
    if not rows:
        return None
    due = [row for row in rows if row["due_on"] <= snapshot.as_of]
    done = sum(row["done_on"] is not None and row["done_on"] <= snapshot.as_of for row in due)
    counts = {"count": len(rows), "due": len(due), "done": done}
    return Sentence("plan_steps.loaded", {name: Amount(count, "count") for name, count in counts.items()})


def _table(steps: tuple[PlanStep, ...]) -> Table:
    columns = tuple(Column(Sentence(f"plan_steps.head_{head}")) for head in HEADS)
    return Table(columns, tuple(_cells(one) for one in steps))


def _cells(one: PlanStep) -> tuple:
    unit = (
        catalogue.entry(one.row["indicator_id"]).unit
        if catalogue.is_known(one.row["indicator_id"])
        else "score"
    )
    return (
        one.text,
        one.name,
        Amount(one.row["value_then"], unit),
        Amount(one.row["goal"], unit),
        one.due_on,
        one.word,
    )


def waiting(scope: Scope, snapshot: Snapshot, kind: str) -> tuple[Waiting, ...]:
    """Steps of teachers' or students' plans in the scope that wait for a confirmation, longest waiting first; no own ones."""
    rows = warehouse.read(queries.plans_waiting(kind), scope).to_dicts()
    rows = [row for row in rows if row[f"{kind}_pid"] != scope.person]
    named = naming.people(scope, tuple(row[f"{kind}_pid"] for row in rows))
    return tuple(_waiting(row, kind, named, snapshot.as_of) for row in rows)


def _waiting(row: dict, kind: str, named: dict, today: date) -> Waiting:
    pid = row[f"{kind}_pid"]
    shown = naming.person_name(named, pid)
    who = Link(kind, pid, Name(shown)) if shown else Name("—")
    return Waiting(_step(row, today), kind, pid, who, row["made_on"])


def none_waiting() -> Refusal:
    """The state while nothing waits to be confirmed."""
    return Refusal(
        "empty", Sentence("plan_steps.none_waiting_title"), Sentence("plan_steps.none_waiting_body")
    )


WAITING_HEADS = ("person", "step", "figure", "due")


def waiting_table(listed: tuple[Waiting, ...]) -> Table | None:
    """What waits, for the file of the page."""
    if not listed:
        return None
    columns = tuple(Column(Sentence(f"plan_steps.head_{head}")) for head in WAITING_HEADS)
    return Table(columns, tuple((one.who, one.step.text, one.step.name, one.step.due_on) for one in listed))

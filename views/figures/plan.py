"""What if: the fewest steps to a standard, and what it would say after the steps a reader tries. Stored nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from access.scope import Scope
from profiling import moves, planner
from profiling.moves import GATE, Case, Move
from profiling.planner import Block, Plan
from views import catalogue, warehouse
from views.figures import standing
from views.figures.standing import Standing
from views.improvement import standard_versions
from views.parts import Amount, Column, Fact, Name, Sentence, State, Table
from views.warehouse import Snapshot

HEADS = ("step", "now", "then", "effort", "gain")
NUMBERS = {"now", "then", "gain"}
SAME = 1e-6  # points of the index


@dataclass(frozen=True)
class PlanPage:
    """The fewest steps as sentences and a table; every step that can be tried, and those that are tried at first."""

    title: Sentence
    findings: tuple[Sentence, ...]
    steps: Table | None
    choices: tuple[tuple[str, Sentence], ...]
    proposed: tuple[str, ...]


@dataclass(frozen=True)
class _Held:
    """What a plan is made of: the standing as stored, the same as a case, and the plan."""

    aim: Standing
    case: Case
    plan: Plan


@warehouse.cached
def _held(scope: Scope, snapshot: Snapshot, kind: str, key: str) -> _Held | None:
    """The plan against the next standard, else the own one; None unless the reader sees all that the index is made of."""
    found = standing.of_entity(scope, snapshot, kind, key)
    aim = found.get("next") or found.get("own")
    if aim is None or aim.decision == "suppressed":
        return None
    version = standard_versions.stored(scope, snapshot, aim.standard_id, aim.index["standard_version"])
    if version is None:
        return None
    case = moves.case_of(version, aim.items, {gate["id"]: gate["met"] for gate in aim.gates()})
    if not _is_whole(case, aim):
        return None
    return _Held(aim, case, planner.shortest(case))


def _is_whole(case: Case, aim: Standing) -> bool:
    """Whether the rows that the reader sees give the index that is stored: masked or absent ones would give another."""
    if {row["indicator_id"] for row in aim.items} != set(case.columns):
        return False
    index, stored = moves.outcome(case).index, aim.index["score"]
    if index is None or stored is None:
        return index is None and stored is None
    return abs(index - stored) < SAME


def of_entity(scope: Scope, snapshot: Snapshot, kind: str, key: str) -> PlanPage | None:
    """The plan of one entity; None where there is none, or where the reader does not see all of the index's items."""
    held = _held(scope, snapshot, kind, key)
    if held is None:
        return None
    plan, case = held.plan, held.case
    offered = {
        **{name: found[0] for name, found in case.moves.items()},
        **{step.key: step for step in plan.steps},
    }
    return PlanPage(
        title=Sentence("plan.title", {"standard": _title(held)}),
        findings=_findings(held),
        steps=_table(case, plan.steps) if plan.steps else None,
        choices=tuple((name, _step(case, move)) for name, move in offered.items()) if not plan.blocks else (),
        proposed=tuple(step.key for step in plan.steps),
    )  # fmt: skip


def tried(scope: Scope, snapshot: Snapshot, kind: str, key: str, chosen: tuple[str, ...]) -> tuple[Fact, ...]:
    """Index, decision and lowest dimension as they would be after the steps chosen, each beside what it is now."""
    held = _held(scope, snapshot, kind, key)
    if held is None:
        return ()
    planned = {step.key: step for step in held.plan.steps}
    taken = [planned.get(name) or held.case.moves[name][0] for name in chosen if name in held.case.moves]
    before, after = held.plan.before, moves.outcome(held.case, taken)
    return (
        _fact("index", _score(after.index), _score(before.index)),
        _fact("decision", _word(after.decision), _word(before.decision)),
        _fact("lowest", *(_lowest(held, one.dimensions) for one in (after, before))),
    )


def _fact(name: str, then: object, now: object) -> Fact:
    return Fact(Sentence(f"plan.fact_{name}"), then, Sentence("plan.fact_now", {"now": now}))


def _score(index: float | None) -> Amount:
    return Amount(index, "score")


def _word(decision: str) -> Sentence:
    return Sentence(f"states.word.{decision}")


def _lowest(held: _Held, dimensions: dict[str, float | None]) -> Sentence | None:
    known = {name: score for name, score in dimensions.items() if score is not None}
    if not known:
        return None
    name = min(known, key=known.get)
    return Sentence("plan.lowest", {"name": _dimension(held, name), "score": Amount(known[name], "score")})


def _title(held: _Held) -> Name:
    return Name(held.case.standard.title_zh, held.case.standard.title_en)


def _dimension(held: _Held, key: str) -> Name:
    part = next(part for part in held.case.standard.dimensions if part.id == key)
    return Name(part.name_zh, part.name_en)


def _findings(held: _Held) -> tuple[Sentence, ...]:
    if held.plan.blocks:
        return tuple(_blocked(held, block) for block in held.plan.blocks)
    untold = tuple(_name(held.case, key) for key in held.plan.untold)
    return (_reached(held), *((Sentence("plan.untold", {"names": untold}),) if untold else ()))


def _reached(held: _Held) -> Sentence:
    plan, standard = held.plan, _title(held)
    if not plan.steps:
        on_points = held.aim.decision in ("met", "strong")
        return Sentence("plan.met" if on_points else "plan.met_on_points", {"standard": standard})
    params = {"count": Amount(len(plan.steps), "count"), "standard": standard}
    scores = {"before": _score(plan.before.index), "after": _score(plan.after.index)}
    return Sentence("plan.reached", params | scores)


def _blocked(held: _Held, block: Block) -> Sentence:
    params: dict = {"standard": _title(held)}
    if block.kind == "coverage":
        params["share"] = Amount(held.aim.index["coverage"], "share")
    elif block.kind == "dimension":
        params["name"] = _dimension(held, block.key)
    elif block.key:
        params["name"] = _name(held.case, block.key)
    return Sentence(f"plan.blocked_{block.kind}", params)


def _name(case: Case, key: str) -> Name:
    return catalogue.gate_name(key) if key in case.gates else catalogue.entry(key).name


def _table(case: Case, steps: tuple[Move, ...]) -> Table:
    columns = tuple(
        Column(Sentence(f"plan.head_{head}"), "right" if head in NUMBERS else "left") for head in HEADS
    )
    return Table(columns, tuple(_row(case, step) for step in steps), Sentence("plan.steps_note"))  # fmt: skip


def _row(case: Case, step: Move) -> tuple:
    effort = Sentence(f"ui.gap.effort_{step.effort}")
    if step.to == GATE:
        return _name(case, step.key), State("open"), State("done"), effort, None
    now = float(case.table.value[0, case.columns[step.key]])
    gain = moves.gain(case, step)
    return (
        _name(case, step.key),
        _told(step.key, now),
        _told(step.key, step.goal),
        effort,
        Amount(gain, "points"),
    )


def _step(case: Case, move: Move) -> Sentence:
    if move.to == GATE:
        return Sentence("plan.try_gate", {"name": _name(case, move.key)})
    return Sentence("plan.try_item", {"name": _name(case, move.key), "goal": _told(move.key, move.goal)})


def _told(key: str, value: float) -> Amount | Sentence:
    """A value in the unit of the indicator; of a level, its word."""
    unit = catalogue.entry(key).unit
    if unit == "level":
        return Sentence(f"plan.level_{key}_{value:.0f}", otherwise=f"{value:.0f}")
    return Amount(value, unit)

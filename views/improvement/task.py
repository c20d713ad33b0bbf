"""One improvement action in full: its figure then and now, what closing would say, evidence, due days."""

from __future__ import annotations

from dataclasses import dataclass

from access.scope import Scope
from data.warehouse.queries import improvement as queries
from improvement.effect import Effect, Stored, effect, verified
from profiling.catalogue import indicators
from views import catalogue, naming, warehouse
from views.figures import standing
from views.improvement import task_table, tasks
from views.improvement.tasks import Task
from views.parts import Amount, Item, Movement, Name, Reading, Sentence
from views.warehouse import Snapshot

STORED = ("value", "low", "high", "n", "status", "period")


@dataclass(frozen=True)
class TaskDetail:
    """What the panel of one action shows."""

    task: Task
    facts: tuple[Sentence | Name, ...]
    movement: Movement | None
    effect: Sentence | None
    proof: Sentence | None
    cause: Sentence
    measure: Sentence
    steps: tuple[Item, ...]


def detail(
    scope: Scope, snapshot: Snapshot, key: str, every: tuple[dict, ...] | None = None
) -> TaskDetail | None:
    """One action of the reader's scope (of `every`, where the page has read them); None where there is none of this key."""
    listed = tasks.rows_of(scope, snapshot) if every is None else every
    asked = tuple(row for row in listed if row["key"] == key)
    if not asked:
        return None
    (found,) = tasks.named(scope, snapshot, asked)
    row = found.row
    steps = (
        warehouse.read(queries.steps_of(row["improvement_id"]), scope).to_dicts()
        if found.is_made_here
        else []
    )
    now = _after(scope, snapshot, found)
    told = _judged(row, now) if found.is_made_here else None
    return TaskDetail(
        task=found,
        facts=_facts(found),
        movement=_movement(row, now),
        effect=_effect(found, told),
        proof=_proof(found, told, steps),
        cause=Sentence("tasks.cause", {"words": row["cause"]}),
        measure=Sentence("tasks.measure", {"words": row["measure"]}),
        steps=_steps(scope, steps),
    )


def _facts(one: Task) -> tuple[Sentence | Name, ...]:
    found = [
        Sentence("tasks.fact_owner", {"name": one.owner}) if one.owner else None,
        Sentence("tasks.fact_opened", {"day": one.opened_on}),
        Sentence("tasks.fact_due", {"day": one.due_on}),
        Sentence("tasks.fact_self") if one.is_self_found else None,
        None if one.is_made_here else Sentence("tasks.fact_loaded", {"number": one.key}),
    ]
    return tuple(fact for fact in found if fact)


def _after(scope: Scope, snapshot: Snapshot, one: Task) -> Stored | None:
    """What the figure says: when the action was closed, else now."""
    row = one.row
    if one.closed_on is not None and one.is_made_here:
        return _held(row, "after") if row["value_after"] is not None else None
    if not row["indicator_id"] or row["entity_id"] is None:
        return None
    entity = "school" if one.kind == "school" else row["entity_id"]
    found = warehouse.read(
        queries.figure(snapshot.snapshot_id, one.kind, entity, row["indicator_id"]), scope
    ).to_dicts()
    if not found or found[0]["value"] is None:
        return None
    return Stored(**{name: found[0][name] for name in STORED}, definition=found[0]["definition_version"])


def _held(row: dict, when: str) -> Stored:
    return Stored(**{name: row[f"{name}_{when}"] for name in STORED}, definition=row[f"definition_{when}"])


def _judged(row: dict, now: Stored | None) -> Effect | None:
    """What was stored when it was closed, else what closing now would say."""
    if row["closed_on"] is not None:
        return Effect(row["outcome"], row["outcome_reason"], None, row["mdc"])
    entry = indicators().get(row["indicator_id"])
    if entry is None:
        return None
    return effect(
        _held(row, "then"), now, direction=entry.direction, target=row["target"], far=row["target_far"], least=entry.min_n,
    )  # fmt: skip


def _movement(row: dict, now: Stored | None) -> Movement | None:
    """Both values on one axis; None where neither is known."""
    key = row["indicator_id"]
    if not key or not catalogue.is_known(key) or (row["value_then"] is None and now is None):
        return None
    then = _held(row, "then") if row["value_then"] is not None else None
    unit = catalogue.entry(key).unit
    parts = {"name": catalogue.entry(key).name, "then": _amount(then, unit), "now": _amount(now, unit)}
    return Movement(
        name=catalogue.entry(key).name,
        unit=unit,
        then=_reading(then),
        now=_reading(now),
        target=row["target"],
        far=row["target_far"],
        is_closed=row["closed_on"] is not None,
        alt=Sentence("tasks.movement_alt", parts),
    )


def _amount(one: Stored | None, unit: str) -> Amount:
    return Amount(one.value if one else None, unit)


def _reading(one: Stored | None) -> Reading | None:
    return Reading(one.value, one.low, one.high, one.n, one.period) if one else None


def _effect(one: Task, told: Effect | None) -> Sentence | None:
    if told is None:
        return Sentence("tasks.effect_loaded")
    reason = Sentence(f"tasks.reason_{told.reason}", _numbers(one.row, told))
    when = "closed" if one.closed_on else "now"
    return Sentence(f"tasks.effect_{when}", {"outcome": tasks.outcome_words(told.outcome), "reason": reason})


def _numbers(row: dict, told: Effect) -> dict:
    """The least change that is more than chance, and the target, in the unit of a difference."""
    unit = catalogue.entry(row["indicator_id"]).unit if catalogue.is_known(row["indicator_id"]) else "score"
    return {
        "mdc": Amount(told.mdc, standing.difference_unit(unit)),
        "target": task_table.target_words(row),
    }


def _proof(one: Task, told: Effect | None, steps: list[dict]) -> Sentence | None:
    """Whether the evidence carries the closing: verified, or what is missing still."""
    if told is None:
        return None
    if one.closed_on is not None:
        return Sentence("tasks.proof_verified" if one.row["verified_on"] else "tasks.proof_unverified")
    grades = tuple(step["grade"] for step in steps if step["grade"])
    if verified(grades, told.outcome):
        return Sentence("tasks.proof_ready")
    return Sentence("tasks.proof_artefact" if "E2" not in grades else "tasks.proof_check")


def _steps(scope: Scope, steps: list[dict]) -> tuple[Item, ...]:
    named = naming.people(scope, tuple(step["added_by"] for step in steps))
    return tuple(_step(step, naming.person_name(named, step["added_by"])) for step in steps)


def _step(step: dict, name: str | None) -> Item:
    who = Name(name) if name else naming.role_name(step["added_role"])
    if step["kind"] == "extension":
        days = {"before": step["due_before"], "after": step["due_after"]}
        return Item(
            title=Sentence("tasks.step_extension", days),
            body=Sentence("tasks.step_by", {"words": step["text"], "who": who}),
            on=step["added_on"],
        )
    params, filed = {"words": step["text"], "who": who}, step["archive_no"]
    return Item(
        title=Sentence(f"tasks.grade_{step['grade']}"),
        body=Sentence("tasks.step_filed", params | {"number": filed})
        if filed
        else Sentence("tasks.step_by", params),
        on=step["added_on"],
    )

"""Where one entity stands against its standards: index, dimensions and items as scale rows, gaps as moves."""

from __future__ import annotations

import json
from dataclasses import dataclass

from access.scope import Scope
from data.warehouse.queries import standing as queries
from views import catalogue, warehouse
from views.figures.values import Values, marks_of
from views.improvement import standard_versions
from views.parts import Amount, Figure, Gap, Radar, ScaleRow, Sentence, State, Waterfall
from views.warehouse import Snapshot

EFFORT_ORDER = {"S": 1.0, "M": 2.0, "L": 3.0}  # gain per effort: a month, a term, a year
SHOWN = ("observed", "provisional")


@dataclass(frozen=True)
class Standing:
    """One entity against one standard: the index row, its dimensions and its items, as stored."""

    index: dict
    dimensions: tuple[dict, ...]
    items: tuple[dict, ...]
    version: catalogue.StandardNames | None = (
        None  # of the version that judged; the shipped one where it is not kept
    )

    @property
    def names(self) -> catalogue.StandardNames:
        """What the standard and its dimensions are called, and its thresholds."""
        return self.version or catalogue.standard(self.standard_id)

    @property
    def standard_id(self) -> str:
        return self.index["standard_id"]

    @property
    def standard(self) -> str:
        """Standard and version, as printed under a figure."""
        return f"{self.index['standard_id']}.{self.index['standard_version']}"

    @property
    def decision(self) -> str:
        return self.index["decision"]

    @property
    def is_withheld(self) -> bool:
        return self.index["score"] is None

    def gates(self) -> tuple[dict, ...]:
        """Gates of the standard with their status."""
        return tuple(
            gate for part in ("appraisal_gates", "gates") for gate in json.loads(self.index[part] or "[]")
        )


@warehouse.cached
def of_entity(scope: Scope, snapshot: Snapshot, entity_kind: str, entity_id: str) -> dict[str, Standing]:
    """Standings of one entity by relation: own, next. Empty where it has no standard or nothing was computed."""
    number = snapshot.snapshot_id
    found = warehouse.read(queries.indices_of(number, entity_kind, entity_id), scope).to_dicts()
    if not found:
        return {}
    dimensions = warehouse.read(queries.dimensions_of(number, entity_kind, entity_id), scope).to_dicts()
    items = warehouse.read(queries.items_of(number, entity_kind, entity_id), scope).to_dicts()
    return {
        index["relation"]: Standing(
            index,
            tuple(row for row in dimensions if row["standard_id"] == index["standard_id"]),
            tuple(row for row in items if row["standard_id"] == index["standard_id"]),
            _version(scope, snapshot, index),
        )
        for index in found
    }


def _version(scope: Scope, snapshot: Snapshot, index: dict) -> catalogue.StandardNames | None:
    found = standard_versions.stored(scope, snapshot, index["standard_id"], index["standard_version"])
    return catalogue.names_of(found) if found else None


def withheld(standing: Standing | None) -> Sentence | None:
    """Why there is no index, where C.7 withholds it; None where there is one or no standard applies."""
    if standing is None or not standing.is_withheld:
        return None
    if standing.decision == "suppressed":
        return Sentence("figures.withheld_small")
    return Sentence("figures.withheld", {"share": Amount(standing.index["coverage"], "share")})


def left_out(standing: Standing | None) -> Sentence | None:
    """The dimensions of the standard that the reader's role does not cover; None where all are there."""
    if standing is None:
        return None
    there = {row["dimension_id"] for row in standing.dimensions}
    names = standing.names.dimensions
    missing = tuple(name for key, name in names.items() if key not in there)
    return Sentence("figures.left_out", {"names": missing}) if missing else None


def dimension_rows(standing: Standing) -> tuple[ScaleRow, ...]:
    """Dimensions on the scale from 30 to 100, in the order of the standard; an unpublished one says so."""
    return tuple(_dimension_row(standing, row) for row in standing.dimensions)


def _dimension_row(standing: Standing, row: dict) -> ScaleRow:
    published = row["is_published"] and row["score"] is not None
    return ScaleRow(
        name=standing.names.dimensions[row["dimension_id"]],
        amount=Amount(row["score"] if published else None, "score"),
        kind="scores",
        state=row["state"],
        low=row["low"] if published else None,
        high=row["high"] if published else None,
        coverage=row["coverage"],
        gap=None if published else _unpublished(row),
    )


def _unpublished(row: dict) -> Sentence | None:
    if row["state"] == "suppressed":
        return Sentence("figures.status_suppressed")
    if row["state"] == "not_applicable":
        return None
    return Sentence("figures.coverage", {"share": Amount(row["coverage"], "share")})


def item_rows(standing: Standing, values: Values, ids: tuple[str, ...] | None = None) -> tuple[ScaleRow, ...]:
    """Items with a value on their four anchors, in original units; items without a value are left out."""
    by_id = {row["indicator_id"]: row for row in standing.items}
    wanted = ids or tuple(by_id)
    rows = [by_id[key] for key in wanted if key in by_id and _is_drawn(by_id[key])]
    return tuple(item_row(standing, row, values.figure(row["indicator_id"]), values) for row in rows)


def _is_drawn(row: dict) -> bool:
    return row["value"] is not None and row["status"] in SHOWN and bool(marks_of(row))


def item_row(standing: Standing, row: dict, figure: Figure | None, values: Values) -> ScaleRow:
    """One item on its anchors."""
    entry = catalogue.entry(row["indicator_id"])
    marks = marks_of(row)
    return ScaleRow(
        name=entry.name,
        amount=Amount(row["value"], entry.unit),
        kind="anchors",
        state=anchor_state(row["value"], marks),
        sub=None,
        marks=marks,
        low=figure.low if figure else None,
        high=figure.high if figure else None,
        previous=values.previous(row["indicator_id"]),
        gap=target_gap(row["value"], marks[2], entry),
        direction=entry.direction,
        why=figure.why if figure else None,
    )


def anchor_state(value: float, marks: tuple[float, ...]) -> str:
    """strong at the stretch anchor, target, qualified, or not_met below the qualified one."""
    falling = marks[0] > marks[-1]
    reached = [value <= mark if falling else value >= mark for mark in marks]
    for state, is_reached in (("strong", reached[3]), ("target", reached[2]), ("qualified", reached[1])):
        if is_reached:
            return state
    return "not_met"


def target_gap(value: float | None, target: float | None, entry: catalogue.Entry) -> Sentence | None:
    """The distance to the target in original units: short of it, at it, or beyond it."""
    if value is None or target is None:
        return None
    distance = Amount(abs(value - target), difference_unit(entry.unit))
    if value == target:
        return Sentence("figures.at_target")
    short = value > target if entry.direction == "down" else value < target
    return Sentence("figures.short_of_target" if short else "figures.beyond_target", {"gap": distance})


def difference_unit(unit: str) -> str:
    """A difference of shares is told in points, of ratios without their sign, any other in its own unit."""
    return {"share": "share_points", "ratio": "score"}.get(unit, unit)


def target_of(standings: dict[str, Standing], indicator_id: str) -> float | None:
    """The target anchor of an indicator in the entity's own standard."""
    own = standings.get("own")
    row = next((one for one in own.items if one["indicator_id"] == indicator_id), None) if own else None
    marks = marks_of(row) if row else ()
    return marks[2] if marks else None


def gate_state(gate: dict) -> State:
    """done, open, or unconnected where nobody can tell."""
    if gate["met"] is None:
        return State("unconnected")
    return State("done" if gate["met"] else "open")


def open_gates(standing: Standing | None) -> Sentence | None:
    """The gates that are not met, which come before every other step; None where all are met or nobody can tell."""
    names = (
        tuple(catalogue.gate_name(gate["id"]) for gate in standing.gates() if gate["met"] is False)
        if standing
        else ()
    )
    return Sentence("figures.gates_first", {"names": names}) if names else None


def gaps(standing: Standing, limit: int) -> tuple[Gap, ...]:
    """Nearest moves: must-haves first, then gain per effort; only items with a value and a stored
    gain. Where the index is withheld the order holds, and no gain is shown."""
    rows = [row for row in standing.items if row["gain"] and row["value"] is not None and marks_of(row)]
    rows.sort(key=_move_order)
    return tuple(_gap(row, standing.is_withheld) for row in rows[:limit])


def _move_order(row: dict) -> tuple:
    must_first = row["is_must_have"] and row["need_qualified"] is not None
    return (not must_first, -row["gain"] / EFFORT_ORDER.get(row["effort"], 3.0), row["indicator_id"])


def _gap(row: dict, withheld: bool) -> Gap:
    entry = catalogue.entry(row["indicator_id"])
    marks = marks_of(row)
    goal = marks[1] if row["need_qualified"] is not None else marks[2]
    span = goal - marks[0]
    progress = (row["value"] - marks[0]) / span if span else 0.0
    return Gap(
        name=entry.name,
        now=Amount(row["value"], entry.unit),
        need=Amount(goal, entry.unit),
        missing=Amount(abs(goal - row["value"]), difference_unit(entry.unit)),
        progress=min(max(progress, 0.0), 1.0),
        gain=None if withheld else row["gain"],
        effort=row["effort"],
        further=None if withheld else _further(row, marks, entry.unit),
    )


def _further(row: dict, marks: tuple[float, ...], unit: str) -> Sentence | None:
    """The target and its gain, where the qualified anchor is still ahead."""
    if row["need_qualified"] is None or not row.get("gain_target"):
        return None
    params = {"target": Amount(marks[2], unit), "gain": Amount(row["gain_target"], "points")}
    return Sentence("figures.gap_further", params)


def waterfall(standing: Standing, limit: int = 5) -> Waterfall | None:
    """From the index now to the strong line; None where the index is withheld or no move is stored."""
    score = standing.index["score"]
    every = gaps(standing, limit=1000) if score is not None else ()
    steps = tuple(sorted(every, key=lambda gap: -gap.gain)[:limit])
    if not steps:
        return None
    named = standing.names
    return Waterfall(
        start=score,
        steps=steps,
        rest=sum(gap.gain for gap in every) - sum(gap.gain for gap in steps),
        thresholds=(
            (named.met, Sentence("figures.threshold_met", {"mark": Amount(named.met, "score")})),
            (named.strong, Sentence("figures.threshold_strong", {"mark": Amount(named.strong, "score")})),
        ),
        alt=Sentence(
            "figures.waterfall_alt", {"start": Amount(score, "score"), "names": tuple(s.name for s in steps)}
        ),
    )


def radar(standing: Standing) -> Radar | None:
    """The dimensions as a thumbnail; None where fewer than three are published."""
    rows = dimension_rows(standing)
    if sum(row.amount.value is not None for row in rows) < 3:
        return None
    return Radar(
        axes=tuple(standing.names.short[row["dimension_id"]] for row in standing.dimensions),
        scores=tuple(row.amount.value for row in rows),
        reference=standing.names.met,
        alt=Sentence("figures.radar_alt", {"count": Amount(len(rows), "count")}),
    )


def unobserved(standing: Standing | None) -> tuple[str, ...]:
    """Ids of the items of the standard without a value: what the coverage lacks."""
    if standing is None:
        return ()
    return tuple(
        row["indicator_id"] for row in standing.items if row["status"] in ("missing", "suppressed", "stale")
    )

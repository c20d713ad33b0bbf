"""The seven qualities of a student as done, in progress, open or not yet connected; never 'failed' before due."""

from __future__ import annotations

from profiling.gate_register import gate_register
from views import catalogue
from views.figures.standing import Standing, gate_state
from views.parts import Amount, Column, Segment, Sentence, State, Table

STATES = {"strong": "done", "met": "done", "borderline": "progress", "not_met": "progress"}


def segments(standing: Standing | None) -> tuple[Segment, ...]:
    """One segment per quality of the standard; empty where the student has no standard yet."""
    if standing is None:
        return ()
    gates = _gates_by_dimension(standing)
    return tuple(_segment(standing, row, gates.get(row["dimension_id"], ())) for row in standing.dimensions)


def _gates_by_dimension(standing: Standing) -> dict[str, tuple[dict, ...]]:
    grouped: dict[str, list[dict]] = {}
    for gate in standing.gates():
        dimension = gate_register()[gate["id"]].dimension if gate["id"] in gate_register() else None
        if dimension:
            grouped.setdefault(dimension, []).append(gate)
    return {key: tuple(listed) for key, listed in grouped.items()}


def _segment(standing: Standing, row: dict, gates: tuple[dict, ...]) -> Segment:
    name = standing.names.dimensions[row["dimension_id"]]
    states = [gate_state(gate).state for gate in gates]
    known = [state for state in states if state != "unconnected"]
    if known:
        met = sum(state == "done" for state in known)
        state = "done" if met == len(known) else "progress" if met else "open"
        unknown = len(gates) - len(known)
        params = {
            "met": Amount(met, "count"),
            "all": Amount(len(known), "count"),
            "unknown": Amount(unknown, "count"),
        }
        short = tuple(
            catalogue.gate_name(gate["id"])
            for gate, told in zip(gates, states, strict=True)
            if told in ("open", "progress")
        )
        kind = "open" if short else "some" if unknown else ""
        note = Sentence(f"student.quality_gates_{kind}".rstrip("_"), params | {"open": short})
        return Segment(name, state, note, met / len(known))
    if not row["is_published"] or row["state"] not in STATES:
        return Segment(name, "unconnected", _unconnected(row))
    note = Sentence("student.quality_score", {"score": Amount(row["score"], "score")})
    return Segment(
        name,
        STATES[row["state"]],
        note,
        min((row["score"] or 0.0) / standing.names.met, 1.0),
    )


def _unconnected(row: dict) -> Sentence:
    if row["state"] == "not_applicable":
        return Sentence("student.quality_not_due")
    kind = "student.quality_part" if row["coverage"] else "student.quality_unconnected"
    return Sentence(kind, {"share": Amount(row["coverage"], "share")})


def table(found: tuple[Segment, ...]) -> Table | None:
    """The qualities one under the other with what their state rests on."""
    if not found:
        return None
    columns = tuple(Column(Sentence(f"student.head_{head}")) for head in ("quality", "state", "note"))
    return Table(columns, tuple((one.name, State(one.state), one.note) for one in found))

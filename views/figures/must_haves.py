"""What stands before every gain: gates and must-haves that are not met, each with the numbers that say so."""

from __future__ import annotations

from profiling.gate_register import gate_register
from profiling.indices.decide import NEAR
from profiling.judge import MUST_SCORE
from views import catalogue
from views.figures.standing import Standing
from views.figures.values import Values, marks_of
from views.parts import Amount, Fact, Sentence, Tag


def blocking(standing: Standing | None, own: Values) -> tuple[Tag, ...]:
    """Each gate and must-have that is known not to be met, as what opens to its evidence; empty where nothing blocks."""
    if standing is None:
        return ()
    gates = (_gate(gate["id"], own) for gate in standing.gates() if gate["met"] is False)
    return (*gates, *_must_haves(standing, own))


def _gate(gate_id: str, own: Values) -> Tag:
    gate = gate_register().get(gate_id)
    bounds = gate.any_of if gate else ()
    facts = tuple(fact for bound in bounds for fact in _bound(bound, own))
    found = facts or (Fact(Sentence("teacher.must_register"), Sentence("teacher.must_register_open")),)
    return Tag(catalogue.gate_name(gate_id), Sentence("teacher.must_gate"), is_earned=False, evidence=found)


def _bound(bound, own: Values) -> tuple[Fact, ...]:
    """One way to meet a gate: what it asks for, what is stored, and how that was counted."""
    entry = catalogue.entry(bound.indicator)
    line = bound.lowest if bound.lowest is not None else bound.highest
    kind = "at_least" if bound.lowest is not None else "at_most"
    asked = Sentence(f"teacher.must_{kind}", {"limit": _told(line, entry.unit)})
    return (Fact(entry.name, asked), *_stored(bound.indicator, own))


def _stored(indicator: str, own: Values) -> tuple[Fact, ...]:
    figure = own.figure(indicator)
    if figure is None:
        return (Fact(Sentence("tags.found"), Sentence("teacher.must_none")),)
    return (
        Fact(Sentence("tags.found"), _told(figure.amount.value, figure.amount.unit)),
        Fact(Sentence("tags.counted"), figure.why.sentence if figure.why else None),
        Fact(Sentence("tags.period"), Sentence("figures.period", {"period": figure.period})),
        Fact(Sentence("teacher.must_sources"), ", ".join(figure.why.sources) if figure.why else None),
    )


def _told(value: float | None, unit: str) -> Amount:
    return Amount(value, unit)


def _must_haves(standing: Standing, own: Values) -> tuple[Tag, ...]:
    """Must-haves of which every indicator the reader sees has a score, and none a sufficient one."""
    by_id = {row["indicator_id"]: row for row in standing.items}
    found = []
    for names in standing.names.must_haves:
        rows = [by_id[name] for name in names if name in by_id]
        scores = [row["score"] for row in rows]
        if len(rows) == len(names) and all(one is not None and one < MUST_SCORE - NEAR for one in scores):
            found.append(_must_have(standing, rows, own))
    return tuple(found)


def _must_have(standing: Standing, rows: list[dict], own: Values) -> Tag:
    names = tuple(catalogue.entry(row["indicator_id"]).name for row in rows)
    facts = tuple(fact for row in rows for fact in _item(row, own))
    label = Sentence("teacher.must_label", {"names": names})
    rule = Fact(
        Sentence("teacher.must_why"), Sentence("teacher.must_rule", {"standard": standing.names.name})
    )
    now = Sentence("teacher.must_now", {"parts": tuple(_now(row) for row in rows)})
    return Tag(label, now, is_earned=False, evidence=(*facts, rule))


def _now(row: dict) -> Sentence:
    """What is stored and what is asked, in one piece."""
    unit, marks = catalogue.entry(row["indicator_id"]).unit, marks_of(row)
    found = Amount(row["value"], unit)
    if not marks or row["value"] is None:
        return Sentence("teacher.must_scored", {"score": Amount(row["score"], "score")})
    return Sentence("teacher.must_one", {"found": found, "limit": Amount(marks[1], unit)})


def _item(row: dict, own: Values) -> tuple[Fact, ...]:
    entry, marks = catalogue.entry(row["indicator_id"]), marks_of(row)
    asked = (
        Sentence("teacher.must_at_least" if marks[1] >= marks[0] else "teacher.must_at_most", {"limit": Amount(marks[1], entry.unit)})
        if marks
        else Sentence("teacher.must_scored", {"score": Amount(row["score"], "score")})
    )  # fmt: skip
    return (Fact(entry.name, asked), *_stored(row["indicator_id"], own))

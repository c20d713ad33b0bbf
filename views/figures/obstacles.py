"""What keeps an entity from meeting a standard although its score reaches the line: gates, must-haves, the balance rule."""

from __future__ import annotations

from profiling.indices.decide import NEAR
from profiling.judge import MUST_SCORE
from views import catalogue
from views.figures.standing import Standing
from views.parts import Name, Sentence


def told(standing: Standing | None) -> Sentence | None:
    """The reasons by name; None where the score alone explains the decision, is withheld, or the standard is met."""
    if standing is None or standing.decision != "not_met" or standing.is_withheld:
        return None
    if standing.index["score"] < standing.names.met - NEAR:
        return None
    names = (*_gates(standing), *_must_haves(standing), *_weak_dimensions(standing))
    return Sentence("findings.obstacles", {"names": names}) if names else None


def _gates(standing: Standing) -> tuple[Name, ...]:
    return tuple(catalogue.gate_name(gate["id"]) for gate in standing.gates() if gate["met"] is False)


def _must_haves(standing: Standing) -> tuple[Name, ...]:
    """Must-haves of which every indicator the reader sees has a score, and none a sufficient one."""
    scores = {row["indicator_id"]: row["score"] for row in standing.items}
    return tuple(_either(names) for names in standing.names.must_haves if _falls_short(names, scores))


def _falls_short(names: tuple[str, ...], scores: dict[str, float | None]) -> bool:
    known = [scores.get(name) for name in names]
    return all(score is not None and score < MUST_SCORE - NEAR for score in known)


def _either(names: tuple[str, ...]) -> Name:
    found = [catalogue.entry(name).name for name in names]
    return Name(" / ".join(name.zh for name in found), " / ".join(name.en or name.zh for name in found))


def _weak_dimensions(standing: Standing) -> tuple[Name, ...]:
    return tuple(
        standing.names.dimensions[row["dimension_id"]]
        for row in standing.dimensions
        if row["is_published"] and row["weight"] > 0 and row["score"] is not None
        if row["score"] < standing.names.least - NEAR
    )

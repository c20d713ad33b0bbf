"""What an indicator, a standard and a dimension are called, in which unit, and what they count: the definitions as names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from profiling import catalogue
from profiling import standard as standard_files
from profiling.gate_register import gate_register
from profiling.rules import rule_table
from views.parts import Name


@dataclass(frozen=True)
class Entry:
    """One indicator as pages need it."""

    indicator_id: str
    name: Name
    unit: str
    direction: str
    definition: Name
    sources: tuple[str, ...]
    effort: str
    is_computed: bool


@cache
def entry(indicator_id: str) -> Entry:
    """The definition of an indicator; raises KeyError for an id that is not defined."""
    found = catalogue.indicator(indicator_id)
    return Entry(
        indicator_id=found.id,
        name=Name(found.name_zh, found.name_en),
        unit=found.unit,
        direction=found.direction,
        definition=Name(found.formula_zh, found.formula_en),
        sources=found.sources,
        effort=found.effort,
        is_computed=found.computed,
    )


def is_known(indicator_id: str) -> bool:
    """Whether an indicator is defined."""
    return indicator_id in catalogue.indicators()


@cache
def benchmark_share(indicator_id: str) -> float | None:
    """The benchmark of a share where the definition states one number ('≥95%' gives 0.95)."""
    found = re.fullmatch(r"[≥≤]\s*(\d+(?:\.\d+)?)\s*%", catalogue.indicator(indicator_id).benchmark or "")
    return float(found[1]) / 100 if found else None


@dataclass(frozen=True)
class StandardNames:
    """What a standard and its dimensions are called, and its thresholds of the index."""

    name: Name
    dimensions: dict[str, Name]
    short: dict[str, Name]
    met: float
    strong: float
    gates: tuple[str, ...]
    must_haves: tuple[tuple[str, ...], ...]  # each as the indicators of which one is enough
    least: float  # what no dimension may be below


def names_of(found: standard_files.Standard) -> StandardNames:
    """Names and thresholds of one version of a standard."""
    return StandardNames(
        name=Name(found.title_zh, found.title_en),
        dimensions={part.id: Name(part.name_zh, part.name_en) for part in found.dimensions},
        short={
            part.id: Name(part.short_zh or part.name_zh, part.short_en or part.name_en)
            for part in found.dimensions
        },
        met=found.decision.met,
        strong=found.decision.strong,
        gates=found.gates,
        must_haves=found.must_haves,
        least=found.decision.min_dimension,
    )


def gate_name(gate_id: str) -> Name:
    """What a gate asks for; its id where the register does not hold it (any more)."""
    found = gate_register().get(gate_id)
    return Name(found.name_zh, found.name_en) if found else Name(gate_id)


def rules_name() -> Name:
    """The title of the rule table of the warnings."""
    return Name(rule_table().text_zh, rule_table().text_en)


def rules_version() -> str:
    """The version of the rule table in force."""
    return f"rules.{rule_table().version}"


@cache
def standard(standard_id: str) -> StandardNames:
    """Names and thresholds of a standard; raises KeyError for one that is not shipped."""
    return names_of(standard_files.load(standard_id))


def dimension_name(standard_id: str, dimension_id: str) -> Name:
    """The name of a dimension; its id where the standard is kept in a home alone."""
    known = standard(standard_id).dimensions if standard_id in standard_files.standards() else {}
    return known.get(dimension_id, Name(dimension_id))


def met_mark(standard_id: str) -> float | None:
    """The score from which a standard is met; None for one that is kept in a home alone."""
    return standard(standard_id).met if standard_id in standard_files.standards() else None


def standard_name(standard_id: str) -> Name:
    """The title of a standard; the id of one that is kept in a home alone (of one department, say)."""
    return standard(standard_id).name if standard_id in standard_files.standards() else Name(standard_id)

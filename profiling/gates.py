"""Gates: requirements that nothing buys off. Each answers True, False or nothing (nobody can tell) per entity."""

from __future__ import annotations

import polars as pl

from profiling.elapsed import elapsed_share
from profiling.facts import Facts
from profiling.gate_register import Bound, Gate, gate_register

ALMOST = 1e-9
YEAR_OF_TERMS = 3  # the running term and the two before it


def gate_states(facts: Facts, latest: pl.DataFrame, kind: str) -> dict[str, dict[str, bool]]:
    """Gate -> entity -> met; an entity that is not there cannot be told.

    latest: newest value rows (entity_kind, entity_id, indicator_id, value, status).
    """
    own = latest.filter(pl.col("entity_kind") == kind)
    gates = [gate for gate in gate_register().values() if gate.entity == kind]
    return {gate.id: _state(facts, own, gate) for gate in gates}


def _state(facts: Facts, own: pl.DataFrame, gate: Gate) -> dict[str, bool]:
    """Met where one test is met; failed where every test is known and failed."""
    if gate.rule:
        return RULES[gate.rule](facts)
    told = [_met(facts, own, bound) for bound in gate.any_of]
    met = {entity for one in told for entity, is_met in one.items() if is_met}
    failed = set.intersection(*({entity for entity, is_met in one.items() if not is_met} for one in told))
    return dict.fromkeys(met, True) | dict.fromkeys(failed, False)


def _met(facts: Facts, own: pl.DataFrame, bound: Bound) -> dict[str, bool]:
    """Entity -> whether the value keeps to the bound; what does not apply to an entity keeps to it."""
    rows = own.filter(pl.col("indicator_id") == bound.indicator)
    free = rows.filter(pl.col("status") == "not_applicable")["entity_id"].to_list()
    rows = rows.filter((pl.col("status") == "observed") & pl.col("value").is_not_null())
    lowest = pl.lit(_lowest(facts, bound), dtype=pl.Float64)
    if bound.prorate:
        rows = rows.join(
            elapsed_share(facts).rename({"student_pid": "entity_id"}), on="entity_id", how="inner"
        )
        lowest = lowest * pl.col("elapsed_share")
    met = pl.col("value") >= lowest - ALMOST if bound.lowest is not None else pl.lit(True)
    if bound.highest is not None:
        met = met & (pl.col("value") <= bound.highest + ALMOST)
    return dict.fromkeys(free, True) | dict(rows.select("entity_id", met=met).iter_rows())


def _lowest(facts: Facts, bound: Bound) -> float | None:
    if not bound.lowest_of_type or facts["school"].is_empty():
        return bound.lowest
    return bound.lowest_of_type.get(facts["school"]["school_type"][0] or "", bound.lowest)


def _teaching_qualified(facts: Facts) -> dict[str, bool]:
    known = facts.teacher.filter(pl.col("is_teaching_qualified").is_not_null())
    return dict(known.select("teacher_pid", "is_teaching_qualified").iter_rows())


def _taught_in_year(facts: Facts) -> dict[str, bool]:
    recent = facts["offering"].filter(pl.col("term_id").is_in(facts.terms[-YEAR_OF_TERMS:]))["offering_id"]
    taught = facts["offering_teacher"].filter(pl.col("offering_id").is_in(recent.implode()))["teacher_pid"]
    own = set(taught.to_list())
    return {pid: pid in own for pid in facts.teacher["teacher_pid"]}


RULES = {"teaching_qualified": _teaching_qualified, "taught_in_year": _taught_in_year}

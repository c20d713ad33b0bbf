"""Gates once more: met, failed, or not to be told (profiling/gates.yaml read as plain YAML)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from tests.plain.college import College
from tests.plain.goals import state

FILE = Path(__file__).resolve().parents[2] / "profiling" / "gates.yaml"


@cache
def every() -> dict[str, dict]:
    """Name of a gate -> the gate."""
    return {one["id"]: one for one in yaml.safe_load(FILE.read_text(encoding="utf-8"))["gates"]}


def gates_of(
    college: College, known: dict, kind: str, entity: str, standard: dict, share: float | None
) -> dict:
    """Gate -> True, False, None (nobody knows)."""
    found = {}
    for name in standard["gates"]:
        gate = every()[name]
        if gate.get("rule"):
            found[name] = RULES[gate["rule"]](college, entity)
            continue
        told = [
            _holds(college, known.get((kind, entity, one["indicator"])), one, share) for one in gate["any_of"]
        ]
        found[name] = True if True in told else None if None in told else False
    return found


def _holds(college: College, row: dict | None, test: dict, share: float | None) -> bool | None:
    lowest = test.get("lowest")
    if test.get("lowest_of_type"):
        lowest = test["lowest_of_type"].get(college.rows("dim_school")[0]["school_type"], lowest)
    if test.get("prorate"):
        if not share:
            return True  # nothing is asked before the first closed term
        lowest *= share
    if row is None or state(row) not in ("observed", "not_applicable"):
        return None
    if state(row) == "not_applicable":
        return True
    value = float(f"{row['value']:.12g}")
    above = lowest is None or value >= lowest - 1e-9
    return above and (test.get("highest") is None or value <= test["highest"] + 1e-9)


def _qualified(college: College, pid: str) -> bool | None:
    return college.teachers[pid]["is_teaching_qualified"]


def _taught(college: College, pid: str) -> bool:
    """A teaching class of the newest three terms begun."""
    recent = [row["term_id"] for row in college.terms][-3:]
    return any(college.offerings[one]["term_id"] in recent for one in college.taught.get(pid, ()))


RULES = {"teaching_qualified": _qualified, "taught_in_year": _taught}

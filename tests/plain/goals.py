"""Annual goal attainment once more: it needs the other values, so it comes after them."""

from __future__ import annotations

from tests.plain.college import College
from tests.plain.rolling import SCHOOL, ratio
from tests.plain.school_loop import leaf_goals


def newest(values: dict[tuple, dict]) -> dict[tuple[str, str, str], dict]:
    """(kind, entity, indicator) -> the value of the newest period, with its status."""
    found: dict[tuple, tuple[str, dict]] = {}
    for (name, kind, entity, period), row in values.items():
        key = (kind, entity, name)
        if key not in found or period > found[key][0]:
            found[key] = (period, row)
    return {key: row | {"period": period} for key, (period, row) in found.items()}


def state(row: dict) -> str:
    """Observed unless the plain side says otherwise; without a value missing."""
    return row.get("status") or ("missing" if row["value"] is None else "observed")


def attainment(college: College, values: dict[tuple, dict]) -> dict[tuple, dict]:
    """The part of the way done, over leaf goals of the year, weighted down the tree."""
    known, rows = newest(values), {row["goal_no"]: row for row in college.rows("qa_goal")}
    top = bottom = 0.0
    number = 0
    for goal in leaf_goals(college):
        kind = goal["entity_kind"]
        entity = SCHOOL if kind == "school" else goal["entity_code"]
        row = known.get((kind, entity, goal["indicator_id"]))
        if row is None or state(row) != "observed" or goal["target"] is None:
            continue
        done = _done(goal, row["value"])
        if done is not None:
            weight = _weight(goal, rows)
            top, bottom, number = top + weight * done, bottom + weight, number + 1
    key = ("sch_goal_attainment", "school", SCHOOL, str(college.as_of.year))
    return {key: ratio(top, bottom) | {"n": number}} if number else {}


def _done(goal: dict, actual: float) -> float | None:
    base, target = goal["baseline"], goal["target"]
    if base is None:
        first, second = (target, actual) if goal["goal_direction"] == "down" else (actual, target)
    else:
        first, second = actual - base, target - base
    if base is None and goal["goal_direction"] == "down" and actual == 0:
        return 1.2
    return None if second == 0 else min(max(first / second, 0.0), 1.2)


def _weight(goal: dict, rows: dict[str, dict]) -> float:
    weight, seen = 1.0, set()
    while goal is not None and goal["goal_no"] not in seen:
        seen.add(goal["goal_no"])
        weight *= 1.0 if goal["weight"] is None else goal["weight"]
        goal = rows.get(goal["parent_no"])
    return weight

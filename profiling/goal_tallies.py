"""The way of each goal of the year, from the leaves up, each as open as the values it rests on."""

from __future__ import annotations

import polars as pl

from profiling.facts import Facts
from profiling.indicators.loop import goal_ways, leaf_goals


def goal_rows(facts: Facts, valued: pl.DataFrame) -> list[dict]:
    """The way of each goal of the year: of a leaf from its value, of a goal above the weighted mean of its leaves.

    A leaf is as open as the value it rests on; a mean of which exactly one part is hidden is hidden too.
    """
    if facts["goal"].is_empty():
        return []
    ways = goal_ways(facts, valued)
    flags = valued.filter(pl.col("is_latest")).select(
        "entity_kind", "indicator_id", "behind", entity_code="entity_id",
        is_open=pl.col("is_open") & pl.col("extreme").is_null(),
        is_open_inside=pl.col("is_open_inside") & pl.col("extreme").is_null(),
    )  # fmt: skip
    ways = ways.join(flags, on=["entity_kind", "entity_code", "indicator_id"], how="left")
    orgs = dict(facts["major"].select("major_code", "org_code").iter_rows())
    leaves = [_leaf(row, orgs) for row in ways.sort("goal_no").iter_rows(named=True)]
    return [row for pair in leaves for row in pair] + _branches(facts, ways)


def _leaf(row: dict, orgs: dict[str, str]) -> tuple[dict, dict]:
    code = row["entity_code"]
    place = {
        "topic": "goal", "period": row["period"], "part": row["goal_no"], "behind": row["behind"],
        "is_open": row["is_open"], "is_open_inside": row["is_open_inside"], "n": 1,
        "major_code": code if row["entity_kind"] == "major" else None,
        "org_code": orgs.get(code) if row["entity_kind"] == "major" else code if row["entity_kind"] == "org" else None,
    }  # fmt: skip
    return place | {"step": "way", "value": row["way"]}, place | {"step": "actual", "value": row["actual"]}


def _branches(facts: Facts, ways: pl.DataFrame) -> list[dict]:
    above = dict(facts["goal"].select("goal_no", "parent_no").iter_rows())
    every = {row["goal_no"] for row in leaf_goals(facts).iter_rows(named=True)}
    found: dict[str, list[dict]] = {}
    for row in ways.iter_rows(named=True):
        for goal in _ancestors(row["goal_no"], above):
            found.setdefault(goal, []).append(row)
    rows = []
    for goal, parts in sorted(found.items()):
        weight = sum(part["whole"] for part in parts)
        if not weight:
            continue
        all_ = sum(goal in _ancestors(leaf, above) for leaf in every)
        place = {
            "topic": "goal", "period": str(facts.as_of.year), "part": goal,
            "behind": next((part["behind"] for part in parts if part["behind"]), None),
            "is_open": sum(not part["is_open"] for part in parts) != 1,
            "is_open_inside": sum(not part["is_open_inside"] for part in parts) != 1,
        }  # fmt: skip
        value = sum(part["way"] * part["whole"] for part in parts) / weight
        rows.append(place | {"step": "way", "value": value, "n": len(parts)})
        rows.append(place | {"step": "leaves", "n": all_})
    return rows


def _ancestors(goal: str, above: dict[str, str | None]) -> list[str]:
    chain, seen = [], {goal}
    while (goal := above.get(goal)) is not None and goal not in seen:
        seen.add(goal)
        chain.append(goal)
    return chain

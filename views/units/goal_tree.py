"""The goals of the year as a tree: the part of each goal's way that is done, what rests on it, and goals that hang loose."""

from __future__ import annotations

from dataclasses import dataclass

from access.scope import Scope
from data.warehouse.queries import tallies as queries
from profiling.catalogue import indicators
from views import catalogue, naming, warehouse
from views.parts import Amount, Branch, Link, Name, Sentence
from views.units import tallies
from views.warehouse import Snapshot

NAMED_AT_MOST = 4


@dataclass(frozen=True)
class GoalTree:
    """Branches from the top down, what hangs loose, goals that have not moved."""

    branches: tuple[Branch, ...]
    orphans: Sentence | None
    stuck: tuple[Name, ...]


@warehouse.cached
def tree(scope: Scope, snapshot: Snapshot) -> GoalTree | None:
    """The tree of the year of the as-of; None where no goal is stored for it."""
    goals = [row for row in warehouse.read(queries.goals(), scope).to_dicts() if _is_of_year(row, snapshot)]
    if not goals:
        return None
    rows = tallies.counted(scope, snapshot, "goal")
    known = tallies.by_part(rows, str(snapshot.as_of.year))
    majors = naming.majors(scope, snapshot)
    numbers = {row["goal_no"] for row in goals}
    tops = [row for row in goals if row["parent_no"] not in numbers]
    branches = tuple(one for top in tops for one in _below(top, goals, known, majors, 0))
    return GoalTree(branches, _orphans(goals, numbers), _stuck(goals, known))


def _is_of_year(row: dict, snapshot: Snapshot) -> bool:
    return row["due_on"] is not None and str(row["due_on"])[:4] == str(snapshot.as_of.year)


def _below(goal: dict, goals: list[dict], known: dict, majors: dict, depth: int) -> list[Branch]:
    children = [row for row in goals if row["parent_no"] == goal["goal_no"]]
    found = [_branch(goal, known.get(goal["goal_no"]), majors, depth, is_leaf=not children)]
    for group in _alike(children):
        if len(group) > 1:
            found.append(_group(group, known, depth + 1))
            found += [
                _branch(one, known.get(one["goal_no"]), majors, depth + 2, is_leaf=True) for one in group
            ]
        else:
            found += _below(group[0], goals, known, majors, depth + 1)
    return found


def _alike(children: list[dict]) -> list[list[dict]]:
    """The same goal set for several units stands together; every other goal alone."""
    groups: dict[str, list[dict]] = {}
    for row in children:
        is_shared = row["indicator_id"] and row["entity_kind"] != "school"
        groups.setdefault(row["indicator_id"] if is_shared else row["goal_no"], []).append(row)
    return list(groups.values())


def _name(goal: dict) -> Name:
    return Name(goal["name"] or goal["goal_no"], goal["name_en"])


def _branch(goal: dict, stored: dict | None, majors: dict, depth: int, *, is_leaf: bool) -> Branch:
    way = stored["way"]["value"] if stored else None
    is_of_major = goal["entity_kind"] == "major" and goal["entity_code"] in majors
    return Branch(
        name=majors[goal["entity_code"]].name if is_of_major and depth > 2 else _name(goal),
        depth=depth,
        way=way,
        note=_leaf_note(goal, stored) if is_leaf else _resting_on(stored),
        side=Sentence("boards.goal_weight", {"weight": Amount(goal["weight"], "share")}) if depth == 1 else None,
        link=Link("major", goal["entity_code"], majors[goal["entity_code"]].name) if is_of_major and depth > 2 else None,
    )  # fmt: skip


def _leaf_note(goal: dict, stored: dict | None) -> Sentence:
    if goal["indicator_id"] not in indicators():
        return Sentence("boards.goal_no_indicator")
    if stored is None:
        return Sentence("boards.goal_no_value")
    if stored["actual"]["value"] is None:
        return Sentence("figures.status_suppressed")
    unit = catalogue.entry(goal["indicator_id"]).unit
    params = {"now": Amount(stored["actual"]["value"], unit), "target": Amount(goal["target"], unit)}
    return Sentence("boards.goal_now", params)


def _resting_on(stored: dict | None) -> Sentence | None:
    if stored is None or stored["way"]["n"] is None:
        return Sentence("boards.goal_no_value")
    known, every = stored["way"]["n"], stored["leaves"]["n"]
    return Sentence("boards.goal_leaves", {"known": Amount(known, "count"), "all": Amount(every, "count")})


def _group(group: list[dict], known: dict, depth: int) -> Branch:
    """The mean over the units whose way the reader may know."""
    ways = [known[row["goal_no"]]["way"]["value"] for row in group if row["goal_no"] in known]
    shown = [way for way in ways if way is not None]
    reached = sum(way >= 1 for way in shown)
    params = {
        "count": Amount(len(group), "count"),
        "known": Amount(len(shown), "count"),
        "reached": Amount(reached, "count"),
    }
    mean = sum(shown) / len(shown) if shown else None
    return Branch(_name(group[0]), depth, mean, Sentence("boards.goal_units", params))


def _orphans(goals: list[dict], numbers: set[str]) -> Sentence | None:
    """Goals whose parent is not there, and leaf goals without a standard or an indicator: by count, a few by name."""
    parents = {row["parent_no"] for row in goals}
    leaves = [row for row in goals if row["goal_no"] not in parents]
    lost = [row for row in goals if row["parent_no"] and row["parent_no"] not in numbers]
    bare = [row for row in leaves if not row["document_no"] or row["indicator_id"] not in indicators()]
    if not lost and not bare:
        return None
    params = {
        "lost": Amount(len(lost), "count"),
        "bare": Amount(len(bare), "count"),
        "all": Amount(len(leaves), "count"),
    }
    return Sentence("boards.goal_orphans", params)


def _stuck(goals: list[dict], known: dict) -> tuple[Name, ...]:
    """Leaf goals of the school of whose way nothing is done."""
    found = [
        _name(row)
        for row in goals
        if row["entity_kind"] == "school" and row["indicator_id"] and row["goal_no"] in known
        if known[row["goal_no"]]["way"]["value"] == 0
    ]
    return tuple(found[:NAMED_AT_MOST])

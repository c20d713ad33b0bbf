"""Who is judged by what, and what is said of them (indicators.md C.4 to C.15), from the plain side's own values alone.

Standards and gates are read as plain YAML. What the product draws by chance (bands, probabilities) is not told here.
"""

from __future__ import annotations

from tests.plain import items as reading
from tests.plain import standards
from tests.plain.college import College
from tests.plain.gates import gates_of
from tests.plain.goals import newest, state
from tests.plain.index import filled, geometric, judged, mean, percentile
from tests.plain.rolling import SCHOOL, ratio
from tests.plain.student_life import elapsed

NEAR = 1e-9  # what rounding takes away is not short of a line
LINE = 65.0  # of both axes of the adjustment board
NEXT_TIER = {"T0": "T1", "T1": "T2", "T2": "T3", "T3": "T4"}
NEXT_LEVEL = {"general": "college", "college": "provincial", "provincial": "national"}


def who(college: College) -> list[tuple[str, str, str, str]]:
    """(kind, entity, standard, relation): the own standard of everybody, and the next one where there is one."""
    found = [("school", SCHOOL, "school", "own")]
    for pid, row in college.teachers.items():
        name = standards.of_teacher(college, row)
        if name is not None:
            found.append(("teacher", pid, name, "own"))
            after = NEXT_TIER.get(name.removeprefix("teacher."))
            found += [("teacher", pid, f"teacher.{after}", "next")] if after else []
    for code, row in college.courses.items():
        kind, level = row["course_category"], row["course_tier"]
        for tier, relation in ((level, "own"), (NEXT_LEVEL.get(level), "next")):
            name = f"course.{kind}.{tier}"
            found += [("course", code, name, relation)] if name in standards.every() else []
    for code, row in college._newest("dim_major", "major_code").items():
        name = f"major.{row['major_class']}"
        found += [("major", code, name, "own")] if name in standards.every() else []
    found += [("student", pid, "student.development", "own") for pid in college.enrolled]
    return found


LAST = ("school",)
KINDS = (("teacher", "course", "major", "student"), LAST)


def judgements(college: College, values: dict[tuple, dict], kinds: tuple = KINDS) -> dict[tuple, dict]:
    """(kind, entity, standard) -> the judgement; of the school last, for it asks how the majors were judged.

    Peers are those judged by the same standard in the same relation: of a next standard those of the same present one.
    """
    found: dict[tuple, dict] = {}
    listed = who(college)
    for own in kinds:
        known = newest(values)
        told = [one for one in listed if one[0] in own]
        items = {one: reading.items_of(college, known, values, *one[:3]) for one in told}
        marks = _marks_of_peers(items)
        for one in told:
            found[one[:3]] = _judgement(college, known, one, items, marks)
        if own != LAST:
            values = values | major_fit(college, found)
    return found


def major_fit(college: College, found: dict[tuple, dict]) -> dict[tuple, dict]:
    """sch_major_fit: majors outside the warning quadrant over majors whose quadrant can be told."""
    told = [row["quadrant"] for (kind, *_), row in found.items() if kind == "major" and row["quadrant"]]
    key = ("sch_major_fit", "school", SCHOOL, college.term)
    return {key: ratio(sum(one != "warning" for one in told), len(told))} if told else {}


def _judgement(college: College, known: dict, who: tuple, items: dict, marks: dict) -> dict:
    kind, entity, name, relation = who
    standard, own = standards.every()[name], items[who]
    share = _share(college, entity) if kind == "student" else None
    row = judged(standard, own) | {"relation": relation, "items": own}
    row["gates"] = gates_of(college, known, kind, entity, standard, share)
    row["withheld"] = _withheld(standard, row)
    row["must_haves"] = [_must_have(one, own) for one in standard["must_have"]]
    row["decision"] = _decision(standard, row)
    row["plausible"] = _plausible(standard, own, marks[who[2:]])
    row["gains"] = {
        item["id"]: _gains(standard, row, part, item)
        for part in standard["dimensions"]
        for item in part["indicators"]
    }
    row["quadrant"] = _quadrant(row) if kind == "major" else None
    row["level"] = _level(college, known, entity, standard, row) if kind == "student" else None
    return row


def _share(college: College, pid: str) -> float:
    reached, planned = elapsed(college, college.enrolled[pid])
    return reached / planned


def _withheld(standard: dict, row: dict) -> str | None:
    if row["coverage"] < standard["decision"]["min_coverage"] - 1e-9:
        return "coverage"
    whole = all(part["published"] for part in row["dimensions"].values() if part["must_have"])
    return None if whole else "must_have"


def _must_have(one: str | dict, items: dict[str, dict]) -> bool | None:
    """Met, not met, or not to be told; of alternatives one is enough; what does not apply is met."""
    names = one["any_of"] if isinstance(one, dict) else [one]
    told = []
    for name in names:
        row = items[name]
        known = None if row["score"] is None else row["score"] >= 60 - 1e-9
        told.append(True if row["status"] == "not_applicable" else known)
    return True if True in told else None if None in told else False


def _decision(standard: dict, row: dict) -> str:
    """What follows from the points alone: chance is left out."""
    if row["index"] is None:
        return "insufficient"
    lines, scores = {name: line - NEAR for name, line in standard["decision"].items()}, _published(row)
    told = [*row["gates"].values(), *row["must_haves"], min(scores) >= lines["min_dimension"]]
    if False in told:
        return "not_met"
    if row["index"] < lines["met"]:
        return "not_met"
    if None in told:
        return "borderline"
    return "strong" if row["index"] >= lines["strong"] and min(scores) >= lines["strong_dimension"] else "met"


def _published(row: dict) -> list[float]:
    return [part["score"] for part in row["dimensions"].values() if part["published"]]


def _marks_of_peers(items: dict) -> dict[tuple, dict]:
    """(standard, relation) -> indicator -> the 10th and 90th percentile of the points of those judged by it."""
    points: dict[tuple, dict[str, list[float]]] = {}
    for (*_, name, relation), own in items.items():
        listed = points.setdefault((name, relation), {})
        for indicator, row in own.items():
            listed.setdefault(indicator, [])
            if row["score"] is not None:
                listed[indicator].append(row["score"])
    return {
        board: {
            indicator: (percentile(known, 10), percentile(known, 90)) if known else (0.0, 100.0)
            for indicator, known in listed.items()
        }
        for board, listed in points.items()
    }


def _plausible(standard: dict, own: dict, marks: dict) -> tuple:
    """The index with what is missing at the 10th and 90th percentile of those judged by the same standard."""
    low, high = ({indicator: pair[side] for indicator, pair in marks.items()} for side in (0, 1))
    return filled(standard, own, low), filled(standard, own, high)


def _gains(standard: dict, row: dict, part: dict, item: dict) -> dict:
    """What is missing to the qualified and the target mark, and what reaching it would add to the index."""
    own = row["items"][item["id"]]
    told = {"need_qualified": None, "need_target": None, "gain": None, "gain_target": None}
    points = own["score"]
    if own["status"] != "observed" or points is None or points >= 80 - NEAR:
        return told
    below = points < 60 - NEAR
    if own["kind"] == "anchors":
        told["need_qualified"] = own["anchors"][1] - own["value"] if below else None
        told["need_target"] = own["anchors"][2] - own["value"]
    told["gain_target"] = _raised(standard, row, part, item["id"], 80.0)
    told["gain"] = _raised(standard, row, part, item["id"], 60.0) if below else told["gain_target"]
    return told


def _raised(standard: dict, row: dict, part: dict, name: str, points: float) -> float | None:
    """None where the dimension is not published: nobody can tell then what the step would do."""
    now = {one: known["score"] for one, known in row["dimensions"].items() if known["published"]}
    if part["id"] not in now:
        return None
    scores = [
        (item["w"], points if item["id"] == name else row["items"][item["id"]]["score"])
        for item in part["indicators"]
        if row["items"][item["id"]]["status"] != "not_applicable"
    ]
    after = now | {part["id"]: mean(scores)}
    weights, floor = (
        {one["id"]: one["weight"] for one in standard["dimensions"]},
        standard["aggregation"]["epsilon"],
    )
    one, other = (geometric([(weights[name], told[name]) for name in told], floor) for told in (after, now))
    return one - other


def _quadrant(row: dict) -> str | None:
    parts = row["dimensions"]
    rest = [part["score"] for name, part in parts.items() if name != "M7" and part["published"]]
    if not parts["M7"]["published"] or not rest:
        return None
    fit, able = parts["M7"]["score"] >= LINE, sum(rest) / len(rest) >= LINE
    return {
        (True, True): "strengthen", (True, False): "rebuild", (False, True): "transform", (False, False): "warning",
    }[(fit, able)]  # fmt: skip


def _level(college: College, known: dict, pid: str, standard: dict, row: dict) -> str:
    told = list(row["gates"].values())
    if False in told:
        return "open"
    if None in told:
        return "unknown"
    reached = "qualified"
    for level in standard["levels"] if row["index"] is not None else ():  # the highest that holds wins
        enough = (
            row["index"] >= level["index"] - NEAR and min(_published(row)) >= level["min_dimension"] - NEAR
        )
        if enough and _near_top(college, known, pid, level):
            reached = f"{level['id']}_candidate" if level.get("review") else level["id"]
    return reached


def _near_top(college: College, known: dict, pid: str, level: dict) -> bool:
    """Within the best share of major and entry year; ties at the line are in."""
    if not level.get("top_share"):
        return True
    own = college.enrolled[pid]
    rows = {
        one: known.get(("student", one, level["top_indicator"]))
        for one, row in college.enrolled.items()
        if (row["major_code"], row["entry_year"]) == (own["major_code"], own["entry_year"])
    }
    peers = {one: row["value"] for one, row in rows.items() if row is not None and state(row) == "observed"}
    return pid in peers and 1 + sum(one > peers[pid] for one in peers.values()) <= level["top_share"] * len(
        peers
    )

"""What pages count beside indicators: where a cohort went, warnings, requests, open actions, the way of each goal.

Each maker gives topic, entity, period, part, step, n, value, `behind` (whose rows stand behind it) and two flags: whether
readers without those rows may see the count, and managers inside the unit (profiling.disclose).
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from profiling.disclose import Least, rules
from profiling.facts import Facts
from profiling.indicators.loop import answers, goal_ways, leaf_goals
from profiling.indicators.outcomes import PLACED
from profiling.indicators.school import SCHOOL
from profiling.indices.quadrant import FIT
from profiling.moments import local_day
from profiling.periods import school_year
from profiling.responsibility import responsibility

SCHEMA = {
    "topic": pl.String, "entity_kind": pl.String, "entity_id": pl.String, "period": pl.String, "part": pl.String,
    "step": pl.String, "org_code": pl.String, "major_code": pl.String, "n": pl.Int64, "value": pl.Float64,
    "side": pl.String, "behind": pl.String, "is_open": pl.Boolean, "is_open_inside": pl.Boolean,
}  # fmt: skip
ALL = "all"
# Where the students of a cohort are now: each is in one of these.
ENDS = ("left", "moved", "studying", "delayed", "placed", "not_placed", "not_counted")
COHORTS = 5
# Points to which a score is rounded for readers to whom the exact one would tell a part: coarser the fewer its parts are.
ROUNDED = {"fit": 5.0, "capability": 2.0}


def tallies(facts: Facts, valued: pl.DataFrame, dimensions: pl.DataFrame, least: Least) -> pl.DataFrame:
    """mart_tally rows: all topics. `valued` and `dimensions` (of majors) come with their flags, for what rests on them."""
    rows = [
        *admission_rows(facts),
        *flow_rows(facts, least),
        *alert_rows(facts, least),
        *request_rows(facts, least),
        *action_rows(facts, least),
        *goal_rows(facts, valued),
        *board_rows(dimensions),
    ]
    return pl.DataFrame([_whole(row) for row in rows], schema=SCHEMA)


def _whole(row: dict) -> dict:
    given = {
        "entity_kind": "school",
        "entity_id": SCHOOL,
        "part": ALL,
        "is_open": True,
        "is_open_inside": True,
    }
    return {name: (given | row).get(name) for name in SCHEMA}


def admission_rows(facts: Facts) -> list[dict]:
    """Planned, admitted and reported of each major and year, as the admission register says: nobody's rows stand behind it."""
    frame = facts["admission"].filter(pl.col("year") <= facts.as_of.year)
    if frame.is_empty():
        return []
    orgs = dict(facts["major"].select("major_code", "org_code").iter_rows())
    steps = ("planned", "admitted", "reported")
    sums = frame.group_by("major_code", "year").agg(
        pl.when(pl.col(one).is_not_null().all()).then(pl.col(one).sum()).alias(one) for one in steps
    )
    return [
        {"topic": "flow", "entity_kind": "major", "entity_id": code, "period": str(year), "step": step, "n": n,
         "major_code": code, "org_code": orgs.get(code)}
        for code, year, *counts in sums.sort("major_code", "year").iter_rows()
        for step, n in zip(steps, counts, strict=True)
        if n is not None
    ]  # fmt: skip


def flow_rows(facts: Facts, least: Least) -> list[dict]:
    """The students of each major's newest cohorts by where they are now; ends that tell too much are hidden together."""
    orgs = dict(facts["major"].select("major_code", "org_code").iter_rows())
    found: list[dict] = []
    cohorts = where_they_are(facts)
    for (code, year), part in sorted(cohorts.group_by("first_major", "entry_year"), key=lambda pair: pair[0]):
        counted = dict(part.group_by("end").agg(pl.len()).iter_rows())
        counts = {end: counted.get(end, 0) for end in ENDS}
        hidden = hidden_ends(counts)
        place = {"topic": "flow", "entity_kind": "major", "entity_id": code, "period": str(year),
                 "major_code": code, "org_code": orgs.get(code), "behind": "student_academic_record"}  # fmt: skip
        large = {
            "is_open": part.height >= least.cross_unit,
            "is_open_inside": part.height >= least.own_unit,
        }
        found.append(place | large | {"step": "registered", "n": part.height})
        for end, n in counts.items():
            flags = dict.fromkeys(large, False) if end in hidden else large
            found.append(place | flags | {"step": end, "n": n})
    return found


def hidden_ends(counts: dict[str, int]) -> set[str]:
    """Ends of a cohort of which only the sum is told: shares under 5 % or over 95 % of a small cohort (indicators.md
    F.3, 4), and as many others as it takes that none follows from the whole."""
    rule, whole = rules()["extreme"], sum(counts.values())
    if not whole or whole >= rule["below_n"]:
        return set()
    shares = {end: n / whole for end, n in counts.items()}
    hidden = {end for end, share in shares.items() if 0 < share < rule["low"] or share > rule["high"]}
    if len(hidden) == 1:
        rest = [end for end in counts if end not in hidden]
        hidden.add(min(rest, key=lambda end: (counts[end] == 0, counts[end])))
    return hidden


def where_they_are(facts: Facts) -> pl.DataFrame:
    """first_major, entry_year, end: one row per student of the newest cohorts, in the major they entered."""
    versions = facts["student_version"].filter(pl.col("valid_from") <= facts.as_of)
    first = versions.sort("student_pid", "valid_from").unique(
        "student_pid", keep="first", maintain_order=True
    )
    first = first.select("student_pid", "entry_year", first_major="major_code").drop_nulls()
    now = facts.student.select("student_pid", "major_code", "student_status")
    leaving = facts["graduation"].select("student_pid", "outcome", "graduated_on").unique("student_pid")
    counted = facts["employment"].filter(pl.col("counted_on") <= facts.as_of).sort("counted_on")
    counted = counted.unique("student_pid", keep="last").select("student_pid", work="outcome")
    frame = first.join(now, on="student_pid").join(leaving, on="student_pid", how="left")
    frame = frame.join(counted, on="student_pid", how="left")
    newest = frame["entry_year"].unique().sort()[-COHORTS:]
    frame = frame.filter(pl.col("entry_year").is_in(newest.implode()))
    return frame.select("first_major", "entry_year", end=_end(facts))


def _end(facts: Facts) -> pl.Expr:
    on_time = (pl.col("outcome") == "graduated") & (pl.col("graduated_on") <= facts.as_of)
    is_done = on_time.fill_null(False) | (pl.col("student_status") == "graduated")
    return (
        pl.when((pl.col("student_status") == "withdrawn") | (pl.col("outcome") == "left").fill_null(False))
        .then(pl.lit("left"))
        .when(pl.col("major_code") != pl.col("first_major"))
        .then(pl.lit("moved"))
        .when(is_done & pl.col("work").is_null())
        .then(pl.lit("not_counted"))
        .when(is_done)
        .then(pl.when(pl.col("work").is_in(PLACED)).then(pl.lit("placed")).otherwise(pl.lit("not_placed")))
        .when(pl.col("outcome") == "delayed")
        .then(pl.lit("delayed"))
        .otherwise(pl.lit("studying"))
    )


def last_sunday(facts: Facts):
    """The last second of the last week that has closed: counts of sensitive rows change only then (indicators.md F.3)."""
    day = facts.as_of - timedelta(days=facts.as_of.isoweekday() % 7)
    return facts.cut - (facts.as_of - day)


def alert_rows(facts: Facts, least: Least) -> list[dict]:
    """Warnings of each school year by level: opened, answered, answered in time, closed, open past their limit."""
    cut = last_sunday(facts)
    alerts = facts["alert"].filter(pl.col("raised_at") <= cut)
    if alerts.is_empty():
        return []
    known = alerts.join(answers(facts), on="alert_no", how="left").with_columns(
        period=school_year(local_day(facts, "raised_at")),
        answered=pl.when(pl.col("answered") <= cut).then("answered"),
    )
    in_time = (pl.col("answered") <= pl.col("due_at")).fill_null(False)
    late = (
        pl.col("answered").is_null()
        & (pl.col("due_at") < cut)
        & ~(pl.col("closed_at") <= cut).fill_null(False)
    )
    sums = known.group_by("period", part="level").agg(
        opened=pl.len(), answered=pl.col("answered").is_not_null().sum(), in_time=in_time.sum(),
        closed=(pl.col("closed_at") <= cut).fill_null(False).sum(), late=late.sum(),
    )  # fmt: skip
    return _steps(sums.drop_nulls(["period", "part"]), "alert", "opened", "rule_warning", least)


def request_rows(facts: Facts, least: Least) -> list[dict]:
    """Requests of each school year by topic: received, answered on time, still open past the limit; median hours to the answer."""
    cut = last_sunday(facts)
    asked = facts["request"].filter(pl.col("submitted_at") <= cut)
    if asked.is_empty():
        return []
    answered = (pl.col("answered_at") <= cut).fill_null(False)
    hours = (pl.col("answered_at") - pl.col("submitted_at")).dt.total_seconds() / 3600
    on_time = (pl.col("answered_at") <= pl.col("due_at")).fill_null(False)
    sums = asked.with_columns(period=school_year(local_day(facts, "submitted_at"))).group_by("period", part="topic").agg(
        received=pl.len(), on_time=on_time.sum(), late=(~answered & (pl.col("due_at") < cut)).fill_null(False).sum(),
        hours=hours.filter(answered).median(),
    )  # fmt: skip
    sums = sums.drop_nulls(["period", "part"])
    found = _steps(sums.drop("hours"), "request", "received", "request_appeal", least)
    size = {(row[0], row[1]): row[2] for row in sums.select("period", "part", "received").iter_rows()}
    found += [
        {"topic": "request", "period": period, "part": part, "step": "hours", "value": value, "n": size[period, part],
         "behind": "request_appeal", "is_open": size[period, part] >= least.cross_unit,
         "is_open_inside": size[period, part] >= least.own_unit}
        for period, part, value in sums.select("period", "part", "hours").sort("period", "part").iter_rows()
        if value is not None
    ]  # fmt: skip
    return found


def _steps(sums: pl.DataFrame, topic: str, whole: str, behind: str, least: Least) -> list[dict]:
    """Counts of parts of sensitive rows, and of all parts together: a count is open where it and the rest of its part are
    none or large enough; of one that is not, the side alone is told: under (few), over (few are left)."""
    steps = [name for name in sums.columns if name not in ("period", "part")]
    total = sums.group_by("period").agg(pl.col(step).sum() for step in steps).with_columns(part=pl.lit(ALL))
    rows = pl.concat([sums, total.select(sums.columns)]).sort("period", "part").to_dicts()
    found = []
    for row in rows:
        for step in steps:
            inner = [one for one in rows if one["period"] == row["period"] and one["part"] != ALL]
            flags = {
                name: _is_large(row, step, whole, k)
                and not (row["part"] == ALL and _tells(inner, step, whole, k))
                for name, k in (("is_open", least.cross_unit), ("is_open_inside", least.own_unit))
            }
            found.append(
                flags
                | {"topic": topic, "period": row["period"], "part": row["part"], "step": step, "n": row[step],
                   "behind": behind, "side": _side(row, step, whole, least.cross_unit)}
            )  # fmt: skip
    return found


def _rest(row: dict, step: str, whole: str) -> int:
    return 0 if step == whole else row[whole] - row[step]


def _is_large(row: dict, step: str, whole: str, k: int) -> bool:
    return row[whole] >= k and not (0 < row[step] < k or 0 < _rest(row, step, whole) < k)


def _tells(parts: list[dict], step: str, whole: str, k: int) -> bool:
    """Whether the sum over all parts would tell a hidden one: exactly one is hidden, or all hidden ones hold few."""
    hidden = [row for row in parts if not _is_large(row, step, whole, k)]
    few = (sum(row[step] for row in hidden), sum(_rest(row, step, whole) for row in hidden))
    return len(hidden) == 1 or any(0 < one < k for one in few)


def _side(row: dict, step: str, whole: str, k: int) -> str | None:
    if 0 < row[step] < k:
        return "under"
    return "over" if 0 < _rest(row, step, whole) < k else None


def action_rows(facts: Facts, least: Least) -> list[dict]:
    """Improvement actions of each cell of the 5 x 5 matrix: open, and open past their day; what no cell names under 'other'."""
    actions = facts["action"].filter(pl.col("opened_on") <= facts.as_of)
    if actions.is_empty():
        return []
    cells = responsibility().cell_of_action()
    known = actions.with_columns(
        part=pl.col("indicator_id").replace_strict(cells, default="other", return_dtype=pl.String)
    )
    is_open = ~(pl.col("closed_on") <= facts.as_of).fill_null(False)
    sums = known.group_by("part").agg(
        all=pl.len(), open=is_open.sum(), overdue=(is_open & (pl.col("due_on") < facts.as_of)).sum()
    )
    return [
        {"topic": "action", "period": str(facts.as_of.year), "part": row["part"], "step": step, "n": row[step],
         "behind": "teacher_profile", "is_open": row["all"] >= least.cross_unit,
         "is_open_inside": row["all"] >= least.own_unit}
        for row in sums.sort("part").iter_rows(named=True)
        for step in ("open", "overdue")
    ]  # fmt: skip


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


def board_rows(dimensions: pl.DataFrame) -> list[dict]:
    """Social fit and capability of each major: exact where none of their parts follows from it, and rounded for everyone
    (a total may be told as rounded, indicators.md F.3, 3)."""
    known = dimensions.filter(
        (pl.col("entity_kind") == "major") & pl.col("is_published") & pl.col("score").is_not_null()
    )
    found = []
    for (code,), part in sorted(known.group_by(["entity_id"]), key=lambda pair: pair[0]):
        rows = part.to_dicts()
        axes = {
            "fit": [row for row in rows if row["dimension_id"] == FIT],
            "capability": [row for row in rows if row["dimension_id"] != FIT],
        }
        for step, parts in axes.items() if all(axes.values()) else ():
            score = sum(row["score"] for row in parts) / len(parts)
            place = {"topic": "board", "entity_kind": "major", "entity_id": code, "period": ALL, "n": len(parts),
                     "major_code": code, "org_code": parts[0]["org_code"]}  # fmt: skip
            flags = {name: _tells_none(parts, name) for name in ("is_open", "is_open_inside")}
            behind = next((row["behind"] for row in parts if row["behind"]), None)
            found.append(place | flags | {"step": step, "value": score, "behind": behind})
            found.append(
                place | {"step": f"{step}_rounded", "value": ROUNDED[step] * round(score / ROUNDED[step])}
            )
    return found


def _tells_none(parts: list[dict], flag: str) -> bool:
    """One part alone is as open as it is; a mean is closed where exactly one of its parts is."""
    return parts[0][flag] if len(parts) == 1 else sum(not row[flag] for row in parts) != 1


def _ancestors(goal: str, above: dict[str, str | None]) -> list[str]:
    chain, seen = [], {goal}
    while (goal := above.get(goal)) is not None and goal not in seen:
        seen.add(goal)
        chain.append(goal)
    return chain

"""What pages count beside indicators: where a cohort went, warnings, requests, open actions, the way of each goal.

Each maker gives topic, entity, period, part, step, n, value, `behind` (whose rows stand behind it) and two flags: whether
readers without those rows may see the count, and managers inside the unit (profiling.disclose).
"""

from __future__ import annotations

import polars as pl

from profiling.disclose import Least, rules
from profiling.facts import Facts
from profiling.goal_tallies import goal_rows
from profiling.indicators.major import INTAKE_MONTH
from profiling.indicators.outcomes import PLACED
from profiling.indicators.school import SCHOOL
from profiling.indices.quadrant import FIT
from profiling.loop_tallies import ALL, action_rows, alert_rows, request_rows

SCHEMA = {
    "topic": pl.String, "entity_kind": pl.String, "entity_id": pl.String, "period": pl.String, "part": pl.String,
    "step": pl.String, "org_code": pl.String, "major_code": pl.String, "n": pl.Int64, "value": pl.Float64,
    "side": pl.String, "behind": pl.String, "is_open": pl.Boolean, "is_open_inside": pl.Boolean,
}  # fmt: skip
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
    return framed(rows)


def framed(rows: list[dict]) -> pl.DataFrame:
    """Tally rows as a frame; what a row does not say is of the school, of all parts, and open."""
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
    newest = facts.as_of.year - (facts.as_of.month < INTAKE_MONTH)
    frame = facts["admission"].filter(pl.col("year") <= newest)
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
    due = facts["graduation"].filter(
        pl.date("due_year", 7, 31) <= facts.as_of
    )  # before the summer: not due yet
    leaving = due.select("student_pid", "outcome", "graduated_on").unique("student_pid")
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

"""Why a student is on the list: the rule's text on one side, the model's concern with reasons on the other."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from access.scope import Scope
from data.warehouse.queries import student as queries
from data.warehouse.queries.risk_court import models
from models.risk.declaration import declaration
from models.risk.listing import is_listed
from views import naming, warehouse
from views.parts import Amount, Item, Level, Sentence
from views.warehouse import Snapshot

LEVELS = ("red", "orange", "yellow", "blue")  # heaviest first; blue is the model's
POINTS = ("W0", "W4", "W8", "W12")


@dataclass(frozen=True)
class Concern:
    """The model layer for one student: expected failed credits with range, reasons, change since the last point."""

    point: str
    cutoff: date
    is_listed: bool
    expected: Amount
    low: Amount | None
    high: Amount | None
    p_any: float
    change: float | None
    reasons: tuple[Item, ...]


def heaviest(levels) -> str | None:
    """The heaviest of the levels named."""
    found = set(levels)
    return next((level for level in LEVELS if level in found), None)


def rule_warning(scope: Scope, snapshot: Snapshot, student_pid: str) -> tuple[Level | None, tuple[Item, ...]]:
    """The level by rule of the newest closed term and the running term, and the rules that were met."""
    rows = warehouse.read(queries.warnings(snapshot.snapshot_id, student_pid), scope).to_dicts()
    level = heaviest(row["level"] for row in rows)
    courses = naming.courses(scope, snapshot) if rows else {}
    items = tuple(rule_item(rule, row, courses) for row in rows for rule in json.loads(row["rules"]))
    return (Level(level) if level else None), items


def rule_item(rule: dict, row: dict, courses: dict) -> Item:
    """One rule met: what was found, and the rule's text with its limit."""
    kind = rule["rule"]
    unit, limit_unit = RULE_UNITS[kind]
    params = {"value": Amount(rule["value"], unit), "limit": Amount(rule["limit"], limit_unit)}
    level = rule.get("level") or row["level"]
    if rule.get("course_code"):
        params["course"] = naming.unit_name(courses, rule["course_code"])
    return Item(
        title=Sentence(f"warnings.rule_{kind}", params),
        body=Sentence(
            f"warnings.rule_{kind}_text",
            params | {"term": row["term_id"], "level": Sentence(f"warnings.level_{level}")},
        ),
        side=Level(level),
    )


# Units of a rule's value and of its limit (profiling/rules.yaml); `idle` counts courses against weeks.
RULE_UNITS = {
    "failed_term": ("credits", "credits"),
    "open": ("credits", "credits"),
    "progress": ("share", "share"),
    "repeat": ("count", "count"),
    "absence": ("share", "share"),
    "idle": ("count", "count"),
}


def of_student(scope: Scope, snapshot: Snapshot, student_pid: str) -> Concern | None:
    """The newest prediction for a student; None where no model speaks or the reader may not see it."""
    if snapshot.term_id is None:
        return None
    rows = warehouse.read(queries.concern(student_pid, snapshot.term_id), scope).to_dicts()
    newest = next((row for row in reversed(rows) if row["is_latest"]), None)
    if newest is None:
        return None
    return from_rows(newest, [row for row in rows if row["cutoff"] < newest["cutoff"]])


def from_rows(row: dict, earlier: list[dict]) -> Concern:
    """A stored prediction in the words of the page, with those of earlier points of the term."""
    before = earlier[-1] if earlier else None
    return Concern(
        point=row["point"],
        cutoff=row["cutoff"].date(),
        is_listed=is_listed([one["p_any"] for one in (*earlier, row)]),
        expected=Amount(row["expected_failed_credits"], "credits"),
        low=_credits(row["efc_low"]),
        high=_credits(row["efc_high"]),
        p_any=row["p_any"],
        change=row["expected_failed_credits"] - before["expected_failed_credits"] if before else None,
        reasons=tuple(reason_item(reason) for reason in json.loads(row["reasons"] or "[]")),
    )


def _credits(value: float | None) -> Amount | None:
    return None if value is None else Amount(value, "credits")


def reason_item(reason: dict) -> Item:
    """A reason code with what one may do about it."""
    code = reason["code"].lower()
    return Item(title=Sentence(f"warnings.{code}"), body=Sentence(f"warnings.{code}_action"))


def week_of(point: str) -> str:
    """'W8' -> '8', as in 'data of week 8'."""
    return point.removeprefix("W")


def next_point(point: str) -> str | None:
    """The prediction point after this one; None at the last."""
    return POINTS[POINTS.index(point) + 1] if point in POINTS[:-1] else None


def line(concern: Concern | None) -> Sentence | None:
    """The concern in one sentence: credits at risk with their range, or that the student is not on the list."""
    if concern is None:
        return None
    params = {"week": week_of(concern.point)}
    if not concern.is_listed:
        return Sentence("student.concern_not_listed", params)
    params["credits"] = concern.expected
    if concern.low is None or concern.high is None:
        return Sentence("student.concern_expected", params)
    span = {"low": Amount(concern.low.value, "score"), "high": Amount(concern.high.value, "score")}
    return Sentence("student.concern_range", params | span)


def about(scope: Scope, concern: Concern | None) -> Sentence | None:
    """What the concern is, how often a list of it was right when it was last judged, and what it is never used for."""
    if concern is None:
        return None
    rows = [row for row in warehouse.read(models(), scope).to_dicts() if row["point"] == concern.point]
    capacity = json.loads(rows[0]["metrics"]).get("capacity", {}) if rows else {}
    right = {name: capacity.get(name) for name in ("of_list", "of_list_low", "of_list_high")}
    if None in right.values():
        return Sentence("student.concern_about_plain")
    said = {name: Amount(value, "count") for name, value in right.items()}
    return Sentence(
        "student.concern_about", said | {"list": Amount(int(declaration().listing["capacity"]), "count")}
    )

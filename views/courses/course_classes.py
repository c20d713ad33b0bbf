"""The teaching classes of a course in a term: how they run, and which of them lie below the course beyond chance."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from access.scope import Scope
from data.warehouse.queries import course as queries
from data.warehouse.queries import values as value_queries
from profiling.indices.shrink import wilson
from views import catalogue, naming, warehouse
from views.figures.values import SIDES, Values, amount_of
from views.parts import Amount, ClassBoard, ClassLine, Link, Name, Sentence
from views.warehouse import Snapshot

PAGE = "teaching_class"
# Rates that are compared, in the order of the teaching week; the last one only once a term has results.
MEASURES = ("crs_pre_completion", "crs_attendance", "crs_assignment_ontime", "crs_first_pass")
ADJUSTED = "crs_class_adjusted"
CHANCE = 0.10  # that any class of a course is called different although none is, shared among its classes
NAMED = 3


@dataclass(frozen=True)
class Classes:
    """The teaching classes of one course in one term as stored: mart_offering rows, and their values by indicator."""

    course: Name
    term_id: str
    rows: tuple[dict, ...]
    stored: dict[str, dict[str, dict]]
    measures: tuple[str, ...]

    def name(self, row: dict) -> Name:
        return Name(class_name(row, self.course.zh))

    def link(self, row: dict) -> Link:
        return Link(PAGE, row["offering_id"], self.name(row))


@warehouse.cached
def offerings(scope: Scope, snapshot: Snapshot, code: str) -> tuple[dict, ...]:
    """Every teaching class of a course, all terms, oldest first."""
    return tuple(warehouse.read(queries.offerings(snapshot.snapshot_id, code), scope).to_dicts())


@warehouse.cached
def stored_values(scope: Scope, snapshot: Snapshot, code: str) -> tuple[dict, ...]:
    """What is stored of the teaching classes of a course and may be told: measures and adjusted results, all terms."""
    ids = tuple(row["offering_id"] for row in offerings(scope, snapshot, code))
    if not ids:
        return ()
    query = value_queries.of_entities(snapshot.snapshot_id, "offering", ids, (*MEASURES, ADJUSTED))
    return tuple(row for row in warehouse.read(query, scope).to_dicts() if _is_shown(row))


def of_course(scope: Scope, snapshot: Snapshot, course: naming.Unit, term_id: str | None) -> Classes | None:
    """The classes of a course in a term (the running one without one); None where it is not taught in it."""
    term = term_id or snapshot.term_id
    rows = tuple(row for row in offerings(scope, snapshot, course.code) if row["term_id"] == term)
    if not rows:
        return None
    stored: dict[str, dict[str, dict]] = {}
    for row in stored_values(scope, snapshot, course.code):
        if row["period"] == term and row["indicator_id"] in MEASURES:
            stored.setdefault(row["entity_id"], {})[row["indicator_id"]] = row
    measures = tuple(key for key in MEASURES if any(key in found for found in stored.values()))
    return Classes(course.name, term, rows, stored, measures)


def _is_shown(row: dict) -> bool:
    return row["status"] in SIDES or (
        row["value"] is not None and row["status"] in ("observed", "provisional")
    )


def class_name(row: dict, course_name: str) -> str:
    """The teaching class without the name of its course; its number where the source gives no name."""
    own = (row["name"] or "").removeprefix(course_name).strip()
    return own or row["offering_id"].partition("/")[2] or row["offering_id"]


@dataclass(frozen=True)
class Side:
    """One class against the whole course: its unshrunken rate, likely range, and what the range supports."""

    rate: float
    low: float
    high: float
    difference: str  # above | below | chance


def sides(counts: dict[str, tuple[float, float]], course: float) -> dict[str, Side]:
    """Each class (successes, n) against the course's rate.

    A range is as wide as it takes that chance alone names any class of the course in one case of ten.
    """
    if not counts:
        return {}
    top, bottom = (np.array(side, dtype=float) for side in zip(*counts.values(), strict=True))
    low, high = wilson(top, bottom, level=1 - CHANCE / len(counts))
    found = {}
    for name, rate, left, right in zip(counts, top / bottom, low, high, strict=True):
        word = "below" if right < course else "above" if left > course else "chance"
        found[name] = Side(float(rate), float(left), float(right), word)
    return found


def below(classes: Classes, own: Values) -> dict[str, tuple[str, ...]]:
    """Class -> the measures in which its range lies wholly below the course of the same term, worst first."""
    found: dict[str, list[tuple[float, str]]] = {}
    for key in classes.measures:
        course = share(own.row(key, classes.term_id))
        counted = {name: counts(values.get(key)) for name, values in classes.stored.items()}
        counted = {name: pair for name, pair in counted.items() if pair is not None}
        if course is None or len(counted) < 2:
            continue
        for name, side in sides(counted, course).items():
            if side.difference == "below":
                found.setdefault(name, []).append((side.rate - course, key))
    return {name: tuple(key for _, key in sorted(keys)) for name, keys in found.items()}


def share(row: dict | None) -> float | None:
    """The unshrunken share of a unit; None where it is not told."""
    if row is None:
        return None
    return row["raw_value"] if row["raw_value"] is not None else row["value"]


def counts(row: dict | None) -> tuple[float, float] | None:
    """Successes and n behind a share; None where they are not told."""
    if row is None or row["numerator"] is None or not row["denominator"]:
        return None
    return row["numerator"], row["denominator"]


def board(classes: Classes, lower: dict[str, tuple[str, ...]], named: dict[str, naming.Person]) -> ClassBoard:
    """The classes, those below the course first, the others by name. `named`: the teachers whom the role reads by name."""
    ordered = sorted(
        classes.rows, key=lambda row: (-len(lower.get(row["offering_id"], ())), classes.name(row).zh)
    )
    return ClassBoard(
        heads=tuple(Sentence(f"course.measure_{key}") for key in classes.measures),
        lines=tuple(_line(row, classes, lower, named) for row in ordered),
        note=Sentence("course.classes_note") if len(ordered) > 1 else None,
        alt=Sentence(
            "course.classes_alt",
            {"count": Amount(len(classes.rows), "count"), "below": Amount(len(lower), "count")},
        ),
    )


def _line(row: dict, classes: Classes, lower: dict, named: dict) -> ClassLine:
    stored = classes.stored.get(row["offering_id"], {})
    keys = lower.get(row["offering_id"], ())
    return ClassLine(
        link=classes.link(row),
        sub=_facts(row, named),
        values=tuple(_amount(stored.get(key)) for key in classes.measures),
        below=tuple(key in keys for key in classes.measures),
        word=_word(keys, len(classes.rows)),
    )


def _facts(row: dict, named: dict) -> tuple:
    teacher = naming.person_name(named, row["teacher_pid"])
    size = row["enrolled"]
    return tuple(
        fact
        for fact in (
            teacher,
            Sentence("course.class_size", {"count": Amount(size, "count")}) if size is not None else None,
        )
        if fact is not None
    )


def _amount(row: dict | None) -> Amount | None:
    """The unshrunken value, which is what a class is compared by; the side alone where no more is told."""
    if row is None:
        return None
    told = amount_of(row, catalogue.entry(row["indicator_id"]).unit)
    return told if told.side is not None else replace(told, value=share(row))


def _word(keys: tuple[str, ...], count: int) -> Sentence | None:
    if keys:
        return Sentence("course.class_below", {"names": _measures(keys)})
    return Sentence("course.class_chance") if count > 1 else None


def _measures(keys: tuple[str, ...]) -> tuple[Sentence, ...]:
    return tuple(Sentence(f"course.measure_{key}") for key in keys)


def finding(classes: Classes | None, lower: dict[str, tuple[str, ...]]) -> Sentence | None:
    """Which classes lie below the course, with links; that none does; None where there is nothing to compare."""
    if classes is None or len(classes.stored) < 2 or not classes.measures:
        return None
    count = Amount(len(classes.rows), "count")
    if not lower:
        return Sentence("findings.course_classes_same", {"count": count})
    ordered = sorted(lower, key=lambda name: (-len(lower[name]), name))
    rows = {row["offering_id"]: row for row in classes.rows}
    parts = tuple(
        Sentence(
            "findings.course_classes_part",
            {"name": classes.link(rows[name]), "measures": _measures(lower[name])},
        )
        for name in ordered[:NAMED]
    )
    params = {"count": count, "parts": parts, "rest": Amount(len(classes.rows) - len(lower), "count")}
    if len(lower) > NAMED:
        more = params | {"more": Amount(len(lower) - NAMED, "count")}
        return Sentence("findings.course_classes_many", more)
    return Sentence("findings.course_classes_below", params)

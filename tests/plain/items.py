"""Items of a standard of one entity: status, value, points and the marks they were given by."""

from __future__ import annotations

from tests.plain import standards
from tests.plain.college import College
from tests.plain.goals import state
from tests.plain.index import own_anchors, percentile, score
from tests.plain.reference import reference
from tests.plain.student_life import elapsed

FEWEST, NARROW = 30, 2.0
PLACES = (2, 15, 50, 85)
MISSING = {"value": None, "status": "missing"}


def stored(value: float | None) -> float | None:
    """A value as it is kept: twelve digits."""
    return None if value is None else float(f"{value:.12g}")


def items_of(
    college: College, known: dict, values: dict, kind: str, entity: str, name: str
) -> dict[str, dict]:
    """Indicator -> status, value, score, anchors, kind of marks."""
    found, taken = {}, set()
    for item in standards.items(standards.every()[name]):
        period = judged_period(college, item["id"])
        row = (
            known.get((kind, entity, item["id"]), MISSING)
            if period is None
            else _of(values, kind, entity, item, period)
        )
        status = state(row)
        if item.get("slot"):
            status = "not_applicable" if item["slot"] in taken else status
            taken |= set() if status == "not_applicable" else {item["slot"]}
        found[item["id"]] = _scored(college, entity, item, status, stored(row["value"]))
    return found


def judged_period(college: College, name: str) -> str | None:
    """The period that is judged where it is not the newest one: workload is that of the newest closed term."""
    return college.closed[-1] if name == "tch_workload" else None


def _of(values: dict, kind: str, entity: str, item: dict, period: str) -> dict:
    return values.get((item["id"], kind, entity, period), MISSING)


def _scored(college: College, entity: str, item: dict, status: str, value) -> dict:
    marks, form = own_anchors(item), "anchors"
    if item.get("anchors") == "distribution":
        marks = distribution(college, entity, item["id"])
        status = "not_applicable" if marks is None else status
    elif item.get("prorate"):
        reached, planned = elapsed(college, college.enrolled[entity])
        marks = tuple(mark * reached / planned for mark in marks) if reached else None
        status = status if reached else "not_applicable"
    elif item.get("band") or item.get("levels"):
        form = "band" if item.get("band") else "levels"
    points = score(value, item, marks) if status == "observed" and value is not None else None
    return {"status": status, "value": value, "score": points, "anchors": marks, "kind": form}


def distribution(college: College, entity: str, name: str) -> tuple | None:
    """C.4: places among the shrunken values of those alike, or of everybody where these are fewer than thirty."""
    rows, groups = reference(college, name)
    own = groups.get(entity)
    alike = [row for row in rows if own is not None and row[0] == own]
    for listed in (alike, rows):
        if len({one for _, one, _ in listed}) >= FEWEST:
            marks = tuple(round(percentile([value for *_, value in listed], place), 6) for place in PLACES)
            told = marks[3] - marks[0] >= NARROW and marks[0] < marks[1] < marks[2] < marks[3]
            return marks if told else None
    return None

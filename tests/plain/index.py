"""Scores, dimensions, index, bounds, coverage and decision of one entity in plain arithmetic (indicators.md C.2, C.6, C.7, C.10)."""

from __future__ import annotations

import math

FLOOR = 10.0
NOT_APPLICABLE = "not_applicable"


def score(value: float, item: dict, anchors: tuple | None) -> float:
    """Points of one value. item: an entry of a standard; anchors: in the value's own unit, None for bands and levels."""
    if item.get("levels"):
        places = item["levels"]
        return float(places[min(max(int(value), 0), len(places) - 1)])
    if item.get("band"):
        return _band(value, [mark / _scale(item) for mark in item["band"]])
    return _anchored(value, anchors)


def _scale(item: dict) -> float:
    return 100.0 if item.get("unit") == "percent" else 1.0


def own_anchors(item: dict) -> tuple | None:
    """Anchors of an item in the stored unit; None where they come from elsewhere."""
    marks = item.get("anchors")
    return None if not marks or marks == "distribution" else tuple(mark / _scale(item) for mark in marks)


def _anchored(value: float, anchors: tuple) -> float:
    if anchors[0] > anchors[3]:
        value, anchors = -value, tuple(-mark for mark in anchors)
    a0, a1, a2, a3 = anchors
    if value <= a0:
        return 0.0
    if value <= a1:
        return 60.0 * (value - a0) / (a1 - a0)
    if value <= a2:
        return 60.0 + 20.0 * (value - a1) / (a2 - a1)
    return 80.0 + 20.0 * (value - a2) / (a3 - a2) if value <= a3 else 100.0


def _band(value: float, marks: list[float]) -> float:
    f1, q1, b1, b2, q2, f2 = marks
    if value < b1:
        return _between(value, f1, q1, b1)
    if value > b2:
        return _between(-value, -f2, -q2, -b2)
    return 100.0


def _between(value: float, floor: float, qualified: float, best: float) -> float:
    if value <= floor:
        return 0.0
    if value <= qualified:
        return 60.0 * (value - floor) / (qualified - floor)
    return 60.0 + 40.0 * (value - qualified) / (best - qualified)


def mean(pairs: list[tuple[float, float | None]]) -> float | None:
    """Weighted mean of (weight, score); what is missing gives its weight to the others."""
    known = [(weight, points) for weight, points in pairs if points is not None]
    mass = sum(weight for weight, _ in known)
    return sum(weight * points for weight, points in known) / mass if mass > 0 else None


def geometric(pairs: list[tuple[float, float | None]], floor: float = FLOOR) -> float | None:
    """Weighted geometric mean of (weight, dimension score)."""
    known = [(weight, points) for weight, points in pairs if points is not None]
    mass = sum(weight for weight, _ in known)
    if mass <= 0:
        return None
    return math.exp(sum(weight * math.log(max(points, floor)) for weight, points in known) / mass)


def judged(standard: dict, items: dict[str, dict]) -> dict:
    """What the standard says of one entity.

    items: indicator -> {status, score (None unless observed)}; an indicator that is absent is missing.
    """
    parts = [_dimension(part, items) for part in standard["dimensions"]]
    shown = [(part["weight"], part["score"] if part["published"] else None) for part in parts]
    applicable = [part for part in parts if part["coverage"] is not None]
    mass = sum(part["weight"] for part in applicable)
    coverage = sum(part["weight"] * part["coverage"] for part in applicable) / mass if mass > 0 else 0.0
    whole = all(part["published"] for part in parts if part["must_have"])
    published = coverage >= standard["decision"]["min_coverage"] - 1e-9 and whole
    index = geometric(shown, standard["aggregation"]["epsilon"]) if published else None
    return {
        "dimensions": {part["id"]: part for part in parts},
        "coverage": coverage,
        "published": published,
        "index": index,
        "arithmetic": mean(shown) if published else None,
        "worst": filled(standard, items, 0.0),
        "best": filled(standard, items, 100.0),
        "confidence": _grade(coverage) if published else None,
    }


def _dimension(part: dict, items: dict[str, dict]) -> dict:
    own = [
        (item["w"], items.get(item["id"], {"status": "missing", "score": None}))
        for item in part["indicators"]
    ]
    applies = [(weight, found) for weight, found in own if found["status"] != NOT_APPLICABLE]
    wanted = sum(weight for weight, _ in applies)
    seen = sum(weight for weight, found in applies if found["score"] is not None)
    coverage = seen / wanted if wanted > 0 else None
    return {
        "id": part["id"], "weight": part["weight"], "must_have": part.get("must_have", False), "coverage": coverage,
        "score": mean([(weight, found["score"]) for weight, found in applies]),
        "published": coverage is not None and coverage >= 0.5 - 1e-9,
    }  # fmt: skip


def filled(standard: dict, items: dict[str, dict], fill: float | dict[str, float]) -> float | None:
    """The index with every missing score at `fill` (one number, or one by indicator)."""
    pairs = []
    for part in standard["dimensions"]:
        scores = []
        for item in part["indicators"]:
            found = items.get(item["id"], {"status": "missing", "score": None})
            if found["status"] == NOT_APPLICABLE:
                continue
            points = found["score"]
            if points is None:
                points = fill[item["id"]] if isinstance(fill, dict) else fill
            scores.append((item["w"], points))
        pairs.append((part["weight"], mean(scores)))
    return geometric(pairs, standard["aggregation"]["epsilon"])


def _grade(coverage: float) -> str:
    return "A" if coverage >= 0.90 - 1e-9 else "B" if coverage >= 0.80 - 1e-9 else "C"


def percentile(values: list[float], share: float) -> float:
    """The value below which a share of the sorted values lies, straight lines between them (0-100)."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share / 100
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)

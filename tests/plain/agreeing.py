"""Judgements of the plain side beside those the product published."""

from __future__ import annotations

import json
import math

from tests.plain import standards
from tests.plain.judgement import judgements

COLUMNS = {
    "score": "index", "arithmetic": "arithmetic", "coverage": "coverage", "worst": "worst", "best": "best",
    "confidence": "confidence", "quadrant": "quadrant", "level": "level", "relation": "relation",
    "withheld_reason": "withheld",
}  # fmt: skip


def same(one, other) -> bool:
    if one is None or other is None or isinstance(one, str) or isinstance(other, str):
        return one == other
    return math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-9)


def disagreements(
    college, values: dict, index: list[dict], dimensions: list[dict], items: list[dict]
) -> list[str]:
    """What differs, worded: who is judged by what, indices, dimensions, items, gates and decisions."""
    mine = judgements(college, values)
    theirs = {_key(row): row for row in index}
    found = [f"{key} judged by one side alone" for key in sorted(set(mine) ^ set(theirs), key=str)]
    for key in sorted(set(mine) & set(theirs), key=str):
        found += _of_index(key, mine[key], theirs[key])
    for row in dimensions:
        found += _of_dimension(_key(row), mine.get(_key(row)), row)
    for row in items:
        found += _of_item(_key(row), mine.get(_key(row)), row)
    number = sum(len(standards.items(standards.every()[name])) for *_, name in mine)
    if number != len(items):
        found.append(f"items: plain {number}, product {len(items)}")
    return found


def _key(row: dict) -> tuple:
    return row["entity_kind"], row["entity_id"], row["standard_id"]


def _pair(key: tuple, name: str, plain, product) -> list[str]:
    return [] if same(plain, product) else [f"{name} {key}: plain {plain}, product {product}"]


def _of_index(key: tuple, plain: dict, product: dict) -> list[str]:
    found = []
    for column, own in COLUMNS.items():
        found += _pair(key, column, plain[own], product[column])
    for column, value in zip(("plausible_low", "plausible_high"), plain["plausible"], strict=True):
        found += _pair(key, column, value, product[column])
    if plain["index"] is not None:
        found += _pair(key, "imbalance", plain["arithmetic"] - plain["index"], product["imbalance"])
    told = [gate for column in ("gates", "appraisal_gates") for gate in json.loads(product[column] or "[]")]
    theirs = {gate["id"]: gate["met"] for gate in told}
    for name in sorted(set(theirs) | set(plain["gates"])):
        found += _pair(key, f"gate {name}", str(plain["gates"].get(name, "-")), str(theirs.get(name, "-")))
    return found + _of_decision(key, plain, product)


def _of_decision(key: tuple, plain: dict, product: dict) -> list[str]:
    """Borderline comes of chance: then the points alone must leave it open, with every requirement met."""
    if product["decision"] == "borderline":
        told = [*plain["gates"].values(), *plain["must_haves"]]
        fits = plain["decision"] != "insufficient" and False not in told
        return [] if fits else [f"decision {key}: plain {plain['decision']}, product borderline"]
    return _pair(key, "decision", plain["decision"], product["decision"])


def _of_dimension(key: tuple, plain: dict | None, product: dict) -> list[str]:
    if plain is None:
        return []
    own, found = dict(plain["dimensions"][product["dimension_id"]]), []
    if not own["published"]:
        own["score"] = None  # points of a dimension that is not published are not kept
    own["coverage"] = own["coverage"] or 0.0  # a dimension of which nothing applies is kept with 0
    for column, name in (
        ("score", "score"),
        ("weight", "weight"),
        ("coverage", "coverage"),
        ("is_published", "published"),
    ):
        found += _pair((*key, product["dimension_id"]), f"dimension {column}", own[name], product[column])
    return found


def _of_item(key: tuple, plain: dict | None, product: dict) -> list[str]:
    if plain is None:
        return []
    name, found = product["indicator_id"], []
    own = plain["items"][name] | plain["gains"][name]
    for column in ("status", "score", "need_qualified", "need_target", "gain", "gain_target"):
        found += _pair((*key, name), f"item {column}", own[column], product[column])
    if own["status"] == "observed":
        found += _pair((*key, name), "item value", own["value"], product["value"])
    return found

"""Values of the plain implementation beside those the product published, number by number."""

from __future__ import annotations

import math

from tests.plain.goals import state

COLUMNS = ("value", "numerator", "denominator", "n", "low", "high", "raw_value", "response_rate")
TOLERANCE = 1e-9


def differences(plain: dict[tuple, dict], stored: dict[tuple, dict], indicators: set[str]) -> list[str]:
    """What differs, worded; keys are (indicator, kind, entity, period). Of the columns only those that the plain side tells."""
    found = []
    mine = {key for key in plain if key[0] in indicators}
    theirs = {key for key in stored if key[0] in indicators}
    found += [
        f"{key} only in the plain implementation: {plain[key]}"
        for key in sorted(mine - theirs, key=str)
        if state(plain[key]) != "missing"
    ]
    found += [
        f"{key} only in the product: {stored[key]['value']}"
        for key in sorted(theirs - mine, key=str)
        if stored[key]["status"] != "missing"
    ]
    for key in sorted(mine & theirs, key=str):
        if state(plain[key]) != stored[key]["status"]:
            found.append(f"{key} status: plain {state(plain[key])}, product {stored[key]['status']}")
        for column in COLUMNS:
            if column in plain[key] and not _same(plain[key][column], stored[key][column]):
                found.append(f"{key} {column}: plain {plain[key][column]}, product {stored[key][column]}")
    return found


def _same(one, other) -> bool:
    if one is None or other is None or isinstance(one, str) or isinstance(other, str):
        return one == other
    return math.isclose(float(one), float(other), rel_tol=TOLERANCE, abs_tol=TOLERANCE)

"""Parallel classes against what earlier results predict, once more."""

from __future__ import annotations

import math

from tests.plain.statistics import Z90


def adjusted(cells: dict[tuple[str, str], dict[str, list[tuple[float, float]]]]) -> dict:
    """(course, term) -> class -> (prior, score) of its students, classes of 20 only; the observed rows of crs_class_adjusted."""
    found = {}
    several = {key: classes for key, classes in cells.items() if len(classes) >= 2}
    for term in {key[1] for key in several}:
        found |= _of_term({key: classes for key, classes in several.items() if key[1] == term}, term)
    return found


def _of_term(cells: dict, term: str) -> dict:
    rows, squares, free = [], 0.0, 0
    for classes in cells.values():
        everybody = [pair for pairs in classes.values() for pair in pairs]
        mx, my = _means(everybody)
        centred = {name: _centred(pairs) for name, pairs in classes.items()}
        inside = [pair for pairs in centred.values() for pair in pairs]
        spread = sum(x * x for x, _ in inside)
        known = spread > 1e-12
        slope = sum(x * y for x, y in inside) / spread if known else 0.0
        squares += sum((y - slope * x) ** 2 for x, y in inside)
        free += len(everybody) - len(classes) - known
        for name, pairs in classes.items():
            cx, cy = _means(pairs)
            unit = 1 / len(pairs) - 1 / len(everybody) + ((cx - mx) ** 2 / spread if known else 0.0)
            rows.append((name, len(pairs), len(everybody), (cy - my) - slope * (cx - mx), unit))
    sigma2 = squares / max(free, 1)
    tau2 = sum(n * (raw**2 - sigma2 * unit) for _, n, _, raw, unit in rows)
    tau2 = max(0.0, tau2 / sum(n * (1 - n / total) for _, n, total, _, _ in rows))
    return {("crs_class_adjusted", "offering", row[0], term): _row(row, sigma2, tau2) for row in rows}


def _row(row: tuple, sigma2: float, tau2: float) -> dict:
    _, n, _, raw, unit = row
    variance = sigma2 * unit
    kept = tau2 / (tau2 + variance) if tau2 + variance > 1e-12 else 0.0
    half = Z90 * math.sqrt(kept * variance)
    return {
        "value": kept * raw,
        "raw_value": raw,
        "n": n,
        "low": kept * raw - half,
        "high": kept * raw + half,
    }


def _means(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(x for x, _ in pairs) / len(pairs), sum(y for _, y in pairs) / len(pairs)


def _centred(pairs: list[tuple[float, float]]) -> list[tuple[float, float]]:
    mx, my = _means(pairs)
    return [(x - mx, y - my) for x, y in pairs]

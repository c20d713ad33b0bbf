"""Plain statistics: Wilson limits, shrinkage of C.5, rank correlation, least squares."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable

from scipy.stats import beta, rankdata

Z90 = 1.6448536269514722
FEWEST = 10


def wilson(top: float, bottom: float) -> tuple[float, float]:
    """90 % limits of a share."""
    p, z2 = top / bottom, Z90**2
    centre, half = p + z2 / (2 * bottom), Z90 * math.sqrt(p * (1 - p) / bottom + z2 / (4 * bottom**2))
    return max((centre - half) / (1 + z2 / bottom), 0.0), min((centre + half) / (1 + z2 / bottom), 1.0)


def grouped(groups: dict, wide: Callable) -> dict:
    """Group -> its members; members of groups of fewer than ten are fitted with everybody of the wider group."""
    own, wider = defaultdict(list), defaultdict(list)
    for key, group in groups.items():
        own[group].append(key)
        wider[wide(group)].append(key)
    return {
        key: (own[group] if len(own[group]) >= FEWEST else wider[wide(group)])
        for key, group in groups.items()
    }


def shrunken_means(samples: dict, groups: dict, *, wide: Callable) -> dict:
    """C.5, continuous: samples key -> scores; groups key -> peer group."""
    fitted, out = {}, {}
    for key, members in grouped(groups, wide).items():
        peers = tuple(sorted(members))
        if peers not in fitted:
            fitted[peers] = _fit_means([samples[one] for one in peers])
        mu, sigma2, tau2 = fitted[peers]
        n, mean = len(samples[key]), sum(samples[key]) / len(samples[key])
        if tau2 <= 0:
            out[key] = {"value": mu, "raw_value": mean, "n": n, "low": mu, "high": mu}
            continue
        n0 = sigma2 / tau2
        theta, half = mu + n / (n + n0) * (mean - mu), Z90 * math.sqrt(sigma2 / (n + n0))
        out[key] = {"value": theta, "raw_value": mean, "n": n, "low": theta - half, "high": theta + half}
    return out


def _fit_means(samples: list[list[float]]) -> tuple[float, float, float]:
    sizes = [len(one) for one in samples]
    means = [sum(one) / len(one) for one in samples]
    total, count = sum(sizes), len(samples)
    grand = sum(n * y for n, y in zip(sizes, means, strict=True)) / total
    inside = sum(sum((x - y) ** 2 for x in one) for one, y in zip(samples, means, strict=True))
    msw = inside / max(total - count, 1)
    if count < 2 or total <= count:
        return grand, msw, 0.0
    msb = sum(n * (y - grand) ** 2 for n, y in zip(sizes, means, strict=True)) / (count - 1)
    n0c = (total - sum(n * n for n in sizes) / total) / (count - 1)
    tau2 = max(0.0, (msb - msw) / n0c)
    if tau2 <= 0:
        return grand, msw, 0.0
    precision = [1 / (tau2 + msw / n) for n in sizes]
    return sum(y * w for y, w in zip(means, precision, strict=True)) / sum(precision), msw, tau2


def shrunken_rates(counts: dict, groups: dict, *, wide: Callable) -> dict:
    """C.5, proportions: counts key -> (successes, n)."""
    fitted, out = {}, {}
    for key, members in grouped(groups, wide).items():
        peers = tuple(sorted(members))
        if peers not in fitted:
            fitted[peers] = _fit_rates([counts[one] for one in peers])
        pbar, m = fitted[peers]
        y, n = counts[key]
        a, b = max(m * pbar + y, 1e-9), max(m * (1 - pbar) + n - y, 1e-9)
        out[key] = {
            "numerator": y, "denominator": n, "n": round(n), "raw_value": y / n, "value": (m * pbar + y) / (m + n),
            "low": float(beta.ppf(0.05, a, b)), "high": float(beta.ppf(0.95, a, b)),
        }  # fmt: skip
    return out


def _fit_rates(counts: list[tuple[float, float]]) -> tuple[float, float]:
    total, count = sum(n for _, n in counts), len(counts)
    pbar = sum(y for y, _ in counts) / total
    if count < 2:
        return pbar, 1.0
    n0c = (total - sum(n * n for _, n in counts) / total) / (count - 1)
    msb = sum(n * (y / n - pbar) ** 2 for y, n in counts) / (count - 1)
    msw = sum(n * (y / n) * (1 - y / n) for y, n in counts) / max(total - count, 1)
    spread = msb + (n0c - 1) * msw
    rho = max(1e-4, (msb - msw) / spread) if spread > 0 and total > count else 1e-4
    return pbar, 1 / min(rho, 0.999) - 1


def spearman(pairs: list[tuple[float, float]]) -> float | None:
    """Rank correlation, ties at their mean rank; None where one side does not vary."""
    if len(pairs) < 2:
        return None
    x, y = (list(rankdata([pair[side] for pair in pairs])) for side in (0, 1))
    mx, my = sum(x) / len(x), sum(y) / len(y)
    top = sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True))
    bottom = math.sqrt(sum((a - mx) ** 2 for a in x) * sum((b - my) ** 2 for b in y))
    return top / bottom if bottom > 0 else None


def least_squares(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """Intercept and slope of y on x; a flat line where x does not vary."""
    n = len(pairs)
    mx, my = sum(x for x, _ in pairs) / n, sum(y for _, y in pairs) / n
    bottom = sum((x - mx) ** 2 for x, _ in pairs)
    slope = sum((x - mx) * (y - my) for x, y in pairs) / bottom if bottom > 0 else 0.0
    return my - slope * mx, slope

"""What would a small sample's mean or rate be without the luck of the draw? (C.5 empirical Bayes)"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv, ndtri  # equal to scipy.stats' quantiles, half a second faster to import

Z90 = float(ndtri(0.95))


@dataclass(frozen=True)
class Shrunken:
    """Shrunken values with 90 % limits; `is_detectable` is False where entities do not differ beyond chance."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    deviation: np.ndarray
    is_detectable: bool


def shrink_means(n: np.ndarray, mean: np.ndarray, variance: np.ndarray) -> Shrunken:
    """Shrink entity means fitted within one peer group; n responses, mean and sample variance per entity."""
    n, mean, variance = (np.asarray(part, dtype=float) for part in (n, mean, variance))
    total, entities = n.sum(), n.size
    within = np.nansum((n - 1) * np.nan_to_num(variance)) / max(total - entities, 1)
    grand = (n * mean).sum() / total
    between = (n * (mean - grand) ** 2).sum() / max(entities - 1, 1)
    size = (total - (n**2).sum() / total) / max(entities - 1, 1)
    # with one response each nothing tells chance from difference: then no difference can be shown
    tau2 = max(0.0, (between - within) / size) if size > 0 and total > entities else 0.0
    if tau2 > 0:
        precision = 1 / (tau2 + within / n)
        grand = (mean * precision).sum() / precision.sum()
    return shrink_means_with(n, mean, mu=grand, sigma2=within, tau2=tau2)


def shrink_means_with(n: np.ndarray, mean: np.ndarray, *, mu: float, sigma2: float, tau2: float) -> Shrunken:
    """Shrink towards mu with known variances: k = n / (n + sigma2 / tau2)."""
    n, mean = np.asarray(n, dtype=float), np.asarray(mean, dtype=float)
    if tau2 <= 0:
        same = np.full(mean.shape, mu)
        return Shrunken(same, same, same, np.zeros(mean.shape), False)
    prior = sigma2 / tau2
    value = mu + n / (n + prior) * (mean - mu)
    deviation = np.sqrt(sigma2 / (n + prior))
    return Shrunken(value, value - Z90 * deviation, value + Z90 * deviation, deviation, True)


def shrink_rates(successes: np.ndarray, n: np.ndarray) -> Shrunken:
    """Shrink entity rates fitted within one peer group (beta-binomial by moments)."""
    successes, n = np.asarray(successes, dtype=float), np.asarray(n, dtype=float)
    pooled = successes.sum() / n.sum()
    if n.size < 2:
        return shrink_rates_with(successes, n, pbar=pooled, strength=1.0)
    rate = successes / n
    size = (n.sum() - (n**2).sum() / n.sum()) / (n.size - 1)
    between = (n * (rate - pooled) ** 2).sum() / (n.size - 1)
    within = (n * rate * (1 - rate)).sum() / max(n.sum() - n.size, 1)
    spread = between + (size - 1) * within
    told = spread > 0 and n.sum() > n.size  # of one each, all variation may be chance
    rho = max(1e-4, (between - within) / spread) if told else 1e-4
    return shrink_rates_with(successes, n, pbar=pooled, strength=1 / min(rho, 0.999) - 1)


def shrink_rates_with(successes: np.ndarray, n: np.ndarray, *, pbar: float, strength: float) -> Shrunken:
    """Posterior mean and 90 % limits of Beta(m pbar + y, m (1 - pbar) + n - y)."""
    successes, n = np.asarray(successes, dtype=float), np.asarray(n, dtype=float)
    a = strength * pbar + successes
    b = strength * (1 - pbar) + n - successes
    value = a / (a + b)
    a, b = np.maximum(a, 1e-9), np.maximum(b, 1e-9)
    return Shrunken(
        value,
        betaincinv(a, b, 0.05),
        betaincinv(a, b, 0.95),
        np.sqrt(value * (1 - value) / (a + b + 1)),
        True,
    )


def wilson(successes: np.ndarray, n: np.ndarray, *, level: float = 0.90) -> tuple[np.ndarray, np.ndarray]:
    """Wilson limits of a rate; NaN where n is 0."""
    successes, n = np.asarray(successes, dtype=float), np.asarray(n, dtype=float)
    z = ndtri(0.5 + level / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = successes / n
        centre = rate + z**2 / (2 * n)
        half = z * np.sqrt(rate * (1 - rate) / n + z**2 / (4 * n**2))
        low, high = (centre - half) / (1 + z**2 / n), (centre + half) / (1 + z**2 / n)
    return np.clip(low, 0, 1), np.clip(high, 0, 1)

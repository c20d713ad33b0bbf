"""How good is a risk model? Ranking, calibration, and intervals by student."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from scipy.stats import norm, t
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

DRAWS, CHUNK = 500, 50
TINY = 1e-6


def auroc(y: np.ndarray, p: np.ndarray) -> float | None:
    """Chance that a positive ranks above a negative; None when there is only one kind."""
    return float(roc_auc_score(y, p)) if 0 < y.sum() < y.size else None


def metrics(y: np.ndarray, p: np.ndarray) -> dict[str, float | int | None]:
    """All figures of one set of probabilities, without intervals; None where undefined."""
    base = {"n": int(y.size), "positives": int(y.sum())}
    if not 0 < y.sum() < y.size:
        return base | dict.fromkeys(FIGURES)
    slope, intercept = calibration_line(y, p)
    return base | {
        "auroc": auroc(y, p),
        "auprc": float(average_precision_score(y, p)),
        "brier": float(np.mean((p - y) ** 2)),
        "ece": calibration_error(y, p),
        "slope": slope,
        "intercept": intercept,
        "precision_at_10": top_share(y, p, 0.10)[0],
        "recall_at_20": top_share(y, p, 0.20)[1],
    }


FIGURES = ("auroc", "auprc", "brier", "ece", "slope", "intercept", "precision_at_10", "recall_at_20")


def top_share(y: np.ndarray, p: np.ndarray, share: float) -> tuple[float, float]:
    """Precision and recall of the share of rows with the highest p (ties in the order given)."""
    count = max(1, round(share * y.size))
    top = y[np.argsort(-p, kind="stable")[:count]]
    return float(top.mean()), float(top.sum() / y.sum())


def calibration_error(y: np.ndarray, p: np.ndarray, bins: int = 10) -> float:
    """ECE over equal-count bins."""
    parts = np.array_split(np.argsort(p, kind="stable"), bins)
    gaps = [abs(y[part].mean() - p[part].mean()) * part.size for part in parts if part.size]
    return float(sum(gaps) / y.size)


def calibration_line(y: np.ndarray, p: np.ndarray) -> tuple[float, float]:
    """Slope and intercept of the outcome on the log-odds of p; 1 and 0 are perfect."""
    model = LogisticRegression(C=np.inf, max_iter=1000).fit(log_odds(p)[:, None], y)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def log_odds(p: np.ndarray) -> np.ndarray:
    """Log-odds of probabilities, kept finite."""
    inside = np.clip(p, TINY, 1 - TINY)
    return np.log(inside / (1 - inside))


def student_groups(frame: pl.DataFrame) -> np.ndarray:
    """A number for each row's student, in the order of the pseudonyms: GroupKFold takes minutes over 100,000 texts."""
    return frame["student_pid"].rank("dense").to_numpy()


def student_weights(students: np.ndarray, seed: int, draws: int = DRAWS) -> Iterator[np.ndarray]:
    """Cluster bootstrap: how often each row is drawn when whole students are; chunks of shape draws x rows."""
    _, who = np.unique(students, return_inverse=True)
    count, random = who.max() + 1, np.random.default_rng(seed)
    for start in range(0, draws, CHUNK):
        size = min(CHUNK, draws - start)
        yield random.multinomial(count, np.full(count, 1 / count), size=size)[:, who].astype(np.float32)


def weighted_auroc(y: np.ndarray, p: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """AUROC of each draw at once; ties count half."""
    order = np.argsort(p, kind="stable")
    ends = np.flatnonzero(np.append(np.diff(p[order]) > 0, True))
    positive = _per_value(weights[:, order] * (y[order] == 1), ends)
    negative = _per_value(weights[:, order] * (y[order] == 0), ends)
    below = np.cumsum(negative, axis=1) - negative / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        return (positive * below).sum(axis=1) / (positive.sum(axis=1) * negative.sum(axis=1))


def weighted_precision(y: np.ndarray, p: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Average precision (AUPRC) of each draw at once."""
    order = np.argsort(-p, kind="stable")
    ends = np.flatnonzero(np.append(np.diff(-p[order]) > 0, True))
    positive = _per_value(weights[:, order] * (y[order] == 1), ends)
    drawn = np.cumsum(_per_value(weights[:, order], ends), axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision = np.where(drawn > 0, np.cumsum(positive, axis=1) / drawn, 0)
        return (precision * positive).sum(axis=1) / positive.sum(axis=1)


def _per_value(weights: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Weights summed over rows of equal score."""
    return np.diff(np.cumsum(weights, axis=1, dtype=np.float64)[:, ends], axis=1, prepend=0)


def interval(draws: np.ndarray, level: float = 0.95) -> tuple[float, float]:
    """Percentile interval, draws without both kinds left out."""
    known = draws[np.isfinite(draws)]
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def few_units_factor(units: int, level: float) -> float:
    """By how much an interval of so few drawn units has to be wider than its percentiles: those take their spread for known.

    Ratio of the t to the normal quantile times sqrt(n / (n - 1)), as for a mean of n units (Hesterberg 2015, doi 10.1080/00031305.2015.1089789).
    """
    tail = (1 + level) / 2
    return float(np.sqrt(units / (units - 1)) * t.ppf(tail, units - 1) / norm.ppf(tail))


def auroc_interval(y: np.ndarray, p: np.ndarray, students: np.ndarray, seed: int = 1) -> tuple[float, float]:
    """95 % interval of the AUROC by student bootstrap."""
    return interval(np.concatenate([weighted_auroc(y, p, w) for w in student_weights(students, seed)]))


def paired_difference(
    y: np.ndarray,
    better: np.ndarray,
    other: np.ndarray,
    students: np.ndarray,
    measure=weighted_auroc,
    seed: int = 2,
) -> tuple[float, float]:
    """90 % interval of measure(better) - measure(other) on the same draws."""
    draws = [measure(y, better, w) - measure(y, other, w) for w in student_weights(students, seed)]
    return interval(np.concatenate(draws), 0.90)


def permuted_aurocs(fit_and_score, y: np.ndarray, runs: int = 20, seed: int = 3) -> np.ndarray:
    """AUROC on the test rows after fitting on permuted training labels, once per run; near 0.5 unless something leaks."""
    random = np.random.default_rng(seed)
    return np.array([fit_and_score(random.permutation(y)) for _ in range(runs)])

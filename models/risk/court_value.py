"""Is the list worth having, early enough and steady? Decision curve, lead time, how much of the list is replaced."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.risk.court_rules import rules
from models.risk.evaluate import interval, student_weights

LEVEL = 0.90


def net_benefit(students: pl.DataFrame) -> dict:
    """Net benefit of contacting by P(any), against contacting all or nobody: mean over the declared thresholds.

    Of 100 students: those rightly contacted less those wrongly contacted at the threshold's own price. Fails when the interval
    lies wholly below nought; one that holds nought cannot tell.
    """
    key = {"key": "net_benefit", "wanted": 0.0}
    known = students.drop_nulls("p_any")
    if known.height == 0 or not 0 < known["y_any"].sum() < known.height:
        return key | {"found": None, "met": None}
    y, p = known["y_any"].to_numpy().astype(float), known["p_any"].to_numpy()
    found = _advantage(np.ones((1, known.height)), y, p)[0]
    draws = [_advantage(weights, y, p) for weights in student_weights(np.arange(known.height), seed=7)]
    low, high = interval(np.concatenate(draws), LEVEL)
    met = True if low > 0 else False if high < 0 else None
    return key | {"found": found, "low": low, "high": high, "met": met, "curve": decision_curve(y, p)}


def decision_curve(y: np.ndarray, p: np.ndarray) -> list[dict]:
    """Net benefit at each threshold: of the model, of contacting all, of contacting nobody."""
    one, curve = np.ones((1, y.size)), []
    for threshold in rules().thresholds:
        model, everyone = _benefits(one, y, p, threshold)
        curve.append(
            {"threshold": threshold, "model": float(model[0]), "all": float(everyone[0]), "none": 0.0}
        )
    return curve


def _benefits(weights: np.ndarray, y: np.ndarray, p: np.ndarray, threshold: float):
    price, total = threshold / (1 - threshold), weights.sum(axis=1)
    gain = y - (1 - y) * price
    return (weights @ (gain * (p >= threshold))) / total, (weights @ gain) / total


def _advantage(weights: np.ndarray, y: np.ndarray, p: np.ndarray) -> np.ndarray:
    parts = []
    for threshold in rules().thresholds:
        model, everyone = _benefits(weights, y, p, threshold)
        parts.append(model - np.maximum(everyone, 0.0))
    return np.mean(parts, axis=0)


def lead_time(students: pl.DataFrame, weeks: float, earlier: tuple) -> dict:
    """Share of listed students who fail that is listed early enough before grades close; name: mean weeks in `weeks`.

    First listing: at this point or an earlier one of the same training.
    """
    rule, key = rules().lead, {"key": "lead_time", "wanted": rules().lead["share"]}
    listings = [
        (one.students.filter(pl.col("is_listed") & (pl.col("y_any") == 1))["student_pid"], one.weeks) for one in earlier
    ]  # fmt: skip
    listings.append((students.filter(pl.col("is_listed") & (pl.col("y_any") == 1))["student_pid"], weeks))
    first = pl.concat(
        [pl.DataFrame({"student_pid": pids, "weeks": [float(left)] * pids.len()}) for pids, left in listings]
    )
    first = first.group_by("student_pid").agg(pl.col("weeks").max())
    if first.is_empty():
        return key | {"found": None, "met": None}
    in_time = (first["weeks"] >= rule["weeks"]).to_numpy().astype(float)
    draws = [w @ in_time / w.sum(axis=1) for w in student_weights(np.arange(in_time.size), seed=8)]
    low, high = interval(np.concatenate(draws), LEVEL)
    return key | {
        "found": in_time.mean(), "low": low, "high": high, "met": bool(in_time.mean() >= rule["share"]),
        "weeks": round(float(first["weeks"].mean()), 2), "n": first.height,
    }  # fmt: skip


def list_replaced(students: pl.DataFrame, earlier: tuple) -> dict:
    """Share of the list of the point before that is no longer on this one: reported, 20 to 60 % are expected."""
    key = {"key": "list_replaced"}
    if not earlier:
        return key | {"found": None}
    before = earlier[-1].students.filter("is_listed")["student_pid"]
    if before.is_empty():
        return key | {"found": None}
    now = students.filter("is_listed")["student_pid"]
    left = (~before.is_in(now.implode())).to_numpy().astype(float)
    draws = [w @ left / w.sum(axis=1) for w in student_weights(np.arange(left.size), seed=9)]
    low, high = interval(np.concatenate(draws), LEVEL)
    return key | {
        "found": left.mean(),
        "low": low,
        "high": high,
        "name": earlier[-1].point,
        "n": before.len(),
    }

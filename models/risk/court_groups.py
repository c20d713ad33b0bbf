"""Does the list reach every group alike? Recall at capacity, false alarms and calibration by group, each with its interval.

Attributes are read for this audit alone and leave it as sums over groups; figures by a sensitive one are kept apart
(ml_group_audit) for the quality office, and the court's own line says the verdict without them.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from models.risk.court_rules import Group, rules
from models.risk.evaluate import few_units_factor, interval, student_weights

MEASURES = ("recall", "false_alarm", "calibration")
JUDGED = {"recall_gap": "recall", "calibration_gap": "calibration"}
LEVEL = 0.90
SPAN = {
    "recall": (0, 1),
    "false_alarm": (0, 1),
    "calibration": (-1, 1),
}  # an interval does not leave its measure


def group_lines(students: pl.DataFrame, groups: pl.DataFrame) -> tuple[list[dict], list[dict]]:
    """Lines of the court (two per attribute) and the audit rows.

    students: student_pid, y_any, p_any, is_listed; groups: student_pid, attribute, value (attribute `cohort`: who sits the same
    examinations). A group counts from the declared
    number of positives on; each is compared with all others, and the intervals of an attribute hold for its groups together.
    """
    lines, rows = [], []
    cohorts = groups.filter(pl.col("attribute") == "cohort").select("student_pid", cohort="value")
    students = students.join(cohorts, on="student_pid", how="left").with_columns(
        pl.col("cohort").fill_null("none")
    )
    for attribute, rule in rules().groups.items():
        own = groups.filter(pl.col("attribute") == attribute).drop_nulls("value")
        part = audit(
            students.join(own.select("student_pid", "value"), on="student_pid"), attribute, rule.drawn_by
        )
        rows += part
        lines += [_judged(check, attribute, rule, part) for check in JUDGED]
    return lines, rows


def audit(students: pl.DataFrame, attribute: str, drawn_by: str = "student") -> list[dict]:
    """One row per group with enough positives: n, positives, units drawn and, for each measure, its value, its gap to all others, intervals.

    drawn_by: what is drawn for the intervals, single students or whole cohorts (column `cohort`).
    """
    known = students.drop_nulls("p_any").with_columns(unit=_drawn(drawn_by))
    counts = known.group_by("value").agg(
        n=pl.len(), positives=pl.col("y_any").sum(), units=pl.col("unit").n_unique()
    )
    least = rules().least_positives
    able = counts.filter(
        (pl.col("positives") >= least)
        & (pl.col("n") - pl.col("positives") >= least)
        & (pl.col("units") >= rules().least_cohorts)
    )
    if known.height == 0 or able.height == 0 or counts.height < 2:
        return []
    level = 1 - (1 - LEVEL) / (able.height if counts.height > 2 else 1)
    return [
        {"attribute": attribute, **row, **_figures(known, row["value"], level, row["units"])}
        for row in able.sort("value").to_dicts()
    ]


def _drawn(drawn_by: str) -> pl.Expr:
    return pl.col("student_pid" if drawn_by == "student" else "cohort").rank("dense")


def _figures(known: pl.DataFrame, value: str, level: float, units: int) -> dict:
    """units: how many of those that are drawn the group has; of few the intervals are wider."""
    inside = (known["value"] == value).to_numpy()
    figures = {}
    for measure in MEASURES:
        top, bottom = _parts(known, measure)
        own = _ratio(np.ones((1, known.height)), top, bottom, inside)[0]
        rest = _ratio(np.ones((1, known.height)), top, bottom, ~inside)[0]
        drawn, gaps = [], []
        for weights in student_weights(known["unit"].to_numpy(), seed=6):
            here = _ratio(weights, top, bottom, inside)
            drawn.append(here)
            gaps.append(here - _ratio(weights, top, bottom, ~inside))
        low, high = np.clip(_wide(own, np.concatenate(drawn), LEVEL, units), *SPAN[measure])
        gap_low, gap_high = _wide(own - rest, np.concatenate(gaps), level, units)
        figures |= {
            measure: float(own), f"{measure}_low": float(low), f"{measure}_high": float(high),
            f"{measure}_gap": float(own - rest), f"{measure}_gap_low": gap_low, f"{measure}_gap_high": gap_high,
        }  # fmt: skip
    return figures


def _wide(found: float, draws: np.ndarray, level: float, units: int) -> tuple[float, float]:
    """The percentile interval around what was found, widened for few units."""
    low, high = interval(draws, level)
    factor = few_units_factor(units, level)
    return found - factor * (found - low), found + factor * (high - found)


def _parts(known: pl.DataFrame, measure: str) -> tuple[np.ndarray, np.ndarray]:
    """Numerator and denominator of a measure per student: the measure is their ratio over a group."""
    y, listed = known["y_any"].to_numpy().astype(float), known["is_listed"].to_numpy().astype(float)
    if measure == "recall":
        return y * listed, y
    if measure == "false_alarm":
        return (1 - y) * listed, 1 - y
    return known["p_any"].to_numpy() - y, np.ones(known.height)


def _ratio(weights: np.ndarray, top: np.ndarray, bottom: np.ndarray, inside: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return (weights[:, inside] @ top[inside]) / (weights[:, inside] @ bottom[inside])


def _judged(check: str, attribute: str, rule: Group, rows: list[dict]) -> dict:
    """A gap fails when its interval lies wholly beyond the limit, unless a written reason accepts it."""
    measure, limit = JUDGED[check], rules().gaps[JUDGED[check]]
    key = {"key": check, "found": None, "wanted": limit, "met": None, "name": attribute}
    if not rows:
        return key
    worst = max(rows, key=lambda row: _beyond(row, measure))
    failed = _beyond(worst, measure) > limit
    accepted = rules().accepts(check, attribute) if failed else None
    key |= {"met": not failed or accepted is not None}
    if accepted:
        key |= {"accepted": accepted.model_dump(mode="json")}
    if rule.is_sensitive:
        return key
    gap, low, high = (worst[f"{measure}_gap{end}"] for end in ("", "_low", "_high"))
    return key | {"found": gap, "low": low, "high": high}


def _beyond(row: dict, measure: str) -> float:
    """How far the interval of a gap stays away from nought; negative where it holds nought."""
    return max(row[f"{measure}_gap_low"], -row[f"{measure}_gap_high"])

"""May a model be switched on? The minimum of data (D.9) and the acceptance lines (D.10)."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.risk.candidates import rule_score
from models.risk.declaration import declaration
from models.risk.evaluate import paired_difference, student_groups, weighted_precision
from models.risk.fit import Fitted


def too_little(closed_terms: int, positives: int) -> list[str]:
    """Reasons why nothing is fitted at all: few_terms, few_positives."""
    minimum = declaration().minimum
    reasons = ["few_terms"] if closed_terms < minimum["closed_terms"] else []
    return reasons + (["few_positives"] if positives < minimum["positives"] else [])


def listed(students: pl.DataFrame, score: str) -> np.ndarray:
    """Who is on the list of D.6? Per caseload the highest scores until the capacity is filled; p_any limits the model."""
    rows = students.with_row_index("_row").sort(score, "student_pid", descending=[True, False])
    if score == "efc":
        rows = rows.filter(pl.col("p_any") >= declaration().listing["p_any"])
    chosen = rows.group_by("caseload", maintain_order=True).head(int(declaration().listing["capacity"]))
    return np.isin(np.arange(students.height), chosen["_row"].to_numpy())


def capacity_figures(model: Fitted, test: pl.DataFrame, caseload: pl.DataFrame, warned: pl.DataFrame) -> dict:
    """Recall (any first attempt failed) of the lists at capacity, model and rule; precision on who reached 黄 (y_warn).

    caseload: student_pid, caseload (who looks after them); warned: student_pid of those who reached 黄. The rule ranks students by its highest score in any course.
    """
    rule = test.with_columns(_rule=pl.Series(rule_score(test, model.at)))
    rule = rule.group_by("student_pid").agg(rule=pl.col("_rule").max())
    students = model.students(test).join(rule, on="student_pid").join(caseload, on="student_pid", how="left")
    students = students.with_columns(pl.col("caseload").fill_null("none")).sort("student_pid")
    warn = students["student_pid"].is_in(warned["student_pid"].implode()).to_numpy()
    y, total = students["y_any"].to_numpy(), students["y_any"].sum()
    by_model, by_rule = listed(students, "efc"), listed(students, "rule")
    return {
        "students": students.height,
        "any_failed": float(y.mean()),
        "prevalence": float(warn.mean()),
        "listed": int(by_model.sum()),
        "recall": float(y[by_model].sum() / total),
        "precision": float(warn[by_model].mean()) if by_model.any() else 0.0,
        "rule_recall": float(y[by_rule].sum() / total),
        "caseloads": students["caseload"].n_unique(),
    }


def acceptance(
    figures: dict, model: Fitted, baseline: Fitted, test: pl.DataFrame, single: float
) -> list[dict]:
    """Every line of D.10 that can be decided here: key, found, wanted, met."""
    wanted = declaration().acceptance
    capacity = figures["capacity"]
    lines = [
        _line(
            "slope",
            figures["slope"],
            wanted["slope"],
            wanted["slope"][0] <= figures["slope"] <= wanted["slope"][1],
        )
    ]
    lines.append(_line("ece", figures["ece"], wanted["ece"], figures["ece"] <= wanted["ece"]))
    if model.at in wanted["auroc"]:
        least = wanted["auroc"][model.at]
        lines.append(_line("auroc", figures["auroc"], least, figures["auroc"] >= least))
    if model.name != baseline.name:
        low, _ = paired_difference(
            test["y"].to_numpy(),
            model.probability(test),
            baseline.probability(test),
            student_groups(test),
            weighted_precision,
        )
        lines.append(_line("auprc_over_history", low, 0.0, low > 0))
    gain = capacity["recall"] - capacity["rule_recall"]
    lines.append(
        _line("recall_over_rule", gain, wanted["recall_over_rule"], gain >= wanted["recall_over_rule"])
    )
    least = _precision_wanted(capacity["prevalence"])
    lines.append(_line("precision_at_capacity", capacity["precision"], least, capacity["precision"] >= least))
    lines.append(_line("single_feature", single, 0.95, single <= 0.95))
    return lines


def _precision_wanted(prevalence: float) -> float:
    wanted = declaration().acceptance
    if prevalence < wanted["prevalent"]:
        return wanted["precision_over_prevalence"] * prevalence
    return wanted["precision_when_prevalent"]


def _line(key: str, found: float, wanted, met: bool) -> dict:
    return {"key": key, "found": round(float(found), 4), "wanted": wanted, "met": bool(met)}

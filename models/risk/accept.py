"""May a model be switched on? The minimum of data (D.9) and the acceptance lines (D.10)."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.risk.candidates import rule_score
from models.risk.declaration import declaration
from models.risk.evaluate import (
    interval,
    paired_difference,
    student_groups,
    student_weights,
    weighted_precision,
)
from models.risk.fit import Fitted


def too_little(closed_terms: int, positives: int) -> list[str]:
    """Reasons why nothing is fitted at all: few_terms, few_positives."""
    minimum = declaration().minimum
    reasons = ["few_terms"] if closed_terms < minimum["closed_terms"] else []
    return reasons + (["few_positives"] if positives < minimum["positives"] else [])


def listed(students: pl.DataFrame) -> np.ndarray:
    """Who is on the list of D.6? Per caseload the highest expected failed credits until the capacity is filled, limited by p_any."""
    rows = students.with_row_index("_row").sort("efc", "student_pid", descending=[True, False])
    rows = rows.filter(pl.col("p_any") >= declaration().listing["p_any"])
    chosen = rows.group_by("caseload", maintain_order=True).head(int(declaration().listing["capacity"]))
    return np.isin(np.arange(students.height), chosen["_row"].to_numpy())


def listed_by_rule(students: pl.DataFrame) -> np.ndarray:
    """How much of a place on the rule's list each student has: per caseload the highest scores until the capacity is filled.

    The rule knows few different scores: students of the same score share the places left for them (0-1), as a list
    drawn among them would give on average.
    """
    place = pl.col("rule").rank("min", descending=True).over("caseload").cast(pl.Float64)
    left = declaration().listing["capacity"] - place + 1
    return students.select((left / pl.len().over("caseload", "rule")).clip(0, 1)).to_series().to_numpy()


def at_capacity(
    model: Fitted, test: pl.DataFrame, caseload: pl.DataFrame, warned: pl.DataFrame
) -> pl.DataFrame:
    """Per student of the test term: efc, p_any, y_any, caseload, is_warned, is_listed (by the model), by_rule (share of a place); sorted by student.

    caseload: student_pid, caseload (who looks after them); warned: student_pid of those who reached 黄. The rule ranks students by its highest score in any course.
    """
    rule = test.with_columns(_rule=pl.Series(rule_score(test, model.at)))
    rule = rule.group_by("student_pid").agg(rule=pl.col("_rule").max())
    students = model.students(test).join(rule, on="student_pid").join(caseload, on="student_pid", how="left")
    students = students.with_columns(pl.col("caseload").fill_null("none")).sort("student_pid")
    return students.with_columns(
        is_warned=pl.col("student_pid").is_in(warned["student_pid"].implode()),
        is_listed=pl.Series(listed(students)),
        by_rule=pl.Series(listed_by_rule(students)),
    )


def capacity_figures(students: pl.DataFrame) -> dict:
    """Recall (any first attempt failed) of the lists at capacity, model and rule; precision on who reached 黄 (y_warn).

    students: those of `at_capacity`. recall_low and recall_high: 90 % by student. of_list: how many of a full list of one
    counsellor fail a course, in whole students, with its range.
    """
    y, warn = students["y_any"].to_numpy(), students["is_warned"].to_numpy()
    by_model, by_rule = students["is_listed"].to_numpy(), students["by_rule"].to_numpy()
    total = y.sum()
    recall_low, recall_high = _share_interval(y * by_model, y)
    figures = {
        "students": students.height,
        "any_failed": float(y.mean()),
        "prevalence": float(warn.mean()),
        "listed": int(by_model.sum()),
        "recall": float(y[by_model].sum() / total) if total else 0.0,
        "recall_low": recall_low,
        "recall_high": recall_high,
        "precision": float(warn[by_model].mean()) if by_model.any() else 0.0,
        "rule_recall": float(y @ by_rule / total) if total else 0.0,
        "caseloads": students["caseload"].n_unique(),
    }
    return figures | _of_a_list(y, by_model)


def _of_a_list(y: np.ndarray, by_model: np.ndarray) -> dict:
    """Of a full list the students who fail a course: nearest whole number, and its 90 % range."""
    if not by_model.any():
        return {"of_list": None, "of_list_low": None, "of_list_high": None}
    capacity = int(declaration().listing["capacity"])
    low, high = _share_interval(y * by_model, by_model.astype(float))
    found = float(y[by_model].mean())
    return {
        "of_list": round(capacity * found),
        "of_list_low": int(np.floor(capacity * low)),
        "of_list_high": int(np.ceil(capacity * high)),
    }


def _share_interval(top: np.ndarray, bottom: np.ndarray) -> tuple[float | None, float | None]:
    """90 % interval of a ratio of sums over students, by drawing students."""
    if not bottom.sum():
        return None, None
    with np.errstate(invalid="ignore", divide="ignore"):
        draws = [w @ top / (w @ bottom) for w in student_weights(np.arange(top.size), seed=5)]
    return interval(np.concatenate(draws), 0.90)


def acceptance(figures: dict, model: Fitted, baseline: Fitted, test: pl.DataFrame) -> list[dict]:
    """Every line of D.10 that is not the court's (models.risk.court): key, found, wanted, met."""
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
    is_told = capacity["prevalence"] * capacity["students"] >= wanted["fewest_warned"]
    is_met = bool(capacity["precision"] >= least) if is_told else None  # of a few warned nobody can tell
    return [*lines, _line("precision_at_capacity", capacity["precision"], least, is_met)]


def _precision_wanted(prevalence: float) -> float:
    wanted = declaration().acceptance
    if prevalence < wanted["prevalent"]:
        return wanted["precision_over_prevalence"] * prevalence
    return wanted["precision_when_prevalent"]


def _line(key: str, found: float, wanted, met: bool | None) -> dict:
    return {
        "key": key,
        "found": round(float(found), 4),
        "wanted": wanted,
        "met": met if met is None else bool(met),
    }

"""From scores to probabilities, and from course risks to the student: expected failed credits and P(any)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from models.risk.candidates import fit_mean, matrix, predict_mean
from models.risk.evaluate import log_odds, student_groups

FEW = 1000  # positives below which isotonic steps follow noise


class Calibration:
    """Score to probability: a line in log-odds, or isotonic where positives are many."""

    def __init__(self, model: LogisticRegression | IsotonicRegression) -> None:
        self.model = model

    @classmethod
    def fit(cls, scores: np.ndarray, y: np.ndarray) -> Calibration:
        """Fitted on scores of rows that the scoring model has not seen."""
        if y.sum() < FEW:
            return cls(LogisticRegression(C=np.inf, max_iter=1000).fit(log_odds(scores)[:, None], y))
        return cls(IsotonicRegression(y_min=1e-4, y_max=1 - 1e-4, out_of_bounds="clip").fit(scores, y))

    def apply(self, scores: np.ndarray) -> np.ndarray:
        """Probabilities of the scores."""
        if isinstance(self.model, IsotonicRegression):
            return self.model.predict(scores)
        return self.model.predict_proba(log_odds(scores)[:, None])[:, 1]


def out_of_fold(name: str, frame: pl.DataFrame, columns: Sequence[str], folds: int = 5) -> np.ndarray:
    """Scores of the training rows by models that saw none of the student's rows."""
    table, students = matrix(frame, columns), student_groups(frame)
    scores = np.full(frame.height, np.nan)
    for train, held in GroupKFold(folds, shuffle=True, random_state=0).split(table, groups=students):
        fitted = fit_mean(name, frame[train], columns, seeds=1)
        scores[held] = predict_mean(fitted, table[held])
    return scores


def by_student(frame: pl.DataFrame, p: np.ndarray) -> pl.DataFrame:
    """One row per student x term: efc (sum of credits x p; a course without credits counts 1), most, any_independent, y_any.

    any_independent = 1 - prod(1 - p) assumes independent courses: an input of the second calibration, never shown.
    """
    rows = frame.with_columns(p=pl.Series(p), weight=pl.col("credits").cast(pl.Float64).fill_null(1.0))
    sums = {
        "efc": (pl.col("weight") * pl.col("p")).sum(),
        "most": pl.col("p").max(),
        "any_independent": 1 - (1 - pl.col("p")).product(),
    }
    if "y" in frame.columns:
        sums |= {"y_any": pl.col("y").max(), "failed_credits": (pl.col("y") * pl.col("weight")).sum()}
    return rows.group_by("student_pid", "term_id").agg(**sums).sort("student_pid", "term_id")


def _inputs(students: pl.DataFrame) -> np.ndarray:
    return np.column_stack(
        [
            np.log1p(students["efc"].to_numpy()),
            log_odds(students["most"].to_numpy()),
            log_odds(students["any_independent"].to_numpy()),
        ]
    )


def fit_any(students: pl.DataFrame) -> LogisticRegression:
    """Second calibration: P(at least one course failed) from efc, the highest course risk and the independent product."""
    return LogisticRegression(C=1.0, max_iter=1000).fit(_inputs(students), students["y_any"].to_numpy())


def apply_any(model: LogisticRegression, students: pl.DataFrame) -> np.ndarray:
    """P(at least one course failed) per student."""
    return model.predict_proba(_inputs(students))[:, 1]

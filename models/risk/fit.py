"""Choose forward in time, fit on all training terms, calibrate out of fold: one fitted risk model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline

from models.risk.calibrate import Calibration, apply_any, by_student, fit_any, out_of_fold
from models.risk.candidates import (
    SIMPLEST_FIRST,
    columns_of,
    fit_mean,
    inputs,
    matrix,
    predict_mean,
)
from models.risk.declaration import declaration
from models.risk.evaluate import auroc, interval, student_groups, student_weights, weighted_auroc


@dataclass
class Fitted:
    """A model ready to score: pipelines over columns, calibration, second calibration for the student."""

    at: str
    name: str
    columns: list[str]
    pipelines: list[Pipeline]
    calibration: Calibration
    any_model: LogisticRegression | None

    def raw(self, frame: pl.DataFrame) -> np.ndarray:
        """Uncalibrated scores."""
        return predict_mean(self.pipelines, matrix(frame, self.columns))

    def probability(self, frame: pl.DataFrame) -> np.ndarray:
        """Calibrated P(course failed) per row."""
        return self.calibration.apply(self.raw(frame))

    def students(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Per student: efc, most, any_independent, p_any (and outcomes where y is known)."""
        students = by_student(frame, self.probability(frame))
        if self.any_model is None:
            return students.with_columns(p_any=pl.lit(None, pl.Float64))
        return students.with_columns(p_any=pl.Series(apply_any(self.any_model, students)))


@dataclass(frozen=True)
class Choice:
    """Which candidate was best forward in time, and the simplest that is not clearly worse."""

    best: str
    chosen: str
    forward: dict[str, float]


def enough(train: pl.DataFrame) -> pl.DataFrame:
    """The rows a fit takes: all of them, or above the declared number those of as many whole students, drawn by a seed."""
    most = declaration().most_rows
    if train.height <= most:
        return train
    students = train["student_pid"].unique().sort().shuffle(seed=5)
    drawn = students.head(int(students.len() * most / train.height))
    return train.filter(pl.col("student_pid").is_in(drawn.implode()))


def choose(train: pl.DataFrame, terms: Sequence[str], at: str) -> Choice:
    """Judge the candidates on the training terms alone, each term by the terms before it."""
    folds = [fold for fold in _folds(train, terms) if _both(fold[1]) and _both(fold[0])]
    scored = [_fold_scores(fit_on, judge_on, at) for fit_on, judge_on in folds]
    forward = {
        name: float(
            np.mean([auroc(fold[1]["y"].to_numpy(), s[name]) for fold, s in zip(folds, scored, strict=True)])
        )
        for name in SIMPLEST_FIRST
    }
    best = max(forward, key=lambda name: forward[name])
    for name in SIMPLEST_FIRST:
        if name == best or _is_close(folds, scored, best, name):
            return Choice(best, name, forward)
    return Choice(best, best, forward)


def _both(frame: pl.DataFrame) -> bool:
    return 0 < frame["y"].sum() < frame.height


def _folds(train: pl.DataFrame, terms: Sequence[str]) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
    """Forward in time; a single term is judged on students left out instead."""
    if len(terms) > 1:
        return [
            (
                train.filter(pl.col("term_id").is_in(list(terms[:place]))),
                train.filter(pl.col("term_id") == terms[place]),
            )
            for place in range(1, len(terms))
        ]
    students = student_groups(train)
    parts = GroupKFold(3, shuffle=True, random_state=0).split(students, groups=students)
    return [(train[fit_on], train[judge_on]) for fit_on, judge_on in parts]


def _fold_scores(fit_on: pl.DataFrame, judge_on: pl.DataFrame, at: str) -> dict[str, np.ndarray]:
    features = inputs(fit_on, at)
    scores = {}
    for name in SIMPLEST_FIRST:
        columns = columns_of(name, features, at)
        fitted = fit_mean(name, fit_on, columns, seeds=2)
        scores[name] = predict_mean(fitted, matrix(judge_on, columns))
    return scores


def _is_close(folds, scored, best: str, name: str) -> bool:
    """The 90 % interval of the mean difference over the folds includes zero."""
    differences = []
    for (_, judge_on), scores in zip(folds, scored, strict=True):
        y = judge_on["y"].to_numpy()
        weights = student_weights(student_groups(judge_on), seed=2)
        differences.append(
            np.concatenate(
                [weighted_auroc(y, scores[best], w) - weighted_auroc(y, scores[name], w) for w in weights]
            )
        )
    return interval(np.mean(differences, axis=0), 0.90)[0] <= 0


def fit_candidate(name: str, train: pl.DataFrame, at: str, seeds: int) -> Fitted:
    """Fit one candidate on all training rows; calibrations from scores out of fold, grouped by student."""
    columns = columns_of(name, inputs(train, at), at)
    held = out_of_fold(name, train, columns)
    y = train["y"].to_numpy()
    calibration = Calibration.fit(held, y)
    students = by_student(train, calibration.apply(held))
    any_model = fit_any(students) if students["y_any"].n_unique() > 1 else None
    return Fitted(at, name, columns, fit_mean(name, train, columns, seeds), calibration, any_model)

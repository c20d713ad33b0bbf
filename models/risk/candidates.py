"""What may become the risk model: one pipeline each, nothing fitted outside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from threadpoolctl import threadpool_limits

from models.risk.declaration import Boosting, Candidates, declaration

SIMPLEST_FIRST = ("logistic_history", "logistic", "additive", "boosting")
BOOSTED = ("additive", "boosting")  # the same trees; the additive ones know no interaction of features
# One thread each: with other work on the machine two threads wait for each other, 3.1 s a fit instead of 0.7.
one_thread = threadpool_limits.wrap(limits=1)


def inputs(frame: pl.DataFrame, at: str) -> list[str]:
    """Features of a point that say anything at all in the training rows; a silent source is no feature."""
    return [
        name
        for name in declaration().features_at(at)
        if frame[name].drop_nulls().len() and frame[name].n_unique() > 1
    ]


def columns_of(name: str, features: Sequence[str], at: str) -> list[str]:
    """The features a candidate may use, in order."""
    if name != "logistic_history":
        return list(features)
    wanted = declaration().logistic[declaration().protocol(at)]
    return [column for column in wanted if column in features] or list(features)[:1]


def build(name: str, columns: Sequence[str], seed: int, settings: Candidates | None = None) -> Pipeline:
    """An unfitted candidate over the columns, in this order; input is the table of `matrix`. Settings: those declared."""
    settings = settings or declaration().candidates
    categories = [place for place, column in enumerate(columns) if column in declaration().categories()]
    amounts = [place for place in range(len(columns)) if place not in categories]
    codes = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    if name in BOOSTED:
        # one-hot columns come first, so that signs can be named by place
        parts = ColumnTransformer([("codes", codes, categories), ("amounts", "passthrough", amounts)])
        return Pipeline([("parts", parts), ("model", _boosting(name, seed, settings.boosting))])
    filled = make_pipeline(
        SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True), StandardScaler()
    )
    parts = ColumnTransformer([("codes", codes, categories), ("amounts", filled, amounts)])
    return Pipeline(
        [("parts", parts), ("model", LogisticRegression(C=settings.logistic.strength, max_iter=1000))]
    )


def _boosting(name: str, seed: int, chosen: Boosting) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        learning_rate=chosen.learning_rate,
        max_iter=chosen.iterations,
        max_leaf_nodes=chosen.leaves,
        min_samples_leaf=chosen.least_rows,
        l2_regularization=chosen.l2,
        max_features=chosen.features_tried,
        interaction_cst="no_interactions" if name == "additive" else None,
        early_stopping=False,
        random_state=seed,
    )


def matrix(frame: pl.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """The columns as a table for scikit-learn; missing stays missing (nan), codes become numbers.

    A code's number depends on nothing but its letters, so that it means the same in every term.
    """
    parts = [
        _codes(frame[name]) if name in declaration().categories() else frame[name].cast(pl.Float64).to_numpy()
        for name in columns
    ]
    return np.column_stack(parts).astype(float)


def _codes(series: pl.Series) -> np.ndarray:
    """Letters of a code read as a number to the base of bytes; exact for up to six bytes."""
    return np.array([float(int.from_bytes((code or "").encode()[-6:], "big")) for code in series])


@one_thread
def fit_mean(
    name: str, frame: pl.DataFrame, columns: Sequence[str], seeds: int, settings: Candidates | None = None
) -> list[Pipeline]:
    """Fit a candidate with the settings declared, or those a search tries; boosting once per seed, what has no chance in it once."""
    count = seeds if name in BOOSTED else 1
    table, labels = matrix(frame, columns), frame["y"].to_numpy()
    fitted = []
    for seed in range(count):
        pipeline = build(name, columns, seed, settings)
        places = _signs(pipeline, table, columns) if name in BOOSTED else None
        if places is not None:
            pipeline.set_params(model__monotonic_cst=places)
        fitted.append(pipeline.fit(table, labels))
    return fitted


def _signs(pipeline: Pipeline, table: np.ndarray, columns: Sequence[str]) -> np.ndarray:
    """Direction of risk by place after the one-hot columns."""
    declared, names = declaration().signs(), declaration().categories()
    amounts = [declared[column] for column in columns if column not in names]
    width = pipeline.named_steps["parts"].fit_transform(table).shape[1]
    return np.array([0] * (width - len(amounts)) + amounts)


@one_thread
def predict_mean(fitted: Sequence[Pipeline], table: np.ndarray) -> np.ndarray:
    """Mean probability of the fits."""
    return np.mean([pipeline.predict_proba(table)[:, 1] for pipeline in fitted], axis=0)


def rule_score(frame: pl.DataFrame, at: str) -> np.ndarray:
    """Baseline (a): ranked by the first declared column in its direction of risk, ties by the next; unknown counts as nothing."""
    declared = declaration()
    wanted = [name for name in declared.rule[declared.protocol(at)] if name in frame.columns]
    score = np.zeros(frame.height)
    for place, column in enumerate(wanted):
        direction = declared.signs()[column] or 1
        score += direction * frame[column].cast(pl.Float64).fill_null(0).to_numpy() / 1000**place
    return score

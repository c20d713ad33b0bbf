"""The figures of a fitted model on a term it has not seen, as the command line reports them."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.risk.candidates import BOOSTED, build, columns_of, inputs, matrix, one_thread, rule_score
from models.risk.evaluate import (
    FIGURES,
    auroc,
    auroc_interval,
    interval,
    metrics,
    permuted_aurocs,
    student_groups,
    student_weights,
)
from models.risk.fit import Choice, Fitted

GROUP_POSITIVES = 20
PERMUTED_ITERATIONS = 40  # a hundred short runs place the mean closer than twenty long ones


@one_thread
def judge(fitted: dict[str, Fitted], choice: Choice, test: pl.DataFrame, by: str = "course_code") -> dict:
    """All figures of one day or point on the test rows, groups by a column; null where the test term has no labels."""
    model = fitted[choice.chosen]
    known = test.drop_nulls("y")
    y, p = known["y"].to_numpy(), model.probability(known) if known.height else np.array([])
    result = {"at": model.at} | metrics(y, p) | {"auroc_low": None, "auroc_high": None}
    result["n"] = test.height if not known.height else known.height
    if result["auroc"] is not None:
        result["auroc_low"], result["auroc_high"] = auroc_interval(y, p, student_groups(known))
    rule = rule_score(known, model.at)
    names = {
        name: auroc(y, each.probability(known)) if known.height else None for name, each in fitted.items()
    }
    return result | {
        "rule_auroc": auroc(y, rule),
        "candidates": names | {"rule": auroc(y, rule)},
        "forward": choice.forward,
        "best": choice.best,
        "chosen": choice.chosen,
        "features": model.columns,
        "groups": groups(known, p, by),
        "student": student_figures(model, known),
    }


def groups(known: pl.DataFrame, p: np.ndarray, by: str = "course_code") -> dict[str, dict]:
    """Figures per course (or another column) with at least 20 positives and 20 negatives."""
    frame = known.with_columns(p=pl.Series("p", p, pl.Float64))
    found = {}
    for (code,), part in frame.group_by([by], maintain_order=True):
        y = part["y"].to_numpy()
        if min(y.sum(), y.size - y.sum()) >= GROUP_POSITIVES:
            found[str(code)] = metrics(y, part["p"].to_numpy())
    return dict(sorted(found.items()))


def student_figures(model: Fitted, known: pl.DataFrame) -> dict:
    """The same on students: does anything fail? Ranked by P(any)."""
    if not known.height or model.any_model is None:
        return {"n": 0, "positives": 0} | dict.fromkeys(FIGURES)
    students = model.students(known)
    return metrics(students["y_any"].to_numpy(), students["p_any"].to_numpy())


def reliability(students: pl.DataFrame, bins: int = 10) -> list[dict]:
    """What was said and what happened, students sorted by P(any) in parts of equal size: said, happened, low, high (90 %), n."""
    known = students.drop_nulls("p_any").sort("p_any")
    if known.height < bins:
        return []
    y, p = known["y_any"].to_numpy().astype(float), known["p_any"].to_numpy()
    curve = []
    for part in np.array_split(np.arange(y.size), bins):
        drawn = np.concatenate(
            [w @ y[part] / part.size for w in student_weights(np.arange(part.size), seed=10)]
        )
        low, high = interval(drawn, 0.90)
        figures = {"said": p[part].mean(), "happened": y[part].mean(), "low": low, "high": high}
        curve.append(
            {name: round(float(value), 4) for name, value in figures.items()} | {"n": int(part.size)}
        )
    return curve


@one_thread
def checks(train: pl.DataFrame, test: pl.DataFrame, at: str, name: str, runs: int = 100) -> dict:
    """Leakage: permuted training labels must give 0.5; no single feature may rank almost perfectly.

    The permuted interval is that of the mean of the runs.
    """
    known = test.drop_nulls("y")
    if auroc(known["y"].to_numpy(), np.zeros(known.height)) is None:
        return dict.fromkeys(
            ("permuted_auroc", "permuted_low", "permuted_high", "single_feature_max", "single_feature_name")
        )
    return permuted_line(permuted(train, known, at, name, runs)) | single_line(known, inputs(train, at))


@one_thread
def permuted(train: pl.DataFrame, known: pl.DataFrame, at: str, name: str, runs: int) -> np.ndarray:
    """AUROC on labelled rows after fitting on permuted training labels, once per run."""
    columns = columns_of(name, inputs(train, at), at)
    table, judged, y = matrix(train, columns), matrix(known, columns), known["y"].to_numpy()

    def once(labels: np.ndarray) -> float:
        pipeline = build(name, columns, 0)
        if name in BOOSTED:
            pipeline.set_params(model__max_iter=PERMUTED_ITERATIONS)
        fitted = pipeline.fit(table, labels)
        return auroc(y, fitted.predict_proba(judged)[:, 1])

    return permuted_aurocs(once, train["y"].to_numpy(), runs)


def permuted_line(values: np.ndarray) -> dict[str, float]:
    """Mean of the permuted runs and the 95 % interval of that mean."""
    margin = 1.96 * values.std(ddof=1) / np.sqrt(values.size)
    return {
        "permuted_auroc": float(values.mean()),
        "permuted_low": float(values.mean() - margin),
        "permuted_high": float(values.mean() + margin),
    }


def single_line(known: pl.DataFrame, features: list[str]) -> dict[str, float | str]:
    """The feature that ranks best on its own, under the names of the report."""
    highest, worst = single_feature(known, features)
    return {"single_feature_max": highest, "single_feature_name": worst}


def single_feature(known: pl.DataFrame, features: list[str]) -> tuple[float, str]:
    """The feature that ranks best on its own, and its AUROC; above 0.95 it stops the model for review."""
    singles = {column: _single(known, column) for column in features}
    name = max(singles, key=lambda column: singles[column])
    return singles[name], name


def _single(known: pl.DataFrame, column: str) -> float:
    """AUROC of one feature in its better direction, over rows where it is known."""
    if known[column].dtype == pl.String:
        return 0.5
    part = known.drop_nulls(column)
    value = auroc(part["y"].to_numpy(), part[column].cast(pl.Float64).to_numpy()) if part.height else None
    return 0.5 if value is None else max(value, 1 - value)

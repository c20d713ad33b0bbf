"""Leaks by name: a feature that ranks almost perfectly on its own, and one that is a student, course or class in disguise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import polars as pl

from models.risk.judge import single_feature

ENTITIES = {"student": "student_pid", "course": "course_code", "offering": "offering_id"}
OVER_TERMS = (
    "student",
    "course",
)  # seen in several terms: what they are like changes, what they are does not
CONSTANT = 0.99  # share of entities for which the value never changes


def leaking_features(test: pl.DataFrame, features: Sequence[str], limit: float) -> tuple[float, list[str]]:
    """The highest AUROC of one feature alone, and the features above the limit, highest first."""
    found = sorted(((single_feature(test, [name])[0], name) for name in features), reverse=True)
    return (found[0][0] if found else 0.5), [name for value, name in found if value > limit]


def encoded_identity(
    train: pl.DataFrame, test: pl.DataFrame, features: Sequence[str], limits: Mapping[str, float]
) -> list[str]:
    """Features that stand for a student, a course or a class: their number, or their own results written as a number.

    Constant for each of them (students and courses: over at least two terms), and either ranking them like their share of
    failed enrolments or different for nearly every one. What earlier terms say of a student or course changes with each term.
    """
    named = [name for name in features if train[name].dtype.is_numeric()]
    flagged = {
        name
        for rows in (train, test, pl.concat([train, test], how="diagonal_relaxed"))
        for entity, column in ENTITIES.items()
        for name in _disguised(rows, entity, column, named, limits)
    }
    return [name for name in features if name in flagged]


def _disguised(rows: pl.DataFrame, entity: str, column: str, features: list[str], limits) -> Iterator[str]:
    summed = rows.drop_nulls(column).group_by(column).agg(
        pl.len().alias("_n"), pl.col("term_id").n_unique().alias("_terms"), pl.col("y").mean().alias("_rate"),
        *(pl.col(name).n_unique().alias(f"{name}_kinds") for name in features),
        *(pl.col(name).first().alias(name) for name in features),
    ).sort(column)  # fmt: skip
    several = (pl.col("_terms") > 1) if entity in OVER_TERMS else (pl.col("_n") > 1)
    summed = summed.filter(several)
    if summed.height < limits["entities"] or summed["_rate"].n_unique() < 2:
        return
    for name in features:
        if (summed[f"{name}_kinds"] == 1).mean() < CONSTANT:
            continue
        known = summed.drop_nulls(name)
        if known.height >= limits["entities"] and _tells(known, name, entity, limits):
            yield name


def _tells(known: pl.DataFrame, name: str, entity: str, limits: Mapping[str, float]) -> bool:
    kinds = known[name].n_unique()
    if entity in OVER_TERMS and kinds >= limits["distinct"] * known.height:
        return True
    return kinds > 2 and abs(_rank_correlation(known[name], known["_rate"])) >= limits[entity]


def _rank_correlation(one: pl.Series, other: pl.Series) -> float:
    ranks = [series.rank("average").to_numpy() for series in (one, other)]
    if min(float(np.std(part)) for part in ranks) == 0:
        return 0.0
    return float(np.corrcoef(*ranks)[0, 1])

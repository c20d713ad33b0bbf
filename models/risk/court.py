"""The model court: what tries to break a model before it is switched on. One small function per check.

Every check returns a line {key, found, low, high, wanted, met} and may add `name` (what it is about) and `n`. met: true, false,
or null where the data cannot tell or the figure is reported without a verdict (wanted is null then).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from sklearn.model_selection import GroupKFold

from models.risk.calibrate import Calibration
from models.risk.candidates import columns_of, fit_mean, inputs, matrix, one_thread, predict_mean, rule_score
from models.risk.court_groups import group_lines
from models.risk.court_rules import rules
from models.risk.court_value import lead_time, list_replaced, net_benefit
from models.risk.evaluate import (
    auroc,
    auroc_interval,
    calibration_error,
    interval,
    paired_difference,
    student_groups,
    student_weights,
)
from models.risk.fit import Fitted
from models.risk.judge import checks
from models.risk.leaks import encoded_identity, leaking_features

__all__ = ["Case", "Judged", "court", "line", "refusals"]


@dataclass(frozen=True)
class Judged:
    """What a point said of the newest closed term: rows (student_pid, offering_id, p) and students (student_pid, y_any,
    is_listed); weeks from its cut to the close of grades."""

    point: str
    weeks: float
    rows: pl.DataFrame
    students: pl.DataFrame


@dataclass(frozen=True)
class Case:
    """A model before the court: fitted on `train`, judged on `test` (all with y), whose students carry p_any, y_any, is_listed."""

    model: Fitted
    train: pl.DataFrame
    terms: tuple[str, ...]  # of train, oldest first
    test: pl.DataFrame
    students: pl.DataFrame
    weeks: float
    earlier: tuple[Judged, ...] = ()
    contacted: frozenset[str] = frozenset()
    groups: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema=dict.fromkeys(("student_pid", "attribute", "value"), pl.String))
    )  # fmt: skip

    def judged(self) -> Judged:
        """What later points compare themselves with."""
        p = pl.Series("p", self.model.probability(self.test))
        rows = self.test.select("student_pid", "offering_id").with_columns(p)
        return Judged(
            self.model.at, self.weeks, rows, self.students.select("student_pid", "y_any", "is_listed")
        )


def line(key: str, found, low=None, high=None, wanted=None, met: bool | None = None, **more) -> dict:
    """One line of the court as it is stored."""
    figures = {
        name: None if value is None else round(float(value), 4)
        for name, value in (("found", found), ("low", low), ("high", high))
    }
    return {"key": key, **figures, "wanted": wanted, "met": None if met is None else bool(met), **more}


def refusals(lines: Iterable[dict]) -> list[str]:
    """Keys of failed checks that keep a model off, each once."""
    keys = [one["key"] for one in lines if one["met"] is False and one["key"] in rules().refuses]
    return list(dict.fromkeys(keys))


@one_thread
def court(case: Case) -> tuple[list[dict], list[dict]]:
    """Every line of the court, and the audit of groups that the quality office reads (court_groups.audit)."""
    gaps, audit = group_lines(case.students, case.groups)
    lines = [
        permuted_labels(case), *leak_lines(case), early_not_better(case), course_disjoint(case), last_cohort(case),
        rule_beside(case), forward_calibration(case), never_contacted(case), *gaps,
        net_benefit(case.students), lead_time(case.students, case.weeks, case.earlier),
        list_replaced(case.students, case.earlier),
    ]  # fmt: skip
    return [line(**one) for one in lines], audit


def sampled(frame: pl.DataFrame, rows: int) -> pl.DataFrame:
    """At least `rows` rows of whole students, drawn by a seed; all of them where there are no more."""
    if frame.height <= rows:
        return frame
    counts = (
        frame.group_by("student_pid").len().sort("student_pid").sample(fraction=1.0, shuffle=True, seed=13)
    )
    drawn = counts.filter(pl.col("len").cum_sum().shift(1, fill_value=0) < rows)["student_pid"]
    return frame.filter(pl.col("student_pid").is_in(drawn.implode()))


def permuted_labels(case: Case) -> dict:
    """Fitted on shuffled labels a model ranks like chance: the mean of the runs lies within the margin around one half."""
    rule = rules().permuted
    train, test = sampled(case.train, int(rule["rows"])), sampled(case.test, int(rule["rows"]))
    found = checks(train, test, case.model.at, case.model.name, runs=int(rule["runs"]))
    value, wanted = found["permuted_auroc"], [0.5 - rule["margin"], 0.5 + rule["margin"]]
    return {
        "key": "permuted_labels", "found": value, "low": found["permuted_low"], "high": found["permuted_high"], "wanted": wanted,
        "met": None if value is None else wanted[0] <= value <= wanted[1], "n": int(rule["runs"]),
    }  # fmt: skip


def leak_lines(case: Case) -> list[dict]:
    """No feature ranks almost perfectly on its own, none is a student, course or class in disguise; those that do are named."""
    features, limit = inputs(case.train, case.model.at), rules().single_feature
    found, names = leaking_features(case.test, features, limit)
    encoded = encoded_identity(case.train, case.test, features, rules().encoded)
    return [
        {"key": "single_feature", "found": found, "wanted": limit, "met": not names or found <= limit, "name": names},
        {"key": "encoded_identity", "found": len(encoded), "wanted": 0, "met": not encoded, "name": encoded},
    ]  # fmt: skip


def early_not_better(case: Case) -> dict:
    """What is known before the term does not rank better than what is known now, on the same enrolments."""
    first = next((one for one in case.earlier if one.point == "W0"), None)
    key = {"key": "early_not_better", "wanted": 0.0}
    if first is None:
        return key | {"found": None, "met": None}
    now = case.test.with_columns(_now=pl.Series(case.model.probability(case.test)))
    both = now.join(first.rows, on=["student_pid", "offering_id"])
    y, before, after = (both[name].to_numpy() for name in ("y", "p", "_now"))
    if auroc(y, after) is None:
        return key | {"found": None, "met": None}
    low, high = paired_difference(y, before, after, student_groups(both))
    return key | {"found": auroc(y, before) - auroc(y, after), "low": low, "high": high, "met": low <= 0}


def course_disjoint(case: Case) -> dict:
    """Ranks a course it has not learnt from, better than the one-line rule does?"""
    folds = min(rules().folds, case.train["course_code"].n_unique())
    key = {"key": "course_disjoint"}
    if folds < 2:
        return key | {"found": None}
    p = _unseen_courses(case, folds)
    known = case.test.filter(pl.Series(np.isfinite(p)))
    y, p = known["y"].to_numpy(), p[np.isfinite(p)]
    if auroc(y, p) is None:
        return key | {"found": None}
    low, high = auroc_interval(y, p, student_groups(known))
    wanted = round(auroc(y, rule_score(known, case.model.at)), 4)
    return key | {"found": auroc(y, p), "low": low, "high": high, "wanted": wanted, "met": low > wanted}


def _unseen_courses(case: Case, folds: int) -> np.ndarray:
    """Scores of the test rows by models without their course; rows of courses that nobody learnt from by the whole model."""
    codes = case.train["course_code"].fill_null("")
    scores = case.model.raw(case.test)
    for rest, held in GroupKFold(folds, shuffle=True, random_state=0).split(codes, groups=codes.to_numpy()):
        own = case.test["course_code"].fill_null("").is_in(codes[held].unique().implode()).to_numpy()
        fit_on = case.train[rest]
        if own.any() and 0 < fit_on["y"].sum() < fit_on.height:
            scores[own] = _scored(case, fit_on, case.test.filter(pl.Series(own)))
    return scores


def _scored(case: Case, fit_on: pl.DataFrame, judge_on: pl.DataFrame) -> np.ndarray:
    """Scores by the chosen kind of model fitted on a part of the rows; features that are silent there are left out."""
    columns = columns_of(case.model.name, inputs(fit_on, case.model.at), case.model.at)
    return predict_mean(fit_mean(case.model.name, fit_on, columns, seeds=1), matrix(judge_on, columns))


def last_cohort(case: Case) -> dict:
    """Is the newest term ranked like the older ones? Each term by the terms before it, as a series."""
    series = [_of_term(case, place) for place in range(1, len(case.terms))]
    y, p = case.test["y"].to_numpy(), case.model.probability(case.test)
    low, high = auroc_interval(y, p, student_groups(case.test))
    older = [one["auroc"] for one in series if one["auroc"] is not None]
    newest = {"term": case.test["term_id"][0], "auroc": auroc(y, p), "low": low, "high": high}
    wanted = round(float(np.mean(older)), 4) if older else None
    met = None if wanted is None else high >= wanted
    return {
        "key": "last_cohort", "found": newest["auroc"], "low": low, "high": high, "wanted": wanted, "met": met,
        "series": [*series, newest],
    }  # fmt: skip


def _of_term(case: Case, place: int) -> dict:
    before = case.train.filter(pl.col("term_id").is_in(list(case.terms[:place])))
    own = case.train.filter(pl.col("term_id") == case.terms[place])
    if not 0 < before["y"].sum() < before.height or not 0 < own["y"].sum() < own.height:
        return {"term": case.terms[place], "auroc": None, "low": None, "high": None}
    y, p = own["y"].to_numpy(), _scored(case, before, own)
    low, high = auroc_interval(y, p, student_groups(own))
    return {"term": case.terms[place], "auroc": auroc(y, p), "low": low, "high": high}


def rule_beside(case: Case) -> dict:
    """Does the model rank better than the one-line rule on the same rows?"""
    y, p, rule = (
        case.test["y"].to_numpy(),
        case.model.probability(case.test),
        rule_score(case.test, case.model.at),
    )
    low, high = paired_difference(y, p, rule, student_groups(case.test))
    return {"key": "rule_beside", "found": auroc(y, p) - auroc(y, rule), "low": low, "high": high, "wanted": 0.0, "met": low > 0}  # fmt: skip


def forward_calibration(case: Case) -> dict:
    """Gap between said and happened when calibration is carried over from the term before (D.9): a diagnostic without a line."""
    key = {"key": "forward_calibration"}
    if len(case.terms) < 2:
        return key | {"found": None}
    before = case.train.filter(pl.col("term_id").is_in(list(case.terms[:-1])))
    last = case.train.filter(pl.col("term_id") == case.terms[-1])
    if not 0 < before["y"].sum() < before.height or not 0 < last["y"].sum() < last.height:
        return key | {"found": None}
    scores = _scored(case, before, pl.concat([last, case.test], how="diagonal_relaxed"))
    carried = Calibration.fit(scores[: last.height], last["y"].to_numpy())
    p = carried.apply(scores[last.height :])
    y = case.test["y"].to_numpy()
    low, high = _calibration_interval(y, p, student_groups(case.test))
    return key | {"found": calibration_error(y, p), "low": low, "high": high}


def _calibration_interval(y: np.ndarray, p: np.ndarray, students: np.ndarray) -> tuple[float, float]:
    parts = [part for part in np.array_split(np.argsort(p, kind="stable"), 10) if part.size]
    draws = []
    for weights in student_weights(students, seed=4):
        off = [np.abs((weights[:, part] * (y[part] - p[part])).sum(axis=1)) for part in parts]
        draws.append(np.sum(off, axis=0) / weights.sum(axis=1))
    return interval(np.concatenate(draws), 0.90)


def never_contacted(case: Case) -> dict:
    """The same ranking on students whom nobody contacted in the term (D.7, rule 7), beside that on all."""
    alone = case.test.filter(~pl.col("student_pid").is_in(list(case.contacted)))
    key = {
        "key": "never_contacted",
        "n": case.test["student_pid"].n_unique() - alone["student_pid"].n_unique(),
    }
    if not alone.height or auroc(alone["y"].to_numpy(), np.zeros(alone.height)) is None:
        return key | {"found": None}
    y, p = alone["y"].to_numpy(), case.model.probability(alone)
    low, high = auroc_interval(y, p, student_groups(alone))
    return key | {"found": auroc(y, p), "low": low, "high": high}

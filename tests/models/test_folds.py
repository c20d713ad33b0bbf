"""Folds on students made up with a known risk: near the best possible ranking, never above it, and the same in every home."""

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import roc_auc_score

from errors import ShownError
from models.risk.candidates import rule_score
from models.risk.declaration import declaration
from models.risk.fit import Choice
from models.risk.folds import backtest_folds, summary_frame, together

COUNT = 900


@pytest.fixture(scope="module")
def made():
    """Students whose risk is known exactly: it follows from the units passed of six in each of two periods."""
    random = np.random.default_rng(3)
    passed = random.integers(0, 7, (COUNT, 2))
    risk = 1 / (1 + np.exp(0.55 * (passed.sum(axis=1) - 5)))
    pids = [f"p{number:04d}" for number in random.permutation(COUNT)]
    students = pl.DataFrame(
        {
            "student_pid": pids,
            "major_code": random.choice(["A", "B"], COUNT),
            "y": random.random(COUNT) < risk,
        }
    ).cast({"y": pl.Int8})
    entries = pl.DataFrame({"student_pid": pids}).with_columns(
        application_order=pl.lit(1),
        is_daytime=pl.lit(True),
        prior_education=pl.Series(random.choice(["x", "y"], COUNT)),
        prior_score=pl.Series(random.normal(130, 10, COUNT)),
        admission_score=pl.lit(None, pl.Float64),
    )
    parts = [_period(pids, period + 1, passed[:, period]) for period in range(2)]
    return students, entries, pl.concat(parts), risk


def _period(pids, number, passed) -> pl.DataFrame:
    zero, six = pl.lit(0, pl.Int64), pl.lit(6, pl.Int64)
    return pl.DataFrame({"student_pid": pids, "approved_count": passed}).with_columns(
        period_no=pl.lit(number), credited_count=zero, enrolled_count=six, evaluation_count=six, unevaluated_count=zero,
        mean_score=pl.when(pl.col("approved_count") > 0).then(pl.lit(65.0)),
    )  # fmt: skip


@pytest.fixture(scope="module")
def judged(made):
    students, entries, summaries, _ = made
    frame = summary_frame(students, entries, summaries, "S2")
    return backtest_folds(frame, "S2", folds=3, seeds=1)


def test_near_the_best_possible_ranking_and_calibrated(made, judged):
    students, _, _, risk = made
    best = roc_auc_score(students["y"].to_numpy(), risk)
    result, _ = judged
    assert best - 0.02 <= result["auroc"] <= best + 0.005
    assert result["auroc"] == pytest.approx(result["candidates"][result["chosen"]])
    assert result["auroc_low"] < result["auroc"] < result["auroc_high"]
    assert 0.8 <= result["slope"] <= 1.2 and result["ece"] <= 0.06
    assert result["candidates"]["logistic_history"] == pytest.approx(
        0.5, abs=0.06
    )  # nothing known at enrolment says anything
    assert (result["n"], result["positives"]) == (COUNT, students["y"].sum())
    assert set(result["groups"]) == {"A", "B"}


def test_permuted_labels_give_one_half(judged):
    _, checks = judged
    assert checks["permuted_auroc"] == pytest.approx(0.5, abs=0.02)
    assert checks["permuted_low"] <= 0.5 <= checks["permuted_high"]
    assert checks["single_feature_name"].endswith(("approved", "approved_share"))


def test_figures_do_not_depend_on_pseudonyms_or_order(made, judged):
    students, entries, summaries, _ = made
    other = {
        pid: f"q{number:04d}" for number, pid in enumerate(students["student_pid"].sort(descending=True))
    }
    frames = [
        part.with_columns(pl.col("student_pid").replace_strict(other)).sample(
            fraction=1, shuffle=True, seed=2
        )
        for part in (students, entries, summaries)
    ]
    again, _ = backtest_folds(summary_frame(*frames, "S2"), "S2", folds=3, seeds=1)
    assert again == judged[0]


def test_later_periods_are_not_in_the_frame_of_an_earlier_point(made):
    students, entries, summaries, _ = made
    changed = summaries.with_columns(
        approved_count=pl.when(pl.col("period_no") == 2).then(6).otherwise("approved_count")
    )
    first = summary_frame(students, entries, summaries, "S1")
    assert first.equals(summary_frame(students, entries, changed, "S1"))
    assert not any(name.startswith("second_") for name in first.columns)
    assert not any(
        name.startswith("first_") for name in summary_frame(students, entries, summaries, "S0").columns
    )


def test_share_is_unknown_where_nothing_was_enrolled_in(made):
    students, entries, summaries, _ = made
    none = summaries.with_columns(enrolled_count=pl.lit(0, pl.Int64))
    assert summary_frame(students, entries, none, "S1")["first_approved_share"].null_count() == COUNT


def test_rule_puts_those_who_passed_least_first():
    frame = pl.DataFrame({"second_approved_share": [1.0, None, 0.5], "first_approved_share": [1.0, 0.2, 0.9]})
    assert np.argsort(-rule_score(frame, "S2")).tolist() == [1, 2, 0]


def test_too_few_students_of_one_kind_are_refused(made):
    students, entries, summaries, _ = made
    few = students.with_columns(y=(pl.int_range(pl.len()) < 9).cast(pl.Int8))
    with pytest.raises(ShownError, match="9 students of the rarer kind"):
        backtest_folds(summary_frame(few, entries, summaries, "S2"), "S2", folds=3, seeds=1)


def test_tie_between_folds_goes_to_the_simpler_model():
    flat = dict.fromkeys(("logistic_history", "logistic", "additive", "boosting"), 0.8)
    choices = [Choice("boosting", "boosting", flat), Choice("boosting", "logistic", flat)]
    assert together(choices) == Choice("boosting", "logistic", flat)


def test_no_summary_feature_is_of_the_never_list():
    declared = declaration()
    features = {name for at in declared.summaries for name in declared.features_at(at)}
    assert features and not features & set(declared.never)

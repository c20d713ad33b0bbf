"""The vectorised bootstrap against scikit-learn, and calibration figures of known data."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from models.risk import evaluate


@pytest.fixture(scope="module")
def sample():
    random = np.random.default_rng(5)
    p = random.random(4000).round(2)  # many ties
    return (random.random(4000) < p).astype(int), p, random.integers(0, 900, 4000)


def test_weighted_figures_are_those_of_scikit_learn(sample):
    y, p, students = sample
    weights = next(evaluate.student_weights(students, seed=1))[:4]
    for draw, ranked, precise in zip(
        weights,
        evaluate.weighted_auroc(y, p, weights),
        evaluate.weighted_precision(y, p, weights),
        strict=True,
    ):
        assert ranked == pytest.approx(roc_auc_score(y, p, sample_weight=draw), abs=1e-9)
        assert precise == pytest.approx(average_precision_score(y, p, sample_weight=draw), abs=1e-9)


def test_whole_students_are_drawn(sample):
    _, _, students = sample
    draw = next(evaluate.student_weights(students, seed=1))[0]
    assert all(np.unique(draw[students == who]).size == 1 for who in np.unique(students)[:50])


def test_interval_holds_the_figure_and_a_difference_to_itself_is_zero(sample):
    y, p, students = sample
    low, high = evaluate.auroc_interval(y, p, students)
    assert low < roc_auc_score(y, p) < high
    assert evaluate.paired_difference(y, p, p, students) == (0, 0)


def test_true_probabilities_are_calibrated_and_squeezed_ones_are_not(sample):
    y, p, _ = sample
    inside = np.clip(p, 0.02, 0.98)
    slope, intercept = evaluate.calibration_line(y, inside)
    assert slope == pytest.approx(1, abs=0.1) and intercept == pytest.approx(0, abs=0.15)
    assert evaluate.calibration_error(y, inside) < 0.03
    assert evaluate.calibration_line(y, 0.5 + (inside - 0.5) / 4)[0] > 1.5


def test_no_figure_without_both_kinds():
    assert evaluate.metrics(np.zeros(5, int), np.full(5, 0.2))["auroc"] is None

"""The additive candidate knows no interaction: the effect of a feature is the same whatever the others are."""

import numpy as np
import polars as pl
import pytest

from models.risk.candidates import fit_mean, matrix, predict_mean
from models.risk.evaluate import log_odds

COLUMNS = ["prior_mean", "absent_rate"]


@pytest.fixture(scope="module")
def frame():
    draw = np.random.default_rng(3)
    grade, away = draw.normal(size=4000), draw.normal(size=4000)
    chance = 1 / (1 + np.exp(2 * grade * away))  # nothing but an interaction
    return pl.DataFrame(
        {"prior_mean": grade, "absent_rate": away, "y": (draw.random(4000) < chance).astype(int)}
    )


def _effects(name, frame):
    """Change of log-odds by one feature at two values of the other."""
    fitted = fit_mean(name, frame, COLUMNS, seeds=1)

    def said(grade, away):
        row = pl.DataFrame({"prior_mean": [grade], "absent_rate": [away]})
        return log_odds(predict_mean(fitted, matrix(row, COLUMNS)))[0]

    return [said(1.5, away) - said(-1.5, away) for away in (-1.5, 1.5)]


def test_additive_trees_know_no_interaction_and_full_ones_do(frame, monkeypatch):
    monkeypatch.setattr("models.risk.candidates._signs", lambda pipeline, table, columns: None)
    low, high = _effects("additive", frame)
    assert low == pytest.approx(high)
    low, high = _effects("boosting", frame)
    assert abs(low - high) > 1

"""Population stability by hand, and a family that moved is named with the feature that moved most."""

import math

import numpy as np
import polars as pl
import pytest

from jobs.risk_court import said_happened
from models.risk.drift import drift, reference, stability_index
from tests.models.court_cases import AT, enrolments


def test_index_of_two_bins_is_the_sum_worked_out_by_hand():
    wanted = 0.1 * math.log(0.6 / 0.5) - 0.1 * math.log(0.4 / 0.5)
    assert stability_index([0.5, 0.5], [0.6, 0.4]) == pytest.approx(wanted)
    assert wanted == pytest.approx(0.0405, abs=1e-4)


def test_index_of_the_same_shares_is_nothing_and_an_empty_bin_stays_finite():
    assert stability_index([0.2, 0.8], [0.2, 0.8]) == 0
    assert math.isfinite(stability_index([0.5, 0.5, 0.0], [0.4, 0.4, 0.2]))


def test_bins_hold_equal_shares_and_missing_is_a_bin_of_its_own():
    frame = pl.DataFrame({"task_score": [*np.linspace(0, 1, 900).tolist(), *([None] * 100)]})
    kept = reference(frame, ["task_score"])["task_score"]
    assert len(kept["shares"]) == len(kept["edges"]) + 2 == 11
    assert kept["shares"] == pytest.approx([0.09] * 10 + [0.1])


@pytest.fixture(scope="module")
def learnt():
    frame = enrolments()
    return frame, reference(frame, ["task_score", "absent_rate"])


def test_the_same_people_give_no_alert(learnt):
    frame, kept = learnt
    rows = {(row["measure"], row["subject"]): row for row in drift(kept, frame.head(4000), AT)}
    assert set(rows) == {
        ("psi", "tasks"),
        ("missing", "tasks"),
        ("psi", "attendance"),
        ("missing", "attendance"),
    }
    assert not any(row["is_alert"] for row in rows.values()) and rows["psi", "tasks"]["found"] < 0.05


def test_a_family_that_moved_is_an_alert_with_its_feature(learnt):
    frame, kept = learnt
    moved = frame.with_columns(pl.col("task_score") + 1.5)
    rows = {(row["measure"], row["subject"]): row for row in drift(kept, moved, AT)}
    assert rows["psi", "tasks"]["is_alert"] and rows["psi", "tasks"]["detail"] == "task_score"
    assert not rows["psi", "attendance"]["is_alert"]


def test_a_source_that_fell_silent_is_missing_and_moved(learnt):
    frame, kept = learnt
    rows = {(row["measure"], row["subject"]): row for row in drift(kept, frame.with_columns(absent_rate=pl.lit(None, pl.Float64)), AT)}  # fmt: skip
    assert rows["missing", "attendance"]["found"] == 1 and rows["missing", "attendance"]["compared"] == 0
    assert rows["psi", "attendance"]["is_alert"]


@pytest.mark.parametrize(("told", "alert"), [(0.3, False), (0.5, True)])
def test_mean_told_is_held_against_what_happened(told, alert):
    happened = np.array([1] * 300 + [0] * 700)
    found = said_happened(np.full(1000, told), happened)
    assert (
        found["compared"] == pytest.approx(0.3)
        and found["low"] < 0.3 < found["high"]
        and found["is_alert"] is alert
    )

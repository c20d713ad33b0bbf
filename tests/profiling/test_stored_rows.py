"""What is stored of a verdict is enough to make it again: for every shipped standard, and for a student at half time."""

import numpy as np
import polars as pl
import pytest

from profiling.board import board
from profiling.judge import judge
from profiling.moves import case_of, outcome
from profiling.standard import standards
from profiling.verdict_rows import item_rows

SHIPPED = standards()
RATED = np.array([[80.0, 85.0, 90.0, 95.0]])
COLUMNS = {"entity_id": pl.String, "indicator_id": pl.String, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "status": pl.String}  # fmt: skip


def _values(standard, generator):
    """A value somewhere between floor and stretch for each item; a few are not there."""
    for part in standard.dimensions:
        for item in part.indicators:
            marks = item.levels or item.in_stored_unit() or RATED[0]
            low, high = (0, len(item.levels) - 1) if item.levels else (min(marks), max(marks))
            value = float(low + (high - low) * generator.random())
            status = generator.choice(["observed", "missing", "not_applicable"], p=[0.9, 0.05, 0.05])
            yield "e", item.id, round(value) if item.levels else value, None, None, str(status)


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_stored_rows_give_the_same_scores_and_index(name):
    standard = SHIPPED[name]
    rated = {
        item.id: RATED
        for part in standard.dimensions
        for item in part.indicators
        if item.anchors == "distribution"
    }
    for seed in range(5):
        rows = pl.DataFrame(
            list(_values(standard, np.random.default_rng(seed))), schema=COLUMNS, orient="row"
        )
        verdict = judge(board(standard, ["e"], rows, rated, np.array([0.5])), {}, seed=1)
        case = case_of(standard, item_rows(verdict).to_dicts(), verdict.gates[0])
        np.testing.assert_allclose(
            case.table.score, np.where(verdict.board.observed, verdict.board.score, np.nan)
        )
        index = outcome(case).index
        assert (index is None) == (not verdict.is_published[0])
        assert index is None or index == pytest.approx(verdict.index[0])


def test_marks_are_those_of_the_time_studied_and_none_on_the_first_day():
    rows = pl.DataFrame(
        [(pid, "stu_labour", 8.0, None, None, "observed") for pid in ("half", "begun")],
        schema=COLUMNS,
        orient="row",
    )
    verdict = judge(
        board(SHIPPED["student.development"], ["half", "begun"], rows, {}, np.array([0.5, 0.0])), {}, seed=1
    )
    stored = item_rows(verdict).filter(pl.col("indicator_id") == "stu_labour")
    assert stored.select("entity_id", "anchors", "need_target").rows() == [
        ("half", "[0.0, 8.0, 12.0, 20.0]", 4.0),
        ("begun", None, None),
    ]

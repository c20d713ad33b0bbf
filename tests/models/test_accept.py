"""Lists at capacity (indicators.md D.6, D.10): who has a place, and how ties of the rule are counted."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from models.risk.accept import capacity_figures, listed, listed_by_rule
from models.risk.declaration import declaration

CAPACITY = int(declaration().listing["capacity"])


def _students(caseload: str, rule: list[float], efc: list[float] | None = None, p_any: float = 0.9):
    return pl.DataFrame(
        {
            "student_pid": [f"{caseload}{number:03}" for number in range(len(rule))],
            "caseload": caseload,
            "rule": rule,
            "efc": efc or [float(-number) for number in range(len(rule))],
            "p_any": p_any,
        }
    )


def test_students_of_one_score_share_the_places_that_are_left():
    shares = listed_by_rule(_students("a", [2.0, 2.0, *[1.0] * (2 * (CAPACITY - 2)), 0.0]))
    assert shares[:2].tolist() == [1, 1]
    assert np.allclose(shares[2:-1], 0.5)
    assert shares[-1] == 0
    assert shares.sum() == pytest.approx(CAPACITY)


def test_every_caseload_has_its_own_places():
    both = pl.concat([_students("a", [0.0] * (4 * CAPACITY)), _students("b", [0.0] * 3)])
    shares = listed_by_rule(both)
    assert np.allclose(shares[: 4 * CAPACITY], 0.25)
    assert np.allclose(shares[-3:], 1.0)  # fewer students than places


@pytest.mark.parametrize("seed", range(3))
def test_shares_are_what_drawn_orders_give_on_average(seed):
    draw = np.random.default_rng(seed)
    students = _students("a", draw.integers(0, 4, 60).astype(float).tolist())
    found = np.zeros(60)
    for _ in range(4000):
        order = np.lexsort([draw.random(60), -students["rule"].to_numpy()])
        found[order[:CAPACITY]] += 1
    assert np.abs(found / 4000 - listed_by_rule(students)).max() < 0.05


def test_recall_of_the_rule_does_not_depend_on_the_order_of_ties():
    students = _students("a", [0.0] * (2 * CAPACITY)).with_columns(
        y_any=pl.Series([1] * CAPACITY + [0] * CAPACITY), is_warned=pl.lit(False)
    )
    students = students.with_columns(
        is_listed=pl.Series(listed(students)), by_rule=pl.Series(listed_by_rule(students))
    )
    figures = capacity_figures(students)
    assert figures["recall"] == 1.0  # the model's first places are exactly those who failed
    assert figures["rule_recall"] == pytest.approx(0.5)


def test_nobody_below_the_limit_is_on_the_list_of_the_model():
    limit = declaration().listing["p_any"]
    assert listed(_students("a", [0.0] * 3, p_any=limit - 0.01)).sum() == 0
    assert listed(_students("a", [0.0] * 3, p_any=limit)).sum() == 3

"""G11: expected failed credits; the independent product is an input of the second calibration, nothing more."""

import numpy as np
import polars as pl
import pytest

from models.risk.calibrate import by_student


def test_expected_failed_credits_of_three_courses():
    rows = pl.DataFrame({"student_pid": ["a"] * 3, "term_id": ["t"] * 3, "credits": [4.0, 3.0, 2.0]})
    student = by_student(rows, np.array([0.6, 0.3, 0.1])).row(0, named=True)
    assert student["efc"] == pytest.approx(3.5)
    assert student["any_independent"] == pytest.approx(0.748)
    assert student["most"] == pytest.approx(0.6)

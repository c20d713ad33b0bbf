"""How sure is the expected number of failed credits? The model fitted again on students drawn with replacement."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from models.risk.calibrate import by_student
from models.risk.candidates import fit_mean
from models.risk.fit import Fitted

REFITS = 10
WIDE = 1.645  # 90 %


def refits(model: Fitted, train: pl.DataFrame, count: int = REFITS) -> list[Fitted]:
    """The same model on `count` bootstrap samples of whole students; calibration is kept."""
    students = train["student_pid"].unique().sort()
    random = np.random.default_rng(11)
    made = []
    for _ in range(count):
        drawn = pl.DataFrame(
            {"student_pid": students.gather(random.integers(0, students.len(), students.len()))}
        )
        sample = drawn.join(train, on="student_pid", how="inner")
        made.append(replace(model, pipelines=fit_mean(model.name, sample, model.columns, seeds=1)))
    return made


def credit_band(model: Fitted, again: list[Fitted], frame: pl.DataFrame) -> pl.DataFrame:
    """student_pid, efc, efc_low, efc_high: 90 % band of the expectation by the spread of the refits, never below zero."""
    centre = by_student(frame, model.probability(frame))
    spread = np.stack([by_student(frame, each.probability(frame))["efc"].to_numpy() for each in again]).std(
        axis=0, ddof=1
    )
    return centre.select("student_pid", "efc").with_columns(
        efc_low=(pl.col("efc") - pl.Series(WIDE * spread)).clip(0),
        efc_high=pl.col("efc") + pl.Series(WIDE * spread),
    )

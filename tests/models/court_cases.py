"""A college made up for the court: every truth in it is known."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.risk.court import Case
from models.risk.declaration import declaration
from models.risk.fit import fit_candidate

TERMS = ("2023-2024-1", "2023-2024-2", "2024-2025-1", "2024-2025-2")
AT = "W4"


def enrolments(
    students: int = 400, courses: int = 40, each: int = 5, seed: int = 1, **planted
) -> pl.DataFrame:
    """Rows of four terms: task_score and absent_rate tell something of y, everything else declared is silent.

    planted: column -> function of the frame, put in at the end in place of that column.
    """
    random = np.random.default_rng(seed)
    count = students * each * len(TERMS)
    course = random.integers(0, courses, count)
    term = np.repeat(np.arange(len(TERMS)), students * each)
    student = np.tile(np.repeat(np.arange(students), each), len(TERMS))
    skill = np.tile(np.repeat(random.normal(size=students), each), len(TERMS))
    task = skill + random.normal(size=count)
    absent = random.random(count)
    y = random.random(count) < 1 / (1 + np.exp(2.0 + 1.2 * task - 1.5 * absent))
    frame = pl.DataFrame(
        {
            "student_pid": [f"s{number:05d}" for number in student],
            "course_code": [f"C{number:03d}" for number in course],
            "term_id": [TERMS[number] for number in term],
            "credits": np.full(count, 3.0),
            "task_score": task,
            "absent_rate": absent,
            "y": y.astype(int),
        }
    ).with_columns(offering_id=pl.concat_str("course_code", "term_id", separator="."))
    silent = [name for name in declaration().features_at(AT) if name not in frame.columns]
    frame = frame.with_columns(pl.lit(None, pl.Float64).alias(name) for name in silent)
    for column, value in planted.items():
        frame = frame.with_columns(value(frame).alias(column))
    return frame


def case(frame: pl.DataFrame, **more) -> Case:
    """The logistic model of three terms before the court of the fourth; a fifth of its students are listed, by P(any)."""
    train, test = (
        frame.filter(pl.col("term_id") != TERMS[-1]),
        frame.filter(pl.col("term_id") == TERMS[-1]),
    )
    model = fit_candidate("logistic", train, AT, seeds=1)
    students = model.students(test).sort("student_pid")
    line = students["p_any"].quantile(0.8)
    students = students.with_columns(is_listed=pl.col("p_any") >= line)
    held = {"weeks": 12.0} | more
    return Case(model=model, train=train, terms=TERMS[:-1], test=test, students=students, **held)


def by_hand(y, p, listed) -> pl.DataFrame:
    """Students with the outcomes, chances and listing given."""
    return pl.DataFrame(
        {
            "student_pid": [f"s{number:05d}" for number in range(len(y))], "y_any": np.asarray(y, int),
            "p_any": np.asarray(p, float), "is_listed": np.asarray(listed, bool),
        }
    )  # fmt: skip

"""What students did in the classes of one term: attendance, tasks handed in, quizzes answered, interaction."""

from __future__ import annotations

import numpy as np
import polars as pl

from data.sample.calendar import CUT
from data.sample.latent import PERIODS
from data.sample.teaching import TermPlan

PRESENT = ("到课", "迟到", "早退")
MARK_NOISE, QUIZ_NOISE = 6.0, 9.0  # what one piece of work says of the mark of its period
EARLIEST_HOURS = 94  # work is not handed in before the Monday of its week: its score belongs to that period


def _logistic(value: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-value))


def enrolment_rows(plan: TermPlan, each: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Enrolments x rows of their offering, with student_no and term_id."""
    own = plan.enrolments.with_row_index("enrolment").select("enrolment", "student", "offering", "left_on")
    return own.join(each, on="offering", how="inner", maintain_order="left").join(
        people, on="student", how="left", maintain_order="left"
    )


def engaged_in(frame: pl.DataFrame, path: np.ndarray) -> np.ndarray:
    """Engagement of each row's student in the row's week."""
    return path[frame["student"].to_numpy(), frame["week"].to_numpy()]


def happened(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows (with `at` and `recorded_at`) until the student left, happened and recorded by the as-of."""
    stayed = pl.col("left_on").is_null() | (pl.col("at").dt.date() <= pl.col("left_on"))
    return frame.filter(stayed & (pl.col("at") <= CUT) & (pl.col("recorded_at") <= CUT))


def attendance(
    plan: TermPlan, people: pl.DataFrame, path: np.ndarray, draw: np.random.Generator
) -> pl.DataFrame:
    """One row per student and session held; `path` is engagement, students x (weeks + 1)."""
    held = plan.sessions.filter(pl.col("status").is_in(["held", "moved"])).select(
        "offering", "offering_no", "session", "week", "periods", at="starts"
    )
    frame = enrolment_rows(plan, held, people)
    engaged = engaged_in(frame, path)
    chance, kind = draw.random(frame.height), draw.random(frame.height)
    hours = pl.Series(draw.integers(1, 40, frame.height))
    absent = _logistic(-3.35 - 1.0 * engaged)
    words = ["旷课", "病假", "事假", "公假", "迟到", "早退"]
    ends = [chance < absent + part for part in (0, 0.004, 0.016, 0.018)]
    ends += [kind < 0.025 * np.exp(-0.4 * engaged), kind > 0.996]
    status = pl.Series(np.select(ends, words, "到课").tolist(), dtype=pl.String)
    frame = frame.with_columns(status=status, recorded_at=pl.col("at") + pl.duration(hours=hours))
    return happened(frame).select(
        "enrolment", "session", "student_no", "term_id", "offering_no", "periods", "status", "recorded_at",
        held_on=pl.col("at").dt.date(),
    )  # fmt: skip


def handed_in(
    plan: TermPlan, people: pl.DataFrame, path: np.ndarray, marks: np.ndarray, draw: np.random.Generator
) -> pl.DataFrame:
    """Assignments and pre-class tasks handed in, with the time and the mark; what is missing has no row."""
    tasks = plan.tasks.filter(pl.col("kind") != "quiz").select(
        "offering", "offering_no", "week", "task_no", "kind", "due", "marking_days"
    )
    frame = enrolment_rows(plan, tasks, people)
    engaged = engaged_in(frame, path)
    chance, size = draw.random(frame.height), frame.height
    on_time, late = _logistic(2.0 + 0.9 * engaged), _logistic(-1.2 + 0.3 * engaged)
    early = np.minimum(draw.exponential(30, size), EARLIEST_HOURS)
    minutes = np.where(chance < on_time, -early, np.minimum(draw.exponential(40, size) + 1, 400)) * 60
    marking = draw.gamma(2.0, 0.5, size) * np.where(draw.random(size) < 0.05, 3, 1) * 1440
    at = pl.col("due") + pl.duration(minutes=pl.Series(minutes.astype(int)))
    frame = frame.with_columns(
        at=at, score=scores(frame, marks, MARK_NOISE, draw), _given=pl.Series(chance < on_time + (1 - on_time) * late),
        _days=pl.Series(marking) * pl.col("marking_days"),
    ).filter("_given")  # fmt: skip
    frame = frame.with_columns(
        marked=pl.col("at") + pl.duration(minutes=pl.col("_days").cast(pl.Int64) + 30),
        recorded_at=pl.col("at") + pl.duration(minutes=30),
    )
    graded = (pl.col("kind") == "assignment") & (pl.col("marked") <= CUT)
    return happened(frame).select(
        "student_no", "term_id", "offering_no", "task_no", "kind", "recorded_at",
        submitted_at="at",
        score=pl.when(graded).then("score"),
        marked_at=pl.when(graded).then("marked"),
        returned=graded,
    )  # fmt: skip


def scores(frame: pl.DataFrame, marks: np.ndarray, noise: float, draw: np.random.Generator) -> pl.Series:
    """Share of the full score: the mark of the period in which the work is set, with noise of its own."""
    week = frame["week"].to_numpy()
    period = np.select([week <= PERIODS[0][1], week <= PERIODS[1][1]], [0, 1], 2)
    value = marks[frame["enrolment"].to_numpy(), period] + draw.normal(0, noise, frame.height)
    return pl.Series(np.clip(value / 100, 0.05, 1.0)).round(3)


def quizzes(
    plan: TermPlan, people: pl.DataFrame, present: pl.DataFrame, marks: np.ndarray, draw: np.random.Generator
) -> pl.DataFrame:
    """Quizzes answered in class by those who were there, nineteen in twenty of them; `present` is attendance."""
    tasks = plan.tasks.filter(pl.col("kind") == "quiz").select(
        "offering", "offering_no", "session", "week", "task_no", "periods", at="due"
    )
    frame = enrolment_rows(plan, tasks, people)
    there = present.filter(pl.col("status").is_in(PRESENT)).select("enrolment", "session")
    frame = frame.join(there, on=["enrolment", "session"], how="semi", maintain_order="left")
    frame = frame.with_columns(
        score=scores(frame, marks, QUIZ_NOISE, draw),
        _answered=pl.Series(draw.random(frame.height) < 0.95),
        recorded_at=pl.col("at") + pl.duration(hours=1),
    )
    return happened(frame.filter("_answered")).select(
        "student_no", "term_id", "offering_no", "task_no", "periods", "score", "recorded_at",
        held_on=pl.col("at").dt.date(),
    )  # fmt: skip


def interaction(plan: TermPlan, present: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    """Counts of classroom interaction per session, for about seven offerings in ten."""
    keys = ["term_id", "offering_no", "held_on", "periods"]
    there = present.filter(pl.col("status").is_in(PRESENT)).group_by(keys).agg(present=pl.len()).sort(keys)
    style = plan.offerings.filter("interacts").select("offering_no", "skill", "open_in")
    there = there.join(style, on="offering_no", maintain_order="left")
    usual = 0.5 + 0.35 * there["open_in"].to_numpy() + 0.03 * there["skill"].to_numpy()
    share = np.clip(usual + draw.normal(0, 0.1, there.height), 0.1, 1.0)
    return there.select(
        *keys,
        "present",
        launches=pl.Series(draw.integers(1, 9, there.height)),
        participants=(pl.col("present") * pl.Series(share)).round(0).cast(pl.Int64),
    )

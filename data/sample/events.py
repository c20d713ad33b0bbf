"""What students did in one term: attendance, tasks handed in, quizzes, days on the learning platform, interaction."""

from __future__ import annotations

import numpy as np
import polars as pl

from data.sample.calendar import CUT
from data.sample.latent import PERIODS
from data.sample.teaching import TermPlan

PERSON = ("student_no", "term_id", "offering_no")


def _logistic(value: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-value))


def _pairs(plan: TermPlan, each: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Enrolments x rows of their offering, without what came after a student left."""
    own = plan.enrolments.with_row_index("enrolment").select("enrolment", "student", "offering", "left_on")
    return own.join(each, on="offering", how="inner", maintain_order="left").join(
        people, on="student", how="left", maintain_order="left"
    )


def _known(frame: pl.DataFrame) -> pl.DataFrame:
    """Only what happened, and was recorded, by the as-of."""
    return frame.filter((pl.col("at") <= CUT) & (pl.col("recorded_at") <= CUT))


def attendance(
    plan: TermPlan, people: pl.DataFrame, path: np.ndarray, draw: np.random.Generator
) -> pl.DataFrame:
    """One row per student and session held; `path` is engagement, world students x (weeks + 1)."""
    held = plan.sessions.filter(pl.col("status").is_in(["held", "moved"])).select(
        "offering", "offering_no", "week", "periods", at="starts"
    )
    frame = _pairs(plan, held, people)
    engaged = path[frame["student"].to_numpy(), frame["week"].to_numpy()]
    chance, kind = draw.random(frame.height), draw.random(frame.height)
    absent = _logistic(-3.35 - 1.0 * engaged)
    status = np.select(
        [chance < absent, chance < absent + 0.004, chance < absent + 0.016, chance < absent + 0.018],
        ["旷课", "病假", "事假", "公假"],
        "到课",
    )
    late = (status == "到课") & (kind < 0.025 * np.exp(-0.4 * engaged))
    status = np.where(late, "迟到", np.where((status == "到课") & (kind > 0.996), "早退", status))
    hours = draw.integers(1, 40, frame.height)
    frame = frame.with_columns(
        status=pl.Series(status.tolist()), recorded_at=pl.col("at") + pl.duration(hours=pl.Series(hours))
    )
    frame = frame.filter(pl.col("left_on").is_null() | (pl.col("at").dt.date() <= pl.col("left_on")))
    return _known(frame).select(
        "student_no", "term_id", "offering_no", held_on=pl.col("at").dt.date(), periods="periods", status="status",
        recorded_at="recorded_at",
    )  # fmt: skip


def handed_in(
    plan: TermPlan, people: pl.DataFrame, path: np.ndarray, marks: np.ndarray, draw: np.random.Generator
) -> pl.DataFrame:
    """Assignments and pre-class tasks handed in, with the time and the mark; what is missing has no row."""
    tasks = plan.tasks.filter(pl.col("kind") != "quiz").select(
        "offering", "offering_no", "week", "task_no", "kind", "due"
    )
    frame = _pairs(plan, tasks, people)
    engaged = path[frame["student"].to_numpy(), frame["week"].to_numpy()]
    chance = draw.random(frame.height)
    on_time, late = _logistic(2.0 + 0.9 * engaged), _logistic(-1.2 + 0.3 * engaged)
    given = chance < on_time + (1 - on_time) * late
    hours = np.where(
        chance < on_time, -draw.exponential(30, frame.height), draw.exponential(40, frame.height) + 1
    )
    hours = np.clip(hours, -150, 400)
    score = _task_scores(frame, marks, draw)
    marking = draw.gamma(2.0, 2.2, frame.height) * 24 * np.where(draw.random(frame.height) < 0.06, 3, 1)
    at = pl.col("due") + pl.duration(minutes=pl.Series((hours * 60).astype(int)))
    marked = at + pl.duration(minutes=pl.Series((marking * 60).astype(int)))
    frame = frame.with_columns(at=at, score=pl.Series(score), _given=pl.Series(given)).with_columns(
        marked=marked
    )
    frame = frame.with_columns(recorded_at=pl.col("at") + pl.duration(minutes=30)).filter("_given")
    frame = frame.filter(pl.col("left_on").is_null() | (pl.col("at").dt.date() <= pl.col("left_on")))
    graded = (pl.col("kind") == "assignment") & (pl.col("marked") <= CUT)
    return _known(frame).select(
        "student_no", "term_id", "offering_no", "task_no", "kind",
        submitted_at="at",
        score=pl.when(graded).then(pl.col("score").round(3)),
        marked_at=pl.when(graded).then("marked"),
        returned=graded,
        recorded_at="recorded_at",
    )  # fmt: skip


def _task_scores(frame: pl.DataFrame, marks: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Share of the full score: the mark of the task's period with a little noise of its own."""
    week = frame["week"].to_numpy()
    period = np.select([week <= PERIODS[0][1], week <= PERIODS[1][1]], [0, 1], 2)
    value = marks[frame["enrolment"].to_numpy(), period] + draw.normal(0, 4, frame.height)
    return np.clip(value / 100, 0.05, 1.0)


def quizzes(
    plan: TermPlan, people: pl.DataFrame, path: np.ndarray, marks: np.ndarray, draw: np.random.Generator
) -> pl.DataFrame:
    """In-class quizzes answered by those who were there."""
    tasks = plan.tasks.filter(pl.col("kind") == "quiz").select(
        "offering", "offering_no", "week", "task_no", "periods", at="due"
    )
    frame = _pairs(plan, tasks, people)
    engaged = path[frame["student"].to_numpy(), frame["week"].to_numpy()]
    there = draw.random(frame.height) < _logistic(2.6 + 0.9 * engaged)
    frame = frame.with_columns(
        score=pl.Series(_task_scores(frame, marks, draw)).round(3),
        _there=pl.Series(there),
        recorded_at=pl.col("at"),
    ).filter("_there")
    frame = frame.filter(pl.col("left_on").is_null() | (pl.col("at").dt.date() <= pl.col("left_on")))
    return _known(frame).select(
        "student_no", "term_id", "offering_no", "task_no", held_on=pl.col("at").dt.date(), periods="periods",
        score="score", recorded_at="recorded_at",
    )  # fmt: skip


def platform_days(
    plan: TermPlan, people: pl.DataFrame, path: np.ndarray, draw: np.random.Generator
) -> pl.DataFrame:
    """Days on the learning platform before and after class; about two offerings in three use it."""
    weeks = pl.DataFrame({"week": list(range(1, 17))}, schema={"week": pl.Int64})
    used = plan.offerings.filter(pl.col("lot") % 3 != 0).select("offering", "offering_no")
    frame = _pairs(plan, used.join(weeks, how="cross"), people)
    engaged = path[frame["student"].to_numpy(), frame["week"].to_numpy()]
    parts = []
    monday = plan.term.first_monday
    for stage, base, day in (("课前", -0.1, 0), ("课中", -0.7, 2), ("课后", 0.1, 4)):
        there = draw.random(frame.height) < _logistic(base + 0.8 * engaged)
        offset = draw.integers(0, 3, frame.height)
        visits = draw.poisson(2.5 * np.exp(0.25 * engaged)) + 1
        date = pl.lit(monday) + pl.duration(
            days=(pl.col("week") - 1) * 7 + day + pl.Series(offset) - (day == 4) * 0
        )
        parts.append(
            frame.with_columns(
                stage=pl.lit(stage),
                day=date.cast(pl.Date),
                visits=pl.Series(visits).cast(pl.Float64),
                _there=pl.Series(there),
            ).filter("_there")
        )
    days = pl.concat(parts).with_columns(at=pl.col("day").cast(pl.Datetime("us")) + pl.duration(hours=20))
    days = days.with_columns(recorded_at=pl.col("at") + pl.duration(hours=5))
    days = days.filter(pl.col("left_on").is_null() | (pl.col("day") <= pl.col("left_on")))
    minutes = (pl.col("visits") * 7).round(0)
    return _known(days).select(
        "student_no", "term_id", "offering_no", "day", "stage", task_points=(pl.col("visits") / 2).round(0),
        video_minutes=minutes, visits="visits", posts=(pl.col("visits") // 4), recorded_at="recorded_at",
    )  # fmt: skip


def interaction(plan: TermPlan, present: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    """Counts of classroom interaction per session, for about seven offerings in ten."""
    there = (
        present.filter(pl.col("status").is_in(["到课", "迟到", "早退"]))
        .group_by("term_id", "offering_no", "held_on", "periods")
        .agg(present=pl.len())
        .sort("offering_no", "held_on", "periods")
        .join(plan.offerings.select("offering_no", "lot"), on="offering_no", maintain_order="left")
        .filter(pl.col("lot") % 10 < 7)
        .drop("lot")
    )
    share = np.clip(draw.normal(0.78, 0.12, there.height), 0.2, 1.0)
    launches = draw.integers(1, 9, there.height)
    return there.with_columns(
        launches=pl.Series(launches),
        participants=(pl.col("present") * pl.Series(share)).round(0).cast(pl.Int64),
    )

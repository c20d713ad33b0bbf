"""Days on the learning platform: before, in and after the classes for which the teacher opened that stage."""

from __future__ import annotations

import numpy as np
import polars as pl

from data.sample.events import PRESENT, engaged_in, enrolment_rows, happened
from data.sample.teaching import TermPlan

STAGES = {
    "pre": ("课前", 0.9),
    "in": ("课中", 1.6),
    "post": ("课后", 0.8),
}  # word, how readily students take part


def platform_days(
    plan: TermPlan, people: pl.DataFrame, present: pl.DataFrame, path: np.ndarray, draw: np.random.Generator
) -> pl.DataFrame:
    """One row per student, offering, day and stage; two offerings in three use the platform."""
    days = pl.concat(_stage(plan, people, present, path, stage, draw) for stage in STAGES)
    keys = ["student_no", "term_id", "offering_no", "day", "stage"]
    days = days.unique(
        keys, keep="first", maintain_order=True
    )  # two meetings of a week may share a day at home
    return days.select(
        *keys,
        "visits",
        "recorded_at",
        task_points=(pl.col("visits") / 2).round(0),
        video_minutes=(pl.col("visits") * 7).round(0),
        posts=pl.col("visits") // 4,
    )


def _stage(plan: TermPlan, people, present, path, stage: str, draw: np.random.Generator) -> pl.DataFrame:
    opened = _opened(plan, stage, draw)
    frame = enrolment_rows(plan, opened, people)
    if stage == "in":
        there = present.filter(pl.col("status").is_in(PRESENT)).select("enrolment", "session")
        frame = frame.join(there, on=["enrolment", "session"], how="semi", maintain_order="left")
    word, base = STAGES[stage]
    engaged = engaged_in(frame, path)
    takes_part = draw.random(frame.height) < 1 / (1 + np.exp(-base - 0.9 * engaged))
    visits = (draw.poisson(2.5 * np.exp(0.25 * engaged)) + 1).astype(float)
    shift = draw.integers(0, 3, frame.height)
    weekday = frame["starts"].dt.weekday().to_numpy()
    away = {"pre": -np.minimum(shift, weekday - 1), "in": np.zeros_like(shift), "post": shift}[stage]
    at = pl.col("starts").dt.truncate("1d") + pl.duration(days=pl.Series(away))
    frame = frame.with_columns(
        stage=pl.lit(word), at=at, day=at.dt.date(), visits=pl.Series(visits), _takes_part=pl.Series(takes_part),
        recorded_at=at + pl.duration(hours=25),
    )  # fmt: skip
    return happened(frame.filter("_takes_part"))


def _opened(plan: TermPlan, stage: str, draw: np.random.Generator) -> pl.DataFrame:
    """Sessions held for which the teacher opened this stage on the platform."""
    style = plan.offerings.filter("uses_platform").select("offering", f"open_{stage}")
    held = plan.sessions.filter(pl.col("status").is_in(["held", "moved"])).join(
        style, on="offering", maintain_order="left"
    )
    chosen = pl.Series(draw.random(held.height)) < held[f"open_{stage}"]
    return held.filter(chosen).select("offering", "offering_no", "session", "week", "starts")

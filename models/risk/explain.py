"""Why is a student on the list? Change in log-odds when a family of features is set to the median of the offering."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import yaml

from models.risk.candidates import one_thread
from models.risk.declaration import declaration
from models.risk.evaluate import log_odds
from models.risk.fit import Fitted

LEAST, MOST = 0.1, 3  # shown from this change in log-odds on; at most three
LITTLE_DATA = 0.5  # share of sources that speak


@cache
def texts() -> dict[str, dict[str, str]]:
    """Texts and suggested actions by reason code: text_zh, text_en, action_zh, action_en."""
    return yaml.safe_load(Path(__file__).with_name("reasons.yaml").read_text(encoding="utf-8"))["reasons"]


@one_thread
def family_effects(
    model: Fitted, frame: pl.DataFrame, wanted: pl.Expr | bool = True
) -> dict[str, np.ndarray]:
    """Per family: how much of the row's log-odds it explains against the peers of the same offering.

    wanted: of which rows; their peers are all rows all the same.
    """
    declared, base = declaration(), log_odds(model.raw(frame.filter(wanted)))
    effects = {}
    for family in declared.families_at(model.at):
        columns = [name for name in declared.families[family].features if name in model.columns]
        columns = [name for name in columns if name not in declared.categories()]
        if columns:
            usual = frame.with_columns(pl.col(columns).median().over("offering_id"))
            effects[family] = base - log_odds(model.raw(usual.filter(wanted)))
    return effects


def reasons(
    model: Fitted, frame: pl.DataFrame, probability: np.ndarray, students: pl.Series | None = None
) -> dict[str, list[dict]]:
    """Per student (those named, or all): up to three reasons {code, strength, course_code}, strongest first; RC12 where sources are silent.

    Course effects are weighed with the course's share of the student's expected failed credits; course_code is the
    course that contributes most. Only positive effects of at least 0.1 in log-odds are shown.
    """
    risk = pl.col("p") * pl.col("credits").cast(pl.Float64).fill_null(1.0)
    rows = frame.with_columns(p=pl.Series(probability))
    wanted = True if students is None else pl.col("student_pid").is_in(students.implode())
    rows = rows.with_columns(_share=risk / risk.sum().over("student_pid")).filter(wanted)
    parts = [
        rows.select(
            "student_pid", "course_code", "_share",
            code=pl.lit(declaration().families[family].reason),
            effect=pl.Series(effect) * pl.col("_share"),
        )
        for family, effect in family_effects(model, frame, wanted).items()
    ]  # fmt: skip
    summed = (
        pl.concat(parts)
        .sort("student_pid", "code", "effect", descending=[False, False, True])
        .group_by("student_pid", "code", maintain_order=True)
        .agg(strength=pl.col("effect").sum(), course_code=pl.col("course_code").first())
    )
    shown = summed.filter(pl.col("strength") >= LEAST).sort(
        "student_pid", "strength", "code", descending=[False, True, False]
    )
    found: dict[str, list[dict]] = {student: [] for student in rows["student_pid"].unique()}
    for row in shown.group_by("student_pid", maintain_order=True).head(MOST).iter_rows(named=True):
        found[row["student_pid"]].append(
            {"code": row["code"], "strength": round(row["strength"], 3), "course_code": row["course_code"]}
        )
    return _little_data(rows, found)


def _little_data(frame: pl.DataFrame, found: dict[str, list[dict]]) -> dict[str, list[dict]]:
    if "sources_share" not in frame.columns:
        return found
    share = frame.group_by("student_pid").agg(pl.col("sources_share").mean())
    for student in share.filter(pl.col("sources_share") < LITTLE_DATA)["student_pid"]:
        found[student] = [{"code": "RC12", "strength": None}, *found[student]][:MOST]
    return found

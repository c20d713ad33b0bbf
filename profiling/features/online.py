"""Activity on the learning platform: days, stages around class, visits."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

STAGES = ("pre", "in", "post")


def stage_activity(days: IntoFrameT, by: Sequence[str]) -> IntoFrameT:
    """In which stages was anybody active? One row per `by`: pre, in_class, post (0/1) and stages (0 to 3)."""
    stage = nw.col("stage")
    return (
        nw.from_native(days)
        .with_columns(
            pre=nw.when(stage == "pre").then(1).otherwise(0),
            in_class=nw.when(stage == "in").then(1).otherwise(0),
            post=nw.when(stage == "post").then(1).otherwise(0),
        )
        .group_by(*by)
        .agg(nw.col("pre", "in_class", "post").max())
        .with_columns(stages=nw.col("pre") + nw.col("in_class") + nw.col("post"))
        .to_native()
    )


def activity_totals(days: IntoFrameT, by: Sequence[str]) -> IntoFrameT:
    """How active were they? One row per `by`: visits (sum) and active_days (distinct days)."""
    return (
        nw.from_native(days)
        .group_by(*by)
        .agg(visits=nw.col("visits").sum(), active_days=nw.col("day").n_unique())
        .to_native()
    )

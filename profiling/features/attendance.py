"""Counts of attendance at any grain: who was there, who was excused, who was missing."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

PRESENT = ("present", "late", "early_leave")  # lateness counts as present and is reported as lateness
LEAVE = ("sick", "personal", "official")


def attendance_counts(events: IntoFrameT, by: Sequence[str]) -> IntoFrameT:
    """How often were they there? One row per `by`: present, on_leave, absent, late, recorded (counts of sessions).

    events: one row per student x session with `status`. Rows without a record do not count as absent.
    """
    status = nw.col("status")
    return (
        nw.from_native(events)
        .with_columns(
            present=nw.when(status.is_in(PRESENT)).then(1).otherwise(0),
            on_leave=nw.when(status.is_in(LEAVE)).then(1).otherwise(0),
            absent=nw.when(status == "absent").then(1).otherwise(0),
            late=nw.when(status == "late").then(1).otherwise(0),
            recorded=nw.lit(1),
        )
        .group_by(*by)
        .agg(nw.col("present", "on_leave", "absent", "late", "recorded").sum())
        .to_native()
    )

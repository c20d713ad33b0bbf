"""Attendance of one student in one offering up to the cut-off."""

from __future__ import annotations

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from profiling.features.attendance import attendance_counts

BY = ["student_pid", "offering_id"]


def attendance_features(events: IntoFrameT, week: float) -> IntoFrameT:
    """Who is missing, and is it growing? One row per student x offering with a record.

    absent_rate (unexcused), away_rate (excused or not), late_rate, absent_recent (last four weeks), absent_change
    (recent minus the first three weeks), absent_run (longest unbroken run of unexcused absence). Rates 0-1.
    """
    counts = nw.from_native(attendance_counts(events, BY))
    whole = counts.with_columns(
        absent_rate=nw.col("absent") / nw.col("recorded"),
        away_rate=(nw.col("absent") + nw.col("on_leave")) / nw.col("recorded"),
        late_rate=nw.col("late") / nw.col("recorded"),
    ).select(*BY, "absent_rate", "away_rate", "late_rate")
    recent = _rate(events, nw.col("week_no") > week - 4, "absent_recent")
    early = _rate(events, nw.col("week_no") <= 3, "_early")
    frame = whole.join(recent, on=BY, how="left").join(early, on=BY, how="left")
    frame = frame.join(_longest_run(events), on=BY, how="left").with_columns(
        absent_change=nw.col("absent_recent") - nw.col("_early"),
        absent_run=nw.col("absent_run").fill_null(0),
    )
    return frame.drop("_early").to_native()


def _rate(events: IntoFrameT, when: nw.Expr, name: str):
    absent = nw.when(nw.col("status") == "absent").then(1.0).otherwise(0.0)
    frame = nw.from_native(events).filter(when).with_columns(_absent=absent)
    return frame.group_by(*BY).agg(nw.col("_absent").mean().alias(name))


def _longest_run(events: IntoFrameT):
    """Length of the longest run of unexcused absences; presence or leave ends a run."""
    frame = nw.from_native(events).sort(*BY, "event_time", "session_id")
    there = nw.when(nw.col("status") == "absent").then(0).otherwise(1)
    frame = frame.with_columns(_there=there).with_columns(_run=nw.col("_there").cum_sum().over(*BY))
    runs = frame.filter(nw.col("_there") == 0).group_by(*BY, "_run").agg(_length=nw.col("_there").count())
    return runs.group_by(*BY).agg(absent_run=nw.col("_length").max())

"""The features that the product computes from the lake, beside polars group-bys of the same results written by hand."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from errors import ShownError
from profiling.facts import Facts

Frames = dict[str, pl.DataFrame]
CLOSE = 1e-9  # sums of floats depend on the order of rows in the last digits


def of_the_product(facts: Facts) -> Frames:
    """Every feature that `facts` makes of events; facts must not have made any before."""
    return {name: getattr(facts, name) for name in HAND_WRITTEN}


def by_hand(facts: Facts) -> Frames:
    """The same results, written down directly in polars over the same scans of the lake."""
    return {name: made(facts) for name, made in HAND_WRITTEN.items()}


def _now(facts: Facts, table: str) -> pl.LazyFrame:
    return facts.events[table].filter(pl.col("term_id") == facts.current_term)


def _attendance(events: pl.LazyFrame, *by: str) -> pl.DataFrame:
    status = pl.col("status")
    found = events.group_by(by).agg(
        present=status.is_in(["present", "late", "early_leave"]).sum(),
        on_leave=status.is_in(["sick", "personal", "official"]).sum(),
        absent=(status == "absent").sum(),
        late=(status == "late").sum(),
        recorded=pl.len(),
    )
    return found.collect()


def _submissions(facts: Facts, events: pl.LazyFrame, *by: str) -> pl.DataFrame:
    due = facts.due_tasks.lazy().select("task_id", "due_at", due_week="week_no")
    in_time = pl.col("due_at").is_null() | (pl.col("submitted_at") <= pl.col("due_at"))
    found = events.join(due, on="task_id").group_by(by).agg(
        submitted=pl.len(), ontime=in_time.fill_null(False).sum()
    )  # fmt: skip
    return found.collect()


def _marking(facts: Facts) -> pl.DataFrame:
    marked, sent = pl.col("marked_at"), pl.col("submitted_at")
    events = facts.events["fact_assignment"].filter(
        (pl.col("task_kind") == "assignment")
        & pl.col("is_returned").fill_null(True)
        & (marked <= facts.cut)
        & (marked > sent)
    )
    return events.select("offering_id", days=(marked - sent).dt.total_minutes() / 1440).collect()


def _submitted(facts: Facts) -> pl.DataFrame:
    week, sent = pl.duration(days=7), pl.col("submitted_at")
    events = facts.events["fact_assignment"].filter(
        (pl.col("task_kind") == "assignment") & (sent <= pl.lit(facts.cut) - week)
    )
    quick = (pl.col("marked_at") <= sent + week).fill_null(False)
    return events.group_by("offering_id").agg(submitted=pl.len(), quick=quick.sum()).collect()


def _stages(facts: Facts) -> pl.DataFrame:
    stage = pl.col("stage")
    found = facts.events["fact_lms_daily"].group_by("offering_id", "week_no").agg(
        pre=(stage == "pre").any(), in_class=(stage == "in").any(), post=(stage == "post").any()
    )  # fmt: skip
    parts = [pl.col(name).fill_null(False).cast(pl.Int64) for name in ("pre", "in_class", "post")]
    return (
        found.with_columns(parts).with_columns(stages=pl.sum_horizontal("pre", "in_class", "post")).collect()
    )


def _activity(facts: Facts) -> pl.DataFrame:
    found = _now(facts, "fact_lms_daily").group_by("student_pid", "week_no")
    return found.agg(visits=pl.col("visits").sum(), active_days=pl.col("day").n_unique()).collect()


def _quiz(events: pl.LazyFrame, *by: str) -> pl.DataFrame:
    return events.group_by(by).agg(answered=pl.len(), points=pl.col("score").sum()).collect()


PAIR = ("student_pid", "offering_id")
HAND_WRITTEN: dict[str, Callable[[Facts], pl.DataFrame]] = {
    "attendance_by_offering_week": lambda facts: _attendance(
        facts.events["fact_attendance"], "term_id", "offering_id", "week_no"
    ),
    "attendance_by_student_offering": lambda facts: _attendance(_now(facts, "fact_attendance"), *PAIR),
    "attendance_by_student_week": lambda facts: _attendance(
        _now(facts, "fact_attendance"), "student_pid", "week_no"
    ),
    "submissions_by_offering_week": lambda facts: _submissions(
        facts, facts.events["fact_assignment"], "offering_id", "task_kind", "due_week"
    ),
    "submissions_by_student_offering": lambda facts: _submissions(
        facts, _now(facts, "fact_assignment"), *PAIR
    ),
    "submissions_by_student_week": lambda facts: _submissions(
        facts, _now(facts, "fact_assignment"), "student_pid", "due_week"
    ),
    "marking": _marking,
    "submitted_assignments": _submitted,
    "stages": _stages,
    "activity_by_student_week": _activity,
    "quiz_by_student": lambda facts: _quiz(_now(facts, "fact_quiz"), "student_pid"),
    "quiz_by_session": lambda facts: _quiz(facts.events["fact_quiz"], "offering_id", "session_id"),
    "interaction": lambda facts: facts.events["fact_interaction"].filter(pl.col("present") > 0).collect(),
}


def check_agreement(found: Frames, expected: Frames) -> None:
    """Both ways give the same numbers, or the comparison of times means nothing."""
    for name, frame in expected.items():
        ours, theirs = (_in_order(one, frame.columns) for one in (found[name], frame))
        if not _equal(ours, theirs):
            raise ShownError(
                "comparing features with hand-written group-bys", found=f"other numbers for {name}"
            )


def _in_order(frame: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    exact = [name for name in columns if not frame.schema[name].is_float()]
    return frame.select(columns).sort(*exact, *[name for name in columns if name not in exact])


def _equal(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    return one.height == other.height and all(
        _same(one[name], other[name].cast(kind)) for name, kind in one.schema.items()
    )


def _same(one: pl.Series, other: pl.Series) -> bool:
    if not one.dtype.is_float():
        return one.equals(other)
    apart = (one - other).abs().fill_null(0.0)
    near = apart <= CLOSE * one.abs().clip(1.0).fill_null(1.0)
    return bool((near & (one.is_null() == other.is_null())).all())

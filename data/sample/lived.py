"""What the terms leave behind that other offices write down again: leave granted, misconduct, courses owed, engagement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
import polars as pl

from data.sample.calendar import TERMS
from data.sample.teaching import TermPlan

LEAVE_TERMS = TERMS[-2:]  # leave is asked for online since then; older slips of paper are nobody's file
LEAVE_WORDS = {"病假": "sick", "事假": "personal", "公假": "official"}
EARLY_WEEKS = (3, 7)  # weeks whose engagement the counsellors' in-term rules feel


@dataclass
class Lived:
    """Frames by term index, for the registers that are written when all terms are over."""

    leaves: list[pl.DataFrame] = field(default_factory=list)  # student_no, leave_kind, held_on
    misconduct: dict[int, pl.DataFrame] = field(default_factory=dict)  # student, student_no
    owed: dict[int, pl.DataFrame] = field(
        default_factory=dict
    )  # student, course_code still open after make-ups
    early: dict[int, pl.DataFrame] = field(default_factory=dict)  # student, engagement of the early weeks
    taught: dict[int, tuple[pl.DataFrame, pl.DataFrame]] = field(
        default_factory=dict
    )  # offerings and their meetings

    def note_leave(self, plan: TermPlan, present: pl.DataFrame) -> None:
        """Meetings that a student missed with leave, of the terms whose requests are kept."""
        if plan.term in LEAVE_TERMS:
            away = present.filter(pl.col("status").is_in(list(LEAVE_WORDS)))
            kind = pl.col("status").replace_strict(LEAVE_WORDS, return_dtype=pl.String)
            self.leaves.append(away.select("student_no", "held_on", leave_kind=kind))

    def note_start(self, plan: TermPlan, path: np.ndarray) -> None:
        """What is taught this term, and mean engagement of the early weeks of everybody who studies."""
        meetings = plan.sessions.select("offering", "starts", "periods", "status")
        about = plan.offerings.select(
            "offering", "offering_no", "course_code", "term_id", "enrolled", "diligence"
        )
        self.taught[plan.term.index] = (about, meetings)
        who = plan.enrolments["student"].unique().sort()
        first, last = EARLY_WEEKS
        mean = path[who.to_numpy(), first : last + 1].mean(axis=1)
        self.early[plan.term.index] = pl.DataFrame({"student": who, "engaged": mean})

    def note_results(self, plan: TermPlan, first: pl.DataFrame, owed: pl.DataFrame) -> None:
        """Who cheated in the examinations of a term, and what is still open after its make-ups."""
        caught = first.filter(pl.col("word").is_in(["作弊", "违纪"]))
        self.misconduct[plan.term.index] = caught.select("student", "student_no").unique().sort("student")
        self.owed[plan.term.index] = owed


def leave_requests(lived: Lived) -> pl.DataFrame:
    """One row per leave: the days a student missed in a row with the same reason; all of them were granted."""
    days = pl.concat(lived.leaves).unique().sort("student_no", "leave_kind", "held_on")
    gap = pl.col("held_on").diff().over("student_no", "leave_kind").dt.total_days()
    days = days.with_columns(run=(gap.is_null() | (gap > 1)).cum_sum())
    frame = days.group_by("run", "student_no", "leave_kind", maintain_order=True).agg(
        from_on=pl.col("held_on").min(), to_on=pl.col("held_on").max()
    )
    length = (pl.col("to_on") - pl.col("from_on")).dt.total_days() + 1
    back = pl.col("to_on") + timedelta(days=1)
    return frame.sort("from_on", "student_no", "leave_kind").select(
        "student_no", "leave_kind", "from_on", "to_on",
        leave_no=pl.format("QJ{}{}", pl.col("from_on").dt.strftime("%Y"), pl.int_range(pl.len()).cast(pl.String).str.zfill(6)),
        days=length.cast(pl.Float64), is_approved=pl.lit(True), returned_on=pl.when(back <= TERMS[-1].sunday(9)).then(back),
    )  # fmt: skip

"""The frames that indicators share: each fact prepared once, at the grain at which several indicators read it.

Input is a mapping of frames by name (see data.warehouse.queries.history) and lazy event frames; nothing is read here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from profiling.features.attendance import attendance_counts
from profiling.features.online import activity_totals, stage_activity
from profiling.features.tasks import marking_days, quiz_scores, submission_counts

if TYPE_CHECKING:
    from profiling.standard import Standard

SO = ("student_pid", "offering_id")
MADE_UP_DAYS = 14  # a class meeting made up later than two weeks was not held as planned (B.3)


@dataclass
class Facts:
    """Frames by name, events by lake table, the day they are cut at and the running term."""

    frames: dict[str, pl.DataFrame]
    events: dict[str, pl.LazyFrame]
    as_of: date
    cut: datetime
    current_term: str | None
    in_school_by: str = "register"  # or "enrolment": whoever takes a course of the running term
    register: dict[str, Standard] | None = (
        None  # standards in force by id; None: those that come with the product
    )
    connected: frozenset[str] | None = None  # tables that hold rows; None: nobody looked
    late: dict[str, date] = field(default_factory=dict)  # table -> newest delivery, where its source fails

    def __getitem__(self, name: str) -> pl.DataFrame:
        return self.frames[name]

    def once(self, question: Callable[[Facts], pl.DataFrame]) -> pl.DataFrame:
        """What a function says of these facts, worked out once for all indicators that ask."""
        if question not in self._answers:
            self._answers[question] = question(self)
        return self._answers[question]

    def forget(self, *names: str) -> None:
        """Give back the room of prepared frames that nobody will ask for; asked for all the same, they are made again."""
        for name in names:
            self.__dict__.pop(name, None)

    @cached_property
    def _answers(self) -> dict[Callable[[Facts], pl.DataFrame], pl.DataFrame]:
        return {}

    def has_events(self, table: str) -> bool:
        """Whether the lake holds any event of the table (an absent source is missing, never zero)."""
        return table in self._present

    @cached_property
    def _present(self) -> set[str]:
        return {name for name, events in self.events.items() if events.head(1).collect().height}

    @cached_property
    def closed_terms(self) -> list[str]:
        """Terms whose grades were due by the as-of, oldest first."""
        terms = self["term"].filter(pl.col("grades_due_on") <= self.as_of).sort("start_year", "term_no")
        return terms["term_id"].to_list()

    @cached_property
    def terms(self) -> list[str]:
        """Terms begun by the as-of, oldest first."""
        return (
            self["term"]
            .filter(pl.col("day_zero") <= self.as_of)
            .sort("start_year", "term_no")["term_id"]
            .to_list()
        )

    @cached_property
    def student(self) -> pl.DataFrame:
        """The version of each student valid at the as-of."""
        versions = (
            self["student_version"]
            .filter(pl.col("valid_from") <= self.as_of)
            .sort("student_pid", "valid_from")
        )
        return versions.unique("student_pid", keep="last", maintain_order=True)

    @cached_property
    def enrolled(self) -> pl.DataFrame:
        """Students whose register entry says enrolled at the as-of."""
        return self.student.filter(pl.col("student_status") == "enrolled")

    @cached_property
    def in_school(self) -> pl.DataFrame:
        """Students in school at the as-of. Where a source registers people once and for all, those who still take a
        course of the running term."""
        if self.in_school_by == "register":
            return self.enrolled
        running = self.enrolment.filter(
            (pl.col("term_id") == self.current_term) & pl.col("unregistered_on").is_null()
        )
        return self.enrolled.join(running, on="student_pid", how="semi")

    @cached_property
    def teacher(self) -> pl.DataFrame:
        """The version of each teacher valid at the as-of."""
        versions = (
            self["teacher_version"]
            .filter(pl.col("valid_from") <= self.as_of)
            .sort("teacher_pid", "valid_from")
        )
        return versions.unique("teacher_pid", keep="last", maintain_order=True)

    @cached_property
    def offering(self) -> pl.DataFrame:
        """Offerings with what their course and class say: owner, type, nature, category, tier, major."""
        course = self["course"].select(
            "course_code", "course_type", "course_nature", "course_category", "course_tier",
            course_org="org_code", course_credits="credits", course_hours="hours",
        )  # fmt: skip
        majors = self["class"].select("class_code", "major_code")
        return (
            self["offering"]
            .join(course, on="course_code", how="left")
            .join(majors, on="class_code", how="left")
        ).with_columns(org_code=pl.coalesce("course_org", "org_code"))

    @cached_property
    def enrolment(self) -> pl.DataFrame:
        """Enrolments with the offering's term, course and owner."""
        about = self.offering.select(
            "offering_id", "term_id", "course_code", "pass_mark", "course_nature", "course_type", "course_credits",
            course_org="org_code",
        )  # fmt: skip
        frame = self["enrolment"].join(about, on="offering_id")
        return frame.with_columns(credits=pl.coalesce("credits", "course_credits"))

    @cached_property
    def active_size(self) -> pl.DataFrame:
        """Students per offering who had not left by the as-of (or by the end, for closed terms)."""
        stayed = self.enrolment.filter(
            pl.col("unregistered_on").is_null()
            & (pl.col("registered_on").is_null() | (pl.col("registered_on") <= self.as_of))
        )
        return stayed.group_by("offering_id").agg(size=pl.len())

    @cached_property
    def grade(self) -> pl.DataFrame:
        """Valid attempts with term, course and credits; from the end result where a source has no attempts.

        A student who left before the end has no attempt (A.6 rule 2): result `excluded`, whatever the source calls it.
        """
        attempts = self["grade"].filter(~pl.col("is_void"))
        keys = self.enrolment.select(
            "student_pid", "offering_id", "term_id", "course_code", "course_org", "course_nature", "course_type",
            "credits", "is_required", "study_type",
        )  # fmt: skip
        if attempts.height:
            return attempts.lazy().join(keys.lazy(), on=SO).sort(*SO, "attempt_no").collect()
        ended = self.enrolment.filter(
            pl.col("is_passed").is_not_null() & (pl.col("result_recorded_at") <= self.cut)
        ).select(
            *SO, attempt_no=pl.lit(1), attempt_kind=pl.lit("first"), score="final_score", score_text="final_result",
            result=pl.when("is_passed").then(pl.lit("passed")).when(pl.col("unregistered_on").is_not_null())
            .then(pl.lit("excluded")).otherwise(pl.lit("failed")),
            process_score=pl.lit(None, dtype=pl.Float64), exam_score=pl.lit(None, dtype=pl.Float64),
            grade_point=pl.lit(None, dtype=pl.Float64), midterm_score=pl.lit(None, dtype=pl.Float64),
        )  # fmt: skip
        return ended.join(keys, on=SO)

    @property
    def has_attempts(self) -> bool:
        """Whether the source records examination attempts (otherwise results are end results of enrolments)."""
        return self["grade"].height > 0

    @cached_property
    def first_attempt(self) -> pl.DataFrame:
        """First attempts with a result: 正考 plus sat 缓考 (A.6 rule 3); retakes, recognised and pending are left out."""
        first = self.grade.lazy().filter(
            pl.col("result").is_in(["passed", "failed"])
            & pl.col("attempt_kind").is_in(["first", "deferred"])
            & (pl.col("study_type").fill_null("first") != "retake")
        )
        return first.sort(*SO, "attempt_no").unique(list(SO), keep="first", maintain_order=True).collect()

    @cached_property
    def attendance_by_offering_week(self) -> pl.DataFrame:
        events = self.events["fact_attendance"]
        return attendance_counts(events, ("term_id", "offering_id", "week_no")).collect()

    @cached_property
    def attendance_by_student_offering(self) -> pl.DataFrame:
        events = self.events["fact_attendance"].filter(pl.col("term_id") == self.current_term)
        return attendance_counts(events, SO).collect()

    @cached_property
    def attendance_by_student_week(self) -> pl.DataFrame:
        events = self.events["fact_attendance"].filter(pl.col("term_id") == self.current_term)
        return attendance_counts(events, ("student_pid", "week_no")).collect()

    @cached_property
    def attendance_by_student_day(self) -> pl.DataFrame:
        events = self.events["fact_attendance"].filter(pl.col("term_id") == self.current_term)
        return attendance_counts(events, ("student_pid", "week_no", "weekday")).collect()

    @cached_property
    def due_tasks(self) -> pl.DataFrame:
        """Tasks whose due date has passed."""
        return self["task"].filter(pl.col("due_at") <= self.cut)

    @cached_property
    def submissions_by_offering_week(self) -> pl.DataFrame:
        events = self.events["fact_assignment"]
        due = self.due_tasks.select("task_id", "due_at", "week_no").lazy()
        return submission_counts(events, due, ("offering_id", "task_kind", "due_week")).collect()

    @cached_property
    def due_coursework(self) -> pl.DataFrame:
        """Due tasks that students hand in themselves: assignments and tasks before class, no quizzes or examinations."""
        return self.due_tasks.filter(pl.col("task_kind").is_in(["assignment", "pre_task"]))

    @cached_property
    def submissions_by_student_offering(self) -> pl.DataFrame:
        events = self.events["fact_assignment"].filter(pl.col("term_id") == self.current_term)
        due = self.due_coursework.select("task_id", "due_at", "week_no").lazy()
        return submission_counts(events, due, SO).collect()

    @cached_property
    def submissions_by_student_week(self) -> pl.DataFrame:
        events = self.events["fact_assignment"].filter(pl.col("term_id") == self.current_term)
        due = self.due_coursework.select("task_id", "due_at", "week_no").lazy()
        return submission_counts(events, due, ("student_pid", "due_week")).collect()

    @cached_property
    def marking(self) -> pl.DataFrame:
        """Days from submission to mark, per marked assignment."""
        events = self.events["fact_assignment"].filter(
            (pl.col("task_kind") == "assignment")
            & pl.col("is_returned").fill_null(True)
            & (pl.col("marked_at") <= self.cut)
            & (pl.col("marked_at") > pl.col("submitted_at"))
        )
        return marking_days(events).collect()

    @cached_property
    def submitted_assignments(self) -> pl.DataFrame:
        """Assignments submitted more than a week before the cut, and how many were marked within seven days."""
        week = pl.duration(days=7)
        events = self.events["fact_assignment"].filter(
            (pl.col("task_kind") == "assignment") & (pl.col("submitted_at") <= pl.lit(self.cut) - week)
        )
        quick = (pl.col("marked_at") <= pl.col("submitted_at") + week).fill_null(False)
        return events.group_by("offering_id").agg(submitted=pl.len(), quick=quick.sum()).collect()

    @cached_property
    def stages(self) -> pl.DataFrame:
        """Stages with any student activity per offering and week."""
        return stage_activity(self.events["fact_lms_daily"], ("offering_id", "week_no")).collect()

    @cached_property
    def activity_by_student_week(self) -> pl.DataFrame:
        events = self.events["fact_lms_daily"].filter(pl.col("term_id") == self.current_term)
        return activity_totals(events, ("student_pid", "week_no")).collect()

    @cached_property
    def quiz_by_student(self) -> pl.DataFrame:
        events = self.events["fact_quiz"].filter(pl.col("term_id") == self.current_term)
        return quiz_scores(events, ("student_pid",)).collect()

    @cached_property
    def quiz_by_session(self) -> pl.DataFrame:
        return quiz_scores(self.events["fact_quiz"], ("offering_id", "session_id")).collect()

    @cached_property
    def interaction(self) -> pl.DataFrame:
        return self.events["fact_interaction"].filter(pl.col("present") > 0).collect()

    @cached_property
    def past_session(self) -> pl.DataFrame:
        """Sessions due by the as-of, with their offering's course, owner and teacher-independent counts."""
        due = self["session"].filter((pl.col("held_on") <= self.as_of) & (pl.col("status") != "planned"))
        held = pl.col("status").is_in(["held", "moved"])
        # without a plan, or without a record of what was taught, nothing can be compared: not due, never "not delivered"
        told = pl.col("planned_topic").is_not_null() & (~held | pl.col("delivered_topic").is_not_null())
        delivered = (held & (pl.col("planned_topic") == pl.col("delivered_topic"))).fill_null(False)
        wait = (pl.col("made_up_on") - pl.col("held_on")).dt.total_days()
        again = pl.col("status").is_in(["moved", "cancelled"]) & (wait <= MADE_UP_DAYS).fill_null(False)
        made_up = (pl.col("status") == "held") | again
        return due.with_columns(
            periods_due=pl.when(told).then(pl.col("period_count").fill_null(1)).otherwise(0),
            periods_delivered=pl.when(delivered).then(pl.col("period_count").fill_null(1)).otherwise(0),
            is_held=held.cast(pl.Int64),
            as_planned=made_up.cast(pl.Int64),
        )

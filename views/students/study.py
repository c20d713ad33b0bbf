"""The courses of one student: what is passed, what is still open, what runs, what is due next, week by week."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from access.scope import Scope
from data.warehouse.queries import student as queries
from data.warehouse.queries import values as value_queries
from views import naming, warehouse
from views.parts import Amount, Column, Item, Name, Sentence, State, Table, WeekPanel, Weeks
from views.warehouse import Snapshot

TASKS_SHOWN = 5
MEASURES = ("attendance", "ontime", "engagement")
NUMBER = "right"
UNDECIDED = (None, "pending")  # no grade yet: running, or not entered by the teacher


@dataclass(frozen=True)
class Study:
    """Every course of one student, oldest term first."""

    rows: tuple[dict, ...]
    term_id: str | None

    @property
    def running(self) -> tuple[dict, ...]:
        """Courses of the current term without a result."""
        return tuple(
            row for row in self.rows if row["term_id"] == self.term_id and row["result"] in UNDECIDED
        )

    @property
    def open_failed(self) -> tuple[dict, ...]:
        """Required courses failed and passed in no attempt since."""
        passed = {row["course_code"] for row in self.rows if row["result"] in ("passed", "recognised")}
        failed = {
            row["course_code"]: row
            for row in self.rows
            if row["result"] == "failed" and row["is_required"] is not False
        }
        return tuple(row for code, row in failed.items() if code not in passed)


def of_student(scope: Scope, snapshot: Snapshot, student_pid: str) -> Study:
    """The courses the reader may see: all of the student's, or those of own classes."""
    rows = warehouse.read(queries.roster(snapshot.snapshot_id, student_pid), scope).to_dicts()
    known = naming.courses(scope, snapshot)
    return Study(tuple(row | {"course": _course_name(row, known)} for row in rows), snapshot.term_id)


def _course_name(row: dict, known: dict[str, naming.Unit]) -> Name:
    """The course's name in both languages; what the roster wrote where the register does not know the code."""
    unit = known.get(row["course_code"])
    return unit.name if unit else Name(row["course_name"] or row["course_code"])


def todo(scope: Scope, snapshot: Snapshot, study: Study) -> tuple[Item, ...]:
    """What to do next: courses still open, then the next tasks with a date."""
    known = {row["offering_id"]: row for row in study.rows}
    return (*(_open_item(row) for row in study.open_failed), *_task_items(scope, snapshot, study, known))


def _open_item(row: dict) -> Item:
    params = {"credits": Amount(row["credits"], "credits"), "term": row["term_id"]}
    return Item(
        title=row["course"],
        body=Sentence(
            "student.todo_open" if row["credits"] is not None else "student.todo_open_plain", params
        ),
        side=State("open"),
    )


def _task_items(scope, snapshot, study, known) -> tuple[Item, ...]:
    offerings = tuple(row["offering_id"] for row in study.running)
    if not offerings:
        return ()
    zone = ZoneInfo(naming.setting(scope, snapshot, "zone", "UTC"))
    after = end_of_day(snapshot, zone)
    rows = warehouse.read(queries.tasks_due(offerings, after, TASKS_SHOWN), scope).to_dicts()
    return tuple(_task_item(row, known[row["offering_id"]], zone) for row in rows)


def _task_item(row: dict, course: dict, zone: ZoneInfo) -> Item:
    due = row["due_at"].replace(tzinfo=ZoneInfo("UTC")).astimezone(zone)
    title = Name(row["title"]) if row["title"] else Sentence(f"student.task_{row['task_kind']}")
    return Item(
        title=title,
        body=Sentence("student.todo_task", {"course": course["course"]}),
        side=State("progress"),
        on=due.date(),
    )


def end_of_day(snapshot: Snapshot, zone: ZoneInfo) -> datetime:
    """The as-of moment in UTC, naive as stored: the last second of the as-of day in the college's zone."""
    local = datetime.combine(snapshot.as_of, time(23, 59, 59), tzinfo=zone)
    return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def term_score(rows: list[dict]) -> float | None:
    """Credit-weighted mean of the scores of one term; None where none is known."""
    scored = [row for row in rows if row["score"] is not None]
    weight = sum(row["credits"] or 1.0 for row in scored)
    return sum(row["score"] * (row["credits"] or 1.0) for row in scored) / weight if weight else None


def term_table(study: Study) -> Table:
    """Term by term: courses, passed, failed, credits earned, weighted score."""
    by_term: dict[str, list[dict]] = defaultdict(list)
    for row in study.rows:
        by_term[row["term_id"]].append(row)
    rows = tuple(_term_row(term, rows) for term, rows in sorted(by_term.items(), reverse=True))
    heads = ("term", "courses", "passed", "failed", "credits_earned", "weighted_score")
    columns = tuple(
        Column(Sentence(f"student.head_{head}"), "left" if head == "term" else NUMBER) for head in heads
    )
    return Table(columns, rows)


def _term_row(term: str, rows: list[dict]) -> tuple:
    passed = [row for row in rows if row["result"] in ("passed", "recognised")]
    earned = sum(row["credits"] or 0.0 for row in passed)
    return (
        Sentence("figures.term", {"term": term}),
        Amount(len(rows), "count"),
        Amount(len(passed), "count"),
        Amount(sum(row["result"] == "failed" for row in rows), "count"),
        Amount(earned, "credits") if any(row["credits"] is not None for row in rows) else None,
        _amount(term_score(rows), "score"),
    )


def course_table(study: Study) -> Table:
    """Every course, newest term first, with the score as the source wrote it."""
    heads = ("term", "course", "credits", "result", "score", "attendance", "ontime")
    right = {"credits", "score", "attendance", "ontime"}
    columns = tuple(
        Column(Sentence(f"student.head_{head}"), NUMBER if head in right else "left") for head in heads
    )
    return Table(columns, tuple(_course_row(row) for row in reversed(study.rows)))


def _course_row(row: dict) -> tuple:
    return (
        Sentence("figures.term", {"term": row["term_id"]}),
        row["course"],
        _amount(row["credits"], "credits"),
        Sentence(f"student.result_{row['result'] or 'running'}"),
        row["score_text"],
        _amount(row["attendance_rate"], "share"),
        _amount(row["ontime_rate"], "share"),
    )


def _amount(value: float | None, unit: str) -> Amount | None:
    return None if value is None else Amount(value, unit)


def week_panels(scope: Scope, snapshot: Snapshot, student_pid: str) -> Weeks | None:
    """Attendance, tasks and activity of the running term by week; None where nothing is recorded."""
    if snapshot.term_id is None:
        return None
    query = value_queries.weeks(snapshot.snapshot_id, "student", (student_pid,), (snapshot.term_id,))
    rows = warehouse.read(query, scope).to_dicts()
    panels = tuple(
        _panel(measure, rows) for measure in MEASURES if any(_is_drawn(row, measure) for row in rows)
    )
    if not panels:
        return None
    term = naming.term(scope, snapshot, None)
    return Weeks(
        panels=panels,
        week_count=term.week_count if term else max(row["week_no"] for row in rows),
        now=snapshot.week_no,
        alt=Sentence("student.weeks_alt", {"count": Amount(len(panels), "count")}),
    )


def _is_drawn(row: dict, measure: str) -> bool:
    return row["measure"] == measure and row["value"] is not None


def _panel(measure: str, rows: list[dict]) -> WeekPanel:
    return WeekPanel(
        title=Sentence(f"student.week_{measure}"),
        sub=Sentence(f"student.week_{measure}_sub"),
        this_term=tuple((row["week_no"], row["value"]) for row in rows if _is_drawn(row, measure)),
    )


def read_json(text: str | None) -> list:
    """A stored JSON list; empty where nothing was stored."""
    return json.loads(text) if text else []


def days_before(moment: datetime, days: int) -> datetime:
    """The moment some days earlier."""
    return moment - timedelta(days=days)

"""The roster of a class: status, credits, attendance and warning of each student, by number and never by score."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from access import policy
from access.scope import Scope
from data.warehouse.queries import class_unit as queries
from views import warehouse
from views.operations.concern import heaviest
from views.parts import Amount, Column, Level, Link, Name, Sentence, Table
from views.warehouse import Snapshot

HEADS = ("number", "name", "status", "open", "credits", "attendance", "level")
RIGHT = ("open", "credits", "attendance")
FIELDS = "number, name, status, credits, attendance, level"  # for the access log
IN_SCHOOL = "enrolled"


@dataclass(frozen=True)
class Student:
    """One line of the roster."""

    pid: str
    number: str
    name: str | None
    status: str
    credits_earned: float | None
    credits_due: float | None
    open_credits: float | None
    attendance: float | None
    level: str | None = None
    may_open: bool = False

    @property
    def shown(self) -> Name | Link:
        """The name, as a link where the reader may open the student's page."""
        name = Name(self.name or self.number)
        return Link("student", self.pid, name) if self.may_open else name


@dataclass(frozen=True)
class Roster:
    """The students of a class whom the reader may see by name."""

    students: tuple[Student, ...]

    @property
    def in_school(self) -> tuple[Student, ...]:
        """Those in school."""
        return tuple(one for one in self.students if one.status == IN_SCHOOL)

    def links(self) -> dict[str, Name | Link]:
        """Name by pid, in the order of the roster."""
        return {one.pid: one.shown for one in self.students}

    def table(self) -> Table | None:
        """The roster as a table; None where the reader sees no name."""
        if not self.students:
            return None
        columns = tuple(
            Column(Sentence(f"class.head_{head}"), "right" if head in RIGHT else "left") for head in HEADS
        )
        rows = tuple(_row(one) for one in self.students)
        return Table(columns, rows, Sentence("class.roster_note", {"count": Amount(len(rows), "count")}))


def roster_of(scope: Scope, snapshot: Snapshot, class_code: str) -> Roster:
    """The roster, as far as the reader may see names; empty for a reader who may not."""
    rows = warehouse.read(queries.students(snapshot.snapshot_id, class_code), scope).to_dicts()
    levels = levels_of(scope, snapshot, class_code)
    opens = policy.may_open(scope.role, "student")
    students = (_student(row, opens) for row in rows)
    return Roster(tuple(replace(one, level=heaviest(levels.get(one.pid, ()))) for one in students))


def levels_of(scope: Scope, snapshot: Snapshot, class_code: str) -> dict[str, list[str]]:
    """Levels by rule of each warned student whom the reader may see."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in warehouse.read(queries.warnings(snapshot.snapshot_id, class_code), scope).iter_rows(
        named=True
    ):
        found[row["student_pid"]].append(row["level"])
    return found


def _student(row: dict, opens: bool) -> Student:
    return Student(
        pid=row["student_pid"],
        number=row["person_no"],
        name=row["full_name"],
        status=row["student_status"],
        credits_earned=row["credits_earned"],
        credits_due=row["credits_due"],
        open_credits=row["open_failed_credits"],
        attendance=row["attendance_rate"],
        may_open=opens,
    )


def _row(one: Student) -> tuple:
    credits_ = None
    if one.credits_earned is not None and one.credits_due is not None:
        params = {"earned": Amount(one.credits_earned, "score"), "due": Amount(one.credits_due, "score")}
        credits_ = Sentence("class.credits_of", params)
    return (
        one.number,
        one.shown,
        Sentence(f"class.status_{one.status}", otherwise=one.status),
        Amount(one.open_credits, "score") if one.open_credits else None,
        credits_,
        Amount(one.attendance, "share") if one.attendance is not None else None,
        Level(one.level) if one.level else None,
    )

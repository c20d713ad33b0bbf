"""The hand-over pack of a class: open cases, agreed next dates, what was recorded and noted, for who takes the class over."""

from __future__ import annotations

from datetime import date

from access.scope import Scope
from data.warehouse.queries import cases as queries
from views import naming, warehouse
from views.operations import case_rows
from views.operations.caseload import day
from views.operations.cases import SEEN, Case, moment
from views.parts import Column, Sentence, Table
from views.students import support
from views.warehouse import Snapshot

CASES = ("number", "student", "class", "level", "reasons", "state", "clock", "next")
STEPS = ("number", "student", "day", "measure", "state", "agreed", "next", "by")
NOTES = ("number", "student", "day", "note", "by")
ASKED = ("number", "student", "day", "asks", "note", "due")


def standing(case: Case) -> Sentence:
    """Where a case stands: new, seen, or as its last step left it."""
    if not case.steps:
        return Sentence("cases.state_back" if case.is_back else "cases.state_new")
    return support.state(case.steps[-1])


def blocks(
    scope: Scope, snapshot: Snapshot, still: tuple[Case, ...], dues: dict[str, date], today: date
) -> tuple[tuple[Sentence, Table], ...]:
    """The sheets of the pack, for the open cases; a sheet without rows is left out by the export."""
    rows = case_rows.rows(scope, snapshot, still, dues, today)
    who = {row.pid: (row.number, row.name) for row in rows}
    return (
        (Sentence("cases.pack_open"), _open(scope, snapshot, still, rows)),
        (Sentence("cases.pack_steps"), _steps(scope, who)),
        (Sentence("cases.pack_notes"), _notes(scope, who)),
        (Sentence("cases.pack_asked"), _asked(still, who)),
    )


def _sheet(heads: tuple[str, ...], body) -> Table:
    return Table(tuple(Column(Sentence(f"cases.head_{head}")) for head in heads), tuple(body))


def _open(scope: Scope, snapshot: Snapshot, still: tuple[Case, ...], rows) -> Table:
    courses = naming.courses(scope, snapshot)
    return _sheet(
        CASES,
        (
            (
                row.number, row.name, row.class_name, row.level, case_rows.chips(case, courses), standing(case),
                row.clock, case.next_on,
            )
            for case, row in zip(still, rows, strict=True)
        ),
    )  # fmt: skip


def _steps(scope: Scope, who: dict[str, tuple]) -> Table:
    found = warehouse.read(queries.steps(tuple(sorted(who))), scope).to_dicts()
    by = naming.people(scope, tuple(row["actor_pid"] for row in found))
    return _sheet(
        STEPS,
        (
            (
                *who[row["student_pid"]], support.recorded_on(row), support.kind(row), support.state(row), row["note"],
                row["next_on"], naming.person_name(by, row["actor_pid"]),
            )
            for row in found
            if row["state"] != SEEN
        ),
    )  # fmt: skip


def _notes(scope: Scope, who: dict[str, tuple]) -> Table:
    found = warehouse.read(queries.notes(tuple(sorted(who))), scope).to_dicts()
    by = naming.people(scope, tuple(row["actor_pid"] for row in found))
    return _sheet(
        NOTES,
        (
            (
                *who[row["student_pid"]], day(row["recorded_on"]), row["note"],
                naming.person_name(by, row["actor_pid"]),
            )
            for row in found
            if row["note"]
        ),
    )  # fmt: skip


def _asked(still: tuple[Case, ...], who: dict[str, tuple]) -> Table:
    """Referrals of teachers and requests of students that wait."""
    referred = [
        (
            *who[case.pid],
            row["opened_on"],
            Sentence(f"worklist.reason_{row['reason']}"),
            row["note"],
            row["due_on"],
        )
        for case in still
        for row in case.referrals
    ]
    own = [
        (
            *who[case.pid],
            moment(row["opened_at"]).date(),
            Sentence("worklist.chip_self"),
            row["text"],
            row["due_on"],
        )
        for case in still
        for row in case.asked
    ]
    return _sheet(ASKED, (*referred, *own))

"""Record one step of support for a student: the counsellor's contact, agreement, next date, outcome; and notes on the case."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Engine, Row, insert, select, update

from access.scope import Scope, check_can_write, restrict
from data.warehouse.home import as_of
from data.warehouse.schema.marts import mart_rule_warning, mart_student, qa_intervention
from data.warehouse.schema.quality import qa_case_note, qa_referral
from errors import NotAllowed, ShownError
from improvement import support

STATES = support.declared().states
KINDS = support.declared().kinds
OUTCOMES = support.declared().outcomes
SERVICES = support.declared().services
NOTE_LIMIT = support.declared().note_length
SEEN, SERVICE, FLAG_ONLY = "acknowledged", "service", "psychology"


@dataclass(frozen=True)
class Step:
    """One step as filled in on the case panel; `outcome` belongs to the state closed, `service` to the kind service."""

    student_pid: str
    term_id: str
    state: str
    kind: str
    note: str
    next_on: date | None
    outcome: str | None = None
    service: str | None = None


def seen(student_pid: str, term_id: str) -> Step:
    """The step that says: I have seen this, and have not spoken to the student yet."""
    return Step(student_pid, term_id, SEEN, support.declared().unseen[0], "", None)


def check_can_support(scope: Scope) -> None:
    """Raises unless the active role is the counsellor's: nobody else writes notes of support."""
    check_can_write(scope)
    if scope.role != "counsellor":
        raise NotAllowed("recording support", found=f"role {scope.role}", expected="role counsellor")


def can_support(scope: Scope) -> bool:
    """Whether the case panel shows its form."""
    return scope.role == "counsellor" and scope.limit is None


def record_step(engine: Engine, scope: Scope, snapshot_id: int, step: Step) -> int:
    """Write one step for a student inside the scope; returns its id. The caller audits the write.

    With it is kept which lines the student had crossed by then, so that a new one can be told from them, and referrals
    of teachers count as answered. Raises NotAllowed outside the scope, ShownError for a step that does not hold together.
    """
    check_can_support(scope)
    _check_step(step)
    with engine.begin() as connection:
        student = _student(connection, scope, snapshot_id, step.student_pid)
        today = as_of(connection)
        written = connection.execute(
            insert(qa_intervention).values(
                student_pid=step.student_pid,
                term_id=step.term_id,
                state=step.state,
                kind=step.kind,
                service=step.service,
                note=step.note.strip() or None,
                next_on=step.next_on,
                outcome=step.outcome,
                recorded_on=today,
                class_code=student.class_code,
                org_code=student.org_code,
                **_who(scope),
                **_known(connection, scope, snapshot_id, step.student_pid),
            )
        )
        if step.state != SEEN:
            _answer_referrals(connection, step.student_pid, today)
    return int(written.inserted_primary_key[0])


def add_note(
    engine: Engine, scope: Scope, snapshot_id: int, student_pid: str, term_id: str, words: str
) -> int:
    """Write what the counsellor knows and the data do not, for a student inside the scope; returns its id."""
    check_can_support(scope)
    note = words.strip()
    if not note:
        raise ShownError("writing a note", column="note", found="nothing", expected="words")
    _check_length(note)
    with engine.begin() as connection:
        student = _student(connection, scope, snapshot_id, student_pid)
        row = {
            "student_pid": student_pid, "term_id": term_id, "note": note, "class_code": student.class_code,
            "recorded_on": as_of(connection), **_who(scope),
        }  # fmt: skip
        written = connection.execute(insert(qa_case_note).values(row))
    return int(written.inserted_primary_key[0])


def _student(connection: Connection, scope: Scope, snapshot_id: int, student_pid: str) -> Row:
    columns = mart_student.c
    query = select(columns.class_code, columns.org_code).where(
        columns.snapshot_id == snapshot_id, columns.student_pid == student_pid
    )
    student = connection.execute(restrict(query, scope)).first()
    if student is None:
        raise NotAllowed(
            "recording support", found="a student outside the scope", expected="a student of own classes"
        )
    return student


def _who(scope: Scope) -> dict:
    return {
        "actor_pid": scope.person,
        "actor_role": scope.role,
        "recorded_at": datetime.now(UTC).replace(tzinfo=None),
    }


def _known(connection: Connection, scope: Scope, snapshot_id: int, student_pid: str) -> dict:
    columns = mart_rule_warning.c
    query = select(columns.term_id, columns.level, columns.rules).where(
        columns.snapshot_id == snapshot_id, columns.student_pid == student_pid
    )
    rows = [dict(row) for row in connection.execute(restrict(query, scope)).mappings()]
    return {
        "known_level": support.heaviest(row["level"] for row in rows) or support.NO_LEVEL,
        "known_rules": json.dumps(sorted(support.lines(rows))),
    }


def _answer_referrals(connection: Connection, student_pid: str, today: date) -> None:
    columns = qa_referral.c
    waiting = update(qa_referral).where(columns.student_pid == student_pid, columns.answered_on.is_(None))
    connection.execute(waiting.values(answered_on=today))


def _check_step(step: Step) -> None:
    kinds = support.declared().unseen if step.state == SEEN else KINDS
    for value, known, name in ((step.state, STATES, "state"), (step.kind, kinds, "kind")):
        if value not in known:
            raise ShownError("recording support", column=name, found=value, expected=", ".join(known))
    if (step.state == "closed") != (step.outcome in OUTCOMES):
        raise ShownError(
            "recording support",
            column="outcome",
            found=str(step.outcome),
            expected="an outcome exactly when the case is closed",
        )
    _check_service(step)
    _check_length(step.note)


def _check_service(step: Step) -> None:
    if (step.kind == SERVICE) != (step.service in SERVICES):
        raise ShownError(
            "recording support",
            column="service",
            found=str(step.service),
            expected=f"one of {', '.join(SERVICES)} exactly for a referral to a service",
        )
    if step.service == FLAG_ONLY and step.note.strip():
        raise ShownError(
            "recording support",
            column="note",
            found="words beside a psychology referral",
            expected="none: that referral is a flag without content",
            remedy="empty the note, or record it as a talk of its own",
        )


def _check_length(note: str) -> None:
    if len(note) > NOTE_LIMIT:
        raise ShownError(
            "recording support",
            column="note",
            found=f"{len(note)} characters",
            expected=f"at most {NOTE_LIMIT}",
        )

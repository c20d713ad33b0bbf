"""Record one step of support for a student: the counsellor's contact, agreement, next date, outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Engine, insert, select

from access.scope import Scope, check_can_write, restrict
from data.warehouse.schema.marts import mart_student, qa_intervention
from errors import NotAllowed, ShownError

STATES = ("acknowledged", "contacted", "plan_agreed", "in_support", "closed")
KINDS = ("talk", "phone", "tutoring", "referral")
OUTCOMES = ("resolved", "not_resolved", "not_needed", "transferred", "declined")
NOTE_LIMIT = 2000


@dataclass(frozen=True)
class Step:
    """One step as filled in on the case panel; `outcome` belongs to the state closed and to no other."""

    student_pid: str
    term_id: str
    state: str
    kind: str
    note: str
    next_on: date | None
    outcome: str | None = None


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

    Raises NotAllowed outside the scope and ShownError for a step that does not hold together.
    """
    check_can_support(scope)
    _check_step(step)
    with engine.begin() as connection:
        columns = mart_student.c
        query = select(columns.class_code, columns.org_code).where(
            columns.snapshot_id == snapshot_id, columns.student_pid == step.student_pid
        )
        student = connection.execute(restrict(query, scope)).first()
        if student is None:
            raise NotAllowed(
                "recording support", found="a student outside the scope", expected="a student of own classes"
            )
        written = connection.execute(
            insert(qa_intervention).values(
                student_pid=step.student_pid,
                term_id=step.term_id,
                state=step.state,
                kind=step.kind,
                note=step.note.strip() or None,
                next_on=step.next_on,
                outcome=step.outcome,
                actor_pid=scope.person,
                actor_role=scope.role,
                recorded_at=datetime.now(UTC).replace(tzinfo=None),
                class_code=student.class_code,
                org_code=student.org_code,
            )
        )
    return int(written.inserted_primary_key[0])


def _check_step(step: Step) -> None:
    for value, known, name in ((step.state, STATES, "state"), (step.kind, KINDS, "kind")):
        if value not in known:
            raise ShownError("recording support", column=name, found=value, expected=", ".join(known))
    if (step.state == "closed") != (step.outcome in OUTCOMES):
        raise ShownError(
            "recording support",
            column="outcome",
            found=str(step.outcome),
            expected="an outcome exactly when the case is closed",
        )
    if len(step.note) > NOTE_LIMIT:
        raise ShownError(
            "recording support",
            column="note",
            found=f"{len(step.note)} characters",
            expected=f"at most {NOTE_LIMIT}",
        )

"""An improvement action: opened on a figure that is held as it stands, kept going with evidence, closed with its effect."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, Engine, Row, insert, select, update

from access.log_chain import append, hold
from access.scope import Scope, can_write, check_can_write, restrict
from access.viewer import Viewer
from actions import frozen
from actions.answering import owners, units
from data.warehouse.home import as_of
from data.warehouse.schema.improvement import qa_improvement, qa_improvement_step
from errors import NotAllowed, ShownError
from improvement import declared
from improvement.effect import Effect, Stored, effect, verified
from profiling.catalogue import indicator, indicators

DOING, PAGE = "keeping an improvement action", "tasks"
COLUMNS = qa_improvement.c
PLACES = ("category", "org_code", "major_code", "course_code", "teacher_pid", "student_pid")


@dataclass(frozen=True)
class Proposal:
    """What the form says: the figure of an entity, why it is so, what will be done, who answers for it, by when."""

    entity_kind: str
    entity_id: str
    indicator_id: str
    cause: str
    measure: str
    owner: str
    due_on: date


def can_propose(scope: Scope, entity_kind: str, entity_id: str | None = None) -> bool:
    """Whether a page of this kind offers the form to the role; persons for themselves alone."""
    own = scope.role != entity_kind or entity_id is None or scope.codes(entity_kind) == {entity_id}
    return can_write(scope) and own and scope.role in declared.proposing(entity_kind)


def can_keep(scope: Scope, opened_by: str, owner: str | None) -> bool:
    """Whether the active role may add to the action: who opened it, who answers for it, the office that keeps the loop."""
    return can_write(scope) and (
        scope.role in declared.keeping() or (bool(scope.person) and scope.person in (opened_by, owner))
    )


def grades() -> tuple[str, ...]:
    """Grades of evidence that a person may add."""
    return declared.grades()


def longest() -> int:
    """How many characters a text may have."""
    return declared.text_length()[1]


def day_after(day: date) -> date:
    """The first day a due day may be moved to."""
    return day + timedelta(days=1)


def propose(engine: Engine, viewer: Viewer, proposal: Proposal) -> int:
    """Open an action on a figure as it stands; returns its number.

    Raises NotAllowed for a role that may not, outside the scope, or for somebody who cannot answer for the unit; ShownError
    with a code: figure, length, day.
    """
    scope = viewer.scope
    check_can_write(scope)
    kind, key = proposal.entity_kind, proposal.entity_id
    if not can_propose(scope, kind, key):
        expected = ", ".join(declared.proposing(kind)) or "no role"
        raise NotAllowed(DOING, found=f"role {scope.role}", expected=f"one of: {expected}")
    texts = {name: frozen.checked_text(getattr(proposal, name), DOING, name) for name in ("cause", "measure")}
    with engine.begin() as connection:
        hold(connection)
        today = as_of(connection)
        _check_day(proposal.due_on, today)
        if proposal.owner not in owners(connection, scope, kind, key):
            raise NotAllowed(
                DOING, found="somebody outside the unit", expected="who leads the unit, or oneself"
            )
        row = _figures(connection, scope, proposal) | _about(connection, scope, proposal) | texts
        row |= {"opened_on": today, "due_on": proposal.due_on, "recorded_at": _now()}
        number = int(connection.execute(insert(qa_improvement).values(row)).inserted_primary_key[0])
        _check_inside(connection, scope, number, kind)
        _log(connection, viewer, number, f"action open {proposal.indicator_id}")
    return number


def _about(connection: Connection, scope: Scope, proposal: Proposal) -> dict:
    kind, key = proposal.entity_kind, proposal.entity_id
    person = {
        "teacher_pid": None if kind == "student" else proposal.owner,
        "student_pid": key if kind == "student" else None,
    }
    return {
        "category": declared.category(kind), "entity_kind": kind, "entity_id": key, "indicator_id": proposal.indicator_id,
        "opened_by": scope.person, "opened_role": scope.role, "is_self_found": proposal.owner == scope.person,
    } | units(connection, kind, key) | person  # fmt: skip


def _figures(connection: Connection, scope: Scope, proposal: Proposal) -> dict:
    kind, key, name = proposal.entity_kind, proposal.entity_id, proposal.indicator_id
    snapshot = frozen.current_snapshot(connection, DOING)
    found = frozen.figure(connection, scope, snapshot, kind, key, name) if name in indicators() else None
    if found is None:
        raise ShownError(
            DOING, found="no value of the figure", expected="a figure of the page", code="figure"
        )
    target, far = frozen.goal(connection, scope, snapshot, kind, key, name)
    return frozen.named(found, "then") | {"target": target, "target_far": far}


def _check_inside(connection: Connection, scope: Scope, number: int, kind: str) -> None:
    """What was written must be what the role reads of the unit itself, without the rows it reads as the one who answers."""
    values = tuple((name, codes) for name, codes in scope.values if name != "teacher" or kind == "teacher")
    query = select(COLUMNS.improvement_id).where(COLUMNS.improvement_id == number)
    if connection.execute(restrict(query, replace(scope, values=values))).first() is None:
        raise NotAllowed(DOING, found="a unit outside the scope", expected="an own unit")


def _check_day(day: date, today: date) -> None:
    latest = today + timedelta(days=declared.declared()["longest_days"])
    if not today < day <= latest:
        raise ShownError(
            DOING, column="due day", found=str(day), expected=f"after {today}, by {latest}", code="day"
        )


def add_evidence(
    engine: Engine, viewer: Viewer, number: int, *, grade: str, text: str, archive_no: str | None = None
) -> None:
    """Add a piece of evidence to an open action.

    Raises NotAllowed outside the scope or for who does not keep it; ShownError with a code: grade, length, archive (E2 is an
    artefact: it has its archive number), own (a check by somebody else is not added by who answers for the action), state.
    """
    check_can_write(viewer.scope)
    words = frozen.checked_text(text, DOING, "evidence")
    filed = frozen.checked_archive(archive_no, DOING)
    if grade not in declared.grades():
        raise ShownError(DOING, found="another grade", expected=", ".join(declared.grades()), code="grade")
    if grade == "E2" and filed is None:
        raise ShownError(
            DOING, found="an artefact without archive number", expected="its number", code="archive"
        )
    with engine.begin() as connection:
        hold(connection)
        row = _kept(connection, viewer.scope, number)
        if grade == "E3" and viewer.scope.person in (row.teacher_pid, row.student_pid):
            raise ShownError(DOING, found="a check by the owner", expected="by somebody else", code="own")
        _add_step(connection, viewer.scope, row, kind="evidence", grade=grade, text=words, archive_no=filed)
        _log(connection, viewer, number, f"action evidence {grade}")


def extend(engine: Engine, viewer: Viewer, number: int, *, due_on: date, reason: str) -> None:
    """Move the due day of an open action, with a reason that stays with it. Raises as `add_evidence` does (codes day, length)."""
    check_can_write(viewer.scope)
    words = frozen.checked_text(reason, DOING, "reason")
    with engine.begin() as connection:
        hold(connection)
        row = _kept(connection, viewer.scope, number)
        _check_day(due_on, max(as_of(connection), row.due_on))
        _add_step(
            connection,
            viewer.scope,
            row,
            kind="extension",
            text=words,
            due_before=row.due_on,
            due_after=due_on,
        )
        connection.execute(
            update(qa_improvement).where(COLUMNS.improvement_id == number).values(due_on=due_on)
        )
        _log(connection, viewer, number, "action extend")


def close(engine: Engine, viewer: Viewer, number: int) -> Effect:
    """Close an open action: what its figure says now is held beside what it said then, and the effect is computed (E.4)."""
    check_can_write(viewer.scope)
    with engine.begin() as connection:
        hold(connection)
        row = _kept(connection, viewer.scope, number)
        snapshot, today = frozen.current_snapshot(connection, DOING), as_of(connection)
        place = (snapshot, row.entity_kind, row.entity_id, row.indicator_id)
        found = frozen.figure(connection, viewer.scope, *place)
        told = judged(row, found)
        grades = connection.execute(
            select(qa_improvement_step.c.grade).where(qa_improvement_step.c.improvement_id == number)
        ).scalars()
        proven = verified(tuple(grade for grade in grades if grade), told.outcome)
        connection.execute(
            update(qa_improvement).where(COLUMNS.improvement_id == number).values(
                closed_on=today, closed_by=viewer.scope.person, outcome=told.outcome, outcome_reason=told.reason, mdc=told.mdc,
                verified_on=today if proven else None, **frozen.named(found or {}, "after"),
            )
        )  # fmt: skip
        _log(connection, viewer, number, f"action close {told.outcome}")
    return told


def judged(row: Row, found: dict | None) -> Effect:
    """The effect of an action: its held figure against one found now, by the definition of the figure."""
    entry = indicator(row.indicator_id) if row.indicator_id in indicators() else None
    before = _stored(
        {
            name: getattr(row, f"{name}_then")
            for name in ("value", "low", "high", "n", "status", "period", "definition")
        }
    )
    after = _stored(found) if found else None
    if entry is None:
        return effect(before, None, direction="up")
    return effect(
        before, after, direction=entry.direction, target=row.target, far=row.target_far, least=entry.min_n
    )


def _stored(found: dict) -> Stored:
    return Stored(
        **{name: found[name] for name in ("value", "low", "high", "n", "status", "period", "definition")}
    )


def _kept(connection: Connection, scope: Scope, number: int) -> Row:
    check_can_write(scope)
    row = connection.execute(
        restrict(select(qa_improvement).where(COLUMNS.improvement_id == number), scope)
    ).first()
    if row is None:
        raise NotAllowed(DOING, found="an action outside the scope", expected="one of the list")
    if not can_keep(scope, row.opened_by, row.teacher_pid or row.student_pid):
        raise NotAllowed(DOING, found=f"role {scope.role}", expected="who opened it or answers for it")
    if row.closed_on is not None:
        raise ShownError(DOING, found="an action that is closed", expected="an open one", code="state")
    return row


def _add_step(connection: Connection, scope: Scope, row: Row, **values) -> None:
    place = {name: getattr(row, name) for name in PLACES}
    connection.execute(
        insert(qa_improvement_step).values(
            improvement_id=row.improvement_id, added_on=as_of(connection), added_by=scope.person, added_role=scope.role,
            recorded_at=_now(), **values, **place,
        )
    )  # fmt: skip


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _log(connection: Connection, viewer: Viewer, number: int, purpose: str) -> None:
    row = {
        "session": viewer.session, "person": viewer.person, "role": viewer.role, "act": "write",
        "object_kind": "action", "object_id": str(number), "page": PAGE, "purpose": purpose,
    }  # fmt: skip
    append(connection, row)

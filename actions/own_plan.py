"""A person's own plan: the person sets a step, the dean or counsellor confirms or returns it, the person reports it done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, Engine, Row, func, insert, select, update

from access.log_chain import append, hold
from access.scope import Scope, can_write, check_can_write, restrict
from access.viewer import Viewer
from actions import frozen
from data.warehouse.home import as_of
from data.warehouse.schema.improvement import qa_plan_item
from errors import NotAllowed, ShownError
from improvement import declared

DOING = "writing an own plan"
PERSONS = ("teacher", "student")
OPEN = ("submitted", "confirmed", "returned")
DECISIONS = ("confirmed", "returned")
COLUMNS = qa_plan_item.c


@dataclass(frozen=True)
class Step:
    """What a person takes on: the figure it is about, what will be done, by when."""

    indicator_id: str
    text: str
    due_on: date


def can_plan(scope: Scope, kind: str, person: str) -> bool:
    """Whether the page offers the person's own forms: the person in the role it belongs to, through its own eyes."""
    return can_write(scope) and kind == scope.role and kind in PERSONS and scope.codes(kind) == {person}


def longest() -> int:
    """How many characters a text may have."""
    return declared.text_length()[1]


def confirms(scope: Scope) -> str | None:
    """Whose plans the active role confirms: teacher or student; None for other roles."""
    return declared.confirmed_by(scope.role)


def can_decide(scope: Scope) -> bool:
    """Whether the active role confirms plans."""
    return can_write(scope) and confirms(scope) is not None


def check_can_plan(scope: Scope) -> None:
    """Raises unless a teacher or student writes the own plan."""
    check_can_write(scope)
    if not can_plan(scope, scope.role, scope.person):
        raise NotAllowed(DOING, found=f"role {scope.role}", expected=" or ".join(PERSONS))


def add(engine: Engine, viewer: Viewer, step: Step) -> int:
    """Put a step into the own plan, with the figure as it stands; returns its number. It waits for a confirmation.

    Raises ShownError with a code: figure (nothing to start from), length, day, many (more steps than a year may hold),
    twice (an open step about the same figure).
    """
    scope = viewer.scope
    check_can_plan(scope)
    text = frozen.checked_text(step.text, DOING, "text")
    with engine.begin() as connection:
        hold(connection)
        today = as_of(connection)
        _check_day(step.due_on, today)
        place = (frozen.current_snapshot(connection, DOING), scope.role, scope.person, step.indicator_id)
        found = frozen.figure(connection, scope, *place)
        if found is None:
            raise ShownError(
                DOING, found="no value of the figure", expected="a figure of the page", code="figure"
            )
        year = plan_year(step.due_on)
        _check_room(connection, scope, step.indicator_id, year)
        row = {
            "category": declared.category(scope.role), f"{scope.role}_pid": scope.person, "plan_year": year,
            "indicator_id": step.indicator_id, "text": text, "goal": frozen.goal(connection, scope, *place)[0],
            "due_on": step.due_on, "state": "submitted", "made_on": today, "changed_at": _now(),
        } | frozen.named(found, "then")  # fmt: skip
        number = int(connection.execute(insert(qa_plan_item).values(row)).inserted_primary_key[0])
        _log(connection, viewer, number, "plan add", scope.role)
    return number


def plan_year(day: date) -> int:
    """The school year a day lies in, by its first year."""
    return declared.school_year_began(day).year


def _check_day(day: date, today: date) -> None:
    latest = today + timedelta(days=declared.declared()["longest_days"])
    if not today < day <= latest:
        raise ShownError(
            DOING, column="due day", found=str(day), expected=f"after {today}, by {latest}", code="day"
        )


def _check_room(connection: Connection, scope: Scope, indicator_id: str, year: int) -> None:
    own = (COLUMNS[f"{scope.role}_pid"] == scope.person, COLUMNS.state.in_(OPEN))
    running = select(func.count()).where(
        *own, COLUMNS.indicator_id == indicator_id, COLUMNS.done_on.is_(None)
    )
    if connection.execute(running).scalar_one():
        raise ShownError(DOING, found="an open step about the figure", expected="one at a time", code="twice")
    most = declared.declared()["per_year"]
    if connection.execute(select(func.count()).where(*own, COLUMNS.plan_year == year)).scalar_one() >= most:
        raise ShownError(DOING, found=f"{most} steps of the year", expected="fewer", code="many")


def withdraw(engine: Engine, viewer: Viewer, number: int) -> None:
    """Take back an own step that is not confirmed. Raises NotAllowed for another's step, ShownError (code state) for one that is."""
    check_can_plan(viewer.scope)
    with engine.begin() as connection:
        hold(connection)
        row = _own(connection, viewer.scope, number)
        _check_state(row, ("submitted", "returned"))
        _write(connection, number, state="withdrawn")
        _log(connection, viewer, number, "plan withdraw", viewer.scope.role)


def send_again(engine: Engine, viewer: Viewer, number: int, *, text: str, due_on: date) -> None:
    """Send a returned step again with other words or another day. Raises as `add` and `withdraw` do."""
    check_can_plan(viewer.scope)
    words = frozen.checked_text(text, DOING, "text")
    with engine.begin() as connection:
        hold(connection)
        row = _own(connection, viewer.scope, number)
        _check_state(row, ("returned",))
        _check_day(due_on, as_of(connection))
        _write(connection, number, state="submitted", text=words, due_on=due_on, plan_year=plan_year(due_on))
        _log(connection, viewer, number, "plan send", viewer.scope.role)


def report_done(
    engine: Engine, viewer: Viewer, number: int, *, evidence: str, archive_no: str | None = None
) -> None:
    """Mark an own confirmed step as done on the college's day, with what shows it.

    Raises NotAllowed for another's step, ShownError (code state) for one that is not confirmed or was done before.
    """
    check_can_plan(viewer.scope)
    words = frozen.checked_text(evidence, DOING, "evidence")
    filed = frozen.checked_archive(archive_no, DOING)
    with engine.begin() as connection:
        hold(connection)
        row = _own(connection, viewer.scope, number)
        _check_state(row, ("confirmed",))
        if row.done_on is not None:
            raise ShownError(DOING, found="a step that is done", expected="one that runs", code="state")
        _write(connection, number, done_on=as_of(connection), evidence=words, archive_no=filed)
        _log(connection, viewer, number, "plan done", viewer.scope.role)


def decide(engine: Engine, viewer: Viewer, number: int, decision: str, *, reason: str = "") -> None:
    """Confirm a step of a plan, or return it with a reason; by the role that cares for the person, inside its scope.

    Raises NotAllowed outside the scope and for an own plan; ShownError with a code: decision, length (a return without
    a reason), state (one that waits no longer).
    """
    scope = viewer.scope
    check_can_write(scope)
    kind = confirms(scope)
    if kind is None:
        raise NotAllowed(DOING, found=f"role {scope.role}", expected="dean or counsellor")
    if decision not in DECISIONS:
        raise ShownError(DOING, found="another decision", expected=" or ".join(DECISIONS), code="decision")
    words = frozen.checked_text(reason, DOING, "reason") if decision == "returned" else reason.strip() or None
    with engine.begin() as connection:
        hold(connection)
        row = connection.execute(
            restrict(select(qa_plan_item).where(COLUMNS.plan_item_id == number), scope)
        ).first()
        person = getattr(row, f"{kind}_pid", None)
        if row is None or person is None or person == scope.person:
            raise NotAllowed(DOING, found="a plan outside the scope", expected="a plan of the own unit")
        _check_state(row, ("submitted",))
        _write(
            connection, number, state=decision, reason=words, decided_by=scope.person, decided_role=scope.role, decided_at=_now(),
            confirmed_on=as_of(connection) if decision == "confirmed" else None,
        )  # fmt: skip
        _log(connection, viewer, number, f"plan {decision}", "tasks")


def _own(connection: Connection, scope: Scope, number: int) -> Row:
    query = select(qa_plan_item).where(
        COLUMNS.plan_item_id == number, COLUMNS[f"{scope.role}_pid"] == scope.person
    )
    row = connection.execute(restrict(query, scope)).first()
    if row is None:
        raise NotAllowed(DOING, found="a step of another person's plan", expected="an own step")
    return row


def _check_state(row: Row, allowed: tuple[str, ...]) -> None:
    if row.state not in allowed:
        raise ShownError(
            DOING, found=f"a step that is {row.state}", expected=" or ".join(allowed), code="state"
        )


def _write(connection: Connection, number: int, **values) -> None:
    connection.execute(
        update(qa_plan_item).where(COLUMNS.plan_item_id == number).values(**values, changed_at=_now())
    )


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _log(connection: Connection, viewer: Viewer, number: int, purpose: str, page: str) -> None:
    row = {
        "session": viewer.session, "person": viewer.person, "role": viewer.role, "act": "write",
        "object_kind": "plan", "object_id": str(number), "page": page, "purpose": purpose,
    }  # fmt: skip
    append(connection, row)

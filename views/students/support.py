"""Who can help a student, which steps of support were taken, who looked at a person's data."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from access.scope import Scope
from data.warehouse.queries import cases as case_queries
from data.warehouse.queries import teacher as teacher_queries
from data.warehouse.queries import units
from views import clock, naming, warehouse
from views.parts import Amount, Column, Item, Name, Sentence, Table
from views.students.study import Study
from views.warehouse import Snapshot

VIEWED_DAYS = 30
HELPERS_SHOWN = 4


def helpers(scope: Scope, snapshot: Snapshot, head: dict, study: Study) -> tuple[Item, ...]:
    """The counsellor first, then teachers of courses that are open or need support, by name."""
    counsellor = head["counsellor_pid"] or _counsellor_of(scope, head["class_code"])
    courses = [row for row in study.running if row["support_flag"]] or list(study.running)
    teachers = _teachers_of(scope, tuple(row["offering_id"] for row in courses))
    named = naming.people(scope, tuple(pid for pid in (counsellor, *teachers.values()) if pid))
    office = naming.unit_name(naming.departments(scope, snapshot), head["org_code"])
    body = Sentence("student.helper_counsellor", {"unit": office})
    items = {counsellor: _helper(named, counsellor, body)}
    for row in courses:
        body = Sentence("student.helper_teacher", {"course": row["course"]})
        teacher = teachers.get(row["offering_id"])
        items.setdefault(teacher, _helper(named, teacher, body))
    return tuple(item for item in items.values() if item is not None)[:HELPERS_SHOWN]


def _helper(named: dict, pid: str | None, body: Sentence) -> Item | None:
    name = naming.person_name(named, pid)
    return Item(title=Name(name), body=body) if name else None


def _counsellor_of(scope: Scope, class_code: str | None) -> str | None:
    if class_code is None:
        return None
    rows = warehouse.read(units.responsible("counsellor", "class", (class_code,)), scope).to_dicts()
    return rows[0]["teacher_pid"] if rows else None


def _teachers_of(scope: Scope, offering_ids: tuple[str, ...]) -> dict[str, str]:
    """First teacher of each offering."""
    if not offering_ids:
        return {}
    rows = warehouse.read(units.offering_teachers(offering_ids), scope).to_dicts()
    return {row["offering_id"]: row["teacher_pid"] for row in reversed(rows)}


def steps(scope: Scope, student_pid: str, terms: set[str | None]) -> tuple[Item, ...]:
    """Steps of support of the terms named, newest first; the note only for those who may read it."""
    rows = warehouse.read(case_queries.steps((student_pid,)), scope).to_dicts()
    rows = [row for row in reversed(rows) if row["term_id"] in terms]
    named = naming.people(scope, tuple(row["actor_pid"] for row in rows))
    return tuple(_step(row, naming.person_name(named, row["actor_pid"]), scope) for row in rows)


def _step(row: dict, actor: str | None, scope: Scope) -> Item:
    title = Sentence("warnings.step", {"kind": kind(row), "state": state(row), "actor": actor or "—"})
    # The student reads a summary (matrix: S summary), the counsellor the note itself.
    note = (
        Sentence("warnings.note", {"text": row["note"]})
        if row["note"] and scope.role == "counsellor"
        else None
    )
    return Item(title=title, body=note, on=recorded_on(row))


def kind(row: dict) -> Sentence:
    """How a step was done; which service it leads to only where the reader may know."""
    is_known = row["kind"] == "service" and row["service"]
    return Sentence(f"warnings.kind_{row['service'] if is_known else row['kind']}")


def state(row: dict) -> Sentence:
    """Where a step leaves the case: its state, or the outcome that closes it."""
    return Sentence(
        f"warnings.outcome_{row['outcome']}" if row["outcome"] else f"warnings.state_{row['state']}"
    )


def recorded_on(row: dict) -> date:
    """The home's day of a step; the moment's own where none was kept."""
    found = row["recorded_on"] or row["recorded_at"]
    found = datetime.fromisoformat(found) if isinstance(found, str) else found
    return found.date() if isinstance(found, datetime) else found


def viewers(scope: Scope, kind: str, pid: str, now: datetime, days: int = VIEWED_DAYS) -> Table:
    """Which roles opened this person's profile in the last days, how often and when last."""
    since = now - timedelta(days=days)
    rows = warehouse.read(teacher_queries.viewers_of(kind, pid, since), scope).to_dicts()
    heads = ("role", "page", "times", "last")
    columns = tuple(
        Column(Sentence(f"figures.viewers_{head}"), "right" if head == "times" else "left") for head in heads
    )
    note = Sentence("figures.viewers_note", {"days": Amount(days, "count")})
    return Table(columns, tuple(_viewer(row) for row in rows), note)


def _viewer(row: dict) -> tuple:
    last = row["last_at"]
    last = datetime.fromisoformat(last) if isinstance(last, str) else last
    return (
        naming.role_name(row["role"]),
        Sentence(f"{row['page']}.menu", otherwise=row["page"]) if row["page"] else None,
        Amount(row["times"], "count"),
        clock.day(last),
    )

"""Who may answer for an improvement action, and the units an entity belongs to."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from access.scope import Scope
from data.warehouse.home import as_of
from data.warehouse.queries import improvement as queries
from data.warehouse.schema.people import dim_teacher
from data.warehouse.schema.structure import dim_course, dim_major
from improvement import declared


def owners(connection: Connection, scope: Scope, kind: str, key: str) -> tuple[str, ...]:
    """Who may answer for an action about a unit: whoever leads it, its department or its major now, and the proposer if
    one of the staff; of a person the person alone."""
    if kind in ("teacher", "student"):
        return (key,)
    today = as_of(connection)
    found = units(connection, kind, key)
    pairs = [("org", found["org_code"]), ("major", found["major_code"]), ("course", found["course_code"])]
    asked = tuple((one, code) for one, code in pairs if code) or (("org", None),)
    rows = connection.execute(queries.leaders(asked)).mappings()  # who leads what is open to all
    held = [row["teacher_pid"] for row in rows if _holds(row, kind, today)]
    own = sorted(scope.codes("teacher") & {scope.person})
    return tuple(dict.fromkeys([*own, *held]))


def _holds(row, kind: str, today: date) -> bool:
    return row["role"] in declared.answering(kind) and (row["valid_to"] is None or row["valid_to"] >= today)


def units(connection: Connection, kind: str, key: str) -> dict[str, str | None]:
    """Department, major and course an entity belongs to now; a teacher's department, so that the dean reads the action."""
    found: dict[str, str | None] = {"org_code": None, "major_code": None, "course_code": None}
    if kind == "org":
        found["org_code"] = key
    table, column = {
        "major": (dim_major, "major_code"),
        "course": (dim_course, "course_code"),
        "teacher": (dim_teacher, "teacher_pid"),
    }.get(kind, (None, ""))
    if table is not None:
        query = select(table.c.org_code).where(table.c[column] == key, table.c.is_current)
        found["org_code"] = connection.execute(query.limit(1)).scalar_one_or_none()
    if kind in ("major", "course"):
        found[f"{kind}_code"] = key
    return found

"""A college with a counsellor, a dean, offices and students who ask, choose and are asked about."""

from __future__ import annotations

from sqlalchemy import insert, select

from access.scope import Scope
from access.sec_tables import sec_access_log
from access.viewer import Viewer
from data.warehouse.schema.people import bridge_teacher_role, dim_person, dim_teacher
from tests.views import college

STUDENT, OTHER, COUNSELLOR, TEACHER = "sD1000", "sD1001", "t-counsellor", "t-teacher"


def opened(home):
    """Two departments; three students in D1, one in D2; a counsellor of D1-C1, a dean of D1, a teacher of D1."""
    engine = college.opened(home)
    college.add_students(engine, 3, "D1")
    college.add_students(engine, 1, "D2")
    with engine.begin() as connection:
        for pid in (COUNSELLOR, TEACHER):
            connection.execute(
                insert(dim_teacher).values(
                    teacher_pid=pid, valid_from=college.AS_OF, is_current=True, org_code="D1", staff_type="full_time"
                )
            )  # fmt: skip
            connection.execute(
                insert(dim_person).values(
                    person_pid=pid,
                    kind="teacher",
                    person_no=f"T-{pid}",
                    full_name=f"示例·{pid}",
                    category="teacher_identity",
                )
            )
        connection.execute(
            insert(bridge_teacher_role).values(
                teacher_pid=COUNSELLOR, role="counsellor", target_kind="class", target_code="D1-C1", valid_from=college.AS_OF
            )
        )  # fmt: skip
    return engine


def viewer(role, person, *, limit=None, everything=False, **codes):
    """A reader in a role, as a run would make it."""
    values = tuple((kind, frozenset(found)) for kind, found in codes.items())
    scope = Scope(role, person, values, everything=everything, limit=limit)
    return Viewer(person, None, (role,), role, scope, "session-1", "local")


def student(pid=STUDENT, **more):
    """A student as itself."""
    return viewer("student", pid, student={pid}, **more)


def counsellor(**more):
    """The counsellor of D1-C1."""
    return viewer("counsellor", COUNSELLOR, **{"class": {"D1-C1"}}, **more)


def office(role, person="t-office", **more):
    """A holder of an office of the whole college."""
    return viewer(role, person, everything=True, **more)


def logged(engine):
    """Rows of the access log as (act, object_kind, object_id, purpose), oldest first."""
    columns = sec_access_log.c
    query = select(columns.act, columns.object_kind, columns.object_id, columns.purpose).order_by(
        columns.log_id
    )
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]

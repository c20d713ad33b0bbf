"""View as: the eyes of another person, never further than the administrator's own scope, logged under the own role."""

from datetime import date

import pytest
from sqlalchemy import select

from access import audit, grants, seen_as
from access.scope import restrict
from access.sec_tables import sec_access_log
from access.viewer import make_viewer
from data.warehouse.schema import metadata
from tests.access.people import AS_OF, add_role, add_student, add_teacher, opened

TODAY = date.today()
ADMIN, DEAN = "t-admin", "t-dean"


@pytest.fixture
def engine(empty_home):
    made = opened(empty_home, kind="demo", demo_people={"data_admin": ADMIN, "dean": DEAN})
    add_teacher(made, ADMIN)
    add_teacher(made, DEAN)
    add_role(made, DEAN, "dean", "org", "D1")
    add_student(made, "s1")
    with made.begin() as connection:
        grants.grant(connection, ADMIN, "data_admin", granted_by="command line", valid_from=AS_OF)
    return made


def reader(engine, role="data_admin"):
    with engine.connect() as connection:
        return make_viewer(
            connection, mode="demo", session="s1", wanted=role, today=TODAY, as_of=AS_OF
        )  # fmt: skip


def looking(engine, person=DEAN, role="dean", by=None):
    with engine.connect() as connection:
        return seen_as.looking(
            connection, by or reader(engine), person=person, role=role, today=TODAY, as_of=AS_OF
        )


def test_eyes_bring_role_and_scope_and_leave_person_session_and_own_role(engine):
    made = looking(engine)
    assert (made.role, made.roles, made.own_role) == ("dean", ("dean",), "data_admin")
    assert (made.person, made.session, made.scope.person) == (ADMIN, "s1", DEAN)
    assert made.scope.codes("org") == {"D1"}
    assert made.scope.limit == reader(engine).scope
    assert (made.eyes.person, made.eyes.kind, made.eyes.number) == (DEAN, "teacher", "***ean")


@pytest.mark.parametrize(
    ("person", "role"),
    [(DEAN, "leadership"), (DEAN, "student"), ("nobody", "dean"), (ADMIN, "teacher"), ("s1", "student")],
)
def test_role_that_the_person_does_not_hold_is_refused(engine, person, role):
    # s1 is in no register of persons: without a number nobody can have meant it
    assert looking(engine, person, role) is None


@pytest.mark.parametrize("role", ["dean", None])
def test_only_the_active_role_data_administrator_looks(engine, role):
    by = reader(engine, role) if role else looking(engine)
    assert looking(engine, by=by) is None


def test_eyes_end_with_the_grant(engine):
    by = reader(engine)
    add_teacher(engine, "t-new")
    with engine.begin() as connection:
        grants.grant(connection, "t-new", "hr", granted_by=ADMIN, valid_from=AS_OF)
    assert looking(engine, "t-new", "hr", by).role == "hr"
    with engine.begin() as connection:
        grants.revoke(connection, "t-new", revoked_by=ADMIN, role="hr")
    assert looking(engine, "t-new", "hr", by) is None


def test_rows_are_those_that_both_may_read(engine):
    dean, seen, admin = reader(engine, "dean").scope, looking(engine).scope, reader(engine).scope
    student = metadata.tables["dim_student"]
    for table in metadata.tables.values():
        key = next(iter(table.primary_key.columns), next(iter(table.c)))
        rows = {}
        with engine.connect() as connection:
            for name, scope in (("dean", dean), ("seen", seen), ("admin", admin)):
                rows[name] = set(connection.execute(restrict(select(key), scope)).scalars())
        assert rows["seen"] <= rows["dean"] & rows["admin"], table.name
    with engine.connect() as connection:
        query = select(student.c.student_pid)
        assert connection.execute(restrict(query, dean)).scalars().all() == ["s1"]
        assert connection.execute(restrict(query, seen)).scalars().all() == []


def test_every_view_is_logged_under_the_own_role_with_whose_eyes(engine):
    made = looking(engine)
    assert audit.viewed(engine, made, "page", "department", page="department")
    assert audit.viewed(engine, reader(engine), "page", "department", page="department")
    assert not audit.viewed(engine, made, "page", "department", page="department")
    columns = sec_access_log.c
    query = select(columns.person, columns.role, columns.seen_as).where(columns.act == "view")
    with engine.connect() as connection:
        rows = {tuple(row) for row in connection.execute(query)}
    assert rows == {(ADMIN, "data_admin", DEAN), (ADMIN, "data_admin", None)}

"""Whose rows: role x row -> verdict, through restrict on real tables."""

import pytest
from sqlalchemy import select

from access.scope import Scope, restrict
from data.warehouse.schema.people import dim_student
from tests.access.people import add_student, opened

ROWS = {"s1": ("C1", "D1"), "s2": ("C2", "D1"), "s3": ("C3", "D2")}


@pytest.fixture
def college(empty_home):
    engine = opened(empty_home)
    for pid, (class_code, org) in ROWS.items():
        add_student(engine, pid, class_code, org)
    return engine


@pytest.mark.parametrize(
    ("role", "values", "everything", "seen"),
    [
        ("dean", (("org", frozenset({"D1"})),), False, {"s1", "s2"}),
        ("dean", (), False, set()),
        ("dean", (), True, {"s1", "s2", "s3"}),
        ("counsellor", (("class", frozenset({"C3"})),), False, {"s3"}),
        ("counsellor", (("org", frozenset({"D1"})),), False, set()),
        ("student", (("student", frozenset({"s2"})),), False, {"s2"}),
        ("student", (("student", frozenset({"s2"})),), True, {"s2"}),
        ("academic_affairs", (), False, {"s1", "s2", "s3"}),
        ("leadership", (), True, set()),
        ("hr", (), True, set()),
        ("nobody", (), True, set()),
    ],
)
def test_role_sees_student_rows(college, role, values, everything, seen):
    scope = Scope(role=role, person="p", values=values, everything=everything)
    with college.connect() as connection:
        found = set(connection.execute(restrict(select(dim_student.c.student_pid), scope)).scalars())
    assert found == seen

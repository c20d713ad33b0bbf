"""A few people in an empty home: what viewers are made from, stated by each test."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert

from data.warehouse.home import open_engine, write_setting
from data.warehouse.schema.people import bridge_teacher_role, dim_person, dim_student, dim_teacher
from data.warehouse.schema.structure import bridge_offering_teacher

TERM = date(2025, 9, 1)
AS_OF = date(2025, 11, 2)


def opened(home, kind="local", demo_people=None):
    """The engine of a home of this kind."""
    engine = open_engine(home)
    with engine.begin() as connection:
        write_setting(connection, "kind", kind)
        write_setting(connection, "as_of", AS_OF.isoformat())
        if demo_people is not None:
            write_setting(connection, "demo_people", demo_people)
    return engine


def add_teacher(engine, pid, org="D1", current=True):
    """A teacher of a department."""
    with engine.begin() as connection:
        connection.execute(
            insert(dim_teacher).values(
                teacher_pid=pid, valid_from=TERM, is_current=current, org_code=org, staff_type="full_time"
            )
        )
        connection.execute(
            insert(dim_person).values(
                person_pid=pid,
                kind="teacher",
                person_no=f"T-{pid}",
                full_name=f"示例·{pid}",
                category="teacher_identity",
            )
        )


def add_student(engine, pid, class_code="C1", org="D1"):
    """A student of a class."""
    with engine.begin() as connection:
        connection.execute(
            insert(dim_student).values(
                student_pid=pid, valid_from=TERM, is_current=True, class_code=class_code, org_code=org,
                major_code="M1", student_status="enrolled",
            )
        )  # fmt: skip


def add_role(engine, pid, role, kind, code, *, start=TERM, end=None):
    """A relation of the staff register."""
    with engine.begin() as connection:
        connection.execute(
            insert(bridge_teacher_role).values(
                teacher_pid=pid, role=role, target_kind=kind, target_code=code, valid_from=start, valid_to=end
            )
        )


def add_teaching(engine, pid, offering):
    """Who teaches an offering."""
    with engine.begin() as connection:
        connection.execute(
            insert(bridge_offering_teacher).values(
                offering_id=offering, teacher_pid=pid, share=1.0, is_share_declared=False
            )
        )

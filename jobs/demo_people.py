"""Who stands for each role in the demo: offices get their grants, and each role a person whose pages have something to show."""

from __future__ import annotations

from datetime import date

import polars as pl
from sqlalchemy import Connection, func, select

from access import grants
from access.sec_tables import sec_grant
from data.sample.calendar import CURRENT, NEWEST_CLOSED
from data.sample.staff import OFFICE_ROLES
from data.sample.world import World
from data.warehouse.home import write_setting
from data.warehouse.pseudonym import person_pid, pseudonym_key
from data.warehouse.schema.marts import mart_index, mart_rule_warning, mart_student
from data.warehouse.schema.meta import meta_snapshot
from data.warehouse.schema.people import bridge_teacher_role, dim_student, dim_teacher
from data.warehouse.schema.structure import bridge_offering_teacher, dim_offering

SINCE = date(2023, 8, 1)
TERM_OF_OFFICE = date(
    2029, 8, 31
)  # grants hold by the calendar of the machine, whatever day the demo stands at
MAKER = "jobs demo"
RELATIONS = ("dean", "major_leader", "course_leader", "counsellor")


def grant_roles(context, world: World) -> None:
    """Offices hold their role over the whole college; leaders and counsellors follow the staff register.

    Beside them a few grants as a college has them: a deputy, a substitute, one that has ended and one that was revoked.
    """
    key = pseudonym_key(context.home)
    offices = [
        (role, person_pid(key, "teacher", number)) for role in OFFICE_ROLES for number in _office(world, role)
    ]
    with context.engine.begin() as connection:
        if connection.execute(select(func.count()).select_from(sec_grant)).scalar_one():
            return
        for role, pid in offices:
            grants.grant(connection, pid, role, granted_by=MAKER, scope_kind="all", valid_from=SINCE)
        for number, role, kind, code, start, end in _further(world):
            grants.grant(
                connection, person_pid(key, "teacher", number), role, granted_by=dict(offices)["data_admin"], scope_kind=kind,
                scope_code=code, valid_from=start, valid_to=end,
            )  # fmt: skip
        replaced = person_pid(key, "teacher", _teaching(world, 5))
        grants.revoke(connection, replaced, revoked_by=dict(offices)["data_admin"], role="teacher_centre")


def _further(world: World) -> list[tuple]:
    """Number, role, kind and code of scope, first and last day: what a data administrator gave by hand."""
    counsellors = world.roles.filter(pl.col("role") == "counsellor")
    first = counsellors["staff_no"][0]
    other = counsellors.filter(pl.col("staff_no") != first)
    unit = world.roles.filter(pl.col("role") == "dean")["target_code"][0]
    return [
        (_office(world, "supervisor")[-1], "data_admin", "all", None, SINCE, TERM_OF_OFFICE),
        (_teaching(world, 1), "dean", "org", unit, date(2025, 9, 1), TERM_OF_OFFICE),
        (_teaching(world, 2), "academic_affairs", "all", None, date(2025, 2, 24), date(2025, 7, 31)),
        (_teaching(world, 5), "teacher_centre", "all", None, date(2024, 9, 2), None),
        (first, "counsellor", "class", other["target_code"][0], date(2025, 9, 1), date(2025, 10, 31)),
    ]


def _teaching(world: World, place: int) -> str:
    """The number of a full-time teacher who leads nothing, by place."""
    leading = world.roles["staff_no"].implode()
    full_time = world.teachers.filter(pl.col("staff") == "full_time")
    own = full_time.filter(~pl.col("staff_no").is_in(leading))
    chosen = own if own.height > place else full_time  # in a very small college everybody leads something
    return chosen["staff_no"][place]


def _office(world: World, role: str) -> list[str]:
    own = world.teachers.filter(world.teachers["org_code"] == OFFICE_ROLES[role])
    return own["staff_no"].to_list()


def choose(context, world: World) -> None:
    """Write the setting demo_people: role -> pid; better choices once a snapshot is there."""
    key = pseudonym_key(context.home)
    people = {role: person_pid(key, "teacher", _office(world, role)[0]) for role in OFFICE_ROLES}
    with context.engine.begin() as connection:
        snapshot = connection.execute(
            select(meta_snapshot.c.snapshot_id).where(meta_snapshot.c.is_current)
        ).scalar_one_or_none()
        for role in RELATIONS:
            people[role] = _first_holder(connection, role)
        people["course_leader"] = _leader_of_the_largest(connection) or people["course_leader"]
        people["counsellor"] = _most_warned(connection, snapshot) or people["counsellor"]
        people["teacher"] = _full_profile(connection, snapshot) or _busy_teacher(connection)
        people["student"] = _strong_with_one_open(connection, snapshot) or _any_student(connection)
        write_setting(connection, "demo_people", people)


def _first_holder(connection: Connection, role: str) -> str:
    """Who holds the role over the first department, major or class by code."""
    columns = bridge_teacher_role.c
    query = select(columns.teacher_pid).where(columns.role == role).order_by(columns.target_code).limit(1)
    return connection.execute(query).scalar_one()


def _leader_of_the_largest(connection: Connection) -> str | None:
    """The leader of the course with most students in the running term."""
    columns, offering = bridge_teacher_role.c, dim_offering.c
    query = (
        select(columns.teacher_pid)
        .join_from(bridge_teacher_role, dim_offering, offering.course_code == columns.target_code)
        .where(columns.role == "course_leader", offering.term_id == CURRENT.term_id)
        .group_by(columns.teacher_pid, columns.target_code)
        .order_by(func.sum(offering.enrolled).desc(), columns.teacher_pid)
    )
    return connection.execute(query.limit(1)).scalar_one_or_none()


def _most_warned(connection: Connection, snapshot: int | None) -> str | None:
    """The counsellor with most red and orange warnings."""
    warning, role = mart_rule_warning.c, bridge_teacher_role.c
    query = (
        select(role.teacher_pid)
        .join_from(bridge_teacher_role, mart_rule_warning, role.target_code == warning.class_code)
        .where(
            role.role == "counsellor", warning.snapshot_id == snapshot, warning.level.in_(["red", "orange"])
        )
        .group_by(role.teacher_pid)
        .order_by(func.count().desc(), role.teacher_pid)
    )
    return connection.execute(query.limit(1)).scalar_one_or_none()


def _full_profile(connection: Connection, snapshot: int | None) -> str | None:
    """Of those teaching in the running and the newest closed term, a lecturer with the best covered standard."""
    index, held = mart_index.c, dim_teacher.c
    query = (
        select(index.teacher_pid)
        .join(dim_teacher, held.teacher_pid == index.teacher_pid)
        .where(
            index.snapshot_id == snapshot,
            index.entity_kind == "teacher",
            index.relation == "own",
            held.is_current,
            held.title_rank == "lecturer",
            index.teacher_pid.in_(_teaching_lately()),
        )
        .order_by(index.coverage.desc(), index.teacher_pid)
    )
    return connection.execute(query.limit(1)).scalar_one_or_none()


def _teaching_lately():
    """Full-time teachers with offerings in the running and the newest closed term."""
    bridge, offering, held = bridge_offering_teacher.c, dim_offering.c, dim_teacher.c
    return (
        select(bridge.teacher_pid)
        .join_from(bridge_offering_teacher, dim_offering, bridge.offering_id == offering.offering_id)
        .join(dim_teacher, held.teacher_pid == bridge.teacher_pid)
        .where(offering.term_id.in_([CURRENT.term_id, NEWEST_CLOSED.term_id]), held.is_current, held.staff_type == "full_time")
        .group_by(bridge.teacher_pid)
        .having(func.count(func.distinct(offering.term_id)) == 2)
    )  # fmt: skip


def _busy_teacher(connection: Connection) -> str:
    query = _teaching_lately().order_by(func.count().desc(), bridge_offering_teacher.c.teacher_pid)
    return connection.execute(query.limit(1)).scalar_one()


def _strong_with_one_open(connection: Connection, snapshot: int | None) -> str | None:
    """A second-year student with good scores and a little left to make up."""
    columns = mart_student.c
    query = (
        select(columns.student_pid)
        .where(
            columns.snapshot_id == snapshot,
            columns.open_failed_credits.between(0.5, 6),
            columns.entry_year == CURRENT.start_year - 1,
        )
        .order_by(columns.weighted_score.desc(), columns.student_pid)
    )
    return connection.execute(query.limit(1)).scalar_one_or_none()


def _any_student(connection: Connection) -> str:
    columns = dim_student.c
    query = select(columns.student_pid).where(columns.is_current, columns.student_status == "enrolled")
    return connection.execute(query.order_by(columns.student_pid).limit(1)).scalar_one()

"""Who is who in the demo college, read from its tables without any scope: names, numbers, and whom a role reads by name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from data.warehouse.home import open_engine, read_setting
from data.warehouse.schema import metadata

NAME = re.compile(r"示例·(\w+)(?!\w)(?!\*)")
NUMBER = re.compile(r"(?<![0-9A-Za-z])S20\d{8}(?!\d)")
NOBODY = ("hr", "teacher_centre", "supervisor", "service_office", "data_admin", "auditor", "leadership")
OWN = ("student", "teacher", "counsellor", "dean", "major_leader", "course_leader")


@dataclass(frozen=True)
class Truth:
    """The persons of the college and, for each role of the demo, the students whose name it may read."""

    students: dict[str, tuple[str, str]]  # pid -> number, full name
    teachers: dict[str, tuple[str, str]]
    shown_for: dict[str, str]  # role -> pid
    by_name: dict[str, frozenset[str]]  # role -> pids of students
    units: dict[str, frozenset[str]]  # role -> codes of its units
    places: dict[str, dict[str, str]]  # kind of unit -> code -> what it belongs to
    present: frozenset[str]  # students with a profile

    def foreign(self, role: str, text: str) -> set[str]:
        """Pids of students outside the role's scope whose name or number stands in the text."""
        allowed = self.by_name[role]
        known = {name for pid in allowed for name in [self.students[pid][1]]} | {
            name for _, name in self.teachers.values()
        }
        names = {f"示例·{found}" for found in NAME.findall(text)} - known
        numbers = set(NUMBER.findall(text)) - {self.students[pid][0] for pid in allowed}
        return {pid for pid, (number, name) in self.students.items() if name in names or number in numbers}

    def outside(self, role: str) -> str | None:
        """A student whom the role may not read by name; None for roles that read everybody."""
        return min(set(self.students) - self.by_name[role], default=None)

    def inside(self, role: str) -> str | None:
        """A student with a profile whom the role reads by name; None where there is none."""
        return min(self.by_name[role] & self.present, default=None)


def of(home) -> Truth:
    """The truth of a demo home."""
    engine = open_engine(home)
    with engine.connect() as connection:
        people = {kind: _people(connection, kind) for kind in ("student", "teacher")}
        shown = read_setting(connection, "demo_people")
        units = {role: _units(connection, role, shown[role]) for role in OWN}
        read = {
            role: frozenset(_read(connection, role, shown[role], units.get(role, frozenset())))
            for role in shown
        }
        places = _places(connection)
        present = frozenset(
            connection.execute(select(metadata.tables["mart_student"].c.student_pid)).scalars()
        )
    engine.dispose()
    return Truth(people["student"], people["teacher"], shown, read, units, places, present)


def _people(connection, kind):
    columns = metadata.tables["dim_person"].c
    query = select(columns.person_pid, columns.person_no, columns.full_name).where(columns.kind == kind)
    return {row.person_pid: (row.person_no, row.full_name) for row in connection.execute(query)}


def _units(connection, role, pid):
    columns = metadata.tables["bridge_teacher_role"].c
    query = select(columns.target_code).where(
        columns.teacher_pid == pid, columns.role == role, columns.valid_to.is_(None)
    )
    if role == "teacher":
        taught = metadata.tables["bridge_offering_teacher"].c
        query = select(taught.offering_id).where(taught.teacher_pid == pid)
    return frozenset(connection.execute(query).scalars())


def _read(connection, role, pid, codes):
    """Students whose name a role reads, by F.2: one who holds rows of them by name, inside the scope of F.1."""
    student, enrolment, offering = (
        metadata.tables[name].c for name in ("dim_student", "fact_enrolment", "dim_offering")
    )
    if role in NOBODY:
        return set()
    if role == "student":
        return {pid}
    everybody = set(connection.execute(select(student.student_pid)).scalars())
    if role in ("student_affairs", "academic_affairs"):
        return everybody
    if role == "quality_office":
        return _warned(connection)
    if role in ("teacher", "course_leader"):
        asked = (
            select(offering.offering_id).where(offering.course_code.in_(codes))
            if role == "course_leader"
            else sorted(codes)
        )
        return set(
            connection.execute(
                select(enrolment.student_pid).where(enrolment.offering_id.in_(asked))
            ).scalars()
        )
    column = {"dean": student.org_code, "major_leader": student.major_code, "counsellor": student.class_code}[
        role
    ]
    return set(
        connection.execute(select(student.student_pid).where(student.is_current, column.in_(codes))).scalars()
    )


def _warned(connection):
    warning, snapshot = metadata.tables["mart_rule_warning"].c, metadata.tables["meta_snapshot"].c
    now = select(snapshot.snapshot_id).where(snapshot.is_current).scalar_subquery()
    return set(connection.execute(select(warning.student_pid).where(warning.snapshot_id == now)).scalars())


def _places(connection):
    tables = metadata.tables
    teacher, major = tables["dim_teacher"].c, tables["dim_major"].c
    course, offering, org = tables["dim_course"].c, tables["dim_offering"].c, tables["dim_org"].c
    pairs = {
        "department": select(org.org_code, org.org_code).where(org.is_current, org.org_kind == "college"),
        "major": select(major.major_code, major.org_code).where(major.is_current),
        "course": select(course.course_code, course.org_code).where(course.is_current),
        "teacher": select(teacher.teacher_pid, teacher.org_code).where(
            teacher.is_current, teacher.staff_type == "full_time"
        ),
        "offering": select(offering.offering_id, offering.course_code),
    }
    return {
        kind: dict(sorted(tuple(row) for row in connection.execute(query))) for kind, query in pairs.items()
    }

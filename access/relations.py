"""What a person reaches by relations of the college's own tables: units led, offerings taught, team, cases, open requests."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import Connection, Select, select

from access import policy
from access.tables import metadata

NAMED_PROFILE = "named_profile"  # topic of consent: the leader of the own major reads the profile by name
MODEL_LAYER = "model_layer"  # topic of objection: the model says nothing about the person


def units(connection: Connection, person: str, as_of: date) -> dict[str, frozenset[str]]:
    """Codes that the staff register gives the person, by role: dean, major_leader, course_leader, counsellor."""
    columns = metadata.tables["bridge_teacher_role"].c
    query = select(columns.role, columns.target_kind, columns.target_code).where(
        columns.teacher_pid == person,
        columns.valid_from <= as_of,
        columns.valid_to.is_(None) | (columns.valid_to >= as_of),
    )
    found: dict[str, set[str]] = {}
    for role, kind, code in connection.execute(query):
        if policy.roles().get(role, {}).get("scope") == kind:
            found.setdefault(role, set()).add(code)
    return {role: frozenset(codes) for role, codes in found.items()}


def taught(connection: Connection, person: str) -> set[str]:
    """Offerings the person teaches or taught."""
    columns = metadata.tables["bridge_offering_teacher"].c
    return set(connection.execute(select(columns.offering_id).where(columns.teacher_pid == person)).scalars())


def team(connection: Connection, majors: frozenset[str]) -> set[str]:
    """Teachers of offerings of the majors' programmes."""
    tables = metadata.tables
    programme, plan = tables["dim_programme"].c, tables["bridge_programme_course"].c
    offering, teacher = tables["dim_offering"].c, tables["bridge_offering_teacher"].c
    courses = select(plan.course_code).where(
        plan.programme_id.in_(select(programme.programme_id).where(programme.major_code.in_(sorted(majors))))
    )
    query = select(teacher.teacher_pid).where(
        teacher.offering_id.in_(select(offering.offering_id).where(offering.course_code.in_(courses)))
    )
    return set(connection.execute(query.distinct()).scalars())


def agreeing(connection: Connection, people: set[str]) -> set[str]:
    """Of these people, who agreed that their leader reads the profile by name."""
    return people & set(connection.execute(choosing(NAMED_PROFILE)).scalars())


def choosing(topic: str) -> Select:
    """Persons with a consent or an objection of this topic in force."""
    columns = metadata.tables["sec_consent"].c
    return select(columns.person).where(columns.topic == topic, columns.until.is_(None))


def handed_over(connection: Connection) -> set[str]:
    """Students whose case was handed over to student affairs."""
    columns = metadata.tables["qa_intervention"].c
    query = select(columns.student_pid).where(
        (columns.kind == "referral") | (columns.outcome == "transferred")
    )
    return set(connection.execute(query.distinct()).scalars())


def opened_on_request(connection: Connection, person: str, role: str) -> dict[str, set[str]]:
    """People whose record is open to this person in this role for a stated purpose now: {student: pids, teacher: pids}."""
    now = datetime.now(UTC).replace(tzinfo=None)
    columns = metadata.tables["sec_break_glass"].c
    query = select(columns.subject_kind, columns.subject).where(
        columns.person == person,
        columns.role == role,
        columns.expires_at > now,
        columns.opened_at <= now,
        columns.closed_at.is_(None),
    )
    found: dict[str, set[str]] = {}
    for kind, subject in connection.execute(query):
        found.setdefault(kind, set()).add(subject)
    return found


def is_current(connection: Connection, kind: str, person: str) -> bool:
    """Whether the person is a current teacher or student of the register."""
    table = metadata.tables[f"dim_{kind}"]
    pid = table.c[f"{kind}_pid"]
    return (
        connection.execute(select(pid).where(pid == person, table.c.is_current).limit(1)).first() is not None
    )

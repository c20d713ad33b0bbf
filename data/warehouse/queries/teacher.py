"""Teacher page: who the teachers of a unit are, their present post, their offerings, who viewed a profile."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, func, select

from access.sec_tables import sec_access_log
from data.warehouse.schema.marts import mart_index, mart_offering, mart_teacher_record
from data.warehouse.schema.meta import meta_snapshot
from data.warehouse.schema.people import bridge_teacher_role, dim_person, dim_teacher
from data.warehouse.schema.structure import bridge_offering_teacher


def present_post(teacher_pid: str) -> Select:
    """The present version of one teacher: unit, staff type, title, degree, dual level, entry."""
    columns = dim_teacher.c
    return select(
        columns.teacher_pid,
        columns.org_code,
        columns.staff_type,
        columns.title_rank,
        columns.degree,
        columns.dual_level,
        columns.is_professional,
        columns.entry_on,
    ).where(columns.teacher_pid == teacher_pid, columns.is_current)


def teachers_of(org_code: str) -> Select:
    """Teachers of a department with number and name, sorted by name: a list without any order of merit."""
    return teachers_by_name().where(dim_teacher.c.org_code == org_code)


def teachers_by_name() -> Select:
    """Teachers with number and name whom the reader may choose, sorted by name."""
    teacher, person = dim_teacher.c, dim_person.c
    return (
        select(
            teacher.teacher_pid,
            person.person_no,
            person.full_name,
            teacher.staff_type,
            teacher.title_rank,
            teacher.dual_level,
        )
        .join_from(dim_teacher, dim_person, person.person_pid == teacher.teacher_pid)
        .where(teacher.is_current)
        .order_by(person.full_name, person.person_no)
    )


def offerings_of(snapshot_id: int, teacher_pid: str) -> Select:
    """Offerings of one teacher, all terms, newest first."""
    offering, bridge = mart_offering.c, bridge_offering_teacher.c
    return (
        select(
            offering.offering_id,
            offering.term_id,
            offering.course_code,
            offering.name,
            offering.enrolled,
            offering.sessions_due,
            offering.sessions_held,
            bridge.share,
        )
        .join_from(bridge_offering_teacher, mart_offering, offering.offering_id == bridge.offering_id)
        .where(bridge.teacher_pid == teacher_pid, offering.snapshot_id == snapshot_id)
        .order_by(offering.term_id.desc(), offering.offering_id)
    )


def roles_of(teacher_pid: str) -> Select:
    """Roles a teacher holds now, with their targets."""
    columns = bridge_teacher_role.c
    return select(columns.role, columns.target_kind, columns.target_code).where(
        columns.teacher_pid == teacher_pid, columns.valid_to.is_(None)
    )


def viewers_of(object_kind: str, object_id: str, since: datetime) -> Select:
    """How often each role opened the profile of one person since a moment, and when last."""
    columns = sec_access_log.c
    return (
        select(columns.role, columns.page, func.count().label("times"), func.max(columns.at).label("last_at"))
        .where(
            columns.object_kind == object_kind,
            columns.object_id == object_id,
            columns.act == "view",
            columns.at >= since,
            columns.person.is_distinct_from(object_id),  # who looked is masked: null, and somebody else
        )
        .group_by(columns.role, columns.page)
        .order_by(func.max(columns.at).desc())
    )


def records(snapshot_id: int, teacher_pid: str) -> Select:
    """What one teacher has done beyond the classes, newest first."""
    columns = mart_teacher_record.c
    return (
        select(
            columns.record_id,
            columns.kind,
            columns.dimension_id,
            columns.name,
            columns.level,
            columns.result,
            columns.began_on,
            columns.ended_on,
            columns.quantity,
            columns.unit,
            columns.person_order,
            columns.person_count,
            columns.is_recognised,
        )
        .where(columns.snapshot_id == snapshot_id, columns.teacher_pid == teacher_pid)
        .order_by(columns.began_on.desc(), columns.record_id)
    )


def indices_over_time(entity_kind: str, entity_id: str) -> Select:
    """The index of one person in every published snapshot, oldest as-of first; of one day the newest snapshot comes last."""
    index, snapshot = mart_index.c, meta_snapshot.c
    published = select(snapshot.snapshot_id).where(
        snapshot.status == "published"
    )  # leads into the key of mart_index
    return (
        select(
            snapshot.as_of,
            snapshot.snapshot_id,
            index.standard_id,
            index.relation,
            index.score,
            index.low,
            index.high,
            index.decision,
        )
        .join_from(mart_index, meta_snapshot, index.snapshot_id == snapshot.snapshot_id)
        .where(
            index.snapshot_id.in_(published), index.entity_kind == entity_kind, index.entity_id == entity_id
        )
        .order_by(snapshot.as_of, snapshot.snapshot_id)
    )

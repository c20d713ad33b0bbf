"""Names and places of units: which terms, departments, majors, classes, courses and offerings are there."""

from __future__ import annotations

from sqlalchemy import Select, select

from data.warehouse.schema.meta import meta_home, meta_snapshot
from data.warehouse.schema.people import bridge_teacher_role
from data.warehouse.schema.structure import (
    bridge_offering_teacher,
    dim_class,
    dim_course,
    dim_major,
    dim_offering,
    dim_org,
    dim_programme,
    dim_school,
    dim_term,
)

TEACHING_UNITS = ("college", "department")  # second-level colleges and departments of their rank


def settings() -> Select:
    """All settings of the home: key, value (JSON)."""
    return select(meta_home.c.key, meta_home.c.value)


def snapshots_until(snapshot_id: int) -> Select:
    """Published snapshots up to one: id, as-of, term, week; by as-of, of one day the newest last."""
    columns = meta_snapshot.c
    return (
        select(columns.snapshot_id, columns.as_of, columns.term_id, columns.week_no)
        .where(columns.status == "published", columns.snapshot_id <= snapshot_id)
        .order_by(columns.as_of, columns.snapshot_id)
    )


def school() -> Select:
    """The school: code, name, name_en, type."""
    return select(dim_school.c.school_code, dim_school.c.name, dim_school.c.name_en, dim_school.c.school_type)


def terms() -> Select:
    """All terms, newest first."""
    columns = dim_term.c
    return select(
        columns.term_id,
        columns.source_code,
        columns.start_year,
        columns.term_no,
        columns.first_monday,
        columns.end_on,
        columns.week_count,
        columns.grades_due_on,
    ).order_by(columns.first_monday.desc())


def departments(codes: tuple[str, ...] | None = None) -> Select:
    """Current departments (of the codes named): code, name, name_en, in the order of their codes."""
    columns = dim_org.c
    query = select(
        columns.org_code, columns.name, columns.name_en, columns.org_kind, columns.is_declared
    ).where(columns.is_current)
    query = query.where(columns.org_code.in_(codes) if codes else columns.org_kind.in_(TEACHING_UNITS))
    return query.order_by(columns.org_code)


def majors(org_code: str | None = None, codes: tuple[str, ...] | None = None) -> Select:
    """Current majors (of a department, of the codes named) with class and group."""
    columns = dim_major.c
    query = select(
        columns.major_code,
        columns.name,
        columns.name_en,
        columns.org_code,
        columns.major_class,
        columns.major_group,
        columns.schooling_years,
        columns.first_intake_year,
    ).where(columns.is_current)
    if org_code:
        query = query.where(columns.org_code == org_code)
    if codes:
        query = query.where(columns.major_code.in_(codes))
    return query.order_by(columns.org_code, columns.major_code)


def classes(
    org_code: str | None = None, major_code: str | None = None, codes: tuple[str, ...] | None = None
) -> Select:
    """Current administrative classes: code, name, grade, major, department."""
    columns = dim_class.c
    query = select(
        columns.class_code,
        columns.name,
        columns.grade_year,
        columns.major_code,
        columns.org_code,
    ).where(columns.is_current)
    if org_code:
        query = query.where(columns.org_code == org_code)
    if major_code:
        query = query.where(columns.major_code == major_code)
    if codes:
        query = query.where(columns.class_code.in_(codes))
    return query.order_by(columns.grade_year.desc(), columns.class_code)


def courses(org_codes: tuple[str, ...] | None = None, codes: tuple[str, ...] | None = None) -> Select:
    """Current courses (of departments, of the codes named) with their kinds."""
    columns = dim_course.c
    query = select(
        columns.course_code,
        columns.name,
        columns.name_en,
        columns.org_code,
        columns.course_type,
        columns.course_category,
        columns.course_tier,
        columns.credits,
    ).where(columns.is_current)
    if org_codes:
        query = query.where(columns.org_code.in_(org_codes))
    if codes:
        query = query.where(columns.course_code.in_(codes))
    return query.order_by(columns.org_code, columns.course_code)


def offerings(codes: tuple[str, ...]) -> Select:
    """Offerings of the ids named: course, class, term, name, pass mark."""
    columns = dim_offering.c
    return select(
        columns.offering_id,
        columns.course_code,
        columns.class_code,
        columns.term_id,
        columns.name,
        columns.enrolled,
        columns.pass_mark,
    ).where(columns.offering_id.in_(codes))


def offering_teachers(offering_ids: tuple[str, ...]) -> Select:
    """Teachers of the offerings, largest share first."""
    columns = bridge_offering_teacher.c
    return (
        select(columns.offering_id, columns.teacher_pid, columns.share)
        .where(columns.offering_id.in_(offering_ids))
        .order_by(columns.share.desc(), columns.teacher_pid)
    )


def offering_roles(offering_ids: tuple[str, ...]) -> Select:
    """Who teaches the offerings, in which role."""
    columns = bridge_offering_teacher.c
    return (
        select(columns.offering_id, columns.teacher_pid, columns.role)
        .where(columns.offering_id.in_(offering_ids))
        .order_by(columns.teacher_pid, columns.offering_id)
    )


def responsible(role: str, target_kind: str, codes: tuple[str, ...]) -> Select:
    """Who holds a role (counsellor, dean, major_leader, course_leader) for the targets now."""
    columns = bridge_teacher_role.c
    return select(columns.teacher_pid, columns.target_code).where(
        columns.role == role,
        columns.target_kind == target_kind,
        columns.target_code.in_(codes),
        columns.valid_to.is_(None),
    )


def programmes(major_code: str) -> Select:
    """Programmes of a major, newest entry grade first."""
    columns = dim_programme.c
    return (
        select(
            columns.programme_id,
            columns.entry_grade,
            columns.version,
            columns.total_credits,
            columns.total_hours,
            columns.practice_hours,
            columns.public_hours,
            columns.elective_hours,
            columns.approved_on,
        )
        .where(columns.major_code == major_code)
        .order_by(columns.entry_grade.desc(), columns.version.desc())
    )

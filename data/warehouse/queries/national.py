"""What the national tables are filled from: one reading for each table that the warehouse can fill, its columns as register names them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, func, select

from data.warehouse.schema.meta import meta_national_table
from data.warehouse.schema.people import dim_person, dim_student, fact_teacher_appraisal
from data.warehouse.schema.structure import (
    bridge_offering_teacher,
    bridge_programme_course,
    dim_class,
    dim_course,
    dim_major,
    dim_offering,
    dim_org,
    dim_programme,
    dim_school,
    dim_term,
)
from data.warehouse.schema.student_life import fact_internship
from data.warehouse.schema.teaching import fact_enrolment, fact_grade_attempt, fact_session, fact_set_response

IN_SCHOOL = ("enrolled", "suspended")


def school_code() -> Select:
    """The code of the school, as loaded."""
    return select(dim_school.c.school_code)


def majors() -> Select:
    """One row per major as it is now."""
    columns = dim_major.c
    return (
        select(
            dim_org.c.name.label("org_name"),
            columns.name.label("major_name"),
            columns.major_code,
            columns.major_group,
            columns.schooling_years,
            columns.key_level,
            columns.major_class,
        )
        .outerjoin(dim_org, and_(dim_org.c.org_code == columns.org_code, dim_org.c.is_current))
        .where(columns.is_current)
        .order_by(columns.major_code)
    )


def courses() -> Select:
    """One row per course as it is now."""
    columns = dim_course.c
    return (
        select(
            columns.name.label("course_name"),
            columns.course_code,
            columns.course_type,
            columns.course_attribute,
            columns.course_nature,
            columns.course_tier,
            columns.hours,
            columns.practice_hours,
            columns.is_certificate_integrated,
        )
        .where(columns.is_current)
        .order_by(columns.course_code)
    )


def programme_courses() -> Select:
    """One row per programme x course; year and term follow from the year of entry and the planned term."""
    columns, programme = bridge_programme_course.c, dim_programme.c
    later = columns.planned_term - 1
    return (
        select(
            columns.programme_id,
            columns.course_code,
            (programme.entry_grade + later // 2).label("school_year"),
            (later % 2 + 1).label("term_no"),
            columns.is_core,
        )
        .join(dim_programme, programme.programme_id == columns.programme_id)
        .order_by(columns.programme_id, columns.course_code)
    )


def lessons() -> Select:
    """One row per lesson that was not cancelled x teacher of its teaching class."""
    offering, columns = dim_offering.c, fact_session.c
    return (
        _held(
            dim_org.c.name.label("org_name"),
            dim_major.c.name.label("major_name"),
            dim_class.c.major_code,
            dim_class.c.grade_year,
            dim_class.c.name.label("class_name"),
            dim_person.c.person_no.label("staff_no"),
            offering.enrolled,
        )
        .outerjoin(dim_class, and_(dim_class.c.class_code == offering.class_code, dim_class.c.is_current))
        .outerjoin(dim_major, and_(dim_major.c.major_code == dim_class.c.major_code, dim_major.c.is_current))
        .outerjoin(dim_org, and_(dim_org.c.org_code == dim_major.c.org_code, dim_org.c.is_current))
        .outerjoin(bridge_offering_teacher, bridge_offering_teacher.c.offering_id == offering.offering_id)
        .outerjoin(dim_person, dim_person.c.person_pid == bridge_offering_teacher.c.teacher_pid)
        .where(columns.status != "cancelled")
    )


def enrolments() -> Select:
    """One row per student x teaching class."""
    columns = fact_enrolment.c
    return (
        _taught(
            select(
                dim_person.c.person_no.label("student_no"),
                columns.offering_id,
                dim_offering.c.course_code,
                dim_course.c.name.label("course_name"),
                *_term(),
                columns.registered_on,
            )
        )
        .join(fact_enrolment, columns.offering_id == dim_offering.c.offering_id)
        .join(dim_person, dim_person.c.person_pid == columns.student_pid)
        .where(columns.unregistered_on.is_(None))
        .order_by(columns.offering_id, dim_person.c.person_no)
    )


def sessions() -> Select:
    """Lessons that were held, for what is counted from attendance beside them."""
    return _held().where(fact_session.c.status.in_(("held", "moved")))


def numbers(kind: str) -> Select:
    """Pid and number of every person of a kind."""
    columns = dim_person.c
    return select(columns.person_pid, columns.person_no).where(columns.kind == kind)


def evaluations() -> Select:
    """One row per teaching class x teacher of terms whose grades are due: mean of the answers' means, number of answers."""
    columns = fact_set_response.c
    answers = (
        select(
            columns.offering_id,
            columns.teacher_pid,
            columns.response_id,
            func.avg(columns.score).label("mean"),
            func.max(columns.submitted_at).label("submitted_at"),
        )
        .where(columns.score.is_not(None))
        .group_by(columns.offering_id, columns.teacher_pid, columns.response_id)
        .subquery()
    )
    return (
        _taught(
            select(
                answers.c.offering_id,
                *_term(),
                dim_offering.c.course_code,
                dim_course.c.name.label("course_name"),
                dim_person.c.person_no.label("staff_no"),
                func.avg(answers.c.mean).label("mean_score"),
                func.count().label("answers"),
                func.max(answers.c.submitted_at).label("finished_on"),
            )
        )
        .join(answers, answers.c.offering_id == dim_offering.c.offering_id)
        .join(dim_person, dim_person.c.person_pid == answers.c.teacher_pid)
        .group_by(
            answers.c.offering_id,
            *(column.element for column in _term()),
            dim_offering.c.course_code,
            dim_course.c.name,
            dim_person.c.person_no,
        )
        .order_by(answers.c.offering_id)
    )


def attempts() -> Select:
    """Every attempt that counts, with what the results of a student and term are made of."""
    columns, enrolment = fact_grade_attempt.c, fact_enrolment.c
    return (
        _taught(
            select(
                dim_person.c.person_no.label("student_no"),
                dim_person.c.full_name,
                dim_offering.c.term_id,
                *_term(),
                dim_student.c.major_code,
                dim_major.c.name.label("major_name"),
                columns.offering_id,
                dim_course.c.course_nature,
                columns.attempt_no,
                columns.score,
                columns.result,
                func.coalesce(enrolment.credits, dim_course.c.credits).label("credits"),
                columns.recorded_at,
            )
        )
        .join(fact_grade_attempt, columns.offering_id == dim_offering.c.offering_id)
        .join(dim_person, dim_person.c.person_pid == columns.student_pid)
        .outerjoin(
            fact_enrolment,
            and_(enrolment.student_pid == columns.student_pid, enrolment.offering_id == columns.offering_id),
        )
        .outerjoin(
            dim_student, and_(dim_student.c.student_pid == columns.student_pid, dim_student.c.is_current)
        )
        .outerjoin(
            dim_major, and_(dim_major.c.major_code == dim_student.c.major_code, dim_major.c.is_current)
        )
        .where(~columns.is_void, columns.result.in_(("passed", "failed", "recognised")))
        .order_by(dim_person.c.person_no, columns.offering_id, columns.attempt_no)
    )


def internships() -> Select:
    """Every scored placement of a student, with who it was."""
    columns = fact_internship.c
    return (
        select(
            dim_person.c.person_no.label("student_no"),
            dim_person.c.full_name,
            dim_student.c.major_code,
            dim_major.c.name.label("major_name"),
            columns.score.label("internship_score"),
            columns.scored_on,
        )
        .join(dim_person, dim_person.c.person_pid == columns.student_pid)
        .outerjoin(
            dim_student, and_(dim_student.c.student_pid == columns.student_pid, dim_student.c.is_current)
        )
        .outerjoin(
            dim_major, and_(dim_major.c.major_code == dim_student.c.major_code, dim_major.c.is_current)
        )
        .where(columns.score.is_not(None), columns.scored_on.is_not(None))
        .order_by(columns.scored_on)
    )


def terms() -> Select:
    """When each term begins."""
    columns = dim_term.c
    return select(
        columns.term_id,
        columns.start_year.label("school_year"),
        columns.term_no,
        columns.first_monday.label("begins_on"),
    ).order_by(columns.first_monday)


def appraisals() -> Select:
    """One row per teacher x year."""
    columns = fact_teacher_appraisal.c
    return (
        select(
            dim_person.c.person_no.label("staff_no"),
            dim_person.c.full_name,
            columns.year,
            columns.appraisal_result,
        )
        .join(dim_person, dim_person.c.person_pid == columns.teacher_pid)
        .order_by(columns.year, dim_person.c.person_no)
    )


def conformity() -> Select:
    """How many rows of each national table fitted when it was last made."""
    return meta_national_table.select()


def person() -> tuple[ColumnElement, ...]:
    columns = dim_person.c
    return columns.person_pid, columns.person_no, columns.full_name


def _term() -> tuple[ColumnElement, ...]:
    return dim_term.c.start_year.label("school_year"), dim_term.c.term_no.label("term_no")


def _taught(query: Select) -> Select:
    """The query with its teaching class, that class's term and its course as it is now."""
    offering = dim_offering.c
    return (
        query.select_from(dim_offering)
        .join(dim_term, dim_term.c.term_id == offering.term_id)
        .outerjoin(
            dim_course, and_(dim_course.c.course_code == offering.course_code, dim_course.c.is_current)
        )
    )


def _held(*further: ColumnElement) -> Select:
    """One row per lesson with its course and its place in the timetable, in order of days."""
    lesson = fact_session.c
    query = select(
        lesson.session_id,
        dim_offering.c.offering_no,
        dim_offering.c.course_code,
        dim_course.c.name.label("course_name"),
        *_term(),
        lesson.week_no,
        lesson.weekday,
        lesson.periods,
        lesson.held_on,
        *further,
    )
    joined = _taught(query).join(fact_session, lesson.offering_id == dim_offering.c.offering_id)
    return joined.order_by(lesson.held_on, lesson.session_id)

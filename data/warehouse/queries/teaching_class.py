"""Teaching class page: the class itself, those beside it, its roster, and which ones a reader may choose or look for."""

from __future__ import annotations

from sqlalchemy import Select, select

from data.warehouse.schema.marts import mart_offering, mart_roster
from data.warehouse.schema.people import dim_person
from data.warehouse.schema.structure import dim_offering


def offering(snapshot_id: int, offering_id: str) -> Select:
    """One teaching class with teacher, size and sessions."""
    columns = mart_offering.c
    return select(
        columns.offering_id,
        columns.term_id,
        columns.course_code,
        columns.name,
        columns.teacher_pid,
        columns.teacher_count,
        columns.enrolled,
        columns.sessions_planned,
        columns.sessions_due,
        columns.sessions_held,
    ).where(columns.snapshot_id == snapshot_id, columns.offering_id == offering_id)


def listed(
    offering_ids: tuple[str, ...] | None = None, course_codes: tuple[str, ...] | None = None
) -> Select:
    """Teaching classes by id or of courses, newest term first: id, course, term, name."""
    columns = dim_offering.c
    query = select(columns.offering_id, columns.course_code, columns.term_id, columns.name)
    if offering_ids is not None:
        query = query.where(columns.offering_id.in_(offering_ids))
    if course_codes is not None:
        query = query.where(columns.course_code.in_(course_codes))
    return query.order_by(columns.term_id.desc(), columns.offering_id)


def named(asked: str, term_id: str, most: int) -> Select:
    """Teaching classes of a term whose number is asked for or whose name holds what is asked for."""
    columns = dim_offering.c
    return (
        select(columns.offering_id, columns.course_code, columns.term_id, columns.name)
        .where(
            columns.term_id == term_id,
            (columns.offering_no == asked) | columns.name.icontains(asked, autoescape=True),
        )
        .order_by(columns.offering_id)
        .limit(most)
    )


def roster(snapshot_id: int, offering_id: str) -> Select:
    """Students of a teaching class with number, name and how they stand in this course, by number."""
    columns, person = mart_roster.c, dim_person.c
    return (
        select(
            columns.student_pid,
            person.person_no,
            person.full_name,
            columns.class_code,
            columns.result,
            columns.score_text,
            columns.score,
            columns.attendance_rate,
            columns.ontime_rate,
            columns.support_flag,
        )
        .join_from(mart_roster, dim_person, person.person_pid == columns.student_pid)
        .where(columns.snapshot_id == snapshot_id, columns.offering_id == offering_id)
        .order_by(person.person_no)
    )


def scores(snapshot_id: int, offering_ids: tuple[str, ...]) -> Select:
    """Best scores of the students of the teaching classes named."""
    columns = mart_roster.c
    return (
        select(columns.offering_id, columns.score)
        .where(
            columns.snapshot_id == snapshot_id,
            columns.offering_id.in_(offering_ids),
            columns.score.is_not(None),
        )
        .order_by(columns.offering_id)
    )

"""A snapshot of an earlier day equals that of a home from which everything later was physically removed."""

from datetime import date

import polars as pl
import pytest
from sqlalchemy import delete, select, update

from data.warehouse import lake, snapshots
from data.warehouse.home import open_engine
from data.warehouse.queries.history import end_of_day, read_history
from data.warehouse.schema import people, structure, teaching
from jobs.profile import facts_of
from profiling.publish import compute

DAYS = (date(2025, 4, 20), date(2024, 1, 10))  # mid-term; and between an examination and its grades
RECORDED = (
    teaching.fact_grade_attempt,
    teaching.fact_set_response,
    teaching.fact_supervision,
    people.fact_teacher_training,
    people.fact_enterprise_practice,
    people.fact_student_status,
)
BEGUN = (
    people.dim_student.c.valid_from,
    people.dim_teacher.c.valid_from,
    structure.dim_programme.c.approved_on,
    teaching.fact_enrolment.c.registered_on,
)


def _digest(home, day: date) -> str:
    engine = open_engine(home)
    known = read_history(home, engine, day)
    engine.dispose()
    facts = facts_of(known)
    return snapshots.digest(compute(facts).frames)


def _remove_later(home, day: date) -> None:
    cut, engine = end_of_day(day, "Asia/Shanghai"), open_engine(home)
    terms, offerings = structure.dim_term.c, structure.dim_offering.c
    with engine.begin() as connection:
        for table in RECORDED:
            connection.execute(delete(table).where(table.c.recorded_at > cut))
        for column in BEGUN:
            connection.execute(delete(column.table).where(column > day))
        later = select(terms.term_id).where(terms.day_zero > day)
        gone = list(
            connection.execute(select(offerings.offering_id).where(offerings.term_id.in_(later))).scalars()
        )
        for table in (
            structure.bridge_offering_teacher,
            teaching.fact_session,
            teaching.dim_task,
            teaching.fact_enrolment,
            teaching.fact_teacher_workload,
            structure.dim_offering,
        ):
            connection.execute(delete(table).where(table.c.offering_id.in_(gone)))
        _forget_what_followed(connection, day, cut)
    engine.dispose()
    for table in lake.TABLES:
        for path in home.folder("lake").joinpath(table).glob("term=*/*.parquet"):
            events = pl.read_parquet(path)
            events.filter((pl.col("event_time") <= cut) & (pl.col("recorded_at") <= cut)).write_parquet(path)


def _forget_what_followed(connection, day: date, cut) -> None:
    """Ends of enrolments, what became of sessions, reviews of course standards, graduations of later years."""
    enrolment, session = teaching.fact_enrolment, teaching.fact_session
    connection.execute(
        update(enrolment).where(enrolment.c.unregistered_on > day).values(unregistered_on=None)
    )
    connection.execute(
        update(session).where(session.c.held_on > day).values(status="planned", delivered_topic=None)
    )
    for stamp, hidden in (
        ("attendance_recorded_at", {}),
        ("topic_recorded_at", {"delivered_topic": None}),
        ("made_up_on", {}),
    ):
        limit = day if stamp == "made_up_on" else cut
        connection.execute(update(session).where(session.c[stamp] > limit).values({stamp: None, **hidden}))
    course = structure.dim_course
    connection.execute(
        update(course).where(course.c.standard_reviewed_on > day).values(standard_reviewed_on=None)
    )
    graduation, appraisal = teaching.fact_graduation, people.fact_teacher_appraisal
    connection.execute(
        delete(graduation).where(graduation.c.due_year >= day.year)
    )  # before the summer: not due yet
    connection.execute(delete(appraisal).where(appraisal.c.year >= day.year))


@pytest.mark.parametrize("day", DAYS)
def test_earlier_day_sees_nothing_later(demo_copy, day):
    with_everything = _digest(demo_copy, day)
    _remove_later(demo_copy, day)
    assert _digest(demo_copy, day) == with_everything

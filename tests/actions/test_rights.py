"""Choices of persons: objection to the model layer holds for everyone at once, consent to be read by name, notices."""

from datetime import datetime

import polars as pl
import pytest
from sqlalchemy import insert, select

from access import policy, relations
from access.scope import restrict
from access.sec_tables import sec_consent
from actions import rights
from data.warehouse import bulk
from data.warehouse.schema.marts import mart_roster
from data.warehouse.schema.risk import ml_course_risk, ml_prediction
from errors import NotAllowed
from tests.actions.rights_people import (
    OTHER,
    STUDENT,
    TEACHER,
    counsellor,
    logged,
    office,
    opened,
    student,
    viewer,
)
from tests.views import college
from views import clock
from views.administration import my_data
from views.operations import concern, worklist
from views.students import student as student_page

MODEL, NAMED = relations.MODEL_LAYER, relations.NAMED_PROFILE
POINT = datetime(2025, 10, 26, 15, 59, 59)


@pytest.fixture
def engine(empty_home):
    made = opened(empty_home)
    rows = [
        {
            "student_pid": pid,
            "class_code": "D1-C1",
            "org_code": "D1",
            "p_any": 0.6,
            "expected_failed_credits": 3.5,
        }
        for pid in (STUDENT, OTHER)
    ]
    frame = pl.DataFrame(rows).with_columns(
        term_id=pl.lit(college.TERM), point=pl.lit("W8"), model_id=pl.lit("m"), cutoff=pl.lit(POINT), scored_at=pl.lit(POINT),
        is_latest=pl.lit(True), reasons=pl.lit("[]"),
    )  # fmt: skip
    bulk.write_frame(made, ml_prediction, frame)
    with made.begin() as connection:
        for pid in (STUDENT, OTHER):
            connection.execute(
                insert(ml_course_risk).values(
                    student_pid=pid, offering_id="o1", term_id=college.TERM, point="W8", model_id="m", is_latest=True,
                    probability=0.5, class_code="D1-C1", org_code="D1",
                )
            )  # fmt: skip
            connection.execute(
                insert(mart_roster).values(
                    snapshot_id=1, student_pid=pid, offering_id="o1", term_id=college.TERM, course_code="c1",
                    class_code="D1-C1", org_code="D1", support_flag=True,
                )
            )  # fmt: skip
    return made


def object_to(engine, holds=True, who=None):
    return rights.choose(engine, who or student(), MODEL, holds=holds)


def readable(engine, scope, table):
    with engine.connect() as connection:
        found = connection.execute(restrict(select(table.c.student_pid), scope)).scalars().all()
    return sorted(found)


def test_objection_hides_predictions_from_everyone_at_once(engine):
    readers = {
        "counsellor": counsellor().scope,
        "student": student().scope,
        "student_affairs": viewer("student_affairs", "t1", everything=True, case={STUDENT, OTHER}).scope,
    }
    for table in (ml_prediction, ml_course_risk):
        assert all(STUDENT in readable(engine, scope, table) for scope in readers.values())
    object_to(engine)
    for table in (ml_prediction, ml_course_risk):
        found = {name: readable(engine, scope, table) for name, scope in readers.items()}
        assert found == {"counsellor": [OTHER], "student": [], "student_affairs": [OTHER]}
    object_to(engine, holds=False)
    assert readable(engine, counsellor().scope, ml_prediction) == [STUDENT, OTHER]


def test_objection_hides_the_mark_that_help_is_needed(engine):
    scopes = {
        "teacher": viewer("teacher", TEACHER, teacher={TEACHER}, offering={"o1"}).scope,
        "counsellor": counsellor().scope,
    }
    object_to(engine)
    query = select(mart_roster.c.student_pid, mart_roster.c.support_flag).order_by(mart_roster.c.student_pid)
    for scope in scopes.values():
        with engine.connect() as connection:
            assert [tuple(row) for row in connection.execute(restrict(query, scope))] == [
                (STUDENT, None),
                (OTHER, True),
            ]


def test_student_who_objects_looks_like_one_without_a_prediction(engine):
    object_to(engine)
    page = student_page.profile(counsellor().scope, college.SNAPSHOT, STUDENT, clock.now())
    assert page.concern is None and page.concern_line is None
    college_wide = concern.of_student(counsellor().scope, college.SNAPSHOT, "sD1002")  # never had one
    assert college_wide is None


def test_objection_renews_the_worklist_and_the_rules_stay(engine):
    college.warn(engine, [STUDENT], "red")
    scope = counsellor().scope

    def shown():
        return {
            row.pid: row.level.level
            for row in worklist.overview(scope, college.SNAPSHOT, 15, "to_contact").rows
        }

    assert shown() == {STUDENT: "red", OTHER: "blue"}
    object_to(engine, who=student(OTHER))
    assert shown() == {STUDENT: "red"}
    object_to(engine)
    assert shown() == {STUDENT: "red"}
    object_to(engine, holds=False, who=student(OTHER))
    assert shown() == {STUDENT: "red", OTHER: "blue"}


def test_nobody_else_reads_the_choice(engine):
    object_to(engine)
    query = select(sec_consent.c.person)
    for role in policy.roles():
        reader = viewer(role, "t9", everything=True, **{"class": {"D1-C1"}, "org": {"D1"}, "case": {STUDENT}})
        with engine.connect() as connection:
            assert connection.execute(restrict(query, reader.scope)).scalars().all() == [], role
    with engine.connect() as connection:
        assert connection.execute(restrict(query, student().scope)).scalars().all() == [STUDENT]


def test_choice_is_written_once_and_kept_when_it_ends(engine):
    assert [object_to(engine), object_to(engine), object_to(engine, holds=False)] == [True, False, True]
    with engine.connect() as connection:
        rows = connection.execute(select(sec_consent.c.topic, sec_consent.c.until)).all()
    assert len(rows) == 1 and rows[0].until is not None
    assert logged(engine) == [("write", "choice", STUDENT, MODEL)] * 2


@pytest.mark.parametrize(
    ("who", "topic"),
    [
        (student(), NAMED),
        (viewer("teacher", TEACHER, teacher={TEACHER}), MODEL),
        (viewer("counsellor", "t1"), MODEL),
        (office("data_admin"), MODEL),
        (student(), "everything"),
        (viewer("student", STUDENT, student={OTHER}), MODEL),
    ],
)
def test_choice_of_somebody_else_is_refused(engine, who, topic):
    with pytest.raises(NotAllowed):
        rights.choose(engine, who, topic, holds=True)
    with engine.connect() as connection:
        assert connection.execute(select(sec_consent)).all() == []


def test_consent_is_found_by_the_leader_of_the_major_until_it_ends(engine):
    teacher = viewer("teacher", TEACHER, teacher={TEACHER})
    rights.choose(engine, teacher, NAMED, holds=True)
    with engine.connect() as connection:
        assert relations.agreeing(connection, {TEACHER, "t2"}) == {TEACHER}
    rights.choose(engine, teacher, NAMED, holds=False)
    with engine.connect() as connection:
        assert relations.agreeing(connection, {TEACHER, "t2"}) == set()


def test_page_tells_what_is_chosen(engine):
    def told():
        return my_data.overview(student().scope, clock.now()).choice.key

    assert told() == "my_data.model_layer_never"
    object_to(engine)
    assert told() == "my_data.model_layer_on"
    object_to(engine, holds=False)
    assert told() == "my_data.model_layer_off"

"""Improvement actions: who opens which, what is held, evidence, due days, and what closing computes and stores."""

from datetime import date

import pytest
from sqlalchemy import insert, select, update

from actions import improvement
from data.warehouse.schema.improvement import qa_improvement, qa_improvement_step
from data.warehouse.schema.marts import ind_value
from data.warehouse.schema.people import bridge_teacher_role
from data.warehouse.schema.structure import dim_course, dim_major
from errors import NotAllowed, ShownError
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

DUE = date(2026, 1, 10)
DEAN, LEADER = "t-dean", "t-leader"


def dean(person=DEAN, unit="D1", **more):
    return viewer("dean", person, org={unit}, teacher={person}, **more)


@pytest.fixture
def engine(empty_home):
    made = opened(empty_home)
    with made.begin() as connection:
        _units(connection)
    units = (
        ("course", "K1", "D1"),
        ("course", "K2", "D2"),
        ("org", "D1", "D1"),
        ("org", "D2", "D2"),
        ("school", "school", None),
    )
    for kind, key, org in units:
        where = {f"{kind}_code": key} if kind != "school" else {}
        college.add_value(
            made, "crs_attendance", 0.70, kind=kind, entity=key, low=0.6671, high=0.7329, n=200, is_open=True, is_open_inside=True,
            **({"org_code": org} | where),
        )  # fmt: skip
    persons = (
        ("teacher", TEACHER, "teacher_profile", "tch_training_hours"),
        ("student", STUDENT, "student_academic_record", "stu_gpa"),
    )
    for kind, pid, category, name in persons:
        college.add_value(
            made, name, 2.0, kind=kind, entity=pid, category=category, org_code="D1", class_code="D1-C1", **{f"{kind}_pid": pid},
        )  # fmt: skip
    return made


def _units(connection):
    """Two courses, a major, and who leads what."""
    known = {"valid_from": college.AS_OF, "is_current": True}
    for code, org in (("K1", "D1"), ("K2", "D2")):
        connection.execute(
            insert(dim_course).values(course_code=code, name=f"课程{code}", org_code=org, **known)
        )
    connection.execute(insert(dim_major).values(major_code="M1", name="专业", org_code="D1", **known))
    held = (
        (DEAN, "dean", "org", "D1"),
        (LEADER, "course_leader", "course", "K1"),
        ("t-dean2", "dean", "org", "D2"),
    )
    for pid, role, kind, code in held:
        connection.execute(
            insert(bridge_teacher_role).values(
                teacher_pid=pid, role=role, target_kind=kind, target_code=code, valid_from=college.AS_OF
            )
        )


def proposal(kind="course", key="K1", owner=LEADER, **more):
    told = {
        "indicator_id": "crs_attendance",
        "cause": "章节测验偏难",
        "measure": "补充分层练习并讲评",
        "due_on": DUE,
    }
    return improvement.Proposal(entity_kind=kind, entity_id=key, owner=owner, **(told | more))


def row(engine, number):
    with engine.connect() as connection:
        return connection.execute(
            select(qa_improvement).where(qa_improvement.c.improvement_id == number)
        ).one()


def later_value(engine, value, low, high, **more):
    """What the figure of K1 says in a later period."""
    with engine.begin() as connection:
        connection.execute(update(ind_value).where(ind_value.c.entity_id == "K1").values(is_latest=False))
    told = {
        "n": 200,
        "is_open": True,
        "is_open_inside": True,
        "course_code": "K1",
        "org_code": "D1",
        "period": college.TERM,
    }
    college.add_value(
        engine, "crs_attendance", value, kind="course", entity="K1", low=low, high=high, **(told | more)
    )


def test_action_holds_the_figure_as_it_stands(engine):
    number = improvement.propose(engine, dean(), proposal())
    kept = row(engine, number)
    assert (kept.value_then, kept.low_then, kept.high_then, kept.n_then, kept.period_then) == (
        0.70,
        0.6671,
        0.7329,
        200,
        college.CLOSED,
    )
    assert (kept.snapshot_then, kept.definition_then, kept.status_then) == (1, "2026.1", "observed")
    assert (kept.category, kept.org_code, kept.course_code, kept.teacher_pid) == (
        "unit_action",
        "D1",
        "K1",
        LEADER,
    )
    assert (kept.opened_by, kept.opened_role, kept.opened_on, kept.is_self_found) == (
        DEAN,
        "dean",
        college.AS_OF,
        False,
    )
    assert logged(engine) == [("write", "action", str(number), "action open crs_attendance")]


def test_finder_who_answers_for_it_is_marked(engine):
    leader = viewer("course_leader", LEADER, course={"K1"}, teacher={LEADER})
    assert row(engine, improvement.propose(engine, leader, proposal())).is_self_found


@pytest.mark.parametrize(
    ("who", "wanted"),
    [
        (lambda: dean(), proposal(key="K2", owner="t-dean2")),  # another department's course
        (lambda: dean(), proposal(key="K2", owner=DEAN)),  # answering oneself does not open a foreign unit
        (lambda: dean(), proposal("org", "D2", DEAN)),
        (lambda: dean(), proposal("school", "school", DEAN)),  # not a role that proposes for the school
        (lambda: dean(), proposal(owner="t-dean2")),  # somebody who does not lead the unit
        (lambda: viewer("course_leader", LEADER, course={"K1"}, teacher={LEADER}), proposal("org", "D1", LEADER)),
        (lambda: viewer("teacher", TEACHER, teacher={TEACHER}, offering={"o1"}), proposal(owner=TEACHER)),
        (lambda: office("data_admin"), proposal()),
        (lambda: student(), proposal("student", OTHER, OTHER, indicator_id="stu_gpa")),
        (lambda: dean(), proposal("student", STUDENT, STUDENT, indicator_id="stu_gpa")),
        (lambda: viewer("teacher", "t-x", teacher={"t-x"}), proposal("teacher", TEACHER, TEACHER, indicator_id="tch_training_hours")),
        (lambda: dean(unit="D2"), proposal("teacher", TEACHER, TEACHER, indicator_id="tch_training_hours")),
    ],
)  # fmt: skip
def test_outside_the_right_nothing_is_written(engine, who, wanted):
    with pytest.raises((NotAllowed, ShownError)):
        improvement.propose(engine, who(), wanted)
    with engine.connect() as connection:
        assert connection.execute(select(qa_improvement)).all() == []
    assert logged(engine) == []


@pytest.mark.parametrize(
    ("who", "wanted"),
    [
        (lambda: office("leadership"), proposal("school", "school", DEAN)),
        (lambda: office("quality_office"), proposal("org", "D2", "t-dean2")),
        (lambda: dean(), proposal("org", "D1", DEAN)),
        (lambda: dean(), proposal("teacher", TEACHER, TEACHER, indicator_id="tch_training_hours")),
        (lambda: viewer("teacher", TEACHER, teacher={TEACHER}), proposal("teacher", TEACHER, TEACHER, indicator_id="tch_training_hours")),
        (lambda: student(), proposal("student", STUDENT, STUDENT, indicator_id="stu_gpa")),
        (lambda: counsellor(), proposal("student", STUDENT, STUDENT, indicator_id="stu_gpa")),
    ],
)  # fmt: skip
def test_who_may_open_one(engine, who, wanted):
    assert row(engine, improvement.propose(engine, who(), wanted)).closed_on is None


@pytest.mark.parametrize(
    ("more", "code"),
    [({"cause": "短"}, "length"), ({"measure": ""}, "length"), ({"due_on": college.AS_OF}, "day"), ({"indicator_id": "crs_assignment_ontime"}, "figure")],
)  # fmt: skip
def test_refused_proposals_say_why(engine, more, code):
    with pytest.raises(ShownError) as raised:
        improvement.propose(engine, dean(), proposal(**more))
    assert raised.value.code == code


def test_closing_computes_the_effect_and_stores_both_values(engine):
    number = improvement.propose(engine, dean(), proposal())
    later_value(engine, 0.80, 0.775325, 0.824675)
    told = improvement.close(engine, dean(), number)
    kept = row(engine, number)
    assert (
        (told.outcome, told.reason) == ("effective", "beyond_chance") == (kept.outcome, kept.outcome_reason)
    )
    assert kept.mdc == pytest.approx(0.041125)
    assert (kept.value_after, kept.period_after, kept.snapshot_after) == (0.80, college.TERM, 1)
    assert (kept.closed_on, kept.closed_by, kept.verified_on) == (
        college.AS_OF,
        DEAN,
        None,
    )  # effective, without an artefact


def test_closing_without_a_new_period_cannot_tell(engine):
    number = improvement.propose(engine, dean(), proposal())
    assert improvement.close(engine, dean(), number).reason == "no_new_period"
    assert row(engine, number).outcome == "cannot_tell"


def test_artefact_and_movement_verify(engine):
    number = improvement.propose(engine, dean(), proposal())
    improvement.add_evidence(
        engine, dean(), number, grade="E2", text="修订后的课程标准", archive_no="QA-COURSE-K1-2025-1-ACT-001"
    )
    later_value(engine, 0.72, 0.695325, 0.744675)
    assert improvement.close(engine, dean(), number).outcome == "partly"
    assert row(engine, number).verified_on == college.AS_OF


def test_artefact_and_check_verify_what_nobody_can_tell(engine):
    number = improvement.propose(engine, dean(), proposal())
    improvement.add_evidence(engine, dean(), number, grade="E2", text="修订后的课程标准", archive_no="QA-1")
    improvement.add_evidence(
        engine, office("quality_office"), number, grade="E3", text="督导随堂听课，情况属实"
    )
    assert improvement.close(engine, dean(), number).outcome == "cannot_tell"
    assert row(engine, number).verified_on == college.AS_OF


def test_evidence_rules(engine):
    number = improvement.propose(engine, dean(), proposal())
    leader = viewer("teacher", LEADER, teacher={LEADER})
    for who, told, code in (
        (leader, {"grade": "E3", "text": "自己核验自己"}, "own"),
        (leader, {"grade": "E2", "text": "没有归档编号"}, "archive"),
        (leader, {"grade": "E1", "text": "系统计算的"}, "grade"),
        (leader, {"grade": "E0", "text": ""}, "length"),
    ):
        with pytest.raises(ShownError) as raised:
            improvement.add_evidence(engine, who, number, **told)
        assert raised.value.code == code
    improvement.add_evidence(engine, leader, number, grade="E0", text="已经和教研室讨论")
    with engine.connect() as connection:
        step = connection.execute(select(qa_improvement_step)).one()
    assert (step.grade, step.added_by, step.org_code, step.category) == ("E0", LEADER, "D1", "unit_action")


def test_due_day_moves_forward_with_a_reason_that_stays(engine):
    number = improvement.propose(engine, dean(), proposal())
    for due, reason in ((DUE, "同一天"), (date(2025, 12, 1), "提前的日期"), (date(2026, 3, 1), "短")):
        with pytest.raises(ShownError):
            improvement.extend(engine, dean(), number, due_on=due, reason=reason)
    improvement.extend(engine, dean(), number, due_on=date(2026, 3, 1), reason="设备到货推迟")
    assert row(engine, number).due_on == date(2026, 3, 1)
    with engine.connect() as connection:
        step = connection.execute(select(qa_improvement_step)).one()
    assert (step.kind, step.due_before, step.due_after, step.text) == (
        "extension",
        DUE,
        date(2026, 3, 1),
        "设备到货推迟",
    )


def test_who_keeps_it(engine):
    number = improvement.propose(engine, dean(), proposal())
    for who in (
        dean(unit="D2"),
        viewer("teacher", TEACHER, teacher={TEACHER}),
        office("leadership"),
        office("academic_affairs", "t-aa"),
        dean("t-deputy"),
    ):
        with pytest.raises(NotAllowed):
            improvement.close(engine, who, number)
    improvement.extend(
        engine, office("quality_office"), number, due_on=date(2026, 3, 1), reason="质量办同意延期"
    )


def test_closed_stays_closed(engine):
    number = improvement.propose(engine, dean(), proposal())
    improvement.close(engine, dean(), number)
    for act in (
        lambda: improvement.close(engine, dean(), number),
        lambda: improvement.extend(engine, dean(), number, due_on=date(2026, 3, 1), reason="已经关闭"),
        lambda: improvement.add_evidence(engine, dean(), number, grade="E0", text="已经关闭"),
    ):
        with pytest.raises(ShownError) as raised:
            act()
        assert raised.value.code == "state"

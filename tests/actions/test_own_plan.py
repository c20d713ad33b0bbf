"""A person's own plan: set by the person, confirmed or returned by who cares for the person, and nothing past that."""

from datetime import date

import pytest
from sqlalchemy import insert, select

from actions import own_plan
from data.warehouse.schema.improvement import qa_plan_item
from data.warehouse.schema.marts import mart_index, mart_item
from errors import NotAllowed, ShownError
from tests.actions.rights_people import (
    COUNSELLOR,
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
FIGURE = "stu_gpa"


def teacher(pid=TEACHER, **more):
    return viewer("teacher", pid, teacher={pid}, **more)


def dean(person="t-dean", unit="D1", **more):
    return viewer("dean", person, org={unit}, **more)


@pytest.fixture
def engine(empty_home):
    made = opened(empty_home)
    for pid, org in ((STUDENT, "D1"), (OTHER, "D1")):
        college.add_value(
            made, FIGURE, 2.6, kind="student", entity=pid, category="student_academic_record", student_pid=pid, org_code=org,
            class_code="D1-C1", low=2.4, high=2.8, n=30,
        )  # fmt: skip
    college.add_value(
        made, "tch_training_hours", 40.0, kind="teacher", entity=TEACHER, category="teacher_profile", teacher_pid=TEACHER,
        org_code="D1", facet="D2", period="2024-2025",
    )  # fmt: skip
    _short(made, "teacher", TEACHER, "tch_training_hours", "own", [36, 72, 90, 120])
    _short(made, "teacher", TEACHER, "tch_training_hours", "next", [36, 80, 100, 120])
    return made


def _short(engine, kind, pid, indicator, relation, marks):
    where = {"snapshot_id": 1, "entity_kind": kind, "entity_id": pid, "standard_id": f"{kind}_{relation}"}
    where |= {"category": "teacher_profile", f"{kind}_pid": pid, "org_code": "D1"}
    with engine.begin() as connection:
        connection.execute(
            insert(mart_index).values(
                **where, relation=relation, standard_version="1", coverage=1.0, decision="not_met"
            )
        )
        connection.execute(insert(mart_item).values(
            **where, indicator_id=indicator, dimension_id="D2", weight=0.5, value=40.0, score=50.0, status="observed",
            anchors=str(marks), is_must_have=False, need_qualified=32.0, need_target=50.0, gain=2.0, effort="M",
        ))  # fmt: skip


def step(indicator=FIGURE, text="每两周找任课教师核对作业", due_on=DUE):
    return own_plan.Step(indicator, text, due_on)


def row(engine, number):
    with engine.connect() as connection:
        return connection.execute(select(qa_plan_item).where(qa_plan_item.c.plan_item_id == number)).one()


def test_step_holds_the_figure_as_it_stands_and_waits(engine):
    number = own_plan.add(engine, student(), step())
    kept = row(engine, number)
    assert (kept.student_pid, kept.teacher_pid, kept.category) == (STUDENT, None, "student_academic_record")
    assert (kept.value_then, kept.low_then, kept.high_then, kept.n_then) == (2.6, 2.4, 2.8, 30)
    assert (kept.period_then, kept.snapshot_then, kept.definition_then) == (college.CLOSED, 1, "2026.1")
    assert (kept.state, kept.confirmed_on, kept.made_on, kept.plan_year) == (
        "submitted",
        None,
        college.AS_OF,
        2025,
    )
    assert logged(engine) == [("write", "plan", str(number), "plan add")]


def test_goal_is_the_next_mark_of_the_next_tier(engine):
    kept = row(engine, own_plan.add(engine, teacher(), step("tch_training_hours")))
    assert kept.goal == 80.0


def test_counsellor_confirms_and_the_student_reports_it_done(engine):
    number = own_plan.add(engine, student(), step())
    own_plan.decide(engine, counsellor(), number, "confirmed")
    kept = row(engine, number)
    assert (kept.state, kept.confirmed_on, kept.decided_by, kept.decided_role) == (
        "confirmed", college.AS_OF, COUNSELLOR, "counsellor",
    )  # fmt: skip
    own_plan.report_done(engine, student(), number, evidence="作业全部补齐", archive_no=" QA-1 ")
    kept = row(engine, number)
    assert (kept.done_on, kept.evidence, kept.archive_no) == (college.AS_OF, "作业全部补齐", "QA-1")
    assert [purpose for *_, purpose in logged(engine)] == ["plan add", "plan confirmed", "plan done"]


def test_return_needs_its_reason_and_the_step_can_be_sent_again(engine):
    number = own_plan.add(engine, teacher(), step("tch_training_hours"))
    with pytest.raises(ShownError) as raised:
        own_plan.decide(engine, dean(), number, "returned", reason=" ")
    assert raised.value.code == "length"
    own_plan.decide(engine, dean(), number, "returned", reason="请写明完成的标志")
    assert (row(engine, number).state, row(engine, number).confirmed_on) == ("returned", None)
    own_plan.send_again(
        engine, teacher(), number, text="参加四十学时的专题培训并取得证书", due_on=date(2026, 3, 1)
    )
    assert (row(engine, number).state, row(engine, number).text[:2]) == ("submitted", "参加")


def test_own_steps_alone(engine):
    number = own_plan.add(engine, student(), step())
    own_plan.decide(engine, counsellor(), number, "confirmed")
    for act in (
        lambda: own_plan.report_done(engine, student(OTHER), number, evidence="不是我的"),
        lambda: own_plan.withdraw(engine, student(OTHER), number),
        lambda: own_plan.send_again(engine, student(OTHER), number, text="不是我的", due_on=DUE),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(
    "who",
    [
        lambda: viewer("counsellor", "t-other", **{"class": {"D2-C1"}}),  # another class
        lambda: dean(),  # cares for teachers
        lambda: office("quality_office"),
        lambda: office("student_affairs"),
        lambda: student(),
        lambda: student(OTHER),
    ],
)
def test_nobody_else_confirms_a_student(engine, who):
    number = own_plan.add(engine, student(), step())
    with pytest.raises(NotAllowed):
        own_plan.decide(engine, who(), number, "confirmed")
    assert row(engine, number).state == "submitted"


@pytest.mark.parametrize(
    "who", [lambda: dean(unit="D2"), lambda: dean(TEACHER), counsellor, lambda: office("teacher_centre")]
)
def test_dean_of_another_unit_the_own_plan_and_other_roles(engine, who):
    number = own_plan.add(engine, teacher(), step("tch_training_hours"))
    with pytest.raises(NotAllowed):
        own_plan.decide(engine, who(), number, "confirmed")
    assert row(engine, number).confirmed_on is None


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (step("stu_attendance_rate"), "figure"),
        (step("no_such_figure"), "figure"),
        (step(text="短"), "length"),
        (step(text="长" * 401), "length"),
        (step(due_on=college.AS_OF), "day"),
        (step(due_on=date(2030, 1, 1)), "day"),
    ],
)
def test_refused_steps_leave_nothing(engine, wrong, code):
    with pytest.raises(ShownError) as raised:
        own_plan.add(engine, student(), wrong)
    assert raised.value.code == code
    with engine.connect() as connection:
        assert connection.execute(select(qa_plan_item)).all() == []
    assert logged(engine) == []


def test_one_open_step_per_figure_and_five_in_a_year(engine):
    own_plan.add(engine, student(), step())
    with pytest.raises(ShownError) as raised:
        own_plan.add(engine, student(), step())
    assert raised.value.code == "twice"
    for name in ("stu_attendance", "stu_ontime", "stu_fitness", "stu_library"):
        college.add_value(
            engine,
            name,
            0.9,
            kind="student",
            entity=STUDENT,
            category="student_academic_record",
            student_pid=STUDENT,
        )
        own_plan.add(engine, student(), step(name))
    college.add_value(
        engine,
        "stu_more",
        0.9,
        kind="student",
        entity=STUDENT,
        category="student_academic_record",
        student_pid=STUDENT,
    )
    with pytest.raises(ShownError) as raised:
        own_plan.add(engine, student(), step("stu_more"))
    assert raised.value.code == "many"
    own_plan.add(engine, student(), step("stu_more", due_on=date(2026, 9, 1)))  # of the next school year


def test_states_go_one_way(engine):
    number = own_plan.add(engine, student(), step())
    with pytest.raises(ShownError):
        own_plan.report_done(engine, student(), number, evidence="还没有确认")
    own_plan.decide(engine, counsellor(), number, "confirmed")
    for act in (
        lambda: own_plan.decide(engine, counsellor(), number, "returned", reason="已经确认过"),
        lambda: own_plan.withdraw(engine, student(), number),
    ):
        with pytest.raises(ShownError) as raised:
            act()
        assert raised.value.code == "state"
    own_plan.report_done(engine, student(), number, evidence="已经完成了")
    with pytest.raises(ShownError):
        own_plan.report_done(engine, student(), number, evidence="又完成一次")

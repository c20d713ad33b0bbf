"""Improvement actions and own plans as pages show them: states by the as-of, scope, what closing would say, who decides."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from actions import improvement, own_plan
from data.warehouse.schema.improvement import qa_improvement
from data.warehouse.schema.loop import qa_action
from data.warehouse.schema.marts import ind_value
from data.warehouse.schema.people import bridge_teacher_role
from data.warehouse.schema.structure import dim_course
from tests.actions.rights_people import STUDENT, TEACHER, counsellor, office, opened, student, viewer
from tests.views import college
from ui import i18n, text
from views.improvement import task, tasks
from views.people import plan_steps

DEAN, DEAN2, LEADER = "t-dean", "t-dean2", "t-leader"
DAY = timedelta(days=1)
NOW = datetime(2025, 11, 2)


@pytest.fixture
def engine(empty_home):
    made = opened(empty_home)
    with made.begin() as connection:
        for code, org in (("K1", "D1"), ("K2", "D2")):
            connection.execute(
                insert(dim_course).values(course_code=code, valid_from=college.AS_OF, is_current=True, name=f"课程{code}", org_code=org)
            )  # fmt: skip
        connection.execute(
            insert(bridge_teacher_role).values(
                teacher_pid=LEADER, role="course_leader", target_kind="course", target_code="K1", valid_from=college.AS_OF
            )
        )  # fmt: skip
    return made


def dean(person=DEAN, unit="D1"):
    return viewer("dean", person, org={unit}, teacher={person})


def action(engine, course="K1", org="D1", *, due=college.AS_OF + DAY, **more):
    """One action about a course, opened in the product on 70 % ± 3.3 points of the closed term."""
    row = {
        "category": "unit_action", "entity_kind": "course", "entity_id": course, "org_code": org, "course_code": course,
        "teacher_pid": LEADER, "indicator_id": "crs_attendance", "value_then": 0.70, "low_then": 0.6671, "high_then": 0.7329,
        "n_then": 200, "status_then": "observed", "period_then": college.CLOSED, "snapshot_then": 1, "definition_then": "2026.1",
        "cause": "任务布置晚", "measure": "提前一周布置", "opened_by": DEAN, "opened_role": "dean", "is_self_found": False,
        "opened_on": date(2025, 9, 1), "due_on": due, "recorded_at": NOW,
    } | more  # fmt: skip
    with engine.begin() as connection:
        return str(connection.execute(insert(qa_improvement).values(row)).inserted_primary_key[0])


def loaded(engine, number, **more):
    row = {
        "action_no": number, "entity_kind": "course", "entity_code": "K1", "org_code": "D1", "teacher_pid": TEACHER,
        "indicator_id": "crs_attendance", "cause": "原因", "measure": "措施", "opened_on": date(2025, 9, 1),
        "due_on": college.AS_OF - DAY,
    } | more  # fmt: skip
    with engine.begin() as connection:
        connection.execute(insert(qa_action).values(row))


def keys(reader, **asked):
    page = tasks.overview(reader.scope, college.SNAPSHOT, tasks.Choices(**asked))
    return [one.key for one in page.tasks]


def test_states_follow_the_as_of_and_not_the_calendar(engine):
    late = action(engine, due=college.AS_OF - DAY)
    today = action(engine, due=college.AS_OF)
    ahead = action(engine, due=college.AS_OF + 5 * DAY)
    closed = action(engine, closed_on=date(2025, 10, 1), outcome="partly", outcome_reason="within_chance")
    assert keys(dean(), tab="overdue") == [late]
    assert keys(dean(), tab="open") == [today, ahead]
    assert keys(dean(), tab="closed") == [closed]
    page = tasks.overview(dean().scope, college.SNAPSHOT, tasks.Choices())
    assert [words.params["count"].value for _, words in page.tabs] == [2, 1, 1]
    assert page.findings[0].key == "tasks.found_late"
    assert {name: page.findings[1].params[name].value for name in ("count", "effective", "partly")} == {
        "count": 1, "effective": 0, "partly": 1,
    }  # fmt: skip


def test_delivered_ones_stand_beside_those_made_here(engine):
    loaded(engine, "GJ01")
    loaded(engine, "GJ02", closed_on=date(2025, 9, 20))
    loaded(engine, "GJ03", closed_on=date(2023, 9, 20))  # longer ago than a year
    assert keys(office("quality_office"), tab="overdue") == ["GJ01"]
    assert keys(office("quality_office"), tab="closed") == ["GJ02"]
    found = task.detail(office("quality_office").scope, college.SNAPSHOT, "GJ01")
    assert found.effect.key == "tasks.effect_loaded" and not found.task.is_made_here and found.proof is None


def test_each_reader_sees_the_own_scope(engine):
    own, foreign = action(engine), action(engine, "K2", "D2", teacher_pid=DEAN2)
    assert keys(dean()) == [own]
    assert keys(dean(DEAN2, "D2")) == [foreign]
    assert set(keys(office("quality_office"))) == {own, foreign}
    assert set(keys(office("leadership"))) == {own, foreign}
    assert keys(viewer("course_leader", "t-x", course={"K2"}, teacher={"t-x"})) == [foreign]
    assert keys(viewer("teacher", LEADER, teacher={LEADER})) == [own]  # who answers for it
    assert keys(viewer("teacher", TEACHER, teacher={TEACHER})) == []
    assert keys(student()) == keys(counsellor()) == []
    assert task.detail(dean().scope, college.SNAPSHOT, foreign) is None


def test_filters_of_mine_unit_and_level(engine):
    mine, other = action(engine), action(engine, "K2", "D2", opened_by="t-x", teacher_pid=DEAN2)
    school = action(
        engine, None, None, entity_kind="school", entity_id="school", opened_by="t-x", teacher_pid="t-y"
    )
    reader = office("quality_office", DEAN)
    assert keys(reader, view="mine") == [mine]
    assert keys(reader, unit="D2") == [other]
    assert keys(reader, level="school") == [school]
    assert set(keys(reader, unit="no_such_unit")) == {mine, other, school}


def value(engine, number, low, high, period=college.TERM):
    college.add_value(
        engine, "crs_attendance", number, kind="course", entity="K1", low=low, high=high, n=200, period=period, org_code="D1",
        course_code="K1", is_open=True, is_open_inside=True,
    )  # fmt: skip


def test_panel_says_what_closing_now_would_say(engine):
    key = action(engine, target=0.95)
    value(engine, 0.80, 0.775325, 0.824675)
    found = task.detail(dean().scope, college.SNAPSHOT, key)
    assert (found.movement.then.value, found.movement.now.value, found.movement.target) == (0.70, 0.80, 0.95)
    assert found.effect.key == "tasks.effect_now"
    assert found.effect.params["outcome"].key == "tasks.outcome_effective"
    assert found.effect.params["reason"].params["mdc"].value == pytest.approx(0.041125)
    assert found.proof.key == "tasks.proof_artefact"
    improvement.add_evidence(engine, dean(), int(key), grade="E2", text="修订后的课程标准", archive_no="QA-1")
    assert task.detail(dean().scope, college.SNAPSHOT, key).proof.key == "tasks.proof_ready"
    assert [one.title.key for one in task.detail(dean().scope, college.SNAPSHOT, key).steps] == [
        "tasks.grade_E2"
    ]


def test_closed_panel_tells_what_was_stored_even_if_the_figure_moves_on(engine):
    key = action(engine)
    value(engine, 0.72, 0.695325, 0.744675)
    improvement.close(engine, dean(), int(key))
    with engine.begin() as connection:
        connection.execute(update(ind_value).values(value=0.99, low=0.98, high=1.0))
    found = task.detail(dean().scope, college.SNAPSHOT, key)
    assert found.movement.now.value == 0.72 and found.movement.is_closed
    assert found.effect.params["outcome"].key == "tasks.outcome_partly"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_word_of_the_panel_exists(engine, language):
    before = i18n.language()
    i18n.use(language)
    try:
        for reason in ("target", "beyond_chance", "within_chance", "no_interval", "not_better", "no_value", "definition",
                       "no_new_period", "coverage", "few", "direction"):  # fmt: skip
            key = action(
                engine,
                closed_on=date(2025, 10, 1),
                outcome="cannot_tell",
                outcome_reason=reason,
                mdc=0.04,
                target=0.9,
            )
            found = task.detail(dean().scope, college.SNAPSHOT, key)
            told = [found.effect, found.proof, found.cause, found.measure, *found.facts, found.movement.alt]
            assert all(text.plain(one).strip() for one in told)
        page = tasks.overview(dean().scope, college.SNAPSHOT, tasks.Choices(tab="closed"))
        assert all(text.plain(cell).strip() for cell in page.table.rows[0] if cell is not None)
    finally:
        i18n.use(before)


# --- own plans ---------------------------------------------------------------------------------------------------


def plan(engine, who=None, name="stu_gpa", due=college.AS_OF + 30 * DAY):
    college.add_value(
        engine,
        name,
        2.6,
        kind="student",
        entity=STUDENT,
        category="student_academic_record",
        student_pid=STUDENT,
    )
    return own_plan.add(engine, who or student(), own_plan.Step(name, "每两周与任课教师核对作业", due))


def test_waiting_steps_reach_the_counsellor_of_the_class_alone(engine):
    number = plan(engine)
    assert [one.step.key for one in plan_steps.waiting(counsellor().scope, college.SNAPSHOT, "student")] == [
        str(number)
    ]
    elsewhere = viewer("counsellor", "t-o", **{"class": {"D2-C1"}})
    assert plan_steps.waiting(elsewhere.scope, college.SNAPSHOT, "student") == ()
    own_plan.decide(engine, counsellor(), number, "confirmed")
    assert plan_steps.waiting(counsellor().scope, college.SNAPSHOT, "student") == ()


def test_card_tells_the_state_of_each_step(engine):
    first, second = plan(engine), plan(engine, name="stu_fitness")
    own_plan.decide(engine, counsellor(), first, "confirmed")
    own_plan.decide(engine, counsellor(), second, "returned", reason="请写明完成的标志")
    card = plan_steps.of_person(student().scope, college.SNAPSHOT, "student", STUDENT)
    assert {one.key: one.state for one in card.steps} == {str(first): "confirmed", str(second): "returned"}
    assert (
        next(one.note.key for one in card.steps if one.state == "returned") == "plan_steps.returned_because"
    )
    later = college.publish(engine, snapshot_id=2, as_of=college.AS_OF + 60 * DAY)
    states = {
        one.key: one.state for one in plan_steps.of_person(student().scope, later, "student", STUDENT).steps
    }
    assert states[str(first)] == "late"
    own_plan.report_done(engine, student(), first, evidence="作业全部补齐", archive_no="A-1")
    done = plan_steps.of_person(student().scope, later, "student", STUDENT).find(str(first))
    assert (done.state, done.note.key) == ("done", "plan_steps.done_filed")


def test_withdrawn_steps_are_gone_from_the_card(engine):
    number = plan(engine)
    own_plan.withdraw(engine, student(), number)
    assert plan_steps.of_person(student().scope, college.SNAPSHOT, "student", STUDENT).steps == ()

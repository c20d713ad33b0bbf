"""The page of improvement actions and the drawers on profile pages: drawn for every role, and forms that write."""

from datetime import date

import pytest
from sqlalchemy import func, select, update
from streamlit.testing.v1 import AppTest

from access import policy, relations
from access.viewer import demo_people, make_viewer
from data.warehouse.home import as_of, open_engine
from data.warehouse.schema.improvement import qa_improvement, qa_improvement_step, qa_plan_item
from data.warehouse.schema.people import dim_teacher
from ui import i18n, run
from ui.page import discover
from views import warehouse

_now: dict = {}


def _script():
    from tests.views import test_tasks_page

    test_tasks_page.draw()


def draw():
    """The page of this test, for its viewer."""
    i18n.use("zh")
    run.use(
        run.Run(
            _now["page"],
            {"as": _now["viewer"].role},
            "light",
            date(2025, 11, 2),
            "Asia/Shanghai",
            _now["narrow"],
        )
    )
    discover("pages")[_now["page"]].render(_now["viewer"])


@pytest.fixture
def engine(demo_copy):
    warehouse.configure(demo_copy)
    yield open_engine(demo_copy)


@pytest.fixture(scope="module")
def shared(demo_home):
    return open_engine(demo_home), demo_home


def seen(engine, page, role, *, narrow=False, **query):
    with engine.connect() as connection:
        viewer = make_viewer(
            connection,
            mode="demo",
            session=f"{page}-{role}",
            wanted=role,
            today=date.today(),
            as_of=as_of(connection),
        )
    _now.update(page=page, viewer=viewer, narrow=narrow)
    app = AppTest.from_function(_script, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def html(app):
    return "".join(block.proto.body for block in app.get("html"))


def count(engine, table, *conditions):
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()


def first_key(engine, *conditions):
    with engine.connect() as connection:
        return str(
            connection.execute(
                select(qa_improvement.c.improvement_id).where(*conditions).limit(1)
            ).scalar_one()
        )


@pytest.mark.parametrize("role", policy.pages()["tasks"])
def test_page_is_drawn_for_every_role(shared, role):
    engine, home = shared
    warehouse.configure(home)
    assert "改进任务" in html(seen(engine, "tasks", role))


@pytest.mark.parametrize("tab", ["open", "overdue", "closed", "plans"])
def test_every_tab_is_drawn_on_a_phone(shared, tab):
    engine, home = shared
    warehouse.configure(home)
    assert "改进任务" in html(seen(engine, "tasks", "dean", tab=tab, narrow=True))


def test_quality_office_lands_on_it():
    assert policy.roles()["quality_office"]["home"] == "tasks"


def test_every_outcome_and_every_state_is_in_the_demo(shared):
    engine, _ = shared
    with engine.connect() as connection:
        outcomes = set(connection.execute(select(qa_improvement.c.outcome)).scalars())
        states = set(connection.execute(select(qa_plan_item.c.state)).scalars())
    assert outcomes >= {None, "effective", "partly", "no_effect", "cannot_tell"}
    assert states >= {"submitted", "confirmed", "returned"}
    assert count(engine, qa_plan_item, qa_plan_item.c.done_on.is_not(None)) > 0


def test_evidence_is_added_and_the_action_closed_on_the_page(engine):
    key = first_key(engine, qa_improvement.c.closed_on.is_(None))
    app = seen(engine, "tasks", "quality_office", case=key)
    app.selectbox(key=f"form_evidence_{key}_grade").set_value("E4")
    app.text_area(key=f"form_evidence_{key}_text").set_value("省级验收意见已收到")
    _submit(app, f"form_evidence_{key}")
    mine = (qa_improvement_step.c.improvement_id == int(key), qa_improvement_step.c.grade == "E4")
    assert count(engine, qa_improvement_step, *mine) == 1
    app = seen(engine, "tasks", "quality_office", case=key, act="close")
    app.button(key=f"do_close_{key}").click().run()
    assert not app.exception
    assert (
        count(
            engine,
            qa_improvement,
            qa_improvement.c.improvement_id == int(key),
            qa_improvement.c.closed_on.is_not(None),
        )
        == 1
    )


def test_artefact_without_its_number_is_refused_in_words(engine):
    key = first_key(engine, qa_improvement.c.closed_on.is_(None))
    before = count(engine, qa_improvement_step)
    app = seen(engine, "tasks", "quality_office", case=key)
    app.text_area(key=f"form_evidence_{key}_text").set_value("修订后的课程标准")
    _submit(app, f"form_evidence_{key}")
    assert "归档编号" in app.error[0].value and count(engine, qa_improvement_step) == before


def _submit(app, form):
    """Send one form of the page."""
    next(one for one in app.button if one.form_id == form).click().run()
    assert not app.exception, app.exception


def test_action_is_proposed_from_a_profile_page(engine):
    before = count(engine, qa_improvement)
    app = seen(engine, "school", "leadership", propose="sch_student_satisfaction")
    assert app.selectbox(key="form_propose_school_school_indicator_id").value == "sch_student_satisfaction"
    app.text_area(key="form_propose_school_school_cause").set_value("反馈渠道不通畅")
    app.text_area(key="form_propose_school_school_measure").set_value("每月公布处理结果")
    _submit(app, "form_propose_school_school")
    assert count(engine, qa_improvement) == before + 1
    assert (
        count(
            engine,
            qa_improvement,
            qa_improvement.c.cause == "反馈渠道不通畅",
            qa_improvement.c.value_then.is_not(None),
        )
        == 1
    )


@pytest.mark.parametrize(("page", "role", "offered"), [
    ("school", "leadership", True), ("school", "dean", False), ("department", "dean", True), ("department", "hr", False),
    ("course", "course_leader", True), ("course", "teacher", False), ("teacher", "teacher", True), ("student", "student", True),
])  # fmt: skip
def test_button_stands_where_the_role_may_propose(shared, page, role, offered):
    engine, home = shared
    warehouse.configure(home)
    app = seen(engine, page, role)
    assert any((one.key or "").startswith("do_propose_") for one in app.button) is offered


def test_teacher_takes_a_gap_into_the_plan(engine):
    before = count(engine, qa_plan_item)
    app = seen(engine, "teacher", "teacher", plan="new")
    (field,) = [one for one in app.text_area if one.key.startswith("form_plan_new_")]
    field.set_value("参加企业实践两周并提交报告")
    _submit(app, field.key.removesuffix("_text"))
    assert count(engine, qa_plan_item) == before + 1
    with engine.connect() as connection:
        number = connection.execute(select(func.max(qa_plan_item.c.plan_item_id))).scalar_one()
        person = connection.execute(
            select(qa_plan_item.c.teacher_pid).where(qa_plan_item.c.plan_item_id == number)
        ).scalar_one()
    assert "参加企业实践两周并提交报告" in html(seen(engine, "teacher", "teacher"))
    assert person == _now["viewer"].person
    app.query_params["plan"] = "new"
    app.run()
    assert [one.value for one in app.text_area if one.key.startswith("form_plan_new_")] == [""]


def test_dean_confirms_a_step_of_the_list(engine):
    with engine.begin() as connection:  # which teachers of a demo have a plan is a matter of chance
        unit = relations.units(connection, demo_people(connection)["dean"], as_of(connection))["dean"]
        own, of_teachers = dim_teacher.c, qa_plan_item.c.teacher_pid.is_not(None)
        teacher = connection.execute(
            select(own.teacher_pid)
            .where(own.org_code.in_(unit), own.is_current, own.teacher_pid != demo_people(connection)["dean"])
            .limit(1)
        ).scalar_one()
        number = connection.execute(
            select(func.min(qa_plan_item.c.plan_item_id)).where(of_teachers)
        ).scalar_one()
        waits = {"teacher_pid": teacher, "state": "submitted", "done_on": None}
        connection.execute(update(qa_plan_item).where(qa_plan_item.c.plan_item_id == number).values(waits))
    assert f'case={number}"' in html(seen(engine, "tasks", "dean", tab="plans"))
    app = seen(engine, "tasks", "dean", tab="plans", case=str(number))
    app.text_area(key=f"form_decide_{number}_reason").set_value("写得清楚")
    _submit(app, f"form_decide_{number}")
    assert (
        count(
            engine, qa_plan_item, qa_plan_item.c.plan_item_id == number, qa_plan_item.c.state == "confirmed"
        )
        == 1
    )

"""Requests about the own data: who may ask, who answers, once, inside the scope, with a clock."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from access import policy
from actions import requests
from data.warehouse.schema.people import bridge_teacher_role
from data.warehouse.schema.quality import qa_correction
from errors import NotAllowed, ShownError
from improvement import requests as declared
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
from views import clock
from views.administration import requests as pages

WORDS = "平时成绩录入有误，请核对"


@pytest.fixture
def engine(empty_home):
    return opened(empty_home)


def ask(engine, who=None, kind="contest", about="warning", words=WORDS):
    return requests.ask(engine, who or student(), kind=kind, about=about, words=words)


def row(engine, number):
    with engine.connect() as connection:
        return connection.execute(select(qa_correction).where(qa_correction.c.correction_id == number)).one()


def test_request_carries_units_addressee_and_a_day_in_fifteen(engine):
    made = row(engine, ask(engine))
    assert (made.person, made.class_code, made.org_code) == (STUDENT, "D1-C1", "D1")
    assert made.addressed_to == "counsellor" and made.decision is None
    assert made.due_on == clock.day(made.opened_at) + timedelta(days=15)


def test_log_of_a_request_holds_no_word_of_it(engine):
    number = ask(engine)
    assert logged(engine) == [("write", "request", str(number), "ask contest")]


def test_request_goes_to_another_office_where_nobody_is_registered(engine):
    with engine.begin() as connection:
        connection.execute(bridge_teacher_role.delete())
    assert row(engine, ask(engine)).addressed_to == "student_affairs"


def test_teacher_asks_human_resources_about_the_post(engine):
    teacher = viewer("teacher", TEACHER, teacher={TEACHER})
    assert row(engine, ask(engine, teacher, "correct", "post")).addressed_to == "hr"


@pytest.mark.parametrize(
    ("kind", "about", "words"),
    [
        ("delete", "warning", WORDS),
        ("contest", "post", WORDS),
        ("contest", "warning", "短"),
        ("contest", "warning", "长" * 2001),
    ],
)
def test_request_that_does_not_fit_is_refused(engine, kind, about, words):
    with pytest.raises(ShownError):
        ask(engine, kind=kind, about=about, words=words)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(qa_correction)).scalar_one() == 0


def test_eleventh_open_request_is_refused(engine):
    for _ in range(10):
        ask(engine)
    with pytest.raises(ShownError, match="10 open requests"):
        ask(engine)
    ask(engine, student(OTHER))


def test_account_outside_the_registers_cannot_ask(engine):
    with pytest.raises(NotAllowed):
        ask(engine, student("local-owner"))


@pytest.mark.parametrize("role", ["counsellor", "dean", "data_admin"])
def test_other_roles_do_not_ask(engine, role):
    with pytest.raises(NotAllowed):
        ask(engine, viewer(role, "t1"))


def test_answer_is_written_once_and_read_by_who_asked(engine):
    number = ask(engine)
    requests.answer(engine, counsellor(), number, decision="partly", words="已核对两处")
    answered = row(engine, number)
    assert (answered.decision, answered.answered_by, answered.answered_role) == (
        "partly",
        COUNSELLOR,
        "counsellor",
    )
    with pytest.raises(ShownError, match="was answered"):
        requests.answer(engine, counsellor(), number, decision="declined", words="再答一次不行")
    assert row(engine, number).decision == "partly"
    own = pages.of_person(student().scope, clock.now())
    assert own[0].side.key == "requests.decision_partly"
    assert own[0].body.params["answer"].params["words"] == "已核对两处"
    assert logged(engine)[-1] == ("write", "request", str(number), "answer partly")


def test_only_the_role_addressed_answers_inside_its_scope(engine):
    number = ask(engine)
    elsewhere = viewer("counsellor", "t-other", **{"class": {"D2-C1"}})
    for other in (elsewhere, office("quality_office"), office("student_affairs"), office("auditor")):
        with pytest.raises(NotAllowed):
            requests.answer(engine, other, number, decision="accepted", words="不该写得进去")
    assert row(engine, number).decision is None


def test_nobody_answers_the_own_request(engine):
    teacher = viewer("teacher", TEACHER, teacher={TEACHER})
    number = ask(engine, teacher, "correct", "post")
    with pytest.raises(NotAllowed, match="own request"):
        requests.answer(engine, office("hr", TEACHER), number, decision="accepted", words="给自己答复")
    requests.answer(engine, office("hr"), number, decision="accepted", words="由别人答复")


def test_page_lists_what_is_addressed_to_the_role_with_late_ones_first(engine):
    first, second = ask(engine), ask(engine, student(OTHER), "help", "grade")
    ask(engine, student("sD2000"), "correct", "grade")
    with engine.begin() as connection:
        late = clock.day(clock.now()) - timedelta(days=2)
        connection.execute(
            update(qa_correction).where(qa_correction.c.correction_id == second).values(due_on=late)
        )
    page = pages.overview(counsellor().scope, clock.now())
    assert [one.number for one in page.waiting] == [second, first]
    assert [one.name for one in page.waiting] == ["示例·sD1001", "示例·sD1000"]
    assert page.waiting[0].clock.key == "requests.clock_late"
    assert page.waiting[0].clock.params["count"].value == 2
    assert page.findings[0].key == "requests.found_late"
    grades = pages.overview(office("academic_affairs").scope, clock.now())
    assert [one.person for one in grades.waiting] == ["sD2000"]
    assert pages.overview(office("quality_office").scope, clock.now()).waiting == ()


def test_request_of_an_address_is_shown_only_to_its_role(engine):
    number = ask(engine)
    assert pages.overview(counsellor().scope, clock.now()).find(str(number)).number == number
    assert pages.overview(office("hr").scope, clock.now()).find(str(number)) is None


def test_every_role_that_answers_reads_requests_and_opens_the_page():
    for role in declared.answering():
        assert "N" in policy.cell(role, "request_appeal").letters, role
        assert policy.may_open(role, "requests"), role

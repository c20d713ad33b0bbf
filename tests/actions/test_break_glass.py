"""A record opened on request: purpose and time, told to the person, ended by time or by hand, and never a way to find who exists."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from access import grants, relations
from access.sec_tables import sec_break_glass
from access.viewer import roles_held
from actions import break_glass, rights
from data.warehouse.schema.marts import mart_student
from errors import NotAllowed, ShownError
from tests.actions.rights_people import OTHER, STUDENT, TEACHER, logged, office, opened, student, viewer
from tests.views import college
from views import clock, warehouse
from views.administration import my_data, on_request
from views.parts import Refusal
from views.students import student as student_page

PURPOSE = "处理该生关于学分认定的申诉"
LEADER = "t-leader"


@pytest.fixture
def engine(empty_home):
    return opened(empty_home)


def leader(engine, role="leadership"):
    """The leader as the next run makes it: with what is open now."""
    made = office(role, LEADER)
    with engine.connect() as connection:
        found = relations.opened_on_request(connection, LEADER, role)
    codes = {f"glass_{kind}": pids for kind, pids in found.items()}
    return viewer(role, LEADER, everything=True, **codes) if codes else made


def ask(engine, person=STUDENT, kind="student", role="leadership", purpose=PURPOSE, hours=1):
    return break_glass.ask(engine, leader(engine, role), kind, person, purpose=purpose, hours=hours)


def page(engine, pid=STUDENT, role="leadership"):
    return student_page.profile(leader(engine, role).scope, college.SNAPSHOT, pid, clock.now())


@pytest.mark.parametrize("role", ["leadership", "quality_office"])
def test_record_opens_for_who_asked_and_nobody_else(engine, role):
    assert isinstance(page(engine, role=role), Refusal)
    ask(engine, role=role)
    assert page(engine, role=role).portrait.name == "示例·sD1000"
    assert isinstance(page(engine, OTHER, role), Refusal)
    frame = warehouse.read(select(mart_student.c.student_pid), leader(engine, role).scope)
    assert frame["student_pid"].to_list() == [STUDENT]
    other = student_page.profile(office(role, "t-second").scope, college.SNAPSHOT, STUDENT, clock.now())
    assert isinstance(other, Refusal)


def test_role_of_the_request_is_the_role_that_reads(engine):
    ask(engine, role="quality_office")
    assert isinstance(page(engine, role="leadership"), Refusal)


def test_viewer_of_the_next_run_holds_what_is_open(engine):
    with engine.begin() as connection:
        grants.grant(connection, LEADER, "leadership", granted_by="t-admin", valid_from=date(2025, 1, 1))
    ask(engine)
    with engine.connect() as connection:
        held = roles_held(connection, LEADER, date.today(), college.AS_OF)["leadership"]
    assert held.codes("glass_student") == {STUDENT}


def test_parts_without_the_letter_stay_closed_and_are_named(engine):
    college.warn(engine, [STUDENT], "red")
    ask(engine)
    found = page(engine)
    assert found.level is None and found.rules == () and found.viewers is None
    assert found.unread == {"rules", "weeks", "records"}
    said = {one.key for one in on_request.left_out(leader(engine).scope, "student").params["names"]}
    assert {"rights.category_rule_warning", "rights.category_model_priority"} <= said
    assert "rights.category_student_academic_record" not in said


def test_record_closes_by_time_and_by_hand(engine):
    number = ask(engine)
    assert break_glass.close(engine, office("leadership", LEADER), number)
    assert isinstance(page(engine), Refusal)
    ask(engine)
    with engine.begin() as connection:
        connection.execute(update(sec_break_glass).values(expires_at=clock.now() - timedelta(seconds=1)))
    assert isinstance(page(engine), Refusal)
    assert not break_glass.close(engine, office("leadership", LEADER), number)


def test_nobody_closes_the_request_of_somebody_else(engine):
    number = ask(engine)
    assert not break_glass.close(engine, office("leadership", "t-second"), number)
    assert not isinstance(page(engine), Refusal)


def test_person_is_told_role_purpose_and_time_but_not_who(engine):
    ask(engine, hours=4)
    mine = my_data.overview(student().scope, clock.now())
    assert mine.unseen == 1
    assert mine.notices[0].title.params["role"].en == "Leadership"
    params = mine.notices[0].body.params
    assert params["purpose"] == PURPOSE
    assert params["until"] - params["at"] == timedelta(hours=4)
    frame = warehouse.read(select(sec_break_glass.c.person), student().scope)
    assert frame["person"].to_list() == [None]
    assert on_request.one_line(student().scope, "student", STUDENT).key == "on_request.line"
    assert my_data.overview(student(OTHER).scope, clock.now()).notices == ()


def test_notice_is_marked_seen_by_the_person_alone(engine):
    ask(engine)
    assert rights.see_notices(engine, student(OTHER)) == 0
    assert rights.see_notices(engine, student()) == 1
    assert my_data.overview(student().scope, clock.now()).unseen == 0
    with pytest.raises(NotAllowed):
        rights.see_notices(engine, office("leadership", LEADER))


def test_log_holds_the_number_of_the_request_and_not_its_purpose(engine):
    number = ask(engine)
    assert logged(engine) == [("break_glass", "student", STUDENT, f"request {number}, 1 h")]


@pytest.mark.parametrize(("purpose", "hours"), [("太短", 1), ("  " * 20, 1), ("长" * 301, 1), (PURPOSE, 48)])
def test_request_without_purpose_or_end_is_refused(engine, purpose, hours):
    with pytest.raises(ShownError):
        ask(engine, purpose=purpose, hours=hours)
    assert logged(engine) == []


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        ("dean", "student"), ("quality_office", "teacher"), ("data_admin", "student"), ("student_affairs", "student"),
        ("counsellor", "student"), ("auditor", "teacher"), ("leadership", "class"),
    ],
)  # fmt: skip
def test_role_without_the_letter_cannot_ask(engine, role, kind):
    with pytest.raises(NotAllowed):
        break_glass.ask(engine, office(role), kind, STUDENT, purpose=PURPOSE, hours=1)


def test_own_record_is_not_asked_for(engine):
    with pytest.raises(NotAllowed, match="own record"):
        break_glass.ask(engine, office("leadership", TEACHER), "teacher", TEACHER, purpose=PURPOSE, hours=1)


def test_eleventh_open_request_is_refused_until_one_closes(engine):
    numbers = [ask(engine, person=f"nobody-{number}") for number in range(10)]
    with pytest.raises(ShownError, match="10 open requests"):
        ask(engine)
    break_glass.close(engine, office("leadership", LEADER), numbers[0])
    ask(engine)


def test_number_opens_the_record_of_its_holder(engine):
    given = {"purpose": PURPOSE, "hours": 1}
    reader = office("leadership", LEADER)
    assert break_glass.ask_by_number(engine, reader, "student", f" S-{STUDENT} ", **given) == STUDENT
    assert break_glass.ask_by_number(engine, reader, "student", "S-404", **given) is None
    assert break_glass.ask_by_number(engine, reader, "teacher", f"S-{STUDENT}", **given) is None
    with engine.connect() as connection:
        rows = connection.execute(select(sec_break_glass.c.subject, sec_break_glass.c.purpose)).all()
    assert [tuple(row) for row in rows] == [(STUDENT, PURPOSE), ("-", PURPOSE), ("-", PURPOSE)]


@pytest.mark.parametrize("pid", [OTHER, "nobody"])
def test_refused_page_is_the_same_whoever_exists(engine, pid):
    refused = page(engine, pid)
    assert isinstance(refused, Refusal) and refused == page(engine, "another-nobody")


def test_search_offers_by_the_look_of_a_number_alone():
    like = ["S2024900123", "T900082", "0012345"]
    unlike = ["张三丰", "123", "计算机 2401", "abcdef", "9" * 41]
    assert [one for one in (*like, *unlike) if on_request.is_like_a_number(one)] == like

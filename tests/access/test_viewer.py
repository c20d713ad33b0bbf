"""Who is reading: from the product's tables alone, whatever the browser asks for."""

from datetime import date, timedelta

import pytest

from access import grants
from access.viewer import make_viewer, roles_held
from errors import NotAllowed, ShownError
from tests.access.people import AS_OF, add_role, add_student, add_teacher, add_teaching, opened

TODAY = date.today()


def viewer(engine, wanted=None, mode="local", today=TODAY, as_of=AS_OF, needs=None):
    with engine.connect() as connection:
        asked = {"wanted": wanted, "needs": needs, "today": today, "as_of": as_of}
        return make_viewer(connection, mode=mode, session="s1", **asked)


def give(engine, person, role, **more):
    with engine.begin() as connection:
        grants.grant(connection, person, role, granted_by="t-admin", **more)


def demo(home, **people):
    return opened(home, kind="demo", demo_people=people)


def test_local_owner_without_roles_sees_nothing(empty_home):
    made = viewer(opened(empty_home), wanted="leadership")
    assert (made.role, made.scope, made.has_role) == (None, None, False)


def test_local_owner_takes_only_roles_it_holds(empty_home):
    engine = opened(empty_home)
    give(engine, grants.LOCAL_OWNER, "hr")
    assert viewer(engine, wanted="dean").role == "hr"
    assert viewer(engine, wanted="hr").roles == ("hr",)


def test_local_owner_reads_the_whole_college_but_no_own_record(empty_home):
    engine = opened(empty_home)
    with engine.begin() as connection:
        grants.first_start(connection)
    made = viewer(engine, wanted="counsellor")
    assert made.scope.everything
    own = viewer(engine, wanted="student").scope
    assert not own.everything
    assert own.codes("student") == {grants.LOCAL_OWNER}


def test_link_opened_first_takes_a_held_role_that_may_open_it(empty_home):
    engine = opened(empty_home)
    give(engine, grants.LOCAL_OWNER, "academic_affairs")
    give(engine, grants.LOCAL_OWNER, "counsellor")
    assert viewer(engine).role == "academic_affairs"
    assert viewer(engine, needs="worklist").role == "counsellor"
    assert viewer(engine, wanted="academic_affairs", needs="worklist").role == "academic_affairs"


def test_revoked_roles_end_at_the_next_run(empty_home):
    engine = opened(empty_home)
    with engine.begin() as connection:
        grants.first_start(connection)
    assert viewer(engine).has_role
    with engine.begin() as connection:
        grants.revoke(connection, grants.LOCAL_OWNER, revoked_by="command line")
    assert not viewer(engine).has_role


def test_grant_not_yet_valid_gives_nothing(empty_home):
    engine = opened(empty_home)
    give(engine, grants.LOCAL_OWNER, "hr", valid_from=TODAY + timedelta(days=1))
    assert not viewer(engine).has_role


@pytest.mark.parametrize("mode", ["oidc", "", "open"])
def test_mode_that_is_not_open_raises(empty_home, mode):
    engine = opened(empty_home)
    with pytest.raises(NotAllowed, match="mode"):
        viewer(engine, mode=mode)


def test_demo_mode_on_a_home_that_is_no_demo_raises(empty_home):
    engine = opened(empty_home, kind="local", demo_people={"hr": "t1"})
    with pytest.raises(NotAllowed, match="demo"):
        viewer(engine, wanted="hr", mode="demo")


def test_demo_reader_without_a_choice_holds_no_role(empty_home):
    made = viewer(demo(empty_home, hr="t1"), mode="demo")
    assert (made.role, made.roles) == (None, ("hr",))


def test_demo_reader_becomes_the_person_of_the_role(empty_home):
    engine = demo(empty_home, dean="t1")
    add_teacher(engine, "t1")
    add_role(engine, "t1", "dean", "org", "D1")
    made = viewer(engine, wanted="dean", mode="demo")
    assert (made.person, made.name, made.role) == ("t1", "示例·t1", "dean")
    assert made.scope.codes("org") == {"D1"}
    assert made.scope.codes("teacher") == {"t1"}


def test_demo_person_who_does_not_hold_the_role_raises(empty_home):
    engine = demo(empty_home, dean="t1")
    add_teacher(engine, "t1")
    with pytest.raises(ShownError):
        viewer(engine, wanted="dean", mode="demo")


def test_demo_role_without_named_person_falls_back_to_a_holder(empty_home):
    engine = demo(empty_home)
    add_teacher(engine, "t2")
    add_role(engine, "t2", "counsellor", "class", "C7")
    made = viewer(engine, wanted="counsellor", mode="demo")
    assert (made.person, made.scope.codes("class")) == ("t2", frozenset({"C7"}))


def test_relation_that_has_ended_reaches_nothing(empty_home):
    engine = demo(empty_home, teacher="t1")
    add_teacher(engine, "t1")
    add_role(engine, "t1", "dean", "org", "D1", end=AS_OF - timedelta(days=1))
    add_role(engine, "t1", "major_leader", "major", "M1", start=AS_OF + timedelta(days=1))
    with engine.connect() as connection:
        assert tuple(roles_held(connection, "t1", TODAY, AS_OF)) == ("teacher",)


def test_relation_to_the_wrong_kind_of_unit_gives_no_role(empty_home):
    engine = demo(empty_home, teacher="t1")
    add_teacher(engine, "t1")
    add_role(engine, "t1", "dean", "class", "C1")
    with engine.connect() as connection:
        assert tuple(roles_held(connection, "t1", TODAY, AS_OF)) == ("teacher",)


def test_every_teacher_is_teacher_of_own_offerings(empty_home):
    engine = demo(empty_home, teacher="t1")
    add_teacher(engine, "t1")
    add_teaching(engine, "t1", "2025-2026-1/1")
    add_teaching(engine, "t2", "2025-2026-1/2")
    scope = viewer(engine, wanted="teacher", mode="demo").scope
    assert scope.codes("offering") == {"2025-2026-1/1"}
    assert scope.codes("teacher") == {"t1"}


def test_every_student_is_student_of_own_record_alone(empty_home):
    engine = demo(empty_home, student="s1")
    add_student(engine, "s1")
    add_student(engine, "s2")
    scope = viewer(engine, wanted="student", mode="demo").scope
    assert scope.values == (("student", frozenset({"s1"})),)


def test_teacher_who_left_holds_no_role(empty_home):
    engine = demo(empty_home, teacher="t1")
    add_teacher(engine, "t1", current=False)
    with pytest.raises(ShownError):
        viewer(engine, wanted="teacher", mode="demo")

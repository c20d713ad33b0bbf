"""My data, how others see me, and what I can see and why: from the matrix and the scope, in words that all exist."""

from datetime import date

import pytest
from sqlalchemy import insert

from access import audit, grants, policy
from access.scope import Scope
from data.warehouse.home import write_setting
from data.warehouse.schema.marts import mart_roster, mart_rule_warning, mart_student
from tests.actions.rights_people import COUNSELLOR, OTHER, STUDENT, TEACHER, office, opened, student, viewer
from tests.views import college
from ui import i18n, text
from views import choices, clock, naming, warehouse
from views.administration import my_access, my_data, others_eyes
from views.parts import Refusal, Table
from views.students import student as student_page


@pytest.fixture
def engine(empty_home):
    made = opened(empty_home)
    college.warn(made, [STUDENT, OTHER], "red")
    return made


# --- how others see me ---------------------------------------------------------------------------------------


def real(role):
    """The scope of a real holder of the role for the student's own unit."""
    return {
        "dean": college.role("dean", org={"D1"}),
        "counsellor": college.role("counsellor", **{"class": {"D1-C1"}}),
        "major_leader": college.role("major_leader", major={"M1"}),
        "academic_affairs": Scope("academic_affairs", "p", everything=True),
    }[role]


@pytest.mark.parametrize("role", ["dean", "counsellor", "major_leader", "academic_affairs"])
def test_own_page_through_a_role_is_what_a_holder_sees(engine, role):
    seen = others_eyes.page(student().scope, college.SNAPSHOT, role)
    theirs = student_page.profile(real(role), college.SNAPSHOT, STUDENT, clock.now())
    for part in ("level", "rules", "concern", "terms", "courses", "segments", "viewers", "unread"):
        assert getattr(seen, part) == getattr(theirs, part), part
    assert seen.portrait.name == theirs.portrait.name == "示例·sD1000"
    assert seen.header.title.key == theirs.header.title.key == "student.title"


@pytest.mark.parametrize("role", others_eyes.roles("student"))
def test_no_role_shows_anybody_else(engine, role):
    scope = others_eyes.scope_of(student().scope, college.SNAPSHOT, role)
    for table in (mart_student, mart_rule_warning):
        frame = warehouse.read(table.select(), scope)
        assert set(frame["student_pid"].to_list()) <= {STUDENT}
    assert set(naming.people(scope, (STUDENT, OTHER, "sD2000"))) <= {STUDENT}
    assert isinstance(student_page.profile(scope, college.SNAPSHOT, OTHER, clock.now()), Refusal)


def test_roles_that_see_on_request_meet_their_own_state(engine):
    for role in ("leadership", "quality_office"):
        assert isinstance(others_eyes.page(student().scope, college.SNAPSHOT, role), Refusal)


def test_role_that_is_not_offered_raises(engine):
    with pytest.raises(KeyError):
        others_eyes.page(student().scope, college.SNAPSHOT, "data_admin")


def test_teacher_sees_courses_and_no_page(engine):
    assert isinstance(
        others_eyes.page(student().scope, college.SNAPSHOT, "teacher"), Refusal
    )  # no course yet

    with engine.begin() as connection:
        for pid in (STUDENT, OTHER):
            connection.execute(
                insert(mart_roster).values(
                    snapshot_id=1, student_pid=pid, offering_id="o1", term_id=college.TERM, course_code="c1",
                    course_name="课程", class_code="D1-C1", org_code="D1",
                )
            )  # fmt: skip
    found = others_eyes.page(student().scope, college.SNAPSHOT, "teacher")
    assert isinstance(found, Table) and len(found.rows) == 1


def test_what_a_role_does_not_read_comes_from_the_matrix(engine):
    said = {one.key for one in others_eyes.not_read("student", "dean").params["names"]}
    assert {"rights.category_model_priority", "rights.category_mental_health"} <= said
    assert "rights.category_student_academic_record" not in said


# --- my data -------------------------------------------------------------------------------------------------


def test_account_that_is_no_such_person_is_told_so(engine):
    page = my_data.overview(student("local-owner").scope, clock.now())
    assert isinstance(page, Refusal) and page.title.key == "student.not_one_title"


def test_page_of_somebody_else_through_other_eyes_is_not_called_missing(engine):
    through = student(limit=office("data_admin").scope).scope
    assert my_data.overview(through, clock.now()).title.key == "access.look_hidden_title"
    assert choices.no_own_record(through, "student").title.key == "access.look_hidden_title"


# --- what I can see and why ----------------------------------------------------------------------------------


@pytest.fixture(params=i18n.LANGUAGES)
def language(request):
    before = i18n.language()
    i18n.use(request.param)
    yield request.param
    i18n.use(before)


@pytest.mark.parametrize("role", [role for role in policy.roles() if role != "public"])
def test_every_cell_of_the_matrix_has_words(language, role):
    scope = Scope(role, "p")
    table = my_access.matrix(scope)
    assert len(table.rows) == sum(policy.document(name) is not None for name in policy.categories())
    assert all(text.plain(cell).strip() for row in table.rows for cell in row)
    assert all(text.plain(cell).strip() for row in my_access.pages(role).rows for cell in row)


def test_every_kind_and_condition_and_letter_has_words(language):
    known = i18n.catalogue(language)
    conditions = {
        grant.condition
        for cells in policy.categories().values()
        for cell in cells.values()
        for grant in cell.grants
        if grant.condition
    }
    wanted = [f"rights.kind_{kind}" for kind in policy.KINDS]
    wanted += [f"rights.condition_{one}" for one in conditions]
    wanted += [f"rights.letter_{letter}" for letter in policy.LETTERS]
    wanted += [f"rights.category_{name}" for name in policy.categories() if policy.document(name)]
    assert [key for key in wanted if key not in known] == []


def test_words_follow_the_cell():
    assert [one.key for one in my_access.what("leadership", "student_academic_record")] == [
        "rights.letter_A",
        "rights.letter_B",
    ]
    assert my_access.what("data_admin", "rule_warning").key == "rights.letter_none"
    named = my_access.what("dean", "attendance_process")[0]
    assert (named.key, named.params["kinds"][0].key) == ("rights.letter_N", "rights.kind_org")
    assert my_access.reason("dean", "attendance_process")[0].key == "rights.condition_alert"
    assert my_access.what("leadership", "card_door")[0].key == "rights.letter_A_sensitive"


def test_roles_tell_scope_reason_and_who_gave_it_as_a_role(engine):
    with engine.begin() as connection:
        grants.grant(
            connection,
            COUNSELLOR,
            "hr",
            granted_by="t-admin",
            valid_from=date(2025, 9, 1),
            valid_to=date(2030, 1, 1),
        )
        grants.grant(connection, COUNSELLOR, "dean", granted_by="t-admin", scope_kind="org", scope_code="D1")
        grants.grant(connection, COUNSELLOR, "auditor", granted_by="t-admin", valid_to=date(2025, 9, 30), valid_from=date(2025, 9, 1))  # fmt: skip
    reader = viewer("counsellor", COUNSELLOR, **{"class": {"D1-C1"}})
    table = my_access.roles(reader.scope, college.SNAPSHOT, reader.roles)
    rows = {row[0].en: row for row in table.rows}
    assert set(rows) == {"Human resources", "Dean", "Counsellor", "Teacher"}
    assert rows["Human resources"][1].key == "access.where_all" and rows["Human resources"][3] == "2030-01-01"
    assert rows["Dean"][1].params["names"][0].zh == "学院D1"
    assert rows["Dean"][4].en == "Data administrator"
    assert rows["Counsellor"][2].key == "access.why_register"


def test_own_activity_is_the_readers_own(engine):

    audit.viewed(engine, student(), "student", STUDENT, page="student")
    audit.viewed(engine, office("hr", TEACHER), "teacher", TEACHER, page="teacher")
    rows = my_access.log(student().scope).rows
    assert [(row[1].en, row[2].key) for row in rows] == [("Student", "rights.act_view")]


def test_smallest_groups_are_those_of_the_home(engine):

    with engine.begin() as connection:
        write_setting(connection, "minimum_own_unit", 8)
    assert [one.params["count"].value for one in my_access.groups()] == [10, 8, 20]


def test_administrator_finds_eyes_by_number_and_others_do_not(engine):
    admin = office("data_admin", "t-admin")
    assert my_access.person_to_look_through(admin, f" S-{STUDENT} ", "student") == STUDENT
    assert my_access.person_to_look_through(admin, "S-404", "student") is None
    assert my_access.person_to_look_through(admin, f"S-{STUDENT}", "dean") is None
    assert my_access.person_to_look_through(office("hr"), f"S-{STUDENT}", "student") is None

"""Whose page opens for whom, and which parts of it."""

from datetime import datetime

import polars as pl
import pytest
from sqlalchemy import insert

from access import log_chain, policy
from access.scope import Scope
from actions import break_glass
from data.warehouse import bulk
from data.warehouse.schema.quality import qa_intervention
from data.warehouse.schema.risk import ml_prediction
from errors import NotAllowed
from tests.views import college
from views import choices
from views.operations import case_panel, worklist
from views.parts import Refusal
from views.students import student, support
from views.teachers import teacher

NOW = datetime(2026, 1, 10)
POINT = datetime(2025, 10, 26, 15, 59, 59)


@pytest.fixture
def home(empty_home):
    engine = college.opened(empty_home)
    college.add_students(engine, 3, "D1")
    college.add_students(engine, 2, "D2")
    rows = [
        {
            "student_pid": f"sD1{n:03d}",
            "class_code": "D1-C1",
            "org_code": "D1",
            "p_any": p,
            "expected_failed_credits": 3.5,
        }
        for n, p in ((0, 0.6), (1, 0.2))
    ]
    frame = pl.DataFrame(rows).with_columns(
        term_id=pl.lit(college.TERM), point=pl.lit("W8"), model_id=pl.lit("m"), cutoff=pl.lit(POINT), scored_at=pl.lit(POINT),
        is_latest=pl.lit(True), efc_low=pl.lit(2.0), efc_high=pl.lit(5.5), reasons=pl.lit('[{"code": "RC03", "strength": 0.4}]'),
    )  # fmt: skip
    bulk.write_frame(engine, ml_prediction, frame)
    with engine.begin() as connection:
        connection.execute(
            insert(qa_intervention).values(
                student_pid="sD1000", term_id=college.TERM, state="contacted", kind="talk", note="说了什么", actor_pid="t1",
                actor_role="counsellor", recorded_at=NOW, class_code="D1-C1", org_code="D1",
            )
        )  # fmt: skip
    return engine


COUNSELLOR = {"class": {"D1-C1"}}


def _page(role, pid, **codes):
    return student.profile(college.role(role, **codes), college.SNAPSHOT, pid, NOW)


@pytest.mark.parametrize(
    ("role", "codes", "pid", "opens"),
    [
        ("student", {"student": {"sD1000"}}, "sD1000", True),
        ("student", {"student": {"sD1000"}}, "sD1001", False),
        ("counsellor", COUNSELLOR, "sD1001", True),
        ("counsellor", COUNSELLOR, "sD2000", False),
        ("dean", {"org": {"D1"}}, "sD1000", True),
        ("dean", {"org": {"D1"}}, "sD2000", False),
        ("academic_affairs", {}, "sD2000", True),
        ("leadership", {}, "sD1000", False),
        ("quality_office", {}, "sD1000", False),
    ],
)
def test_student_page_opens_inside_the_scope_alone(home, role, codes, pid, opens):
    assert isinstance(_page(role, pid, **codes), Refusal) != opens


def test_concern_is_for_counsellor_and_student_alone(home):
    seen = {
        "student": _page("student", "sD1000", student={"sD1000"}),
        "counsellor": _page("counsellor", "sD1000", **COUNSELLOR),
        "dean": _page("dean", "sD1000", org={"D1"}),
        "academic_affairs": _page("academic_affairs", "sD1000"),
    }
    assert {role: page.concern is not None for role, page in seen.items()} == {
        "student": True, "counsellor": True, "dean": False, "academic_affairs": False,
    }  # fmt: skip


def test_concern_below_the_threshold_is_said_to_be_off_the_list(home):
    page = _page("student", "sD1001", student={"sD1001"})
    assert not page.concern.is_listed
    assert page.concern_line.key == "student.concern_not_listed"
    assert all(sentence.key != "findings.student_blue" for sentence in page.findings)


def test_note_of_support_is_read_by_the_counsellor_and_summarised_to_the_student(home):
    by_counsellor = support.steps(college.role("counsellor", **COUNSELLOR), "sD1000", {college.TERM})
    by_student = support.steps(college.role("student", student={"sD1000"}), "sD1000", {college.TERM})
    by_dean = support.steps(college.role("dean", org={"D1"}), "sD1000", {college.TERM})
    assert by_counsellor[0].body.params == {"text": "说了什么"}
    assert len(by_student) == 1
    assert by_student[0].body is None
    assert by_dean == ()


def test_who_looked_is_shown_to_the_person_without_the_own_views(home):
    with home.begin() as connection:
        for person, role in (("t1", "counsellor"), ("sD1000", "student")):
            log_chain.append(connection, {
                "at": datetime(2026, 1, 9), "session": "x", "person": person, "role": role, "act": "view",
                "object_kind": "student", "object_id": "sD1000", "page": "student",
            })  # fmt: skip
    itself = Scope("student", "sD1000", (("student", frozenset({"sD1000"})),))
    own = student.profile(itself, college.SNAPSHOT, "sD1000", NOW)
    other = _page("counsellor", "sD1000", **COUNSELLOR)
    assert [row[0].en for row in own.viewers.rows] == ["Counsellor"]
    assert other.viewers is None


def test_names_are_missing_where_the_role_may_not_read_them(home):
    page = _page("counsellor", "sD1000", **COUNSELLOR)
    assert page.portrait.name == "示例·sD1000"
    assert choices.students(college.role("leadership"), college.SNAPSHOT, "D1-C1") == ()


def test_unit_outside_the_scope_is_refused_not_replaced(home):
    offered = choices.departments(college.role("dean", org={"D1"}), college.SNAPSHOT)
    assert choices.held(offered, None) == "D1"
    with pytest.raises(NotAllowed):
        choices.held(offered, "D2")


def test_worklist_holds_the_own_classes_alone(home):
    page = worklist.overview(college.role("counsellor", **COUNSELLOR), college.SNAPSHOT, 15, "to_contact")
    assert [row.pid for row in page.rows] == []
    followed = worklist.overview(college.role("counsellor", **COUNSELLOR), college.SNAPSHOT, 15, "following")
    assert [row.pid for row in followed.rows] == ["sD1000"]
    assert (
        case_panel.panel(college.role("counsellor", **COUNSELLOR), college.SNAPSHOT, "sD2000", college.AS_OF)
        is None
    )


def test_worklist_without_a_caseload_is_a_designed_state(home):
    assert isinstance(
        worklist.overview(college.role("counsellor"), college.SNAPSHOT, 15, "to_contact"), Refusal
    )


def test_new_step_renews_the_caseload(home):
    scope = college.role("counsellor", **COUNSELLOR)
    college.warn(home, ["sD1002"], "red")
    assert [row.pid for row in worklist.overview(scope, college.SNAPSHOT, 15, "to_contact").rows] == [
        "sD1002"
    ]
    with home.begin() as connection:
        connection.execute(
            insert(qa_intervention).values(
                student_pid="sD1002", term_id=college.TERM, state="closed", kind="phone", outcome="resolved", actor_pid="t1",
                actor_role="counsellor", recorded_at=NOW, class_code="D1-C1", org_code="D1",
            )
        )  # fmt: skip
    assert worklist.overview(scope, college.SNAPSHOT, 15, "to_contact").rows == ()
    assert [row.pid for row in worklist.overview(scope, college.SNAPSHOT, 15, "closed").rows] == ["sD1002"]


def test_worklist_of_a_college_without_rule_data_says_that_it_cannot_tell(empty_home):
    college.add_students(college.opened(empty_home), 4, open_credits=None)
    page = worklist.overview(college.role("counsellor", **COUNSELLOR), college.SNAPSHOT, 15, "to_contact")
    assert [one.key for one in page.findings] == ["findings.worklist_unknown"]
    assert worklist.nobody_in_tab(page).title.key == "worklist.unknown_title"


@pytest.mark.parametrize("kind", ["teacher", "student"])
def test_account_that_is_no_such_person_is_told_so(home, kind):
    page, reader = {"teacher": teacher, "student": student}[kind], Scope(kind, "local-owner", everything=True)
    own = page.profile(reader, college.SNAPSHOT, "local-owner", NOW)
    other = page.profile(reader, college.SNAPSHOT, "nobody", NOW)
    assert (own.title.key, other.title.key) == (f"{kind}.not_one_title", f"{kind}.refused_title")


@pytest.mark.parametrize("kind", ["teacher", "student"])
def test_role_that_may_choose_a_person_is_no_reader_of_itself_alone(kind):
    able = {role for role in policy.pages()[kind] if choices.may_choose(role, kind)}
    alone = {role for role in policy.pages()[kind] if choices.sees_itself_only(Scope(role, "p"), kind)}
    asking = {role for role in policy.pages()[kind] if kind in break_glass.kinds(Scope(role, "p"))}
    assert able | alone | asking == set(policy.pages()[kind]) and "dean" in able and "leadership" in asking
    assert not able & alone and not asking & (able | alone)

"""Who records support, refers and notes, what is kept with it, and what those who may not know never read."""

import json
from datetime import date

import polars as pl
import pytest
from sqlalchemy import insert, select

from access.scope import restrict
from actions import intervention, referral, requests
from data.warehouse import bulk
from data.warehouse.schema.marts import mart_roster
from data.warehouse.schema.people import bridge_teacher_role
from data.warehouse.schema.quality import qa_case_note, qa_intervention, qa_referral
from errors import NotAllowed, ShownError
from tests.actions.rights_people import (
    OTHER,
    STUDENT,
    TEACHER,
    counsellor,
    opened,
    student,
    viewer,
)
from tests.views import college
from views.operations import case_panel, caseload, worklist

OFFERING = "o1"


@pytest.fixture
def home(empty_home):
    engine = opened(empty_home)
    rows = [{"student_pid": pid, "class_code": "D1-C1", "org_code": "D1"} for pid in (STUDENT, OTHER)]
    frame = pl.DataFrame(rows).with_columns(
        snapshot_id=1, offering_id=pl.lit(OFFERING), term_id=pl.lit(college.TERM), course_code=pl.lit("K1")
    )
    bulk.write_frame(engine, mart_roster, frame)
    return engine


def teacher(person=TEACHER, offering=OFFERING):
    return viewer("teacher", person, offering={offering}).scope


def _step(**changed):
    fields = {"state": "contacted", "kind": "talk", "note": "谈过", "next_on": date(2025, 11, 9)} | changed
    return intervention.Step(student_pid=STUDENT, term_id=college.TERM, **fields)


def _record(home, scope=None, **changed):
    return intervention.record_step(home, scope or counsellor().scope, 1, _step(**changed))


def _refer(home, scope=None, pid=STUDENT, **changed):
    wish = referral.Wish(
        pid, OFFERING, college.TERM, **{"reason": "behind", "note": "三周没交作业"} | changed
    )
    return referral.refer(home, scope or teacher(), 1, wish)


def _read(home, query, scope):
    with home.connect() as connection:
        return [dict(row) for row in connection.execute(restrict(query, scope)).mappings()]


def test_step_keeps_the_homes_day_and_the_lines_known_then(home):
    college.warn(home, [STUDENT], "orange")
    _record(home)
    row = _read(home, select(qa_intervention), counsellor().scope)[0]
    assert (row["recorded_on"], row["known_level"]) == (college.AS_OF, "orange")
    assert json.loads(row["known_rules"]) == [f"open||{college.TERM}"]


def test_step_without_a_rule_says_that_none_was_met(home):
    _record(home)
    assert _read(home, select(qa_intervention), counsellor().scope)[0]["known_level"] == "none"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "list"},  # nobody chooses what only says that the list was seen
        {"state": "acknowledged"},
        {"state": "new"},
        {"kind": "service"},
        {"service": "psychology"},
        {"kind": "service", "service": "psychology"},  # with words beside it: a flag has no content
        {"state": "closed"},
        {"outcome": "resolved"},
        {"note": "x" * 2001},
    ],
)
def test_step_that_does_not_hold_together_is_refused(home, wrong):
    with pytest.raises(ShownError):
        _record(home, **wrong)


def test_psychology_referral_is_known_to_who_made_it_alone(home):
    _record(home, kind="service", service="psychology", note="")
    other = viewer("counsellor", "t-next", **{"class": {"D1-C1"}}).scope
    affairs = viewer("student_affairs", "t-office", everything=True, case={STUDENT}).scope
    seen = {
        name: [(row["kind"], row["service"]) for row in _read(home, select(qa_intervention), scope)]
        for name, scope in (
            ("own", counsellor().scope),
            ("next", other),
            ("student", student().scope),
            ("office", affairs),
        )
    }
    known, hidden = [("service", "psychology")], [("service", None)]
    assert seen == {"own": known, "next": hidden, "student": known, "office": hidden}


def test_referral_is_received_once_and_answered_by_the_first_contact(home):
    _refer(home)
    with pytest.raises(ShownError) as refused:
        _refer(home)
    assert refused.value.code == "waiting"
    intervention.record_step(home, counsellor().scope, 1, intervention.seen(STUDENT, college.TERM))
    assert _read(home, select(qa_referral), teacher())[0]["answered_on"] is None
    _record(home)
    row = _read(home, select(qa_referral), teacher())[0]
    assert (row["opened_on"], row["due_on"], row["answered_on"]) == (
        college.AS_OF,
        date(2025, 11, 9),
        college.AS_OF,
    )
    _refer(home)  # once it was answered the student may be referred again


@pytest.mark.parametrize(
    ("scope", "pid"),
    [
        (teacher(offering="o2"), STUDENT),
        (viewer("course_leader", TEACHER, offering={OFFERING}).scope, STUDENT),
        (counsellor().scope, STUDENT),
        (teacher(), "sD2000"),
    ],
)
def test_only_the_teacher_refers_and_only_students_of_the_class(home, scope, pid):
    with pytest.raises(NotAllowed):
        _refer(home, scope, pid)


def test_teacher_reads_own_referrals_and_nothing_of_the_case(home):
    _refer(home)
    _record(home)
    intervention.add_note(home, counsellor().scope, 1, STUDENT, college.TERM, "夜里打工")
    for table in (qa_intervention, qa_case_note):
        assert _read(home, select(table), teacher()) == []
    assert [row["note"] for row in _read(home, select(qa_referral), teacher())] == ["三周没交作业"]
    assert _read(home, select(qa_referral), teacher("t-another")) == []
    own = _read(home, select(qa_referral), student().scope)
    assert [(row["reason"], row["note"]) for row in own] == [("behind", None)]


def test_case_note_is_read_by_the_counsellor_and_known_to_exist_by_the_student(home):
    intervention.add_note(home, counsellor().scope, 1, STUDENT, college.TERM, "夜里打工")
    texts = {
        role: [row["note"] for row in _read(home, select(qa_case_note), reader.scope)]
        for role, reader in {
            "counsellor": counsellor(), "student": student(), "other": student(OTHER),
            "dean": viewer("dean", "t-dean", org={"D1"}), "quality_office": viewer("quality_office", "t-q", everything=True),
        }.items()
    }  # fmt: skip
    assert texts == {
        "counsellor": ["夜里打工"],
        "student": [None],
        "other": [],
        "dean": [],
        "quality_office": [],
    }


@pytest.mark.parametrize("words", ["", "   ", "x" * 2001])
def test_empty_or_endless_note_is_refused(home, words):
    with pytest.raises(ShownError):
        intervention.add_note(home, counsellor().scope, 1, STUDENT, college.TERM, words)


def _list(home):
    return [row.pid for row in worklist.overview(counsellor().scope, college.SNAPSHOT, 15, "to_contact").rows]


def test_who_asks_is_on_the_list_until_spoken_to(home):
    assert _list(home) == []
    _refer(home, pid=OTHER)
    requests.ask(home, student(), kind="help", about="grade", words="请帮助我一下")
    assert sorted(_list(home)) == [STUDENT, OTHER]
    row = next(
        one
        for one in worklist.overview(counsellor().scope, college.SNAPSHOT, 15, "to_contact").rows
        if one.pid == STUDENT
    )
    assert (row.level.key, row.reasons[0].key, row.clock.key) == (
        "worklist.level_self",
        "worklist.chip_self",
        "worklist.until",
    )
    _record(home)
    assert _list(home) == [OTHER]


def test_contest_of_a_listing_stands_at_the_case_with_its_answer(home):
    college.warn(home, [STUDENT], "yellow")
    number = requests.ask(home, student(), kind="contest", about="warning", words="缺勤是公假")
    scope = counsellor()
    asked = case_panel.panel(scope.scope, college.SNAPSHOT, STUDENT, college.AS_OF).asked
    assert [item.body.params["text"] for item in asked] == ["缺勤是公假"]
    requests.answer(home, scope, number, decision="accepted", words="已更正考勤")
    asked = case_panel.panel(scope.scope, college.SNAPSHOT, STUDENT, college.AS_OF).asked
    assert [item.side.key for item in asked] == ["requests.decision_accepted"]


def test_help_of_a_student_whose_counsellor_changed_is_read_by_the_new_one(home):
    requests.ask(home, student(), kind="help", about="grade", words="请帮助我一下")
    with home.begin() as connection:
        connection.execute(insert(bridge_teacher_role).values(
            teacher_pid="t-next", role="counsellor", target_kind="class", target_code="D1-C1", valid_from=college.AS_OF,
        ))  # fmt: skip
    scope = viewer("counsellor", "t-next", **{"class": {"D1-C1"}}).scope
    cases = {case.pid: case for case in caseload.caseload(scope, college.SNAPSHOT, caseload.written(scope))}
    assert cases[STUDENT].is_referred and not cases[OTHER].is_referred

"""Whoever looks through another person's eyes writes nothing, whatever the action."""

from datetime import date
from pathlib import Path

import pytest

from actions import (
    break_glass,
    grants,
    home_settings,
    improvement,
    intake,
    intake_run,
    intervention,
    meeting,
    own_plan,
    referral,
    requests,
    rights,
    swot,
)
from data.warehouse.home import Home
from data.warehouse.inbox import Inbox
from errors import NotAllowed
from tests.actions.rights_people import STUDENT, TEACHER, counsellor, logged, office, opened, student, viewer
from tests.views import college

ADMIN = office("data_admin", "t-admin").scope


NO_HOME, NO_FILES = Home(Path("/nowhere")), Inbox(Path("/nowhere/inbox/x"))


def _step():
    return intervention.Step(STUDENT, college.TERM, "contacted", "talk", "", None)


ACTS = {
    "request": lambda engine: requests.ask(engine, student(limit=ADMIN), kind="help", about="grade", words="请帮助我"),
    "answer": lambda engine: requests.answer(engine, counsellor(limit=ADMIN), 1, decision="accepted", words="已经处理"),
    "choice": lambda engine: rights.choose(engine, student(limit=ADMIN), "model_layer", holds=True),
    "notice": lambda engine: rights.see_notices(engine, student(limit=ADMIN)),
    "break_glass": lambda engine: break_glass.ask(
        engine, office("leadership", limit=ADMIN), "student", STUDENT, purpose="看看这名学生的情况", hours=1
    ),
    "close": lambda engine: break_glass.close(engine, office("leadership", limit=ADMIN), 1),
    "support": lambda engine: intervention.record_step(engine, counsellor(limit=ADMIN).scope, 1, _step()),
    "case_note": lambda engine: intervention.add_note(
        engine, counsellor(limit=ADMIN).scope, 1, STUDENT, college.TERM, "只有我知道"
    ),
    "refer": lambda engine: referral.refer(
        engine, viewer("teacher", TEACHER, offering={"o1"}, limit=ADMIN).scope, 1,
        referral.Wish(STUDENT, "o1", college.TERM, "absent"),
    ),
    "grant": lambda engine: grants.give(
        engine, office("data_admin", limit=ADMIN), grants.Wish("T-1", "hr"), today=date.today()
    ),
    "plan": lambda engine: own_plan.add(
        engine, student(limit=ADMIN), own_plan.Step("stu_gpa", "每周复习两次", date(2026, 1, 10))
    ),
    "plan_again": lambda engine: own_plan.send_again(engine, student(limit=ADMIN), 1, text="每周复习两次", due_on=date(2026, 1, 10)),
    "plan_back": lambda engine: own_plan.withdraw(engine, student(limit=ADMIN), 1),
    "plan_done": lambda engine: own_plan.report_done(engine, student(limit=ADMIN), 1, evidence="已经完成"),
    "plan_decide": lambda engine: own_plan.decide(engine, counsellor(limit=ADMIN), 1, "confirmed"),
    "propose": lambda engine: improvement.propose(
        engine, office("quality_office", limit=ADMIN),
        improvement.Proposal("org", "D1", "crs_attendance", "原因写在这里", "措施写在这里", "t-office", date(2026, 1, 10)),
    ),
    "evidence": lambda engine: improvement.add_evidence(engine, office("quality_office", limit=ADMIN), 1, grade="E0", text="看到了"),
    "extend": lambda engine: improvement.extend(
        engine, office("quality_office", limit=ADMIN), 1, due_on=date(2026, 1, 10), reason="看到了"
    ),
    "close_action": lambda engine: improvement.close(engine, office("quality_office", limit=ADMIN), 1),
    "pack": lambda engine: meeting.add(engine, office("dean", limit=ADMIN), meeting.Wanted("school", 1, college.AS_OF)),
    "unpack": lambda engine: meeting.remove(engine, office("dean", limit=ADMIN), None),
    "swot": lambda engine: swot.write(engine, office("major_leader", limit=ADMIN), "M1", swot.Line("strengths", "实训条件好")),
    "unswot": lambda engine: swot.take_back(engine, office("major_leader", limit=ADMIN), "M1", 1),
    "hand_in": lambda engine: intake_run.hand_in(engine, NO_HOME, office("data_admin", limit=ADMIN), [("学生.csv", b"x")]),
    "load": lambda engine: intake_run.load(engine, NO_HOME, office("data_admin", limit=ADMIN), NO_FILES),
    "undo": lambda engine: intake_run.undo(engine, NO_HOME, office("data_admin", limit=ADMIN), 1),
    "setting": lambda engine: home_settings.change(engine, office("data_admin", limit=ADMIN), "zone", "Asia/Tokyo"),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_action_refuses_a_borrowed_pair_of_eyes(empty_home, act):
    engine = opened(empty_home)
    with pytest.raises(NotAllowed):
        ACTS[act](engine)
    assert logged(engine) == []


def test_forms_are_not_offered_through_other_eyes():
    assert not intervention.can_support(counsellor(limit=ADMIN).scope)
    assert not requests.can_answer(counsellor(limit=ADMIN).scope)
    assert not break_glass.can_ask(office("leadership", limit=ADMIN).scope, "student")
    assert not grants.can_act(office("data_admin", limit=ADMIN).scope)
    assert not meeting.can_collect(office("dean", limit=ADMIN).scope)
    assert not home_settings.can_change(office("data_admin", limit=ADMIN).scope)
    assert not intake.can_load(office("data_admin", limit=ADMIN).scope)
    assert not own_plan.can_plan(student(limit=ADMIN).scope, "student", STUDENT)
    assert not own_plan.can_decide(counsellor(limit=ADMIN).scope)
    assert not improvement.can_propose(office("quality_office", limit=ADMIN).scope, "school")
    assert not improvement.can_keep(office("quality_office", limit=ADMIN).scope, "t-office", None)

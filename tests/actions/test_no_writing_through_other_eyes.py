"""Whoever looks through another person's eyes writes nothing, whatever the action."""

from datetime import date

import pytest

from actions import break_glass, grants, home_settings, intervention, meeting, requests, rights
from errors import NotAllowed
from tests.actions.rights_people import STUDENT, counsellor, logged, office, opened, student
from tests.views import college

ADMIN = office("data_admin", "t-admin").scope


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
    "grant": lambda engine: grants.give(
        engine, office("data_admin", limit=ADMIN), grants.Wish("T-1", "hr"), today=date.today()
    ),
    "pack": lambda engine: meeting.add(engine, office("dean", limit=ADMIN), meeting.Wanted("school", 1, college.AS_OF)),
    "unpack": lambda engine: meeting.remove(engine, office("dean", limit=ADMIN), None),
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

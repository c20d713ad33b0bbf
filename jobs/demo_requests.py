"""Requests for support that teachers of the demo college have sent: open ones, a late one, and some that were answered."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import Connection, func, insert, select

from access.viewer import demo_people
from data.warehouse.home import read_setting
from data.warehouse.schema.people import dim_teacher
from data.warehouse.schema.quality import qa_correction
from improvement import requests

# days since it was sent, days until the answer (None: open), about, words. Clocks of requests run by the calendar of
# the machine: fifteen days for an answer, so the fourth is late on the day the demo is made.
SENT = (
    (2, None, "evaluation", "想请人听一次课，帮我看看课堂互动怎么改。"),
    (6, None, "standing", "双师认定还差企业实践，能否安排暑期企业岗位？"),
    (11, None, "classes", "混合式教学的平台任务怎么设计，希望有培训。"),
    (19, None, "standing", "想参加教学能力比赛，需要有经验的老师指导。"),
    (41, 9, "evaluation", "学生评教偏低，希望有教学咨询。"),
    (56, 12, "classes", "第一次带实训课，想先跟一位老师随堂。"),
    (72, 5, "standing", "职称申报材料不清楚缺什么。"),
)
ANSWERS = (
    ("accepted", "已安排两次听课和一次面谈。"),
    ("partly", "本学期先随堂四周，下学期再排培训。"),
    ("accepted", "已约时间一起核对材料。"),
)
SENDING = "full_time"
HELP, TEACHER = "help", "teacher"


def run(context) -> int:
    """Write the requests once, by teachers of the departments in turn; returns how many. A home that has some is left as it is."""
    with context.engine.begin() as connection:
        if connection.execute(select(func.count()).select_from(qa_correction)).scalar_one():
            return 0
        made = list(_requests(connection, datetime.now(UTC).date()))
        if made:
            connection.execute(insert(qa_correction), made)
    return len(made)


def _requests(connection: Connection, today) -> Iterator[dict]:
    role = requests.answered_by(HELP, TEACHER)
    office = demo_people(connection).get(role)
    answers = iter(ANSWERS)
    for (ago, took, about, words), (pid, org) in zip(SENT, _senders(connection, office), strict=False):
        opened = datetime.combine(today - timedelta(days=ago), time(2, 30))
        decision, answer = next(answers) if took else (None, None)
        yield {
            "person": pid, "person_kind": TEACHER, "kind": HELP, "about": about, "text": words,
            "addressed_to": role, "org_code": org, "opened_at": opened, "due_on": requests.due_on(opened.date()),
            "decision": decision, "answer": answer, "answered_by": office if took else None,
            "answered_role": role if took else None,
            "answered_at": opened + timedelta(days=took) if took else None,
        }  # fmt: skip


def _senders(connection: Connection, office: str | None) -> list[tuple[str, str]]:
    """Teachers in an order drawn by the seed of the home, never who answers, one of each department before a second of any."""
    post = dim_teacher.c
    query = select(post.teacher_pid, post.org_code).where(
        post.is_current,
        post.staff_type == SENDING,
        post.org_code.is_not(None),
        post.teacher_pid != (office or ""),
    )
    found = [tuple(row) for row in connection.execute(query.order_by(post.teacher_pid))]
    random.Random(f"{read_setting(connection, 'seed', 7)} requests").shuffle(found)
    turn: dict[str, int] = {}
    placed = []
    for pid, org in found:
        turn[org] = turn.get(org, 0) + 1
        placed.append((turn[org], org, pid))
    return [(pid, org) for _, org, pid in sorted(placed, key=lambda one: one[:2])]

"""A step of `jobs demo`: talks that counsellors of the demo college have had since the fourth week, in every state a case can have."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import polars as pl
from sqlalchemy import Connection, func, insert, select

from data.sample.calendar import CURRENT
from data.warehouse.home import read_setting
from data.warehouse.queries.risk_store import caseloads, places
from data.warehouse.schema.people import bridge_teacher_role
from data.warehouse.schema.quality import qa_intervention
from data.warehouse.schema.risk import ml_prediction
from models.risk.declaration import declaration

POINT = "W4"  # whom the list of the fourth week named was talked to


class Talk(NamedTuple):
    """One step: days before the home's day, what it was, and days from that day to the next date agreed (before it: late)."""

    ago: int
    state: str
    kind: str
    note: str | None
    next_in: int | None = None
    outcome: str | None = None


CASES: tuple[tuple[Talk, ...], ...] = (
    (
        Talk(24, "contacted", "talk", "面谈：前两次作业没交，说晚上打工。", -10),
        Talk(10, "plan_agreed", "adviser", "和任课教师商定补交日期，每周三到学习中心。", 4),
    ),
    (Talk(23, "contacted", "phone", "电话联系，约定两周后看出勤。", -3),),
    (
        Talk(25, "contacted", "talk", "面谈：基础薄弱，听课跟不上。", -18),
        Talk(18, "in_support", "tutoring", "已安排同伴辅导，每周两次。", 6),
    ),
    (
        Talk(26, "contacted", "talk", "面谈：账号登录不了平台，作业交不上。", -20),
        Talk(12, "closed", "talk", "账号已恢复，作业补齐。", None, "resolved"),
    ),
    (Talk(21, "closed", "phone", "电话了解：病假已销，学习正常。", None, "not_needed"),),
    (
        Talk(24, "contacted", "talk", "面谈：家里困难，担心学费，影响学习。", -17),
        Talk(9, "in_support", "referral", "请学生处协助核实资助政策。", 7),
    ),
    (
        Talk(22, "contacted", "phone", "电话联系，学生愿意面谈。", -15),
        Talk(15, "plan_agreed", "timetable", "调整实训分组，减少与兼职冲突。", 11),
    ),
)
FEWEST = 4  # cases that every counsellor has at least, where the list has them


def add_arguments(parser) -> None:
    """Takes none."""


def run(context, arguments) -> dict:
    """Write the steps once; a home that has some, or no prediction of that week, is left as it is."""
    with context.engine.begin() as connection:
        if connection.execute(select(func.count()).select_from(qa_intervention)).scalar_one():
            return {}
        steps = list(_steps(connection))
        if steps:
            connection.execute(insert(qa_intervention), steps)
    context.progress.step(f"{len(steps)} steps of support")
    return {"support": len(steps)}


def _steps(connection: Connection) -> Iterator[dict]:
    today = date.fromisoformat(read_setting(connection, "as_of"))
    for (counsellor,), students in _named(connection, today).group_by("caseload", maintain_order=True):
        draw = random.Random(f"{read_setting(connection, 'seed', 7)} support {counsellor}")
        talks = draw.sample(CASES, draw.randint(FEWEST, len(CASES)))
        for student, case in zip(students.iter_rows(named=True), talks, strict=False):
            for talk in case:
                yield _row(student, counsellor, talk, today)


def _named(connection: Connection, today: date) -> pl.DataFrame:
    """Whom the list of the point named, the highest expectation first, by the counsellor who looks after them."""
    columns, role = ml_prediction.c, bridge_teacher_role.c
    query = (
        select(columns.student_pid)
        .where(columns.term_id == CURRENT.term_id, columns.point == POINT)
        .where(columns.p_any >= declaration().listing["p_any"])
        .order_by(columns.expected_failed_credits.desc(), columns.student_pid)
    )
    named = pl.DataFrame(
        {"student_pid": connection.execute(query).scalars().all()}, {"student_pid": pl.String}
    )
    counsellors = connection.execute(select(role.teacher_pid).where(role.role == "counsellor")).scalars()
    found = named.join(caseloads(connection, today), on="student_pid", maintain_order="left")
    found = found.join(places(connection, today), on="student_pid", maintain_order="left")
    return found.filter(pl.col("caseload").is_in(sorted(set(counsellors))))


def _row(student: dict, counsellor: str, talk: Talk, today: date) -> dict:
    day = today - timedelta(days=talk.ago)
    return {
        "student_pid": student["student_pid"], "term_id": CURRENT.term_id, "state": talk.state, "kind": talk.kind,
        "note": talk.note, "outcome": talk.outcome, "actor_pid": counsellor, "actor_role": "counsellor",
        "next_on": None if talk.next_in is None else today + timedelta(days=talk.next_in),
        "recorded_on": day, "recorded_at": datetime.combine(day, time(2, 30)),
        "class_code": student["class_code"], "org_code": student["org_code"],
    }  # fmt: skip

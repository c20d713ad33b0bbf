"""The last step of `jobs demo`: the people shown for each role have plans and actions of their own, written by the ordinary actions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from access.viewer import Viewer, demo_people, roles_held
from actions import improvement, own_plan, swot
from data.warehouse.home import as_of
from data.warehouse.schema.improvement import qa_improvement, qa_plan_item, qa_swot_line
from data.warehouse.schema.loop import qa_student_milestone
from data.warehouse.schema.marts import ind_value, mart_item
from data.warehouse.schema.meta import meta_snapshot
from data.warehouse.schema.people import bridge_teacher_role, dim_student, dim_teacher
from errors import ShownError
from jobs.demo_plans import OTHER, STEPS

DAYS = {"teacher": (150, 210, 60, 120), "student": (45, 60, 75)}  # until each step of the plan is due
PROPOSED = {  # role -> kind of entity, cause, measure, days
    "leadership": ("school", "部门之间数据口径不一", "每月召开一次数据核对会", 75),
    "dean": ("org", "阶段任务布置不均衡", "教研室按周检查课前、课中、课后三环节", 60),
    "major_leader": ("major", "实训项目与岗位要求衔接不够", "与合作企业修订两门核心课程的实训项目", 120),
    "course_leader": ("course", "章节测验偏难，讲评不足", "补充分层练习，测验后一周内讲评", 45),
    "teacher": ("teacher", "作业批改集中在期末", "每周固定两次批改时间并公布反馈", 40),
}
SWOT = (("opportunities", "园区三家企业愿意共建实训基地"), ("threats", "相邻院校新开了同类专业"))
SESSION = "demo"


def run(context) -> int:
    """Write what is missing; returns how many rows were written. A home that has them, or no snapshot, is left as it is."""
    with context.engine.connect() as connection:
        snapshot = connection.execute(
            select(meta_snapshot.c.snapshot_id).where(meta_snapshot.c.is_current)
        ).scalar_one_or_none()
        people, today = demo_people(connection), as_of(connection)
        viewers = {role: _viewer(connection, role, pid, today) for role, pid in people.items()}
    if snapshot is None:
        return 0
    leader = viewers.get("major_leader")
    written = _swot(context.engine, leader) if leader else 0
    written += sum(
        _plan(context.engine, viewers[kind], snapshot, today) for kind in DAYS if viewers.get(kind)
    )
    return written + sum(
        _propose(context.engine, viewers[role], snapshot, today) for role in PROPOSED if viewers.get(role)
    )


def _viewer(connection: Connection, role: str, person: str, today: date) -> Viewer | None:
    scope = roles_held(connection, person, date.today(), today).get(role)
    return Viewer(person, None, (role,), role, scope, SESSION, "demo") if scope else None


def _plan(engine, viewer: Viewer, snapshot: int, today: date) -> int:
    """Steps of the person's plan: one done, one running, one returned, the last one waiting; a student's wait where none was
    delivered, so that no figure that is published already says something else."""
    kind = viewer.role
    with engine.connect() as connection:
        own = select(func.count()).where(qa_plan_item.c[f"{kind}_pid"] == viewer.person)
        if connection.execute(own).scalar_one():
            return 0
        short = _short(connection, snapshot, kind, viewer.person)
        decider = _decider(connection, kind, viewer.person, today)
        planned = kind == "teacher" or _is_planned(connection, viewer.person, today)
    made = [
        own_plan.add(engine, viewer, own_plan.Step(name, STEPS.get(part, OTHER)[place % 2], today + timedelta(days=days)))
        for place, ((name, part), days) in enumerate(zip(short.items(), DAYS[kind], strict=False))
    ]  # fmt: skip
    if decider is None or not planned:
        return len(made)
    for place, number in enumerate(made[:3]):
        decision = "returned" if place == 2 else "confirmed"
        own_plan.decide(engine, decider, number, decision, reason="请写明完成的标志" if place == 2 else "")
    for number in made[:1]:
        own_plan.report_done(
            engine,
            viewer,
            number,
            evidence="材料已经归档",
            archive_no=f"QA-{kind.upper()}-2025-1-ACT-001",
        )
    return len(made)


def _swot(engine, leader: Viewer) -> int:
    """Two lines that no number can tell, in the SWOT of the leader's first major."""
    major = min(leader.scope.codes("major"))
    with engine.connect() as connection:
        if connection.execute(select(func.count()).select_from(qa_swot_line)).scalar_one():
            return 0
    for quadrant, words in SWOT:
        swot.write(engine, leader, major, swot.Line(quadrant, words))
    return len(SWOT)


def _short(connection: Connection, snapshot: int, kind: str, person: str) -> dict[str, str]:
    """Figures short of their target, those that give most first, with the dimension they belong to."""
    columns = mart_item.c
    query = select(columns.indicator_id, columns.dimension_id).where(
        columns.snapshot_id == snapshot, columns.entity_kind == kind, columns.entity_id == person, columns.value.is_not(None),
        columns.need_target.is_not(None),
    ).order_by(func.coalesce(columns.gain, 0).desc(), columns.indicator_id)  # fmt: skip
    found: dict[str, str] = {}
    for name, part in connection.execute(query):
        found.setdefault(name, part)
    return found


def _decider(connection: Connection, kind: str, person: str, today: date) -> Viewer | None:
    """The dean of the teacher's department, the counsellor of the student's class."""
    people, unit, role = (
        (dim_teacher, "org", "dean") if kind == "teacher" else (dim_student, "class", "counsellor")
    )
    code = select(people.c[f"{unit}_code"]).where(people.c[f"{kind}_pid"] == person, people.c.is_current)
    held = bridge_teacher_role.c
    query = select(held.teacher_pid).where(
        held.role == role, held.target_kind == unit, held.target_code == code.scalar_subquery(), held.valid_to.is_(None),
        held.teacher_pid != person,
    )  # fmt: skip
    found = connection.execute(query.order_by(held.role_id.desc()).limit(1)).scalar_one_or_none()
    return _viewer(connection, role, found, today) if found else None


def _is_planned(connection: Connection, person: str, today: date) -> bool:
    columns = qa_student_milestone.c
    query = select(func.count()).where(
        columns.student_pid == person, columns.plan_year == own_plan.plan_year(today)
    )
    return connection.execute(query).scalar_one() > 0


def _propose(engine, viewer: Viewer, snapshot: int, today: date) -> int:
    """One open action on a figure of the own unit; nothing where the role has opened one before."""
    kind, cause, measure, days = PROPOSED[viewer.role]
    with engine.connect() as connection:
        columns = qa_improvement.c
        own = select(func.count()).where(
            columns.opened_by == viewer.person, columns.opened_role == viewer.role, columns.cause == cause
        )
        if connection.execute(own).scalar_one():
            return 0
        wanted = list(_wanted(connection, viewer, snapshot, kind, today))
    for key, name, owner in wanted:
        proposal = improvement.Proposal(kind, key, name, cause, measure, owner, today + timedelta(days=days))
        try:
            improvement.propose(engine, viewer, proposal)
        except ShownError:
            continue  # a figure that the role does not see: the next one
        return 1
    return 0


def _wanted(
    connection: Connection, viewer: Viewer, snapshot: int, kind: str, today: date
) -> Iterator[tuple[str, str, str]]:
    """Units of the role with their figures short of a mark, then any figure, and who would answer for them."""
    own = {"school": ("school",), "teacher": (viewer.person,)}.get(kind) or tuple(
        sorted(viewer.scope.codes(kind))
    )
    for key in own:
        owners = improvement.owners(connection, viewer.scope, kind, key)
        columns = ind_value.c
        query = select(columns.indicator_id).where(
            columns.snapshot_id == snapshot, columns.entity_kind == kind, columns.entity_id == key, columns.value.is_not(None),
            columns.is_latest,
        )  # fmt: skip
        names = [*_short(connection, snapshot, kind, key), *sorted(connection.execute(query).scalars())]
        for name in names[:8]:
            yield key, name, viewer.person if viewer.person in owners else next(iter(owners), "")

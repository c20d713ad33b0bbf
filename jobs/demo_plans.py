"""Own plans of the demo college in every state, on figures that a standard finds short."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from data.warehouse.schema.marts import mart_item
from data.warehouse.schema.people import dim_student, dim_teacher
from improvement import declared
from jobs.demo_held import AUTUMN, PROOFS, Held
from profiling.catalogue import indicators

PLANNING = {"teacher": 0.35, "student": 0.08}
STATES = ("done", "running", "late", "submitted", "returned")
LOTS = (0.34, 0.26, 0.1, 0.2, 0.1)
STEPS = {  # what people take on, by the dimension of the standard that is short
    "D1": ("每月参加一次师德专题学习并写心得", "学期末提交师德自查报告"),
    "D2": ("参加四十学时专题培训并完成结业作业", "利用假期到企业实践并提交报告"),
    "D3": ("每月听课两次并写反思", "补齐课堂记录，按周反馈作业"),
    "D4": ("每两周辅导一次学生竞赛并留下记录", "每月与所带学生谈话并登记"),
    "D5": ("联系两家企业，签订一项技术服务合同", "与教研室合写一篇教学改革论文并投稿"),
    "D6": ("学期末对照规划总结一次并归档", "申报一项质量创新项目"),
    "S1": ("按时参加主题教育并提交学习心得", "参加一次志愿服务并写总结"),
    "S2": ("每两周与任课教师核对一次作业", "每周两次到自习室复习并请同学检查"),
    "S3": ("每周锻炼三次，学期末重测体能", "参加一次心理健康活动"),
    "S4": ("读完院本书目中的两本并写读书笔记", "参加一次校史或工匠讲座"),
    "S5": ("利用假期参加社会实践并提交报告", "参加一次志愿服务并写总结"),
    "S6": ("报名参加本学期的技能等级证书考试", "每周到实训室练习两次"),
    "S7": ("参加一次创新创业训练并提交作品", "加入一个社团并承担一项工作"),
}
OTHER = ("列出三条具体措施，按月检查进展", "请一位同事或同学每月检查一次进展")
REASONS = ("请写明完成的标志", "期限太宽，请分成两步")


class Plans(Held):
    """Rows of qa_plan_item."""

    def plans(self, kind: str) -> Iterator[dict]:
        """Steps of some persons' plans, on figures that their standard finds short."""
        draw = random.Random(f"{self.seed} plans {kind}")
        items = mart_item.c
        short = defaultdict(list)
        for row in self.rows(
            mart_item,
            items.snapshot_id == self.snapshot,
            items.entity_kind == kind,
            items.need_target.is_not(None),
        ):
            if _mark(row) is not None:
                short[row["entity_id"]].append(row)
        figures = self.figures(kind)
        for pid, listed in sorted(short.items()):
            if draw.random() < PLANNING[kind]:
                for item in draw.sample(listed, min(len(listed), draw.choice((1, 2, 3)))):
                    stored = figures.get((pid, item["indicator_id"]))
                    decider = self._decider(kind, pid)
                    if stored and decider:
                        yield self._plan_item(kind, pid, item, stored[-1], decider, draw)

    def _decider(self, kind: str, pid: str) -> str | None:
        people, unit = (dim_teacher, "org") if kind == "teacher" else (dim_student, "class")
        query = select(people.c[f"{unit}_code"]).where(people.c[f"{kind}_pid"] == pid, people.c.is_current)
        found = self.leading.get((unit, self.connection.execute(query.limit(1)).scalar_one_or_none() or ""))
        return None if found == pid else found

    def _plan_item(
        self, kind: str, pid: str, item: dict, stored: dict, decider: str, draw: random.Random
    ) -> dict:
        state = draw.choices(STATES, LOTS)[0]
        made = AUTUMN + timedelta(days=draw.randint(1, 12))
        confirmed = made + timedelta(days=draw.randint(2, 9))
        soon = self.as_of - timedelta(days=draw.randint(4, 25))
        due = soon if state in ("done", "late") else self.as_of + timedelta(days=draw.randint(15, 200))
        is_confirmed = state in ("done", "running", "late")
        decided = is_confirmed or state == "returned"
        moment = datetime.combine(confirmed, datetime.min.time())
        return {
            "category": declared.category(kind), "teacher_pid": None, "student_pid": None, f"{kind}_pid": pid,
            "plan_year": AUTUMN.year, "indicator_id": item["indicator_id"], "text": draw.choice(STEPS.get(item["dimension_id"], OTHER)), "goal": _mark(item),
            **self.held(stored, "then"), "due_on": due, "state": "confirmed" if is_confirmed else state,
            "decided_by": decider if decided else None, "decided_role": declared.confirming(kind) if decided else None,
            "decided_at": moment if decided else None, "confirmed_on": confirmed if is_confirmed else None,
            "reason": draw.choice(REASONS) if state == "returned" else None,
            "done_on": due - timedelta(days=draw.randint(0, 3)) if state == "done" else None,
            "evidence": draw.choice(PROOFS) if state == "done" else None, "archive_no": None,
            "made_on": made, "changed_at": moment,
        }  # fmt: skip


def _marks(item: dict) -> list[float]:
    entry = indicators()[item["indicator_id"]]
    listed = json.loads(item["anchors"]) if item["anchors"] else []
    return listed if len(listed) == 4 and entry.unit != "level" and entry.direction != "band" else []


def _mark(item: dict) -> float | None:
    """The mark that the item still needs: qualified, then target."""
    marks = _marks(item)
    return float(marks[1] if item["need_qualified"] is not None else marks[2]) if marks else None

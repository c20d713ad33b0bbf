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
STEPS = {
    "teacher": (
        "参加专题培训并完成结业作业",
        "每月听课两次并写反思",
        "补齐课堂记录，按周反馈作业",
        "利用假期到企业实践并提交报告",
    ),
    "student": (
        "每周两次到自习室完成作业并请同学检查",
        "报名参加本学期的技能等级证书考试",
        "参加一次志愿服务并写总结",
        "每两周向辅导员汇报一次进展",
    ),
}
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
            "plan_year": AUTUMN.year, "indicator_id": item["indicator_id"], "text": draw.choice(STEPS[kind]), "goal": _mark(item),
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

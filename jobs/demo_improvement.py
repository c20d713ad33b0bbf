"""A step of `jobs demo`: own plans and improvement actions in every state, made up on the values the demo college has stored.

What was closed was closed on real stored values of two periods, by the product's own mathematics.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, func, insert, select

from access.viewer import demo_people
from actions.frozen import named
from data.sample.improvement import ABOUT, CAUSES, MEASURES
from data.warehouse.home import read_setting
from data.warehouse.schema.improvement import qa_improvement, qa_improvement_step, qa_plan_item
from data.warehouse.schema.marts import ind_value, mart_item
from data.warehouse.schema.meta import meta_snapshot
from data.warehouse.schema.people import bridge_teacher_role, dim_student, dim_teacher
from data.warehouse.schema.structure import dim_course, dim_major
from improvement import declared
from improvement.effect import Stored, age, effect, verified
from profiling.catalogue import indicators

FIGURE = ("value", "low", "high", "n", "status", "period")
WANTED = {"school": 4, "org": 8, "major": 12, "course": 24, "teacher": 24}
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
PROOFS = ("修订后的课程标准", "教研会议纪要", "听课记录与整改说明", "更新后的作业反馈表")
CHECKS = ("督导随堂听课，情况属实", "同行评议认为措施已落实", "抽查十份作业，反馈均在一周内")
REASONS = ("请写明完成的标志", "期限太宽，请分成两步")
AUTUMN = date(2025, 9, 1)


def add_arguments(parser) -> None:
    """Takes none."""


def run(context, arguments) -> dict:
    """Write plans and actions once; a home that has some is left as it is."""
    with context.engine.begin() as connection:
        if connection.execute(select(func.count()).select_from(qa_improvement)).scalar_one():
            return {}
        made = _Made(connection)
        plans = [*made.plans("teacher"), *made.plans("student")]
        if plans:
            connection.execute(insert(qa_plan_item), plans)
        actions = list(made.actions())
        for row, steps in actions:
            number = connection.execute(insert(qa_improvement).values(row)).inserted_primary_key[0]
            for step in steps:
                connection.execute(insert(qa_improvement_step).values(improvement_id=number, **step))
    context.progress.step(f"{len(plans)} steps of own plans, {len(actions)} improvement actions")
    return {"plans": len(plans), "actions": len(actions)}


class _Made:
    """Rows made up from what is stored; the same home gives the same rows."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.as_of = date.fromisoformat(read_setting(connection, "as_of"))
        self.seed = read_setting(connection, "seed", 7)
        columns = meta_snapshot.c
        query = (
            select(columns.snapshot_id)
            .where(columns.status == "published")
            .order_by(columns.snapshot_id.desc())
        )
        self.snapshot = connection.execute(query.limit(1)).scalar_one_or_none()
        self.office = demo_people(connection).get("quality_office", "")
        self.leading = self._leaders()

    def _leaders(self) -> dict[tuple[str, str], str]:
        columns = bridge_teacher_role.c
        query = select(columns.target_kind, columns.target_code, columns.teacher_pid).where(
            columns.valid_to.is_(None)
        )
        return {
            (kind, code): pid
            for kind, code, pid in self.connection.execute(query.order_by(columns.role_id.desc()))
        }

    def _rows(self, table, *conditions) -> list[dict]:
        key = list(table.primary_key.columns)
        return [
            dict(row)
            for row in self.connection.execute(select(table).where(*conditions).order_by(*key)).mappings()
        ]

    def plans(self, kind: str) -> Iterator[dict]:
        """Steps of some persons' plans, on figures that their standard finds short."""
        draw = random.Random(f"{self.seed} plans {kind}")
        items = mart_item.c
        short = defaultdict(list)
        for row in self._rows(
            mart_item,
            items.snapshot_id == self.snapshot,
            items.entity_kind == kind,
            items.need_target.is_not(None),
        ):
            if _mark(row) is not None:
                short[row["entity_id"]].append(row)
        figures = self._figures(kind)
        for pid, listed in sorted(short.items()):
            if draw.random() < PLANNING[kind]:
                for item in draw.sample(listed, min(len(listed), draw.choice((1, 2, 3)))):
                    stored = figures.get((pid, item["indicator_id"]))
                    decider = self._decider(kind, pid)
                    if stored and decider:
                        yield self._plan_item(kind, pid, item, stored[-1], decider, draw)

    def _figures(self, kind: str) -> dict[tuple[str, str], list[dict]]:
        """Stored values by entity and indicator, oldest period first."""
        columns = ind_value.c
        found = defaultdict(list)
        for row in self._rows(
            ind_value,
            columns.snapshot_id == self.snapshot,
            columns.entity_kind == kind,
            columns.value.is_not(None),
        ):
            found[(row["entity_id"], row["indicator_id"])].append(row)
        return {key: sorted(rows, key=lambda row: age(row["period"])) for key, rows in found.items()}

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
            **self._held(stored, "then"), "due_on": due, "state": "confirmed" if is_confirmed else state,
            "decided_by": decider if decided else None, "decided_role": declared.confirming(kind) if decided else None,
            "decided_at": moment if decided else None, "confirmed_on": confirmed if is_confirmed else None,
            "reason": draw.choice(REASONS) if state == "returned" else None,
            "done_on": due - timedelta(days=draw.randint(0, 3)) if state == "done" else None,
            "evidence": draw.choice(PROOFS) if state == "done" else None, "archive_no": None,
            "made_on": made, "changed_at": moment,
        }  # fmt: skip

    def _held(self, stored: dict, when: str) -> dict:
        found = {name: stored[name] for name in FIGURE}
        return named(found | {"definition": stored["definition_version"], "snapshot": self.snapshot}, when)

    def actions(self) -> Iterator[tuple[dict, list[dict]]]:
        """Actions about units and teachers: closed on two stored periods, overdue, and open ones."""
        for kind, count in WANTED.items():
            draw = random.Random(f"{self.seed} actions {kind}")
            about = ABOUT[kind][1]
            figures = {key: rows for key, rows in self._figures(kind).items() if key[1] in about}
            moved = sorted(key for key, rows in figures.items() if len(rows) > 1)
            for key in draw.sample(moved, min(len(moved), count // 2)):
                yield self._action(kind, key, figures[key][-2], figures[key][-1], draw)
            rest = sorted(figures)
            for key in draw.sample(rest, min(len(rest), count - count // 2)):
                yield self._action(kind, key, figures[key][-1], None, draw)

    def _action(
        self, kind: str, key: tuple[str, str], before: dict, after: dict | None, draw: random.Random
    ) -> tuple[dict, list[dict]]:
        units, leader = self._place(kind, key[0])
        owner = leader or self.office
        opened = (date(2025, 3, 3) if after else AUTUMN) + timedelta(days=draw.randint(0, 20))
        late = after is None and draw.random() < 0.45
        due = (
            date(2025, 9, 30)
            if after
            else self.as_of + timedelta(days=-draw.randint(3, 20) if late else draw.randint(18, 90))
        )
        by = owner if draw.random() < 0.5 else self.office
        row = {
            "category": declared.category(kind), "entity_kind": kind, "entity_id": key[0], **units, "teacher_pid": owner, "student_pid": None,
            "indicator_id": key[1], "target": self._target(kind, key, before), **self._held(before, "then"), "cause": draw.choice(CAUSES),
            "measure": draw.choice(MEASURES), "opened_by": by, "is_self_found": by == owner, "opened_on": opened, "due_on": due,
            "opened_role": "quality_office" if by != owner or by == self.office else "teacher" if kind == "teacher" else _ROLE[kind],
            "recorded_at": datetime.combine(opened, datetime.min.time()),
        }  # fmt: skip
        steps = list(self._steps(row, draw)) if after or draw.random() < 0.4 else []
        return (row | self._closing(row, after, steps, draw) if after else row), steps

    def _closing(self, row: dict, after: dict, steps: list[dict], draw: random.Random) -> dict:
        entry = indicators()[row["indicator_id"]]
        then = Stored(**{name: row[f"{name}_then"] for name in (*FIGURE, "definition")})
        now = Stored(**{name: after[name] for name in FIGURE}, definition=after["definition_version"])
        told = effect(then, now, direction=entry.direction, target=row["target"], least=entry.min_n)
        closed = AUTUMN + timedelta(days=draw.randint(10, 50))
        proven = verified(tuple(step["grade"] for step in steps), told.outcome)
        return {
            "closed_on": closed, "closed_by": row["teacher_pid"], "outcome": told.outcome, "outcome_reason": told.reason, "mdc": told.mdc,
            "verified_on": closed if proven else None, **self._held(after, "after"),
        }  # fmt: skip

    def _steps(self, row: dict, draw: random.Random) -> Iterator[dict]:
        place = {
            name: row[name]
            for name in ("category", "org_code", "major_code", "course_code", "teacher_pid", "student_pid")
        }
        kinds = (("E2", 0.8, PROOFS), ("E3", 0.5, CHECKS))
        for number, (grade, share, words) in enumerate(kinds, start=1):
            if draw.random() < share:
                day = row["opened_on"] + timedelta(days=20 * number)
                yield {
                    "kind": "evidence", "grade": grade, "text": draw.choice(words), "added_on": min(day, self.as_of), **place,
                    "archive_no": f"QA-{row['entity_kind'].upper()}-2025-1-ACT-{draw.randint(1, 999):03d}" if grade == "E2" else None,
                    "added_by": row["teacher_pid"] if grade == "E2" else self.office,
                    "added_role": "teacher" if grade == "E2" else "quality_office", "recorded_at": datetime.combine(day, datetime.min.time()),
                }  # fmt: skip

    def _place(self, kind: str, key: str) -> tuple[dict, str | None]:
        """Units the entity belongs to, and who leads it (of a teacher's, the teacher)."""
        units: dict[str, str | None] = {"org_code": None, "major_code": None, "course_code": None}
        table, column = {
            "major": (dim_major, "major_code"),
            "course": (dim_course, "course_code"),
            "teacher": (dim_teacher, "teacher_pid"),
        }.get(kind, (None, ""))
        if table is not None:
            query = select(table.c.org_code).where(table.c[column] == key, table.c.is_current)
            units["org_code"] = self.connection.execute(query.limit(1)).scalar_one_or_none()
        if kind in ("org", "major", "course"):
            units[f"{kind}_code"] = key
        return units, key if kind == "teacher" else self.leading.get((kind, key))

    def _target(self, kind: str, key: tuple[str, str], before: dict) -> float | None:
        """The next mark above the value held, of the first standard that has the item."""
        items = mart_item.c
        about = (
            items.snapshot_id == self.snapshot,
            items.entity_kind == kind,
            items.entity_id == key[0],
            items.indicator_id == key[1],
        )
        for row in self._rows(mart_item, *about):
            marks = _marks(row)
            down = marks and marks[0] > marks[-1]
            ahead = [
                mark for mark in marks[1:3] if (before["value"] > mark if down else before["value"] < mark)
            ]
            if ahead:
                return ahead[0]
        return None


_ROLE = {"org": "dean", "major": "major_leader", "course": "course_leader", "school": "quality_office"}


def _marks(item: dict) -> list[float]:
    entry = indicators()[item["indicator_id"]]
    listed = json.loads(item["anchors"]) if item["anchors"] else []
    return listed if len(listed) == 4 and entry.unit != "level" and entry.direction != "band" else []


def _mark(item: dict) -> float | None:
    """The mark that the item still needs: qualified, then target."""
    marks = _marks(item)
    return float(marks[1] if item["need_qualified"] is not None else marks[2]) if marks else None

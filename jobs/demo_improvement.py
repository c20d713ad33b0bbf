"""A step of `jobs demo`: own plans and improvement actions in every state, made up on the values the demo college has stored.

What was closed was closed on real stored values of two periods, by the product's own mathematics.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import zip_longest

from sqlalchemy import func, insert, select

from actions import answering
from data.sample.improvement import ABOUT, CAUSES, MEASURES
from data.warehouse.schema.improvement import qa_improvement, qa_improvement_step, qa_plan_item
from data.warehouse.schema.marts import mart_item
from improvement import declared
from improvement.aims import aim
from improvement.effect import Effect, Stored, effect, verified
from jobs.demo_held import AUTUMN, FIGURE, PROOFS, Held
from jobs.demo_plans import Plans
from profiling.catalogue import indicators

WANTED = {"school": 4, "org": 8, "major": 12, "course": 24, "teacher": 24}
CHECKS = ("督导随堂听课，情况属实", "同行评议认为措施已落实", "抽查十份作业，反馈均在一周内")


def add_arguments(parser) -> None:
    """Takes none."""


def run(context, arguments) -> dict:
    """Write plans and actions once; a home that has some is left as it is."""
    with context.engine.begin() as connection:
        if connection.execute(select(func.count()).select_from(qa_improvement)).scalar_one():
            return {}
        made = Plans(connection)
        plans = [*made.plans("teacher"), *made.plans("student")]
        if plans:
            connection.execute(insert(qa_plan_item), plans)
        actions = list(Actions(connection).actions())
        for row, steps in actions:
            number = connection.execute(insert(qa_improvement).values(row)).inserted_primary_key[0]
            for step in steps:
                connection.execute(insert(qa_improvement_step).values(improvement_id=number, **step))
    context.progress.step(f"{len(plans)} steps of own plans, {len(actions)} improvement actions")
    return {"plans": len(plans), "actions": len(actions)}


class Actions(Held):
    """Rows of qa_improvement with their steps."""

    def actions(self) -> Iterator[tuple[dict, list[dict]]]:
        """Actions about units and teachers: closed on two stored periods, overdue, and open ones."""
        for kind, count in WANTED.items():
            draw = random.Random(f"{self.seed} actions {kind}")
            about = ABOUT[kind][1]
            figures = {key: rows for key, rows in self.figures(kind).items() if key[1] in about}
            moved = sorted(key for key, rows in figures.items() if len(rows) > 1)
            told = {key: self._outcome(kind, key, figures[key]) for key in moved}
            for key in _of_each(told, draw)[: count // 2]:
                yield self._action(kind, key, figures[key][-2], figures[key][-1], draw)
            rest = sorted(figures)
            for place, key in enumerate(draw.sample(rest, min(len(rest), count - count // 2))):
                too_soon = (
                    figures[key][-1] if place == 0 and kind != "school" else None
                )  # closed before a new period
                yield self._action(kind, key, figures[key][-1], too_soon, draw)

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
            "indicator_id": key[1], **self._target(kind, key, before), **self.held(before, "then"), "cause": draw.choice(CAUSES),
            "measure": draw.choice(MEASURES), "opened_by": by, "is_self_found": by == owner, "opened_on": opened, "due_on": due,
            "opened_role": "quality_office" if by != owner or by == self.office else "teacher" if kind == "teacher" else _ROLE[kind],
            "recorded_at": datetime.combine(opened, datetime.min.time()),
        }  # fmt: skip
        steps = list(self._steps(row, draw)) if after or draw.random() < 0.4 else []
        return (row | self._closing(row, after, steps, draw) if after else row), steps

    def _outcome(self, kind: str, key: tuple[str, str], rows: list[dict]) -> str:
        held = {"indicator_id": key[1], **self._target(kind, key, rows[-2]), **self.held(rows[-2], "then")}
        return self._judged(held, rows[-1]).outcome

    def _judged(self, row: dict, after: dict) -> Effect:
        entry = indicators()[row["indicator_id"]]
        then = Stored(**{name: row[f"{name}_then"] for name in (*FIGURE, "definition")})
        now = Stored(**{name: after[name] for name in FIGURE}, definition=after["definition_version"])
        return effect(
            then,
            now,
            direction=entry.direction,
            target=row["target"],
            far=row["target_far"],
            least=entry.min_n,
        )

    def _closing(self, row: dict, after: dict, steps: list[dict], draw: random.Random) -> dict:
        told = self._judged(row, after)
        closed = AUTUMN + timedelta(days=draw.randint(10, 50))
        proven = verified(tuple(step["grade"] for step in steps), told.outcome)
        return {
            "closed_on": closed, "closed_by": row["teacher_pid"], "outcome": told.outcome, "outcome_reason": told.reason, "mdc": told.mdc,
            "verified_on": closed if proven else None, **self.held(after, "after"),
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
        units = answering.units(self.connection, kind, key)
        return units, key if kind == "teacher" else self.leading.get((kind, key))

    def _target(self, kind: str, key: tuple[str, str], before: dict) -> dict[str, float | None]:
        """The next mark above the value held, of the first standard that has the item; else the benchmark."""
        items = mart_item.c
        about = (
            items.snapshot_id == self.snapshot,
            items.entity_kind == kind,
            items.entity_id == key[0],
            items.indicator_id == key[1],
        )
        rows = self.rows(mart_item, *about)
        marks = (
            [float(mark) for mark in json.loads(rows[0]["anchors"])] if rows and rows[0]["anchors"] else []
        )
        is_down = len(marks) == 4 and marks[0] > marks[-1]
        is_qualified = len(marks) == 4 and (
            before["value"] <= marks[1] if is_down else before["value"] >= marks[1]
        )
        target, far = aim(key[1], marks, is_qualified=is_qualified)
        return {"target": target, "target_far": far}


def _of_each(told: dict[tuple[str, str], str], draw: random.Random) -> list[tuple[str, str]]:
    """The keys in turns: one of each outcome, then the next of each, so that a few show all that there are."""
    groups = defaultdict(list)
    for key in draw.sample(sorted(told), len(told)):
        groups[told[key]].append(key)
    return [key for turn in zip_longest(*(groups[name] for name in sorted(groups))) for key in turn if key]


_ROLE = {"org": "dean", "major": "major_leader", "course": "course_leader", "school": "quality_office"}

"""What a department has in hand: improvement actions that are open, and what is overdue on the as-of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from access import disclosure, policy
from access.scope import Scope
from data.warehouse.queries import department as queries
from views import catalogue, choices, naming, small_groups, warehouse
from views.parts import Amount, Column, Figure, Link, Name, Sentence, Table, Tile, Why
from views.warehouse import Snapshot

CATEGORY = "teacher_profile"  # the row of the matrix that decides who reads improvement actions
OVERDUE = Name("逾期事项", "Overdue items")
UNITS = ("org", "major", "course")  # of actions about a person only the number is told here
PAGES = {"org": "department", "major": "major", "course": "course"}
SHOWN = 7
HEADS = ("about", "indicator", "measure", "due", "late")


@dataclass(frozen=True)
class Work:
    """Open actions and overdue tasks of a department; a count of None is hidden or not the role's to know."""

    actions: tuple[dict, ...]  # rows the reader holds
    open_count: int | None
    late_actions: int | None
    tasks: tuple[dict, ...]

    @property
    def overdue(self) -> int | None:
        """Items due before the as-of and not done; tasks alone where the role does not know of actions."""
        return None if self.late_actions is None else self.late_actions + len(self.tasks)


def of_department(scope: Scope, snapshot: Snapshot, org_code: str) -> Work:
    """Open actions and overdue items as of the snapshot: rows for holders, counts by the cell rule for who knows aggregates."""
    tasks = tuple(warehouse.read(queries.tasks(snapshot.as_of, org_code), scope).to_dicts())
    frame = warehouse.read_for_counts(queries.actions(snapshot.as_of, org_code), scope, CATEGORY)
    if frame is None:
        return Work((), None, None, tasks)
    rows = tuple(frame.to_dicts())
    late = sum(_day(row["due_on"]) < snapshot.as_of for row in rows)
    if warehouse.holds_rows(scope, CATEGORY):
        return Work(rows, len(rows), late, tasks)
    least = small_groups.least(scope, snapshot, CATEGORY, org_code)
    shown = disclosure.treated_counts((late, len(rows) - late), least)
    return Work((), None if None in shown else len(rows), shown[0], tasks)


def _day(value) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def tile(work: Work, snapshot: Snapshot) -> Tile | None:
    """Overdue items on the as-of: how many, how long at most, how many are open. Tasks alone where actions are not known."""
    if work.overdue is None and not work.tasks:
        return None
    late = [
        _day(row["due_on"]) for row in (*work.actions, *work.tasks) if _day(row["due_on"]) < snapshot.as_of
    ]
    number = len(work.tasks) if work.overdue is None else work.overdue
    params = {"tasks": Amount(len(work.tasks), "count"), "actions": Amount(work.late_actions, "count")}
    gap = None
    if late and work.actions:
        gap = Sentence(
            "department.overdue_longest", {"days": Amount((snapshot.as_of - min(late)).days, "count")}
        )
    note = Sentence("department.overdue_tasks_only")
    if work.overdue is not None:
        open_ = {"open": Amount(work.open_count, "count")}
        note = Sentence("department.overdue_open", open_) if work.open_count is not None else None
    figure = Figure(
        indicator_id="overdue_items", name=OVERDUE, amount=Amount(number, "count"), status="observed",
        period=snapshot.term_id,
        why=Why(
            sentence=Sentence("department.overdue_why", params) if work.overdue is not None else note,
            definition=Name(
                "到期日早于数据截止日且未完成的计划任务，与未关闭的改进措施",
                "tasks of plans due before the as-of and not done, and improvement actions not closed",
            ),
            period=snapshot.term_id or "", sources=("qa_task", "qa_action"), snapshot_id=snapshot.snapshot_id,
        ),
    )  # fmt: skip
    return Tile(figure, gap=gap, note=note)


def counted_note(work: Work) -> Sentence | None:
    """How many are open, for a reader of counts alone."""
    if work.actions or work.open_count is None:
        return None
    return Sentence("department.actions_counted", {"open": Amount(work.open_count, "count")})


def action_table(scope: Scope, snapshot: Snapshot, work: Work) -> Table | None:
    """Open actions about units, the one due first at the top; of actions about teachers only their number."""
    rows = [row for row in work.actions if row["entity_kind"] in UNITS and row["entity_code"]]
    if not rows:
        return None
    columns = tuple(
        Column(Sentence(f"department.head_{head}"), "right" if head == "late" else "left") for head in HEADS
    )
    body = tuple(_row(scope, snapshot, row) for row in rows[:SHOWN])
    params = {
        "shown": Amount(len(body), "count"),
        "open": Amount(len(work.actions), "count"),
        "persons": Amount(sum(row["entity_kind"] == "teacher" for row in work.actions), "count"),
    }
    return Table(columns, body, Sentence("department.actions_note", params))


def _row(scope: Scope, snapshot: Snapshot, row: dict) -> tuple:
    due = _day(row["due_on"])
    days = (snapshot.as_of - due).days
    indicator = row["indicator_id"]
    return (
        _about(scope, snapshot, row["entity_kind"], row["entity_code"]),
        catalogue.entry(indicator).name if indicator and catalogue.is_known(indicator) else None,
        Name(row["measure"]) if row["measure"] else None,
        due,
        Sentence("department.late_by", {"days": Amount(days, "count")}) if days > 0 else None,
    )


def _about(scope: Scope, snapshot: Snapshot, kind: str, code: str) -> Name | Link:
    known = {"org": naming.departments, "major": naming.majors, "course": naming.courses}[kind](
        scope, snapshot
    )
    name = naming.unit_name(known, code)
    page = PAGES[kind]
    offered = {"major": choices.majors, "course": choices.courses}
    if kind not in offered or not policy.may_open(scope.role, page):
        return name
    reachable = {one.key for one in offered[kind](scope, snapshot)}
    return Link(page, code, name) if code in reachable else name

"""Whom a teacher may refer from the own teaching class, and which of the own referrals were received and answered."""

from __future__ import annotations

from dataclasses import dataclass

from access.scope import Scope
from data.warehouse.queries import referrals as queries
from data.warehouse.queries import teaching_class as class_queries
from views import clock, warehouse
from views.operations.caseload import day
from views.parts import Amount, Column, Name, Sentence, Table
from views.warehouse import Snapshot

HEADS = ("student", "reason", "received", "answer")


@dataclass(frozen=True)
class Referrals:
    """The teacher's own referrals as a table, None without one; who of the roster may be chosen."""

    students: dict[str, Name]
    referrals: tuple[dict, ...]
    table: Table | None
    term_id: str


def of_class(scope: Scope, snapshot: Snapshot, offering_id: str) -> Referrals:
    """Referrals of the reader from this class; the case behind them is not the teacher's to read (matrix)."""
    roster = warehouse.read(class_queries.roster(snapshot.snapshot_id, offering_id), scope).to_dicts()
    term = warehouse.read(class_queries.offering(snapshot.snapshot_id, offering_id), scope).to_dicts()
    sent = tuple(warehouse.read(queries.of_class(offering_id, scope.person), scope).to_dicts())
    waiting = {row["student_pid"] for row in sent if row["answered_on"] is None}
    names = {row["student_pid"]: _named(row) for row in roster}
    return Referrals(
        students={pid: name for pid, name in names.items() if pid not in waiting},
        referrals=sent,
        table=_table(sent, names, snapshot) if sent else None,
        term_id=term[0]["term_id"] if term else snapshot.term_id or "",
    )


def _named(row: dict) -> Name:
    return Name(" ".join(part for part in (row["full_name"], row["person_no"]) if part) or "—")


def _table(sent: tuple[dict, ...], names: dict[str, Name], snapshot: Snapshot) -> Table:
    columns = tuple(Column(Sentence(f"referrals.head_{head}")) for head in HEADS)
    rows = tuple(
        (
            names.get(row["student_pid"], Name("—")),
            Sentence(f"referrals.reason_{row['reason']}"),
            day(row["opened_on"]),
            _answer(row, snapshot),
        )
        for row in sent
    )
    return Table(columns, rows, Sentence("referrals.note"))


def _answer(row: dict, snapshot: Snapshot) -> Sentence:
    if row["answered_on"] is not None:
        return Sentence("referrals.answered", {"day": day(row["answered_on"])})
    late = (clock.today(snapshot) - day(row["due_on"])).days
    if late > 0:
        return Sentence("referrals.late", {"days": Amount(late, "days")})
    return Sentence("referrals.waits", {"day": day(row["due_on"])})

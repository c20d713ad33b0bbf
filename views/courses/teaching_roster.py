"""The students of a teaching class, by number, and who needs support in this course, for the roles that read it."""

from __future__ import annotations

from dataclasses import dataclass

from access import policy
from access.scope import Scope
from data.warehouse.queries import teaching_class as queries
from views import naming, warehouse, who_may
from views.parts import Amount, Column, Link, Name, Sentence, Table
from views.warehouse import Snapshot

RECORD, SUPPORT = "student_academic_record", "course_support"
HEADS = ("number", "name", "class", "attendance", "ontime", "result", "score", "support")
RIGHT = ("attendance", "ontime", "score")
FIELDS = "number, name, class, attendance, tasks on time, result, score, support"  # for the access log
PAGE = "teaching_class"


@dataclass(frozen=True)
class Roster:
    """The roster as far as the reader may see it."""

    table: Table | None
    note: Sentence | None
    count: int
    support: Table | None
    support_note: Sentence | None
    finding: Sentence | None


def of_class(scope: Scope, snapshot: Snapshot, offering_id: str) -> Roster:
    """The roster by number; students needing support where the role reads that of this class."""
    rows = warehouse.read(queries.roster(snapshot.snapshot_id, offering_id), scope).to_dicts()
    flagged = [row for row in rows if row["support_flag"]]
    said = any(row["support_flag"] is not None for row in rows)
    opens = policy.may_open(scope.role, "student")
    count = {"count": Amount(len(flagged), "count"), "students": Amount(len(rows), "count")}
    reads = who_may.reads_names(scope, SUPPORT)
    return Roster(
        table=_table(scope, snapshot, rows, opens, reads),
        note=None if rows else _nobody(scope),
        count=len(rows),
        support=_needing(flagged, opens),
        support_note=_support_note(reads, said, flagged),
        finding=Sentence("teaching_class.support_finding", count) if reads and said and flagged else None,
    )


def _nobody(scope: Scope) -> Sentence:
    """Read by others, or none of the class belongs to the reader's scope."""
    return (
        Sentence("teaching_class.roster_outside") if who_may.reads_names(scope, RECORD) else _names_of(RECORD)
    )


def _names_of(category: str) -> Sentence:
    return Sentence("drill.names_of", {"roles": who_may.roles(category, PAGE)})


def _support_note(reads: bool, said: bool, flagged: list[dict]) -> Sentence | None:
    if not reads:
        return Sentence("teaching_class.support_readers", {"roles": who_may.roles(SUPPORT, PAGE)})
    if not said:
        return Sentence("teaching_class.support_unknown")
    return None if flagged else Sentence("teaching_class.support_nobody")


def _shown(row: dict, opens: bool) -> Name | Link:
    name = Name(row["full_name"] or row["person_no"])
    return Link("student", row["student_pid"], name) if opens else name


def _needing(rows: list[dict], opens: bool) -> Table | None:
    """Who needs support in this course: the name, and what the course's own records say."""
    heads = (
        "name",
        *(head for head in ("attendance", "ontime") if any(row[f"{head}_rate"] is not None for row in rows)),
    )
    columns = tuple(
        Column(Sentence(f"teaching_class.head_{head}"), "left" if head == "name" else "right")
        for head in heads
    )
    body = tuple((_shown(row, opens), *(_share(row[f"{head}_rate"]) for head in heads[1:])) for row in rows)
    return Table(columns, body) if body else None


def _table(scope: Scope, snapshot: Snapshot, rows: list[dict], opens: bool, reads: bool) -> Table | None:
    if not rows:
        return None
    heads = _heads(rows, reads)
    classes = naming.classes(scope, snapshot)
    columns = tuple(
        Column(Sentence(f"teaching_class.head_{head}"), "right" if head in RIGHT else "left")
        for head in heads
    )
    body = tuple(tuple(_cells(row, opens, classes)[head] for head in heads) for row in rows)
    note = Sentence("teaching_class.roster_note", {"count": Amount(len(rows), "count")})
    return Table(columns, body, note)


def _heads(rows: list[dict], reads: bool) -> tuple[str, ...]:
    """Columns that have something to show for anybody."""
    filled = {
        "attendance": any(row["attendance_rate"] is not None for row in rows),
        "ontime": any(row["ontime_rate"] is not None for row in rows),
        "result": any(row["result"] not in (None, "pending") for row in rows),
        "score": any(row["score_text"] and row["result"] not in (None, "pending") for row in rows),
        "support": reads and any(row["support_flag"] for row in rows),
    }
    return tuple(head for head in HEADS if filled.get(head, True))


def _cells(row: dict, opens: bool, classes: dict) -> dict:
    return {
        "number": row["person_no"],
        "name": _shown(row, opens),
        "class": naming.unit_name(classes, row["class_code"]) if row["class_code"] else None,
        "attendance": _share(row["attendance_rate"]),
        "ontime": _share(row["ontime_rate"]),
        "result": Sentence(f"student.result_{row['result'] or 'running'}"),
        "score": row["score_text"],
        "support": Sentence("teaching_class.support_mark") if row["support_flag"] else None,
    }


def _share(value: float | None) -> Amount | None:
    return None if value is None else Amount(value, "share")

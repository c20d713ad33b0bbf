"""What a person has done: certificates, contests, practice …; trainings, awards, projects … as items, tables and facts."""

from __future__ import annotations

from access.scope import Scope
from data.warehouse.queries import student as student_queries
from data.warehouse.queries import teacher as teacher_queries
from views import warehouse
from views.parts import Amount, Column, Fact, Name, Sentence, Table
from views.warehouse import Snapshot

RANKED = ("course_build", "training")  # whose level is one of place


def of_student(scope: Scope, snapshot: Snapshot, student_pid: str) -> tuple[dict, ...]:
    """Records of one student that the reader may see, newest first."""
    query = student_queries.records(snapshot.snapshot_id, student_pid)
    return tuple(warehouse.read(query, scope).to_dicts())


def of_teacher(scope: Scope, snapshot: Snapshot, teacher_pid: str) -> tuple[dict, ...]:
    """Records of one teacher that the reader may see, newest first."""
    query = teacher_queries.records(snapshot.snapshot_id, teacher_pid)
    return tuple(warehouse.read(query, scope).to_dicts())


def what(row: dict) -> Sentence | Name:
    """What a record is about, in words: its name where the source has one, else its kind."""
    if row["name"]:
        return Name(row["name"])
    if row["kind"] in ("reward", "sanction"):
        return Sentence(f"records.kind_{row['kind']}")
    detail = (
        row["result"] if row["kind"] in ("activity", "output", "service", "course_build") else row["level"]
    )
    key = f"records.{row['kind']}_{detail}" if detail else f"records.kind_{row['kind']}"
    return Sentence(key, otherwise=str(detail or row["kind"]))


def detail(row: dict) -> Sentence | None:
    """Level and result of a record: 省级二等奖, 中级, 校企合作单位安排; None where it tells neither."""
    if row["kind"] == "contest" or row["kind"] in ("award", "guided"):
        return _award(row)
    if row["kind"] in RANKED and row["level"]:
        return Sentence(f"records.level_{row['level']}", otherwise=row["level"])
    if row["kind"] == "certificate":
        return Sentence(f"records.certificate_{row['level'] or 'none'}", otherwise=row["level"] or "—")
    if row["kind"] == "internship":
        return Sentence(f"records.internship_{row['result']}") if row["result"] else None
    if row["kind"] in ("reward", "sanction"):
        return Sentence("records.given", {"level": Name(row["level"] or "—")})
    if row["kind"] == "fitness" and row["result"] == "exempt":
        return Sentence("records.fitness_exempt")
    if row["kind"] == "second_classroom":
        return Sentence("records.led") if row["result"] == "leader" else None
    return None


def _award(row: dict) -> Sentence | None:
    level = Sentence(f"records.level_{row['level']}", otherwise=row["level"] or "—")
    if row["result"] in (None, "none"):
        return Sentence("records.took_part", {"level": level})
    return Sentence(
        "records.awarded",
        {"level": level, "award": Sentence(f"records.award_{row['result']}", otherwise=row["result"])},
    )


def quantity(row: dict) -> Amount | None:
    """Hours, points or money of a record."""
    return Amount(row["quantity"], row["unit"]) if row["quantity"] is not None and row["unit"] else None


def facts(rows: tuple[dict, ...], most: int = 5) -> tuple[Fact, ...]:
    """The newest records as label (what) and value (detail, quantity, date); how many there are in all where some are left out."""
    shown = tuple(Fact(what(row), _line(row)) for row in rows[:most])
    if len(rows) <= most:
        return shown
    return (*shown, Fact(Sentence("records.all"), Amount(len(rows), "count")))


def _line(row: dict) -> Sentence:
    pieces = tuple(piece for piece in (detail(row), quantity(row), _when(row)) if piece is not None)
    return Sentence("records.line", {"parts": pieces})


def _when(row: dict) -> Sentence | None:
    day = row["began_on"]
    return Sentence("records.dated", {"year": str(day.year), "day": day}) if day else None


# the records of a student, in the groups in which a page shows them
GROUPS = (
    ("achieved", ("certificate", "contest", "reward")),
    ("second_classroom", ("second_classroom",)),
    ("practised", ("practice", "internship")),
    ("fitness", ("fitness",)),
    ("sanction", ("sanction",)),
)


def groups(rows: tuple[dict, ...]) -> tuple[tuple[Sentence, Table], ...]:
    """Records in groups of what belongs together, each with its title; a group without any is left out."""
    made = ((name, table(tuple(row for row in rows if row["kind"] in kinds))) for name, kinds in GROUPS)
    return tuple((Sentence(f"records.group_{name}"), found) for name, found in made if found is not None)


HEADS = ("kind", "what", "detail", "quantity", "when", "place")


def table(rows: tuple[dict, ...], *, with_place: bool = False) -> Table | None:
    """Records as a table, newest first; a column that tells nothing is left out; None where there is none."""
    if not rows:
        return None
    heads = HEADS if with_place else HEADS[:-1]
    cells = [_row(row, with_place) for row in rows]
    is_one_kind = len({row["kind"] for row in rows}) == 1
    kept = [
        at
        for at, head in enumerate(heads)
        if not (head == "kind" and is_one_kind) and any(row[at] is not None for row in cells)
    ]
    columns = tuple(Column(Sentence(f"records.head_{heads[at]}"), _align(heads[at])) for at in kept)
    return Table(columns, tuple(tuple(row[at] for at in kept) for row in cells))


def _align(head: str) -> str:
    return {"quantity": "right", "what": "wide"}.get(head, "left")


def _row(row: dict, with_place: bool) -> tuple:
    cells = (Sentence(f"records.kind_{row['kind']}"), what(row), detail(row), quantity(row), _when(row))
    return (*cells, _place(row)) if with_place else cells


def _place(row: dict) -> Sentence | None:
    if row.get("person_order") is None or row.get("person_count") is None:
        return None
    return Sentence(
        "records.place", {"order": str(row["person_order"]), "count": Amount(row["person_count"], "count")}
    )

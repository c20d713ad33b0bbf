"""Teachers a role may choose from: of a department by name, of a leader's majors those who agreed."""

from __future__ import annotations

from dataclasses import dataclass

from access.scope import Scope
from data.warehouse.queries import teacher as queries
from views import naming, warehouse
from views.parts import Amount, Column, Header, Link, Name, Refusal, Sentence, Table
from views.warehouse import Snapshot

KIND = "teacher"
HEADS = ("name", "number", "staff", "title", "dual")


@dataclass(frozen=True)
class TeacherList:
    """The teachers of one unit, sorted by name."""

    header: Header
    table: Table
    count: int
    fields: str


def listing(scope: Scope, snapshot: Snapshot, org_code: str) -> TeacherList | Refusal:
    """Teachers of a department sorted by name, with post only: nothing here is an order of merit."""
    rows = warehouse.read(queries.teachers_of(org_code), scope).to_dicts()
    if not rows:
        return Refusal("empty", Sentence("teacher.none_title"), Sentence("teacher.none_body"))
    unit = naming.unit_name(naming.departments(scope, snapshot), org_code)
    kind = Sentence("teacher.list_kind", {"unit": unit, "count": Amount(len(rows), "count")})
    return TeacherList(
        Header(title=Sentence("teacher.list_title"), kind=kind), _table(rows), len(rows), ", ".join(HEADS)
    )


def agreed(scope: Scope) -> Table | None:
    """Teachers of the leader's majors who agreed that the leader reads their profile by name; None for nobody."""
    rows = warehouse.read(queries.teachers_by_name(), scope).to_dicts()
    return _table(rows) if rows else None


def team_header() -> Header:
    """The head of the page of a team without names."""
    return Header(title=Sentence("teacher.list_title"), kind=Sentence("teacher.team_kind"))


def _table(rows: list[dict]) -> Table:
    columns = tuple(Column(Sentence(f"teacher.head_{head}")) for head in HEADS)
    return Table(columns, tuple(_listed(row) for row in rows), Sentence("teacher.list_note"))


def _listed(row: dict) -> tuple:
    dual = row["dual_level"]
    return (
        Link(KIND, row["teacher_pid"], Name(row["full_name"] or row["person_no"])),
        row["person_no"],
        Sentence(f"teacher.staff_{row['staff_type']}"),
        Sentence(f"teacher.title_{row['title_rank']}") if row["title_rank"] else None,
        Sentence(f"teacher.dual_{dual}") if dual else None,
    )

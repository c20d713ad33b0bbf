"""All that is kept about one person, table by table: what the person itself may read, and what is left out and why.

Tables are found by their declared access columns, so that a table that is added tomorrow is part of the copy by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl
from sqlalchemy import Table, or_, select

from access import policy
from access.scope import Scope, system_scope
from data.warehouse import dictionary, lake
from data.warehouse.home import as_of
from data.warehouse.queries import own_record as queries
from data.warehouse.schema import metadata
from views import warehouse

KINDS = ("student", "teacher")
READING = "own copy"  # reads that no role's rule gives, each limited to rows about the one person
ANONYMOUS = {"fact_set_response"}  # answers of students: never one by one
ANSWERS = 8  # fewer answers to an evaluation are not told (indicators.md F.3, 7)
ACTING = ("actor", "visitor")  # columns that name who acted
ADMINISTRATION = (
    "access_administration"  # own grants and accounts: the person reads them, without who gave them
)
# What a row that the person wrote says about others: left out of the copy.
OTHERS = {"student_pid", "teacher_pid", "object_id", "object_kind", "subject", "subject_kind", "note", "text"}
GIVEN_BY = {"granted_by", "revoked_by", "released_by"}


@dataclass(frozen=True)
class Part:
    """Rows of one table; `how` says how they hang on the person: about | done | earlier | set_aside | events.

    `left_out` are columns with the reason: matrix (the person may not read them), others (they are about other people),
    anonymous (single answers of students stay nobody's).
    """

    table: str
    how: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    is_withheld: bool = False

    @property
    def grain(self) -> str:
        """What one row is, in the words of the data dictionary (English)."""
        return dictionary.grain(self.table)

    def meaning(self, column: str) -> str:
        """What a column means, in the words of the data dictionary (English)."""
        return dictionary.meaning(self.table, column)


@dataclass(frozen=True)
class Record:
    """Everything about one person of a kind (student or teacher)."""

    pid: str
    kind: str
    parts: tuple[Part, ...]

    @property
    def row_count(self) -> int:
        return sum(len(part.rows) for part in self.parts)


def own_scope(kind: str, pid: str) -> Scope:
    """What a student or teacher reads of the own record, and nothing of anybody else."""
    return Scope(role=kind, person=pid, values=((kind, frozenset({pid})),))


def collect(scope: Scope) -> Record:
    """The record of the person of a scope whose role is student or teacher."""
    kind, pid = scope.role, scope.person
    if kind not in KINDS or pid not in scope.codes(kind):
        raise ValueError("a copy is made for a student or a teacher about itself")
    parts = [part for table in tables() for part in _parts(table, scope)]
    if kind == "student":
        parts += [part for name in lake.TABLES if (part := _events(name, pid))]
    number = _number(pid)
    parts += [*_earlier(scope), *_set_aside(kind, number)]
    return Record(pid, kind, tuple(parts))


def tables() -> list[Table]:
    """Every table of the warehouse, people first."""
    return sorted(metadata.tables.values(), key=lambda table: (not table.info["is_identity"], table.name))


def about_columns(table: Table, kind: str) -> tuple[str, ...]:
    """Columns by which rows of a table are about a person of this kind."""
    declared = table.info["access"].get(kind)
    named = [name for name in (f"{kind}_pid",) if name in table.c]
    own = ["person"] if table.info["category"] == ADMINISTRATION and "person" in table.c else []
    return tuple(dict.fromkeys([*([declared] if declared else []), *named, *own]))


def acting_columns(table: Table) -> tuple[str, ...]:
    """Columns that name the person who acted."""
    return tuple(table.info["access"][kind] for kind in ACTING if kind in table.info["access"])


def _parts(table: Table, scope: Scope) -> Iterator[Part]:
    about = about_columns(table, scope.role)
    if about:
        yield _about(table, about, scope)
    acting = acting_columns(table)
    if acting and _may_read(table, scope.role):
        done = _read(table, "done", acting, scope, OTHERS | set(about) - set(acting))
        yield from [done] if done.rows else []


def _may_read(table: Table, role: str) -> bool:
    """Whether the matrix gives the role rows of the table; rows of several categories are judged one by one."""
    category = table.info["category"]
    return table.info["reach"] == "open" or category is None or policy.cell(role, category).gives_rows


def _about(table: Table, columns: tuple[str, ...], scope: Scope) -> Part:
    if table.info["category"] == ADMINISTRATION:
        return _read(table, "about", columns, system_scope(READING), GIVEN_BY, pid=scope.person)
    if table.info["reach"] == "system" or not _may_read(table, scope.role):
        return Part(table.name, "about", is_withheld=True)
    if table.name in ANONYMOUS:
        return _answers(scope)
    if table.info["category"] and policy.objection(table.info["category"]):
        # what was predicted before an objection is shown to nobody any more; what is kept is in the copy all the same
        return _read(table, "about", columns, system_scope(READING), _masked(table, scope), pid=scope.person)
    return _read(table, "about", columns, scope, set())


def _read(
    table: Table, how: str, by: tuple[str, ...], scope: Scope, without: set[str], *, pid: str | None = None
) -> Part:
    """Rows with the person in one of the columns `by`; masked columns and those of other people are left out."""
    hidden = _masked(table, scope) | without
    shown = [column for column in table.columns if column.name not in hidden]
    mine = or_(*(table.c[name] == (pid or scope.person) for name in by))
    query = select(*shown).where(mine).order_by(*(table.c[name] for name in table.info["key"]))
    frame = warehouse.read(query, scope)
    return Part(
        table.name,
        how,
        tuple(column.name for column in shown),
        tuple(frame.rows()),
        tuple(
            (name, "others" if name in without else "matrix")
            for name in (column.name for column in table.columns)
            if name in hidden
        ),
    )


def _answers(scope: Scope) -> Part:
    """Evaluation by students: means of closed terms with enough answers; never a single answer (F.3, 7)."""
    with warehouse.engine().connect() as connection:
        today = as_of(connection)
    frame = warehouse.read(queries.answers(scope.person, today, ANSWERS), scope)
    left_out = (("response_id", "anonymous"), ("score", "anonymous"))
    return Part("fact_set_response", "about", tuple(frame.columns), tuple(frame.rows()), left_out)


def _masked(table: Table, scope: Scope) -> set[str]:
    """Columns that the matrix keeps from the role in every row."""
    if scope.is_system:
        return set()
    return {name for name, row in table.info["masks"].items() if not policy.cell(scope.role, row).gives_rows}


def _events(name: str, pid: str) -> Part | None:
    """A student's rows of one table of the lake."""
    if "student_pid" not in lake.TABLES[name]["columns"]:
        return None
    events = lake.scan(warehouse.home(), name).filter(pl.col("student_pid") == pid)
    frame = events.sort("event_time").collect()
    return Part(name, "events", tuple(frame.columns), tuple(frame.rows()))


def _number(pid: str) -> str | None:
    frame = warehouse.read(queries.number(pid), system_scope(READING))
    return frame["person_no"][0] if frame.height else None


def _earlier(scope: Scope) -> Iterator[Part]:
    """Versions of rows about the person that a later load replaced."""
    found: dict[str, list[dict]] = {}
    for row in warehouse.read(queries.replaced(scope.person), system_scope(READING)).to_dicts():
        old = json.loads(row["old_row"])
        table = _declared(row["table_name"])
        if (
            table is None
            or table.name in ANONYMOUS
            or scope.person not in (old.get(name) for name in about_columns(table, scope.role))
        ):
            continue
        hidden = _masked(table, scope)
        kept = {name: value for name, value in old.items() if name not in hidden}
        found.setdefault(table.name, []).append({"replaced_at": row["replaced_at"], **kept})
    for name, rows in found.items():
        columns = tuple(dict.fromkeys(column for row in rows for column in row))
        yield Part(name, "earlier", columns, tuple(tuple(row.get(one) for one in columns) for row in rows))


def _set_aside(kind: str, number: str | None) -> Iterator[Part]:
    """Source rows about the person that were set aside, as they came; rows that may be about somebody else are not told."""
    if number is None:
        return
    found = [
        (row["table_name"], row["file_name"], row["reason_code"], row["original"])
        for row in warehouse.read(queries.set_aside(number), system_scope(READING)).to_dicts()
        if _is_about(row["table_name"], kind) and number in map(str, json.loads(row["original"]).values())
    ]
    if found:
        columns = ("table_name", "file_name", "reason_code", "original")
        yield Part("meta_set_aside_row", "set_aside", columns, tuple(found))


def _is_about(table: str, kind: str) -> bool:
    """Whether rows of a table are about one person of the kind: it names nobody of the other kind."""
    declared = _declared(table)
    names = set(lake.TABLES.get(table, {}).get("columns", ())) | set(
        declared.c.keys() if declared is not None else ()
    )
    other = KINDS[1 - KINDS.index(kind)]
    return (
        table not in ANONYMOUS
        and f"{other}_pid" not in names
        and (f"{kind}_pid" in names or table == "dim_person")
    )


def _declared(name: str) -> Table | None:
    return next((table for table in metadata.tables.values() if table.name == name), None)

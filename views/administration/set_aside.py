"""Rows set aside, by file: whose they are, how many wait, how many came in after all; and the rows for their owner alone."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from access.scope import Scope, system_scope
from data.warehouse.loading.one_file import EXPECTED_OF_LINES
from data.warehouse.queries import set_aside as queries
from errors import NotAllowed
from views import naming, warehouse
from views.parts import Amount, Column, Name, Sentence, Table

COUNTING = "set_aside_counts"  # counts alone, which every reader of the page may know
NUMBER = re.compile(r"(?<!\d)-?\d[\d.]*(?:e\+\d+)?")


@dataclass(frozen=True)
class Parcel:
    """Rows set aside of one file in one load; `is_own`: the reader's role answers for the source."""

    load_id: int
    file_name: str
    source_id: str | None
    owner_role: str | None
    owner: Name | None
    rows: int
    waiting: int
    is_own: bool
    later: int | None = None  # a later load of a file of this name, which may hold the same rows

    @property
    def key(self) -> str:
        return f"{self.load_id}/{self.file_name}"

    @property
    def mended(self) -> int:
        return self.rows - self.waiting


@dataclass(frozen=True)
class Row:
    """One row as the source wrote it: cells by header, or its line where it was no record; what was wrong, once per table."""

    number: int
    row_no: int
    cells: dict[str, str | None]
    line: str | None
    reasons: tuple[Sentence, ...]
    columns: tuple[str | tuple[Sentence, ...], ...]
    expected: tuple[Sentence, ...]


def parcels(scope: Scope) -> tuple[Parcel, ...]:
    """Every file with rows set aside, newest load first; counts, never a value of a row."""
    reading = system_scope(COUNTING)
    newest = dict(warehouse.read(queries.later_loads(), reading).select("file_name", "load_id").iter_rows())
    return tuple(_parcel(scope, row, newest) for row in warehouse.read(queries.parcels(), reading).to_dicts())


def mended(scope: Scope) -> dict[tuple, int]:
    """(load, file, table, reason, column) -> rows that came in after all."""
    found = warehouse.read(queries.mended(), system_scope(COUNTING)).to_dicts()
    return {
        tuple(row[key] for key in ("load_id", "file_name", "table_name", "reason_code", "column_name")): row[
            "mended"
        ]
        for row in found
    }


def _parcel(scope: Scope, row: dict, newest: dict[str, int]) -> Parcel:
    owner, later = row["owner_role"], newest.get(row["file_name"], 0)
    return Parcel(
        load_id=row["load_id"],
        file_name=row["file_name"],
        source_id=row["source_id"],
        owner_role=owner,
        owner=naming.role_name(owner) if owner else None,
        rows=row["rows"],
        waiting=row["waiting"],
        is_own=owner is not None and owner == scope.role and scope.limit is None and not scope.hides_names,
        later=later if later > row["load_id"] else None,
    )


def rows(scope: Scope, load_id: int, file_name: str) -> tuple[Row, ...]:
    """The rows of one file that wait, for the role that answers for its source; raises NotAllowed for anyone else.

    Asked of the restricted table under the reader's own scope: the matrix gives no row to another role.
    """
    found = warehouse.read(queries.waiting_rows(load_id, file_name), scope).to_dicts()
    if scope.hides_names or not found:
        raise NotAllowed(
            "taking away rows set aside",
            found=f"role {scope.role}",
            expected="the role that answers for the source, and rows that wait",
        )
    by_row: dict[int, list[dict]] = {}
    for row in found:
        by_row.setdefault(row["row_no"], []).append(row)
    return tuple(_row(listed) for listed in by_row.values())


def _row(listed: list[dict]) -> Row:
    first = listed[0]
    held = json.loads(first["original"])
    is_line = first["reason_code"] in EXPECTED_OF_LINES
    told = list({(one["reason_code"], one["column_name"]): one for one in listed}.values())
    return Row(
        number=first["set_aside_id"],
        row_no=first["row_no"],
        cells={} if is_line else held,
        line=held.get("line") if is_line else None,
        reasons=tuple(reason(one) for one in told),
        columns=tuple(found for one in told if (found := column(one))),
        expected=tuple(expected(one) for one in told),
    )


def reason(row: dict) -> Sentence:
    """Why a row was set aside, in words."""
    return Sentence(f"set_aside.reason_{row['reason_code']}", otherwise=row["reason_code"])


def column(row: dict) -> str | tuple[Sentence, ...] | None:
    """The source's own header; a key is told by its columns, which are ours."""
    if row["reason_code"] != "repeated_key" or not row["column_name"]:
        return row["column_name"]
    return tuple(Sentence(f"columns.{name}", otherwise=name) for name in row["column_name"].split(" + "))


def expected(row: dict) -> Sentence:
    """What would have loaded, worded by the reason; limits and lists of words are those of the load."""
    noted = row["expected"] or ""
    numbers = [float(number) for number in NUMBER.findall(noted)] or [None]
    params = {
        "low": Amount(numbers[0], "score"),
        "high": Amount(numbers[-1], "score"),
        "listed": tuple(noted.removeprefix("one of ").split(", ")),
    }
    return Sentence(f"set_aside.expected_{row['reason_code']}", params, otherwise=noted)


def table(reasons: list[dict], mended: dict[tuple, int]) -> Table | None:
    """Why rows were set aside, by file, table, reason and column: shapes, never values; how many came in after all."""
    heads = ("file", "table", "reason", "column", "shape", "expected", "load", "row", "rows", "mended")
    columns = tuple(Column(Sentence(f"data.reason_{head}"), _side(head)) for head in heads)
    rows = tuple(_reason(row, mended) for row in reasons)
    return Table(columns, rows) if rows else None


def _side(head: str) -> str:
    return (
        "right"
        if head in ("load", "row", "rows", "mended")
        else "wide"
        if head in ("reason", "expected")
        else "left"
    )


def _reason(row: dict, mended: dict[tuple, int]) -> tuple:
    place = tuple(row[key] for key in ("load_id", "file_name", "table_name", "reason_code", "column_name"))
    return (
        row["file_name"],
        Sentence(f"data.table_{row['table_name']}", otherwise=row["table_name"]),
        reason(row),
        column(row),
        row["value_shape"],
        expected(row),
        Amount(row["load_id"], "count"),
        Amount(row["first_row_no"], "count") if row["first_row_no"] is not None else None,
        Amount(row["row_count"], "count"),
        Amount(mended.get(place, 0), "count"),
    )

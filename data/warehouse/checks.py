"""Is the data sound: rules of checks.yaml run over the warehouse and the lake, one finding per rule, source and term.

What was found and expected are numbers and codes; views/administration/checks.py puts them into words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from sqlalchemy import ColumnElement, Connection, Row, Table, and_, case, false, func, not_, or_, select

from data.warehouse.schema import metadata

FILE = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True)
class Finding:
    """One rule for one source and term; `found` and `expected` are counts and shares, never values of people.

    Findings about the product's own files say both in words.
    """

    check_id: str
    status: str  # pass | warn | fail
    found: dict | str
    expected: dict | str
    source_id: str | None = None
    term_id: str | None = None


@cache
def rules() -> dict:
    """The rules as written in checks.yaml."""
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def table_findings(connection: Connection) -> Iterator[Finding]:
    """Findings of every rule about columns of warehouse tables; a table without rows yields none."""
    yield from _orphans(connection)
    yield from _ranges(connection)
    yield from _codes(connection)
    yield from _required(connection)
    yield from _grades_without_enrolment(connection)


def column(name: str) -> ColumnElement:
    """`table.column` of the rules as a declared column; raises KeyError for one that does not exist."""
    table, _, wanted = name.partition(".")
    found = metadata.tables.get(table)
    return (found if found is not None else metadata.tables[f"restricted.{table}"]).c[wanted]


def _orphans(connection: Connection) -> Iterator[Finding]:
    limit = rules()["orphans"]["limit"]
    for reference, target in rules()["orphans"]["references"].items():
        here, there = column(reference), column(target)
        lost = and_(here.is_not(None), here.not_in(select(there).distinct().scalar_subquery()))
        for row in _counted(connection, here.table, lost):
            share = row.bad / row.total
            yield Finding(
                f"orphans.{reference}",
                "fail" if share >= limit else "warn" if row.bad else "pass",
                _share(row),
                {"target": there.table.name, "limit": limit},
                row.source_id,
                row.term_id,
            )


def _ranges(connection: Connection) -> Iterator[Finding]:
    for name, bounds in rules()["ranges"].items():
        value = column(name)
        outside = [
            not_(test)
            for key, test in (
                ("from", value >= bounds.get("from", 0)),
                ("above", value > bounds.get("above", 0)),
                ("to", value <= bounds.get("to", 0)),
            )
            if key in bounds
        ]
        yield from _none_bad(connection, f"range.{name}", value.table, or_(*outside), bounds)


def _codes(connection: Connection) -> Iterator[Finding]:
    for name, listed in rules()["codes"].items():
        value = column(name)
        outside = and_(value.is_not(None), value.not_in(listed))
        yield from _none_bad(connection, f"codes.{name}", value.table, outside, {"count": len(listed)})


def _none_bad(connection, check_id: str, table: Table, bad, expected: dict) -> Iterator[Finding]:
    for row in _counted(connection, table, bad):
        status = "fail" if row.bad else "pass"
        yield Finding(check_id, status, _share(row), expected, row.source_id, row.term_id)


def _share(row: Row) -> dict:
    return {"bad": row.bad, "total": row.total}


def _required(connection: Connection) -> Iterator[Finding]:
    limit = rules()["required"]["limit"]
    for name in rules()["required"]["columns"]:
        value = column(name)
        left = [
            and_(column(other).is_not(None), column(other).in_(words))
            for other, words in rules()["required"]["left"].get(name, {}).items()
        ]
        for row in _counted(connection, value.table, value.is_(None), among=not_(or_(false(), *left))):
            share = row.bad / row.total
            status = "pass" if share <= limit else "warn" if row.bad == row.total else "fail"
            yield Finding(
                f"required.{name}", status, _share(row), {"limit": limit}, row.source_id, row.term_id
            )


def _grades_without_enrolment(connection: Connection) -> Iterator[Finding]:
    grades, enrolments = metadata.tables["fact_grade_attempt"], metadata.tables["fact_enrolment"]
    known = select(enrolments.c.enrolment_id).where(
        enrolments.c.student_pid == grades.c.student_pid, enrolments.c.offering_id == grades.c.offering_id
    )
    yield from _none_bad(connection, "grades_without_enrolment", grades, not_(known.exists()), {})


def _counted(
    connection: Connection,
    table: Table,
    bad: ColumnElement[bool],
    *,
    among: ColumnElement[bool] | None = None,
) -> list[Row]:
    """Rows and bad rows of a table (`among` them) by the source that loaded them and, where it has one, the term they belong to."""
    loads, offerings = metadata.tables["meta_load"], metadata.tables["dim_offering"]
    source, term = loads.c.source_id, None
    joined = table.outerjoin(loads, loads.c.load_id == table.c.load_id)
    if "term_id" in table.c:
        term = table.c.term_id
    elif "offering_id" in table.c:
        joined, term = (
            joined.outerjoin(offerings, offerings.c.offering_id == table.c.offering_id),
            offerings.c.term_id,
        )
    groups = [source] if term is None else [source, term]
    query = select(
        source.label("source_id"),
        (term if term is not None else func.min(None)).label("term_id"),
        func.count().label("total"),
        func.sum(case((bad, 1), else_=0)).label("bad"),
    )
    if among is not None:
        query = query.where(among)
    return connection.execute(query.select_from(joined).group_by(*groups).order_by(*groups)).all()

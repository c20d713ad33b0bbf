"""Is the data sound: rules of checks.yaml run over the warehouse and the lake, one finding per rule, source and term.

What was found and expected are numbers and codes; views/administration/checks.py puts them into words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, case, false, func, not_, or_, select

from data.warehouse.check_rules import Bounds, column, rules
from data.warehouse.schema import metadata
from data.warehouse.schema.meta import meta_load, meta_load_file

Asked = Callable[[str], bool]
NOT_MADE = "not_made"  # a rule that cannot be applied, with the reason in place of counts


@dataclass(frozen=True)
class Finding:
    """One rule for one source and term; `found` and `expected` are counts and shares, never values of people.

    Findings about the product's own files say both in words.
    """

    check_id: str
    status: str  # pass | warn | fail | not_made
    found: dict | str
    expected: dict | str
    source_id: str | None = None
    term_id: str | None = None


def everything(check_id: str) -> bool:
    """Every check is asked for."""
    return True


def table_findings(connection: Connection, asked: Asked = everything) -> Iterator[Finding]:
    """Findings of the rules about columns of warehouse tables that are asked for; a table without rows yields none."""
    yield from _unique(connection, asked)
    yield from _orphans(connection, asked)
    yield from _ranges(connection, asked)
    yield from _codes(connection, asked)
    yield from _required(connection, asked)
    if asked("grades_without_enrolment"):
        yield from _grades_without_enrolment(connection)
    if asked("duplicated_persons"):
        yield from _duplicated_persons(connection)


def _unique(connection: Connection, asked: Asked) -> Iterator[Finding]:
    """Rows beyond the first of each key, by the source that brought the key's newest row."""
    for name, key in ((name, key) for name, key in rules().unique.items() if asked(f"unique.{name}")):
        table, columns = metadata.tables[name], [column(f"{name}.{part}") for part in key.columns]
        query = select(func.max(table.c.load_id).label("load_id"), func.count().label("rows")).group_by(
            *columns
        )
        keys = (query.where(table.c.is_current) if key.current else query).subquery()
        source, joined = _source_of(name, keys)
        counted = select(
            source.label("source_id"),
            func.sum(keys.c.rows).label("total"),
            func.sum(keys.c.rows - 1).label("bad"),
        )
        for row in connection.execute(counted.select_from(joined).group_by(source).order_by(source)):
            found = {"bad": int(row.bad), "total": int(row.total)}
            yield Finding(f"unique.{name}", "fail" if row.bad else "pass", found, {}, row.source_id)


def _duplicated_persons(connection: Connection) -> Iterator[Finding]:
    """Persons of one name and birth date under two numbers; told to be impossible where a column is not collected."""
    people = metadata.tables["dim_person"]
    if connection.execute(select(people.c.person_pid).limit(1)).first() is None:
        return
    names = [name.partition(".")[2] for name in rules().duplicated_persons.same]
    if lacking := [name for name in names if name not in people.c]:
        yield Finding("duplicated_persons", NOT_MADE, {"lacking": lacking[0]}, {})
        return
    columns = [people.c[name] for name in names]
    known = and_(*(one.is_not(None) for one in columns))
    same = select(func.count().label("rows")).where(known).group_by(people.c.kind, *columns).subquery()
    bad, total = connection.execute(select(func.sum(same.c.rows - 1), func.sum(same.c.rows))).one()
    found = {"bad": int(bad or 0), "total": int(total or 0)}
    yield Finding("duplicated_persons", "warn" if bad else "pass", found, {})


def _orphans(connection: Connection, asked: Asked) -> Iterator[Finding]:
    limit = rules().orphans.limit
    for reference, target in rules().orphans.references.items():
        if not asked(f"orphans.{reference}"):
            continue
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


def _ranges(connection: Connection, asked: Asked) -> Iterator[Finding]:
    for name, bounds in rules().ranges.items():
        if not asked(f"range.{name}"):
            continue
        value = column(name)
        yield from _none_bad(connection, f"range.{name}", value.table, _outside(value, bounds), bounds.told())


def _outside(value: ColumnElement, bounds: Bounds) -> ColumnElement[bool]:
    tests = []
    if bounds.from_ is not None:
        tests.append(value < bounds.from_)
    if bounds.above is not None:
        tests.append(value <= bounds.above)
    if bounds.to is not None:
        tests.append(value > bounds.to)
    return or_(*tests)


def _codes(connection: Connection, asked: Asked) -> Iterator[Finding]:
    for name, listed in rules().codes.items():
        if not asked(f"codes.{name}"):
            continue
        value = column(name)
        outside = and_(value.is_not(None), value.not_in(listed))
        yield from _none_bad(connection, f"codes.{name}", value.table, outside, {"count": len(listed)})


def _none_bad(connection, check_id: str, table: Table, bad, expected: dict) -> Iterator[Finding]:
    for row in _counted(connection, table, bad):
        status = "fail" if row.bad else "pass"
        yield Finding(check_id, status, _share(row), expected, row.source_id, row.term_id)


def _share(row: Row) -> dict:
    return {"bad": row.bad, "total": row.total}


def _required(connection: Connection, asked: Asked) -> Iterator[Finding]:
    wanted = rules().required
    for name in (name for name in wanted.columns if asked(f"required.{name}")):
        value = column(name)
        left = [
            and_(column(other).is_not(None), column(other).in_(words))
            for other, words in wanted.left.get(name, {}).items()
        ]
        for row in _counted(connection, value.table, value.is_(None), among=not_(or_(false(), *left))):
            share = row.bad / row.total
            status = "pass" if share <= wanted.limit else "warn" if row.bad == row.total else "fail"
            yield Finding(
                f"required.{name}", status, _share(row), {"limit": wanted.limit}, row.source_id, row.term_id
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
    offerings, term = metadata.tables["dim_offering"], None
    source, joined = _source_of(table.name, table)
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


def _source_of(name: str, rows) -> tuple[ColumnElement, object]:
    """Which source brought a row of a table, by its load: of the file that filled the table, else of the load itself.

    Returns the column and the rows joined with what it needs.
    """
    part = meta_load_file.c
    files = (
        select(part.load_id, func.min(part.source_id).label("source_id"))
        .where(part.table_name == name, part.is_joined.is_not(True), part.source_id.is_not(None))
        .group_by(part.load_id)
        .subquery()
    )
    joined = rows.outerjoin(files, files.c.load_id == rows.c.load_id)
    joined = joined.outerjoin(meta_load, meta_load.c.load_id == rows.c.load_id)
    return func.coalesce(files.c.source_id, meta_load.c.source_id), joined

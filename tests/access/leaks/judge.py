"""What the product gives a reader of the small college, and where that differs from the rules."""

from __future__ import annotations

from functools import cache

from sqlalchemy import select

from access import viewer
from access.scope import restrict
from data.warehouse.schema import metadata
from tests.access.leaks import facts, rules
from tests.access.leaks import small_college as college

_known: dict[str, dict] = {}


def scopes(engine):
    """Reader -> scope, made as for a person who signs in; a reader whose role is not held is missing. Once per database."""
    place = str(engine.url)
    if place not in _known:
        _known[place] = _scopes(engine)
    return _known[place]


def _scopes(engine):
    found = {}
    with engine.connect() as connection:
        for person in {reader.person for reader in rules.READERS}:
            held = viewer.roles_held(connection, person, facts.TODAY, facts.AS_OF)
            found |= {
                one: held[one.role] for one in rules.READERS if one.person == person and one.role in held
            }
    return found


def key(table, row):
    return tuple(row[column.name] for column in table.primary_key)


def shown(connection, table, scope, **how):
    """Rows as the scope finds them."""
    return [dict(row) for row in connection.execute(restrict(select(table), scope, **how)).mappings()]


def found_rows(connection, table, scope):
    """Primary key -> row as the scope finds it."""
    return {key(table, row): row for row in shown(connection, table, scope)}


def wrong_rows(connection, name, listed, reader, scope):
    """Keys that the reader finds and should not, or should and does not."""
    table = metadata.tables[name]
    expected = {key(table, row) for row in listed if rules.reads(reader, name, row)}
    found = {tuple(row) for row in connection.execute(restrict(select(*table.primary_key), scope))}
    return [
        f"{reader} {name} {'leak' if one in found else 'lack'} {one}"
        for one in sorted(expected ^ found, key=str)
    ]


def wrong_columns(connection, name, listed, reader, scope):
    """Columns of found rows that hold what the reader may not read, or lack what the reader may."""
    table, wrong = metadata.tables[name], []
    found = found_rows(connection, table, scope)
    for row in listed:
        shown = found.get(key(table, row))
        for column in rules.figures(name, row) if shown else ():
            wanted = expected_value(reader, name, row, column)
            if shown[column] != wanted:
                wrong.append(f"{reader} {name} {key(table, row)} {column}: {shown[column]!r} for {wanted!r}")
    return wrong


def expected_value(reader, name, row, column):
    if column == "status":
        return rules.status(reader, name, row)
    hidden = "suppressed" if column in ("decision", "state") else None
    return row[column] if rules.reads_column(reader, name, row, column) else hidden


def faults_of_rows(engine, tables=None):
    """Every difference between rows found and rows expected, one after the other."""
    listed = _listed()
    with engine.connect() as connection:
        for name in tables or metadata.tables:
            for reader, scope in scopes(engine).items():
                yield from wrong_rows(connection, name, listed[name], reader, scope)


def faults_of_columns(engine, tables=None):
    """Every difference between columns read and columns expected, one after the other."""
    listed = _listed()
    with engine.connect() as connection:
        for name in tables or {*rules.MASKED, *rules.FIGURES}:
            for reader, scope in scopes(engine).items():
                yield from wrong_columns(connection, name, listed[name], reader, scope)


@cache
def _listed():
    return college.rows()

"""The small college as a database: every row of every table, columns that decide nothing filled in by type."""

from __future__ import annotations

from sqlalchemy import Boolean, Date, DateTime, Float, Integer, delete, func, insert, select

from data.warehouse.home import open_engine
from data.warehouse.schema import metadata
from tests.access.leaks import small_rows
from tests.access.leaks.facts import DAY, NOON


def rows():
    """Table name -> its rows, columns that decide nothing filled in."""
    found = {}
    for name, listed in small_rows.parts():
        table = metadata.tables[name]
        found[name] = [_filled(table, row, number) for number, row in enumerate(listed, start=1)]
    return found


def _filled(table, row, number):
    filled = {column.name: row.get(column.name) for column in table.columns}
    for column in table.columns:
        if filled[column.name] is None and (column.primary_key or not column.nullable):
            filled[column.name] = _value(column, number)
    return filled


def _value(column, number):
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, DateTime | Date):
        return NOON if isinstance(column.type, DateTime) else DAY
    if isinstance(column.type, Integer | Float):
        return number
    return f"x{number}"


def opened(home):
    """The engine of a home that holds the college."""
    return open_engine(home)


def inserted(home):
    """The engine of an empty home after the college was written into it."""
    engine = open_engine(home)
    with engine.begin() as connection:
        connection.execute(delete(metadata.tables["sec_log_head"]))  # every home has one from the start
        for name, listed in rows().items():
            connection.execute(insert(metadata.tables[name]), listed)
            _count_on(connection, metadata.tables[name], len(listed))
    return engine


def _count_on(connection, table, number):
    """Numbers that the database gives go on after those given here; SQLite sees to that by itself."""
    column = next(iter(table.primary_key.columns))
    if connection.dialect.name == "postgresql" and table.autoincrement_column is column:
        sequence = func.pg_get_serial_sequence(table.fullname, column.name)
        connection.execute(select(func.setval(sequence, number)))

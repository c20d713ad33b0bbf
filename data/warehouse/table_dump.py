"""All tables of a PostgreSQL warehouse as Parquet files, read in one consistent transaction, and back by COPY."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import polars as pl
from sqlalchemy import Connection, Inspector, MetaData, Table, inspect, select, text

from data.warehouse import migrate
from data.warehouse.bulk import table_schema
from data.warehouse.home import Home, open_engine
from data.warehouse.schema import RESTRICTED_SCHEMA

ROWS = 200_000  # rows of one part in memory: about 60 MB of the widest table
SCHEMAS = (None, RESTRICTED_SCHEMA)
VERSION_TABLE = "alembic_version"


def dump(home: Home, folder: Path) -> Iterator[Path]:
    """One Parquet file per table part, as the tables stand at one instant; the caller deletes each when it is kept."""
    engine = open_engine(home).execution_options(isolation_level="REPEATABLE READ")
    try:
        with engine.connect() as connection:
            for table in _tables(connection):
                yield from _parts(connection, table, folder)
    finally:
        engine.dispose()


def load(home: Home, folder: Path, revision: str, *, last: Callable[[], None] = lambda: None) -> None:
    """Replace every table by the dumped rows at the dump's revision, in one transaction that `last` is part of."""
    engine = open_engine(home)
    try:
        with engine.begin() as connection:
            for table in reversed(_tables(connection)):
                connection.exec_driver_sql(f"DROP TABLE {_quoted(connection, table)} CASCADE")
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {VERSION_TABLE}")
            migrate.create_at(connection, revision)
            tables = {_file_stem(table): table for table in _tables(connection)}
            for file in sorted(folder.glob("*.parquet")):
                _copy(connection, tables[file.name.split("@")[0]], pl.read_parquet(file))
            for table in tables.values():
                _move_counter(connection, table)
            last()
    finally:
        engine.dispose()


def _tables(connection: Connection) -> list[Table]:
    """The tables as they are in the database, which may be at an older revision than the declared schema."""
    inspector: Inspector = inspect(connection)
    found = MetaData()
    for schema in SCHEMAS:
        for name in sorted(inspector.get_table_names(schema=schema)):
            if name != VERSION_TABLE:
                Table(name, found, schema=schema, autoload_with=connection)
    return list(found.sorted_tables)


def _file_stem(table: Table) -> str:
    return f"{table.schema or 'public'}.{table.name}"


def _parts(connection: Connection, table: Table, folder: Path) -> Iterator[Path]:
    types = table_schema(table)
    rows = connection.execution_options(yield_per=ROWS).execute(select(table))
    for number, part in enumerate(rows.partitions(), start=1):
        frame = pl.DataFrame([tuple(row) for row in part], schema=types, orient="row")
        file = folder / f"{_file_stem(table)}@{number:05d}.parquet"
        frame.write_parquet(file)
        yield file


def _quoted(connection: Connection, table: Table) -> str:
    return connection.dialect.identifier_preparer.format_table(table)


def _copy(connection: Connection, table: Table, frame: pl.DataFrame) -> None:
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(quote(name) for name in frame.columns)
    buffer = BytesIO()
    frame.write_csv(buffer, include_header=False, null_value="", quote_style="non_numeric")
    statement = f"COPY {_quoted(connection, table)} ({columns}) FROM STDIN WITH (FORMAT csv, NULL '')"
    with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(buffer.getvalue())


def _move_counter(connection: Connection, table: Table) -> None:
    """Let a generated key go on after the highest one that was restored."""
    for column in table.primary_key.columns:
        name = {"table": _quoted(connection, table), "column": column.name}
        sequence = connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), name).scalar()
        if sequence:
            highest = connection.exec_driver_sql(
                f"SELECT max({connection.dialect.identifier_preparer.quote(column.name)}) FROM {name['table']}"
            ).scalar()
            connection.execute(
                text("SELECT setval(:sequence, :value, :used)"),
                {"sequence": sequence, "value": highest or 1, "used": highest is not None},
            )

"""Many rows in and out: short transactions on SQLite so that readers and the audit log are never kept waiting."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import polars as pl
from sqlalchemy import Connection, Engine, Select, Table

BATCH = 10_000  # about 0.1 s of one SQLite write; longer batches made viewers' audit rows wait


def read_frame(connection: Connection, query: Select, schema: dict | None = None) -> pl.DataFrame:
    """All rows of a query as a polars frame (batch work; pages read through views.warehouse)."""
    result = connection.execute(query)
    names = list(result.keys())
    rows = result.fetchall()
    if not rows:
        return pl.DataFrame(schema=schema or dict.fromkeys(names, pl.Null))
    columns = list(zip(*rows, strict=True))
    data = {
        name: pl.Series(name, values, dtype=(schema or {}).get(name), strict=False)
        for name, values in zip(names, columns, strict=True)
    }
    return pl.DataFrame(data)


def table_schema(table: Table) -> dict[str, pl.DataType]:
    """Polars types of a table's columns, so that empty and all-null columns keep their type."""
    kinds = {str: pl.String, int: pl.Int64, float: pl.Float64, bool: pl.Boolean}
    types = {}
    for column in table.columns:
        python = column.type.python_type
        types[column.name] = kinds.get(python) or (
            pl.Date if python.__name__ == "date" else pl.Datetime("us")
        )
    return types


def read_table(connection: Connection, table: Table, query: Select | None = None) -> pl.DataFrame:
    """A whole table (or a query over its own columns) with declared types."""
    return read_frame(connection, table.select() if query is None else query, table_schema(table))


def write_frame(
    engine: Engine, table: Table, frame: pl.DataFrame, *, between: Callable[[int], None] | None = None
) -> int:
    """Append the frame's columns to a table in short transactions; returns the rows written."""
    if frame.is_empty():
        return 0
    if engine.dialect.name == "postgresql":
        return _copy(engine, table, frame)
    statement, stored = _insert(engine, table, frame)
    written = 0
    for part in stored.iter_slices(BATCH):
        with engine.begin() as connection:
            connection.exec_driver_sql(statement, part.rows())
        written += part.height
        if between:
            between(written)
    return written


def _insert(engine: Engine, table: Table, frame: pl.DataFrame) -> tuple[str, pl.DataFrame]:
    """The statement for SQLite and the frame as SQLAlchemy would store it; handing over row by row took twice as long."""
    quote = engine.dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in frame.columns)
    marks = ", ".join("?" * frame.width)
    types = table_schema(table)
    columns = [_as_stored(pl.col(name).cast(types[name]), types[name]) for name in frame.columns]
    return f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})", frame.select(columns)


def _as_stored(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    if kind == pl.Boolean:
        return column.cast(pl.Int8)
    if kind == pl.Date:
        return column.dt.strftime("%Y-%m-%d")
    return column.dt.strftime("%Y-%m-%d %H:%M:%S.%6f") if kind == pl.Datetime("us") else column


def _copy(engine: Engine, table: Table, frame: pl.DataFrame) -> int:
    """COPY for PostgreSQL: millions of rows a second where executemany takes minutes."""
    preparer = engine.dialect.identifier_preparer
    columns = ", ".join(preparer.quote(name) for name in frame.columns)
    buffer = BytesIO()
    frame.write_csv(buffer, include_header=False, null_value="", quote_style="non_numeric")
    statement = f"COPY {preparer.format_table(table)} ({columns}) FROM STDIN WITH (FORMAT csv, NULL '')"
    with (
        engine.begin() as connection,
        connection.connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        copy.write(buffer.getvalue())
    return frame.height

"""Many rows in and out: short transactions on SQLite so that readers and the audit log are never kept waiting."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from io import BytesIO

import polars as pl
from sqlalchemy import Connection, Engine, Select, Table, select

BATCH = 10_000  # about 0.1 s of one SQLite write; longer batches made viewers' audit rows wait
MANY = 100_000  # rows from which a write is worth preparing for
COPIED = 500_000  # rows of one COPY
ROOM = {
    "cache_size": -262_144,
    "wal_autocheckpoint": 20_000,
}  # 256 MB of pages; the log is folded in every 80 MB
FETCHED = 50_000  # rows in Python's hands at a time
STORED = {pl.Boolean: pl.Int64, pl.Date: pl.String, pl.Datetime("us"): pl.String}  # how SQLite holds them


def read_frame(connection: Connection, query: Select, schema: dict | None = None) -> pl.DataFrame:
    """All rows of a query as a polars frame (batch work; pages read through views.warehouse)."""
    result = connection.execute(query)
    names = list(result.keys())
    return _together(result.partitions(FETCHED), schema or dict.fromkeys(names))


def _together(parts: Iterable[Sequence], types: dict) -> pl.DataFrame:
    """Rows, some at a time, as one frame: as Python objects they take ten times the room of the frame."""
    frames = [_columns(rows, types) for rows in parts]
    if not frames:
        return pl.DataFrame(schema={name: kind or pl.Null for name, kind in types.items()})
    return pl.concat(frames, how="vertical_relaxed", rechunk=True)


def _columns(rows: Sequence, types: dict) -> pl.DataFrame:
    columns = zip(types.items(), zip(*rows, strict=True), strict=True)
    return pl.DataFrame(
        {name: pl.Series(name, values, dtype=kind, strict=False) for (name, kind), values in columns}
    )


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


def read_table(
    connection: Connection, table: Table, query: Select | None = None, *, without: Collection[str] = ()
) -> pl.DataFrame:
    """A whole table but for the columns named (or a query over its own columns) with declared types."""
    if query is not None:
        return read_frame(connection, query, table_schema(table))
    types = {name: kind for name, kind in table_schema(table).items() if name not in without}
    if connection.dialect.name == "sqlite":
        return _read_stored(connection, table, types)
    return read_frame(connection, select(*(table.c[name] for name in types)), types)


def _read_stored(connection: Connection, table: Table, types: dict) -> pl.DataFrame:
    """A whole SQLite table as it is stored, dates read by polars: a Python object for each took three times as long."""
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in types)
    cursor = connection.exec_driver_sql(f"SELECT {names} FROM {quote(table.name)}").cursor
    parts = iter(lambda: cursor.fetchmany(FETCHED), [])
    plain = {name: STORED.get(kind, kind) for name, kind in types.items()}
    frame = _together(parts, plain)
    return frame.with_columns(_as_declared(name, kind) for name, kind in types.items() if kind in STORED)


def _as_declared(name: str, kind: pl.DataType) -> pl.Expr:
    if kind == pl.Boolean:
        return pl.col(name).cast(pl.Boolean)
    if kind == pl.Date:
        return pl.col(name).str.to_date("%Y-%m-%d")
    return pl.col(name).str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us")


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


def write_many(
    engine: Engine, table: Table, frame: pl.DataFrame, *, between: Callable[[int], None] | None = None
) -> int:
    """`write_frame` of a large frame: on SQLite with room for the pages that it touches again and again."""
    if engine.dialect.name == "postgresql":
        written = 0
        for part in frame.iter_slices(COPIED):
            written += _copy(engine, table, part)
            if between:
                between(written)
        return written
    with engine.connect() as connection:
        before = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ROOM}
        _set(connection, ROOM)
        try:
            return _write_through(connection, table, frame, between)
        finally:
            _set(connection, before)


def _set(connection: Connection, pragmas: dict[str, int]) -> None:
    for name, value in pragmas.items():
        connection.exec_driver_sql(f"PRAGMA {name}={value}")
    connection.commit()


def _write_through(connection: Connection, table: Table, frame: pl.DataFrame, between) -> int:
    statement, written = None, 0
    for part in frame.iter_slices(BATCH):
        statement, stored = _insert(connection.engine, table, part)
        rows = stored.rows()  # made before the transaction, which others wait for
        with connection.begin():
            connection.exec_driver_sql(statement, rows)
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

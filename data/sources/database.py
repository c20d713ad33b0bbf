"""Tables of another system's database: each query of a mapping written to a file of its own, from a watermark on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from errors import ShownError

BATCH = 50_000
KINDS = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "int": int,
    "float": float,
    "str": str,
}
DOING = "reading a database"


@dataclass(frozen=True)
class Query:
    """One query of a mapping; `watermark` is the column whose value grows with every change."""

    name: str
    sql: str
    watermark: str | None = None


@dataclass
class Extract:
    """How many rows were read, and the new watermark of each query that has one and any row."""

    rows: int = 0
    marks: dict[str, str] = field(default_factory=dict)


def extract(
    url: str, queries: list[Query], since: Mapping[str, str], folder: Path, say: Callable[[str], None] = lambda text: None
) -> Extract:  # fmt: skip
    """Write each query's rows to `folder/name.parquet`.

    since: watermark by name, as returned before; rows at it are read again, because others may have come in the same moment.
    Raises ShownError without the address, which may hold a password.
    """
    found = Extract()
    with _connected(url) as engine:
        for query in queries:
            frame = _frame(engine, query, since.get(query.name))
            frame.write_parquet(folder / f"{query.name}.parquet")
            say(f"{query.name}: {frame.height} rows read from the database")
            found.rows += frame.height
            if query.watermark and (highest := _highest(frame, query)) is not None:
                found.marks[query.name] = highest
    return found


@contextmanager
def _connected(url: str) -> Iterator[Engine]:
    try:
        engine = create_engine(make_url(url))
    except (ArgumentError, ValueError):
        raise _failed("an address of another form", "dialect://user:password@host/name") from None
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        named = getattr(error, "name", None) or make_url(url).drivername
        raise _failed(
            f"no driver {named}",
            "an installed driver",
            "install it beside the product, e.g. pip install pymysql or oracledb",
        ) from None
    try:
        yield engine
    finally:
        engine.dispose()


def _frame(engine: Engine, query: Query, since: str | None) -> pl.DataFrame:
    sql, values = _limited(engine, query, since)
    try:
        with engine.connect().execution_options(stream_results=True) as connection:
            result = connection.execute(text(sql), values)
            names = _names(query, list(result.keys()))
            parts = [_typed(rows, names) for rows in result.partitions(BATCH)]
    except SQLAlchemyError as error:
        raise _refused(query, error) from None
    empty = pl.DataFrame(schema=dict.fromkeys(names, pl.Null))
    return pl.concat([empty, *parts], how="vertical_relaxed")


def _names(query: Query, names: list[str]) -> list[str]:
    if len(set(names)) == len(names):
        return names
    twice = next(name for name in names if names.count(name) > 1)
    raise ShownError(
        DOING, file=query.name, column=twice, found="two columns of this name", expected="one",
        remedy="name the columns apart in the query: SELECT a.id AS student_id, …",
    )  # fmt: skip


def _typed(rows: Sequence[Sequence[Any]], names: list[str]) -> pl.DataFrame:
    """The rows with the types of the database; a column that mixes them (SQLite lets it) is text."""
    columns = zip(*rows, strict=True)
    return pl.DataFrame([_column(name, values) for name, values in zip(names, columns, strict=True)])


def _column(name: str, values: Sequence[Any]) -> pl.Series:
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) > 1 and not kinds <= {int, float, Decimal}:
        return pl.Series(name, [None if value is None else str(value) for value in values], dtype=pl.String)
    if kinds & {Decimal} or len(kinds) > 1:
        return pl.Series(
            name, [None if value is None else float(value) for value in values], dtype=pl.Float64
        )
    return pl.Series(name, values) if kinds else pl.Series(name, values, dtype=pl.Null)


def _limited(engine: Engine, query: Query, since: str | None) -> tuple[str, dict[str, Any]]:
    sql = query.sql.strip().rstrip(";")
    if not query.watermark or since is None:
        return sql, {}
    column = engine.dialect.identifier_preparer.quote(query.watermark)
    held = json.loads(since)
    return f"SELECT * FROM ({sql}) read_from WHERE {column} >= :since", {
        "since": KINDS[held["kind"]](held["value"])
    }


def _highest(frame: pl.DataFrame, query: Query) -> str | None:
    names = {name.lower(): name for name in frame.columns}
    column = names.get(query.watermark.lower())
    if column is None and frame.width:
        raise ShownError(
            DOING, file=query.name, column="watermark", found=f"no column {query.watermark} in the rows of the query",
            expected=f"one of {', '.join(frame.columns[:12])}", remedy="select it in the query, or name another",
        )  # fmt: skip
    value = frame[column].max() if column else None
    if value is None:
        return None
    kind = _kind(value)
    if kind is None:
        raise ShownError(
            DOING, file=query.name, column=column, found="words as watermark", expected="a number, a date or a time",
            remedy="name a column that grows with every change, such as the time of the last one",
        )  # fmt: skip
    return json.dumps({"kind": kind, "value": value.isoformat() if hasattr(value, "isoformat") else value})


def _kind(value: Any) -> str | None:
    """How a mark is kept; text (as SQLite keeps moments) only where it is a date or a time. Names and numbers of people are none."""
    if isinstance(value, str):
        try:
            datetime.fromisoformat(value)
        except ValueError:
            return None
    return next((name for name in KINDS if type(value).__name__ == name), None)


def _refused(query: Query, error: SQLAlchemyError) -> ShownError:
    cause = getattr(error, "orig", None) or error
    told = f"{type(cause).__name__} of the driver"
    return ShownError(
        DOING, file=query.name, found=told, expected="rows",
        remedy="try the query with the database's own program and the same account; check address, rights and spelling",
    )  # fmt: skip


def _failed(
    found: str, expected: str, remedy: str = "mend `database` in the mapping, or the variable it names"
) -> ShownError:
    return ShownError(DOING, column="database", found=found, expected=expected, remedy=remedy)

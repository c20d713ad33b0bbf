"""What `bench ingest` measures the product beside: a file read by polars and handed to the store in file order, nothing checked.

python -m jobs.bench_bare grades grades.csv ADDRESS | events events.csv OUT.parquet; says on standard output how long that took and how it wrote.
"""

from __future__ import annotations

import os
import sys
import time
from io import BytesIO

import polars as pl

NOW = "2026-11-27 00:00:00.000000"


def main(kind: str, file: str, to: str) -> None:
    """One bare load: its seconds and how it wrote, on standard output."""
    os.nice(10)  # as the product's batch verbs
    started = time.perf_counter()
    if kind == "events":
        pl.scan_csv(file, try_parse_dates=True).sink_parquet(to)
        how = "scan_csv, sink_parquet"
    else:
        frame = _attempts(file)
        how = _copied(frame, to) if to.startswith("postgresql") else _appended(frame, to)
    print(f"{time.perf_counter() - started:.3f} {how}")


def _attempts(file: str) -> pl.DataFrame:
    """The file in the columns of fact_grade_attempt: numbers for keys as they stand, scores by a cast."""
    text = {"学号": pl.String, "成绩": pl.String}
    score = pl.col("成绩").cast(pl.Float64, strict=False)
    return pl.read_csv(file, schema_overrides=text, try_parse_dates=True).select(
        pl.lit(1).alias("student_sk"),
        pl.col("学号").alias("student_pid"),
        pl.concat_str("学年学期", pl.lit("/"), "教学班号").alias("offering_id"),
        pl.col("第几次").alias("attempt_no"),
        pl.lit("first").alias("attempt_kind"),
        pl.col("成绩").alias("score_text"),
        score.alias("score"),
        pl.when(score >= 60).then(pl.lit("passed")).otherwise(pl.lit("failed")).alias("result"),
        pl.lit(0).alias("is_void"),
        pl.col("考试日期").cast(pl.String).alias("examined_on"),
        pl.lit(1).alias("load_id"),
        pl.lit(NOW).alias("loaded_at"),
        pl.col("录入时间").cast(pl.String).alias("recorded_at"),
    )


def _copied(frame: pl.DataFrame, address: str) -> str:
    import psycopg

    buffer = BytesIO()
    frame.write_csv(buffer, include_header=False)
    columns = ", ".join(frame.columns)
    statement = f"COPY fact_grade_attempt ({columns}) FROM STDIN WITH (FORMAT csv)"
    with psycopg.connect(address.replace("+psycopg", "")) as connection:
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(buffer.getvalue())
        connection.commit()
    return "COPY"


def _appended(frame: pl.DataFrame, address: str) -> str:
    """One ADBC append; where that driver is not installed, one transaction of Python's own sqlite3."""
    place = address.removeprefix("sqlite:///")
    try:
        from adbc_driver_sqlite import dbapi
    except ImportError:
        return _inserted(frame, place)
    with dbapi.connect(place) as connection, connection.cursor() as cursor:
        cursor.adbc_ingest("fact_grade_attempt", frame.to_arrow(), mode="append")
        connection.commit()
    return "ADBC"


def _inserted(frame: pl.DataFrame, place: str) -> str:
    import sqlite3

    marks = ", ".join("?" * frame.width)
    statement = f"INSERT INTO fact_grade_attempt ({', '.join(frame.columns)}) VALUES ({marks})"
    connection = sqlite3.connect(place)
    connection.executemany(statement, frame.iter_rows())
    connection.commit()
    connection.close()
    return "executemany in one transaction (no ADBC driver installed)"


if __name__ == "__main__":
    main(*sys.argv[1:])

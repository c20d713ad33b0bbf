"""Everything a home holds, so that two homes can be compared row by row."""

from __future__ import annotations

import polars as pl

from data.warehouse import bulk, lake
from data.warehouse.home import open_engine
from data.warehouse.schema import metadata

STAMPS = ("load_id", "loaded_at")  # which load brought a row, and when


def contents(home) -> dict[str, pl.DataFrame]:
    """Every table of the warehouse and of the lake, without load stamps, in one order of its rows.

    A `recorded_at` that is the moment of loading stands empty: these sources do not say when they knew a row.
    """
    engine = open_engine(home)
    with engine.connect() as connection:
        frames = {table.name: bulk.read_table(connection, table) for table in metadata.sorted_tables}
    engine.dispose()
    for name in lake.TABLES:
        frames[name] = lake.scan(home, name).collect()
    return {name: _settled(frame) for name, frame in frames.items()}


def _settled(frame: pl.DataFrame) -> pl.DataFrame:
    if {"recorded_at", "loaded_at"} <= set(frame.columns):
        told = pl.col("recorded_at") != pl.col("loaded_at")
        frame = frame.with_columns(recorded_at=pl.when(told).then("recorded_at"))
    frame = frame.drop(STAMPS, strict=False)
    return frame.sort(frame.columns, nulls_last=True) if frame.width else frame


def differences(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> dict[str, str]:
    """Table -> what is not the same in it: how many rows each has, and the columns that differ."""
    told = {}
    for name, frame in one.items():
        if not frame.equals(other[name]):
            columns = [
                column for column in frame.columns if frame.height != other[name].height or not frame[column].equals(other[name][column])
            ]  # fmt: skip
            told[name] = f"{frame.height} and {other[name].height} rows; {', '.join(columns)}"
    return told

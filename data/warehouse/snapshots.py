"""Publishing: a new snapshot is written beside the current one and made current in one transaction at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl
from sqlalchemy import Engine, Table, delete, insert, literal_column, select, update

from data.warehouse.bulk import BATCH, table_schema, write_frame
from data.warehouse.schema import metadata
from data.warehouse.schema.meta import meta_snapshot
from errors import ShownError

MARTS = (
    "ind_value", "mart_index", "mart_dimension", "mart_item", "mart_week", "mart_score_bin", "mart_student", "mart_roster",
    "mart_offering", "mart_rule_warning", "mart_alert", "mart_tally", "mart_source_gap", "mart_student_record", "mart_student_days",
    "mart_teacher_record",
)  # fmt: skip
DIGITS = 9  # values are compared to nine significant digits: beyond that lies the order of summation


@dataclass(frozen=True)
class Draft:
    """A snapshot being written."""

    snapshot_id: int
    created_at: datetime


def begin(
    engine: Engine, *, as_of: date, term_id: str | None, week_no: int | None, engine_name: str
) -> Draft:
    """Clean what a killed run left and open a new draft."""
    sweep(engine)
    created = datetime.now(UTC).replace(tzinfo=None)
    with engine.begin() as connection:
        made = connection.execute(
            insert(meta_snapshot).values(
                created_at=created,
                status="building",
                is_current=False,
                as_of=as_of,
                term_id=term_id,
                week_no=week_no,
                engine=engine_name,
            )
        )
    return Draft(int(made.inserted_primary_key[0]), created)


def sweep(engine: Engine) -> int:
    """Remove drafts that no run will finish; returns how many. Only with the home's profile lock held."""
    with engine.connect() as connection:
        dead = list(
            connection.execute(
                select(meta_snapshot.c.snapshot_id).where(meta_snapshot.c.status == "building")
            ).scalars()
        )
    for snapshot_id in dead:
        for name in MARTS:
            _delete_rows(engine, metadata.tables[name], snapshot_id)
        with engine.begin() as connection:
            connection.execute(delete(meta_snapshot).where(meta_snapshot.c.snapshot_id == snapshot_id))
    return len(dead)


def _delete_rows(engine: Engine, table: Table, snapshot_id: int) -> None:
    condition = table.c.snapshot_id == snapshot_id
    if (
        engine.dialect.name == "sqlite"
    ):  # one writer at a time there: a viewer's audit row waits for the whole delete
        row = literal_column("rowid")
        condition = row.in_(select(row).select_from(table).where(condition).limit(BATCH))
    while True:
        with engine.begin() as connection:
            if connection.execute(delete(table).where(condition)).rowcount == 0:
                return


def write(
    engine: Engine, draft: Draft, frames: dict[str, pl.DataFrame], *, say: Callable[[str], None]
) -> int:
    """Write all rows of the draft in short transactions; returns the rows written."""
    written = 0
    for name in MARTS:
        table = metadata.tables[name]
        frame = _fitting(frames[name], table, draft.snapshot_id)
        written += write_frame(engine, table, frame)
        say(f"{name}: {frame.height} rows")
    return written


def _fitting(frame: pl.DataFrame, table: Table, snapshot_id: int) -> pl.DataFrame:
    """The frame's columns in the table's order and types."""
    frame = frame.with_columns(snapshot_id=pl.lit(snapshot_id))
    return frame.select(
        pl.col(name).cast(kind) for name, kind in table_schema(table).items() if name in frame.columns
    )


def publish(engine: Engine, draft: Draft, facts: dict, *, becomes_current: bool = True) -> None:
    """Make the draft current: readers see the old snapshot or the new one, never a mixture. One of the past stays beside it."""
    columns = meta_snapshot.c
    own = (
        columns.snapshot_id == draft.snapshot_id,
        columns.created_at == draft.created_at,  # SQLite gives the id of a swept draft to the next one
        columns.status == "building",
    )
    with engine.begin() as connection:
        if becomes_current:
            connection.execute(update(meta_snapshot).where(columns.is_current).values(is_current=False))
        flipped = connection.execute(
            update(meta_snapshot)
            .where(*own)
            .values(
                status="published",
                is_current=becomes_current,
                published_at=datetime.now(UTC).replace(tzinfo=None),
                **facts,
            )
        )
        if flipped.rowcount != 1:
            raise ShownError(
                "publishing a snapshot",
                found=f"draft {draft.snapshot_id} was swept away by another profile",
                expected="one profile at a time",
                remedy="profile again; the snapshot before stays current",
            )


def digest(frames: dict[str, pl.DataFrame]) -> str:
    """SHA-256 of the published values, without ids and stamps: equal for equal input, whatever the order of rows."""
    whole = hashlib.sha256()
    for name in MARTS:
        frame = frames[name]
        columns = sorted(frame.columns)
        texts = [
            pl.col(column).round_sig_figs(DIGITS) if frame.schema[column].is_float() else pl.col(column)
            for column in columns
        ]
        rows = frame.select(texts).select(
            pl.concat_str(pl.all().cast(pl.String).fill_null("∅"), separator="|").alias("row")
        )
        for row in rows["row"].sort():
            whole.update(row.encode())
        whole.update(name.encode())
    return whole.hexdigest()


def listed(engine: Engine) -> list[dict]:
    """Published snapshots, newest first."""
    columns = meta_snapshot.c
    query = select(
        columns.snapshot_id, columns.published_at, columns.is_current, columns.as_of, columns.term_id, columns.week_no,
        columns.value_count, columns.index_count, columns.digest,
    ).where(columns.status == "published").order_by(columns.snapshot_id.desc())  # fmt: skip
    with engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(query)]

"""Rows of one file against what a table holds: one row per key, new or changed or the same, written, remembered, accounted."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl

from data.staging.stage import Staged
from data.warehouse import lake
from data.warehouse.loading import shares
from data.warehouse.loading.account import record_file, record_rejects
from data.warehouse.loading.entry import Entry, EntryResult
from data.warehouse.loading.lake_events import fated_events, typed_events, write_events
from data.warehouse.loading.merge import COUNT, FATE, Collapsed, Counts, collapse, counted, with_fate
from data.warehouse.loading.tables import compared_columns, existing_rows, insert_new, replace_changed, typed
from data.warehouse.loading.versions import (
    business_key,
    drop_unchanged_versions,
    mend_validity,
    with_validity,
)

TOLD_EVERY = 2  # seconds between two words on how far a long step is


@dataclass(frozen=True)
class Merged:
    """Rows that went into a table: their fates, which records they came from, and the count of these."""

    fated: pl.DataFrame
    collapsed: Collapsed
    counts: Counts

    @property
    def last_event_at(self) -> datetime | None:
        fated = self.fated
        return fated["event_time"].max() if "event_time" in fated.columns and fated.height else None


def merged(entry: Entry, staged: Staged, read: int) -> Merged:
    """Rows of one key made one, compared with the store and written; `read`: how many records they were read from."""
    collapsed = collapse(staged, entry.key, entry.rule.repeat)
    if entry.rule.to == shares.TABLE:
        collapsed = replace(collapsed, rows=shares.with_shares(collapsed.rows))
    fated = with_fates(entry, collapsed)
    if not entry.trial:
        write(entry, fated)
    if entry.differences:
        entry.differences.take(entry, fated)
    remember(entry, fated)
    per_record = bool(entry.rule.variants or entry.rule.split or _is_unpivoted(entry))
    return Merged(fated, collapsed, counted(fated, collapsed, read, per_record=per_record))


def account(entry: Entry, item: EntryResult, *, is_joined: bool = False) -> None:
    """Write down what became of the records of one file for one table."""
    record_file(
        entry.engine,
        entry.context.load_id,
        item.file,
        item.table,
        item.counts,
        policy=entry.policy,
        source=entry.source,
        is_joined=is_joined,
    )
    record_rejects(
        entry.engine, entry.context.load_id, item.file, item.table, item.rejected, source=entry.source
    )


def with_fates(entry: Entry, collapsed: Collapsed) -> pl.DataFrame:
    """New, changed or same, against what the store holds."""
    unknown = entry.policy.startswith("unknown") or (
        entry.rule.recorded_at != "unknown" and entry.rule.recorded_at.first_load_only
    )
    skip = ("recorded_at",) if unknown else ()
    name = entry.rule.to
    if entry.target.is_lake:
        rows = typed_events(name, collapsed.rows)
        given = [column for column in collapsed.rows.columns if column in lake.schema(name)]
        compared = [
            column
            for column in given
            if column not in (*entry.key, COUNT, "load_id", "loaded_at", "event_time", *skip)
        ]
        return fated_events(entry.home, name, rows, compared)
    table = entry.target.table
    rows = typed(collapsed.rows, table)
    compared = [column for column in compared_columns(rows, entry.key, skip=skip) if column in table.columns]
    held = existing_rows(entry.engine, table, [*entry.key, *compared], rows)
    fated = with_fate(rows, held, entry.key, compared)
    if entry.target.history:
        content = [column for column in compared if column != "recorded_at"]
        fated = drop_unchanged_versions(fated, held, table, content)
    return fated


def write(entry: Entry, fated: pl.DataFrame) -> None:
    stamps = {"load_id": entry.context.load_id, "loaded_at": entry.context.loaded_at}
    if entry.target.is_lake:
        write_events(entry.engine, entry.home, entry.rule.to, fated, **stamps)
        return
    table = entry.target.table
    new, changed = fated.filter(pl.col(FATE) == "new"), fated.filter(pl.col(FATE) == "changed")
    if entry.target.history:
        new = with_validity(new, business_key(table))
    insert_new(entry.engine, table, new, between=_told(entry, new.height), **stamps)
    replace_changed(entry.engine, table, changed, entry.key, **stamps)
    if entry.target.history and not fated.filter(pl.col(FATE) != "same").is_empty():
        mend_validity(entry.engine, table)


def _told(entry: Entry, height: int) -> Callable[[int], None]:
    """Says now and then how many rows have been written."""
    last = time.monotonic()

    def tell(written: int) -> None:
        nonlocal last
        if time.monotonic() - last >= TOLD_EVERY:
            last = time.monotonic()
            entry.say(f"{entry.rule.to}: {written:,} of {height:,} new rows written")

    return tell


def remember(entry: Entry, fated: pl.DataFrame) -> None:
    """Later files find what this one brought; in a trial as if it had been written."""
    known = entry.context.known
    if entry.trial:
        known.pretend(entry.rule.to, fated.filter(pl.col(FATE) == "new"))
    else:
        known.forget(entry.rule.to)


def _is_unpivoted(entry: Entry) -> bool:
    return bool(entry.rule.file and entry.mapping.files[entry.rule.file].unpivot)

"""One file into one table: read, join, stage, key, merge, write, account."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import polars as pl
from sqlalchemy import Engine

from data.sources.files import ROW, SourceFile
from data.staging.columns import Calendar, Cells
from data.staging.mapping import Mapping, RecordedAt, Rule, TableRule
from data.staging.parsing import text
from data.staging.stage import Staged, no_rejects, rejects, stage
from data.staging.targets import Target, target
from data.warehouse import lake
from data.warehouse.home import Home
from data.warehouse.loading import mended, shares
from data.warehouse.loading.account import reason_rows, record_file, record_rejects
from data.warehouse.loading.differences import TrialDifferences
from data.warehouse.loading.files import FileShelf, declared_file, joined
from data.warehouse.loading.keys import KeyContext, resolve
from data.warehouse.loading.lake_events import fated_events, typed_events, write_events
from data.warehouse.loading.merge import (
    COUNT,
    FATE,
    Collapsed,
    Counts,
    collapse,
    counted,
    with_fate,
)
from data.warehouse.loading.tables import compared_columns, existing_rows, insert_new, replace_changed, typed
from data.warehouse.loading.versions import (
    business_key,
    drop_unchanged_versions,
    mend_validity,
    with_validity,
)

TOLD_EVERY = 2  # seconds between two words on how far a long step is


@dataclass(frozen=True)
class Entry:
    """What loading one file into one table needs."""

    engine: Engine
    home: Home
    mapping: Mapping
    rule: TableRule
    context: KeyContext
    shelf: FileShelf
    trial: bool
    say: Callable[[str], None] = lambda text: None  # how far a long step is
    differences: TrialDifferences | None = None  # of a trial: what it would change

    @property
    def target(self) -> Target:
        return target(self.rule.to)

    @property
    def key(self) -> tuple[str, ...]:
        return lake.TABLES[self.rule.to]["key"] if self.target.is_lake else self.target.table.info["key"]

    @property
    def source(self) -> str:
        named = self.mapping.files[self.rule.file].source if self.rule.file else None
        return named or self.mapping.source

    @property
    def policy(self) -> str:
        """How recorded_at was found, in words for the account."""
        policy: RecordedAt | str = self.rule.recorded_at
        if policy == "unknown" or (policy.first_load_only and not self.context.is_first_load):
            return "unknown: time of loading"
        if policy.column:
            return f"column {' + '.join(policy.column.from_)}"
        return f"event time + {policy.after_event_days:g} days"


@dataclass(frozen=True)
class EntryResult:
    """What became of the records of one file for one table."""

    file: SourceFile
    table: str
    counts: Counts
    rejected: pl.DataFrame
    last_event_at: datetime | None = None
    joined: list[EntryResult] = field(default_factory=list)
    told: list[dict] | None = None  # reasons counted already, where rows set aside are not held one by one

    def reasons(self) -> list[dict]:
        """Rows set aside by reason: counts and shapes."""
        return reason_rows(self.rejected, self.file.name, self.table) if self.told is None else self.told


def load_entry(entry: Entry, path: Path | None) -> EntryResult:
    """Everything from the file to the account; raises ShownError where the file as a whole cannot be used."""
    rule = entry.rule
    file = declared_file(rule) if path is None else entry.shelf.read(rule.file, path)
    mended.refuse_what_needs_the_whole(rule, file)
    cells, partners = cells_of(entry, file)
    staged = keyed(entry, file, cells)
    done = merged(entry, staged, cells.frame[ROW].n_unique() + len(file.broken))
    partner_results = [
        _partner_account(entry, other, cells, done.fated, done.collapsed) for other in partners
    ]
    result = EntryResult(
        file, rule.to, done.counts, done.collapsed.rejected, done.last_event_at, partner_results
    )
    if not entry.trial:
        for item in (result, *partner_results):
            account(entry, item, is_joined=item is not result)
        mended.mark_mended(
            entry.engine, entry.context.load_id, file, rule.to, rejected=result.rejected, source=entry.source
        )
    return result


def _is_unpivoted(entry: Entry) -> bool:
    return bool(entry.rule.file and entry.mapping.files[entry.rule.file].unpivot)


def keyed(entry: Entry, file: SourceFile, cells: Cells) -> Staged:
    """The file's rows under the keys that the warehouse stores, and all records set aside on the way."""
    staged = stage(_with_declared(entry.rule, file), cells)
    staged = Staged(staged.rows, pl.concat([staged.rejected, _broken(file)]))
    staged = resolve(staged, entry.rule, entry.target, entry.context)
    return _with_whole_key(staged, entry.key)


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


def _with_whole_key(staged: Staged, key: tuple[str, ...]) -> Staged:
    """A part of the key that the source does not tell apart is empty for all its rows."""
    missing = [name for name in key if name not in staged.rows.columns]
    return Staged(
        staged.rows.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in missing),
        staged.rejected,
    )


def _with_declared(rule: TableRule, file: SourceFile) -> TableRule:
    """Rows written in the mapping carry the target's own column names."""
    if not rule.rows:
        return rule
    columns = {name: Rule(**{"from": [name]}) for name in file.frame.columns if name != ROW}
    return rule.model_copy(update={"columns": columns})


def cells_of(entry: Entry, file: SourceFile) -> tuple[Cells, list[SourceFile]]:
    """The file's cells with joined columns, only the rows meant for this table, and the files that are accounted beside it."""
    rule, mapping = entry.rule, entry.mapping
    frame, partners = file.frame, []
    for number, join in enumerate(rule.with_):
        other = entry.shelf.partner(join)
        frame = joined(frame, other, join, mapping.nulls, file.name).rename({"_joined": f"_joined{number}"})
        if not join.lookup and not mended.is_given_back(file.frame):
            partners.append(other)
    known = entry.context.known
    calendar = Calendar({**_declared_codes(mapping), **known.term_codes()}, known.day_zeros())
    first_row = file.first_row if file.first_row > 1 else int(file.frame[ROW].min() or 2)
    context = entry.context
    cells = Cells(
        frame, file.name, max(first_row - 1, 1), mapping.nulls, context.zone, calendar, context.scale, file.first_row,
        context.codes,
    )  # fmt: skip
    for header, wanted in (rule.only or {}).items():
        chosen = text(cells.get(header)).is_in(list(wanted)).fill_null(False)
        cells = replace(cells, frame=cells.frame.filter(chosen))
    return cells, partners


def _declared_codes(mapping: Mapping) -> dict[str, str]:
    return {str(term["source_code"]): term["term_id"] for term in mapping.terms if term.get("source_code")}


EXPECTED_OF_LINES = {
    "too_many_cells": "as many cells as the header has",
    "open_quote": "quotes in pairs",
    "damaged_bytes": "text in the file's encoding",
    "no_value": "a value under any of the headers that hold several",
    "no_record": "a record; this row is a total, a note or a line to be signed",
}


def _broken(file: SourceFile) -> pl.DataFrame:
    """Rows that are no records at all."""
    found = [no_rejects()]
    for reason, expected in EXPECTED_OF_LINES.items() if file.broken else ():
        lines = [(number, line) for number, why, line in file.broken if why == reason]
        rows = pl.Series([number for number, _ in lines], dtype=pl.Int64)
        found.append(
            rejects(rows, reason, None, pl.Series([line for _, line in lines], dtype=pl.String), expected)
        )
    return pl.concat(found)


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


def _partner_account(
    entry: Entry, other: SourceFile, cells: Cells, fated: pl.DataFrame, collapsed: Collapsed
) -> EntryResult:
    """A joined file's records share the fate of the rows they were joined to; those without a partner are set aside."""
    number = next(
        n for n, join in enumerate(entry.rule.with_) if not join.lookup and entry.shelf.partner(join) is other
    )
    pairs = cells.frame.select(ROW, pl.col(f"_joined{number}").alias("_other")).drop_nulls("_other")
    fates = collapsed.members.join(fated.select("_group", FATE), on="_group", how="inner").select(ROW, FATE)
    order = pl.col(FATE).replace_strict(
        {"same": 0, "new": 1, "changed": 2}, default=None, return_dtype=pl.Int8
    )
    best = pairs.join(fates, on=ROW, how="left").group_by("_other").agg(order.max().alias("fate"))
    every = other.frame.select(pl.col(ROW).alias("_other")).join(best, on="_other", how="left")
    lost = every.filter(pl.col("fate").is_null())["_other"].sort()
    paired = lost.is_in(pairs["_other"].implode())
    rejected = pl.concat(
        [
            rejects(
                lost.filter(~paired), "no_partner", None, None, f"a row of {cells.file} with the same keys"
            ),
            rejects(
                lost.filter(paired), "partner_set_aside", None, None, f"a row of {cells.file} that loads"
            ),
        ]
    )
    tally = dict(every.drop_nulls().group_by("fate").len().iter_rows())
    same, new, changed = (tally.get(value, 0) for value in (0, 1, 2))
    return EntryResult(
        other,
        entry.rule.to,
        Counts(other.frame.height, new + changed, changed, same, rejected.height),
        rejected,
    )

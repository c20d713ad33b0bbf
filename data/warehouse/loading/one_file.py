"""One file into one table: read, join, stage, key, merge, write, account."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from data.sources.files import ROW, SourceFile
from data.staging.columns import Calendar, Cells
from data.staging.mapping import Mapping, Rule, TableRule
from data.staging.parsing import text
from data.staging.stage import Staged, no_rejects, rejects, stage
from data.warehouse.loading import mended
from data.warehouse.loading.entry import Entry, EntryResult
from data.warehouse.loading.files import declared_file, joined
from data.warehouse.loading.keys import resolve
from data.warehouse.loading.merge import FATE, Collapsed, Counts
from data.warehouse.loading.storing import account, merged


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


def keyed(entry: Entry, file: SourceFile, cells: Cells) -> Staged:
    """The file's rows under the keys that the warehouse stores, and all records set aside on the way."""
    staged = stage(_with_declared(entry.rule, file), cells)
    staged = Staged(staged.rows, pl.concat([staged.rejected, _broken(file)]))
    staged = resolve(staged, entry.rule, entry.target, entry.context)
    return _with_whole_key(staged, entry.key)


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

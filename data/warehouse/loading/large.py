"""One large file into one table, piece by piece: the account of `load_entry`, in the memory of a few pieces."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from data.sources.distinct import Codes, plain
from data.sources.files import ROW, SourceFile
from data.sources.pieces import Piece
from data.staging.stage import Staged, no_rejects
from data.warehouse.loading.entry import Entry, EntryResult
from data.warehouse.loading.merge import Counts
from data.warehouse.loading.one_file import cells_of, keyed
from data.warehouse.loading.spool import Spool
from data.warehouse.loading.storing import TOLD_EVERY, account, merged


@dataclass
class Reading:
    """What the account will need of the pieces read so far: counts, and the records set aside as they stand in the file."""

    read: int = 0
    file: SourceFile | None = None
    rejected: list[pl.DataFrame] = field(default_factory=lambda: [no_rejects()])
    originals: list[pl.DataFrame] = field(default_factory=list)

    def add(self, file: SourceFile, staged: Staged, read: int) -> None:
        """Count a piece."""
        self.read += read
        kept = file.frame.filter(pl.col(ROW).is_in(staged.rejected[ROW].implode()))
        self.originals.append(kept.select(plain(kept[name]) for name in kept.columns))
        self.rejected.append(staged.rejected)
        broken = [*(self.file.broken if self.file else []), *file.broken]
        self.file = replace(file, frame=kept.clear(), broken=broken)

    def whole(self, more: pl.DataFrame) -> SourceFile:
        """The file with the records set aside, `more` of them found after it was read."""
        return replace(self.file, frame=pl.concat([*self.originals, more], how="diagonal_relaxed"))


def load_large(entry: Entry, path: Path) -> EntryResult:
    """Everything from the file to the account; raises ShownError where the file as a whole cannot be used."""
    reading = Reading()
    load = _into_lake if entry.target.is_lake else _into_table
    counts, late, last = load(entry, path, reading)
    rejected = pl.concat([*reading.rejected, late])
    counts = replace(counts, read=reading.read, set_aside=rejected.height)
    more = (
        entry.shelf.again(entry.rule.file, path, late[ROW]) if late.height else reading.originals[0].clear()
    )
    result = EntryResult(reading.whole(more), entry.rule.to, counts, rejected, last)
    if not entry.trial:
        account(entry, result)
    return result


def _staged(entry: Entry, path: Path, reading: Reading) -> Iterator[pl.DataFrame]:
    """The rows of each piece under their keys."""
    told = time.monotonic()
    for piece in entry.shelf.pieces(entry.rule.file, path):
        cells, _ = cells_of(entry, piece.file)
        staged = keyed(entry, piece.file, cells)
        reading.add(piece.file, staged, cells.frame.height + len(piece.file.broken))
        yield staged.rows
        if time.monotonic() - told >= TOLD_EVERY:
            told = time.monotonic()
            entry.say(f"{path.name} -> {entry.rule.to}: {_how_far(piece)}")


def _how_far(piece: Piece) -> str:
    whole = round(piece.rows * piece.size / max(piece.done, 1), -4)
    return f"{piece.rows:,} rows read of about {whole:,.0f} ({piece.done / piece.size:.0%})"


def _into_table(entry: Entry, path: Path, reading: Reading) -> tuple[Counts, pl.DataFrame, object]:
    rows = pl.concat(list(_staged(entry, path, reading)), how="diagonal")
    done = merged(entry, Staged(rows, no_rejects()), rows.height)
    return done.counts, done.collapsed.rejected, done.last_event_at


def _into_lake(entry: Entry, path: Path, reading: Reading) -> tuple[Counts, pl.DataFrame, object]:
    entry = replace(entry, context=replace(entry.context, codes=Codes()))
    with _spool(entry) as spool:
        for rows in _staged(entry, path, reading):
            spool.add(rows)
        counts, late = Counts(), [no_rejects()]
        terms, new = spool.terms(), spool.new_terms()
        for term in terms:
            if term in new:
                counts += Counts(loaded=spool.height(term))
                if entry.differences:
                    entry.differences.take_new(entry.rule.to, spool.height(term))
                if not entry.trial:
                    spool.install(term)
                continue
            for rows in spool.buckets(term):
                done = merged(entry, Staged(rows, no_rejects()), rows.height)
                counts += done.counts
                late.append(done.collapsed.rejected)
                entry.say(
                    f"{path.name} -> {entry.rule.to}: {counts.loaded + counts.already:,} rows compared of {reading.read:,}"
                )
        return counts, pl.concat(late), spool.last_event_at


@contextmanager
def _spool(entry: Entry) -> Iterator[Spool]:
    """Empty at the end, whatever became of it; a trial leaves no trace in the home."""
    repeat = entry.rule.repeat
    key = tuple(name for name in entry.key if not (isinstance(repeat, dict) and name in repeat))
    with tempfile.TemporaryDirectory() as aside:
        folder = Path(aside) if entry.trial else None
        stamps = (entry.context.load_id, entry.context.loaded_at)
        spool = Spool(entry.home, entry.rule.to, key, folder, *stamps)
        try:
            yield spool
        finally:
            spool.clear()

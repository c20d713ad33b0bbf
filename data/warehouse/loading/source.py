"""Loading a source: every file of a mapping read, staged, keyed, merged and accounted; all of it or nothing.

result = load_source(home, mapping, folder)                # loads
result = load_source(home, mapping, folder, trial=True)    # the same account, nothing written
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine

from data.staging.grades import Scale
from data.staging.mapping import DECLARED, Mapping, TableRule
from data.warehouse import home_settings, term_calendar
from data.warehouse.home import Home, open_engine, read_setting, write_setting
from data.warehouse.loading.account import end_load, now, refresh_sources, source_arrived, start_load
from data.warehouse.loading.counting import count_events, refuse_stored_logs
from data.warehouse.loading.differences import Differences, TrialDifferences
from data.warehouse.loading.entry import Entry, EntryResult
from data.warehouse.loading.files import FileShelf, declared_terms
from data.warehouse.loading.keys import KeyContext
from data.warehouse.loading.known import Known
from data.warehouse.loading.large import load_large
from data.warehouse.loading.merge import Counts
from data.warehouse.loading.one_file import load_entry
from data.warehouse.loading.refusals import (
    refuse_empty_folder,
    refuse_lost_key,
    refuse_nothing,
    refuse_other_college,
)
from data.warehouse.loading.undo import roll_back, sweep
from data.warehouse.locks import load_lock
from data.warehouse.migrate import newest, revision, upgrade
from data.warehouse.pseudonym import pseudonym_key
from errors import ShownError

DEFAULT_ZONE = "Asia/Shanghai"


@dataclass
class LoadResult:
    """The account of one load: counts per table and per file, reasons, and what people should be told."""

    load_id: int | None = None
    tables: dict[str, Counts] = field(default_factory=dict)
    files: dict[str, dict[str, Counts]] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    details: list[dict] = field(default_factory=list)
    refused: list[ShownError] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    differences: dict[str, Differences] = field(default_factory=dict)  # of a trial, by table
    seconds: float = 0.0

    def add(self, result: EntryResult, *, joined: bool = False) -> None:
        """Take in what became of one file for one table; joined files count under their own name only."""
        name, table = result.file.name, result.table
        per_table = self.files.setdefault(name, {})
        per_table[table] = per_table.get(table, Counts()) + result.counts
        if not joined:
            self.tables[table] = self.tables.get(table, Counts()) + result.counts
        for row in (found := result.reasons()):
            reason = row["reason_code"]
            self.reasons[reason] = self.reasons.get(reason, 0) + row["row_count"]
        self.details += found
        for row in result.joined:
            self.add(row, joined=True)

    @property
    def read(self) -> int:
        return sum(counts.read for counts in self.tables.values())


def load_source(
    home: Home,
    mapping: Mapping,
    folder: Path,
    *,
    trial: bool = False,
    say: Callable[[str], None] = lambda text: None,
) -> LoadResult:
    """Load everything a mapping names below `folder` into the home, which is made where it does not exist.

    A file that cannot be read at all is refused and told in `refused`; the others load. Raises ShownError where
    nothing can be read, where another load is running, or where the home holds another college. An interrupted load
    is rolled back at once, a killed one by the next load.
    """
    started = time.monotonic()
    refuse_empty_folder(mapping, folder)
    refuse_stored_logs(mapping, folder)
    with (
        _ready(home, trial=trial, say=say) as (place, engine),
        nullcontext() if trial else load_lock(place),
    ):
        if not trial:
            for dead in sweep(engine, place):
                say(f"load {dead} had been killed: rolled back")
        result = _run(engine, place, mapping, folder, trial=trial, say=say)
    result.seconds = round(time.monotonic() - started, 2)
    return result


@contextmanager
def _ready(home: Home, *, trial: bool, say) -> Iterator[tuple[Home, Engine]]:
    """The home with an up-to-date warehouse; a trial of a home that does not exist yet runs in a temporary one."""
    with tempfile.TemporaryDirectory() as aside:
        exists = not home.is_sqlite or home.sqlite_file.exists()
        place = home if exists or not trial else Home(Path(aside))
        if not (trial and exists):
            upgrade(place, say=say)
        engine = open_engine(place)
        try:
            if revision(engine) != newest():
                raise ShownError(
                    "checking a source",
                    found="a warehouse of an older version",
                    expected="the newest",
                    remedy="run jobs migrate first",
                )
            yield place, engine
        finally:
            engine.dispose()


def _run(engine: Engine, home: Home, mapping: Mapping, folder: Path, *, trial: bool, say) -> LoadResult:
    refuse_other_college(engine, mapping)
    refuse_lost_key(engine, home)
    if trial:
        return _load_all(
            engine, home, mapping, folder, KeySource(engine, home, mapping, 0, True), trial=True, say=say
        )
    refresh_sources(engine)
    lag = next(
        (
            rule.recorded_at.after_event_days
            for rule in mapping.tables
            if rule.recorded_at != "unknown" and rule.recorded_at.after_event_days is not None
        ),
        None,
    )
    load_id, _, is_first = start_load(engine, mapping, lag_days=lag)
    try:
        result = _load_all(
            engine,
            home,
            mapping,
            folder,
            KeySource(engine, home, mapping, load_id, is_first),
            trial=False,
            say=say,
        )
    except BaseException:  # Ctrl-C too: the home is left as it was
        roll_back(engine, home, load_id)
        end_load(engine, load_id, "failed")
        raise
    _settle_home(engine, mapping)
    end_load(engine, load_id, "done")
    return result


@dataclass(frozen=True)
class KeySource:
    """Makes the key context of a load; loaded_at is one moment for the whole load."""

    engine: Engine
    home: Home
    mapping: Mapping
    load_id: int
    is_first: bool

    def context(self) -> KeyContext:
        with self.engine.connect() as connection:
            zone = read_setting(connection, "zone")
            scale = _scale(connection, self.mapping)
            taught_as = term_calendar.taught_as(connection)
        zone = zone or self.mapping.home.get("zone") or DEFAULT_ZONE
        return KeyContext(
            known=Known(self.engine),
            key=pseudonym_key(self.home, keep=self.load_id > 0),
            zone=zone,
            load_id=self.load_id,
            loaded_at=now(),
            is_first_load=self.is_first,
            scale=scale,
            taught_as=taught_as,
        )


def _scale(connection: Connection, mapping: Mapping) -> Scale:
    """The college's pass mark and grade words: the home's settings, else what the mapping would set, else the common ones."""
    own = {key: read_setting(connection, key, mapping.home.get(key)) for key in ("pass_mark", "grade_words")}
    held = {key: found or home_settings.value(connection, key) for key, found in own.items()}
    return Scale(float(held["pass_mark"]), held["grade_words"])


def _load_all(
    engine: Engine, home: Home, mapping: Mapping, folder: Path, keys: KeySource, *, trial: bool, say
) -> LoadResult:
    context = keys.context()
    result = LoadResult(load_id=None if trial else keys.load_id)
    shelf = FileShelf(mapping, folder)
    newest: dict[str, object] = {}
    differences = TrialDifferences(engine, mapping.mapping) if trial else None
    connected = {rule.source or mapping.source for rule in mapping.queries().values()}
    for rule in (*declared_terms(mapping), *mapping.tables):
        for path in shelf.paths(rule):
            entry = Entry(
                engine, home, mapping, rule, context, shelf, trial, say=say, differences=differences
            )
            name = path.name if path else DECLARED
            try:
                done = _how(rule, path, shelf)(entry, path)
            except ShownError as error:
                if path is None:
                    raise
                result.refused.append(error)
                say(f"refused: {error}")
                continue
            result.add(done)
            source = mapping.files[rule.file].source if rule.file else None
            source = source or mapping.source
            newest[source] = max(filter(None, (newest.get(source), done.last_event_at)), default=None)
            say(
                f"{name} -> {rule.to}: {done.counts.loaded} loaded, {done.counts.already} already there, {done.counts.set_aside} set aside"
            )
    result.notices = shelf.notices
    result.differences = differences.counted() if differences else {}
    refuse_nothing(result.files, result.refused, mapping)
    if not trial:
        for source, at in newest.items():
            source_arrived(engine, source, context.loaded_at, at, is_connected=source in connected)
    return result


def _how(rule: TableRule, path: Path | None, shelf: FileShelf) -> Callable[[Entry, Path | None], EntryResult]:
    """Events are counted, large texts go in pieces, everything else as a whole."""
    if rule.count:
        return count_events
    return load_large if shelf.is_large(rule, path) else load_entry


def _settle_home(engine: Engine, mapping: Mapping) -> None:
    """Settings the mapping declares, where the home has none yet."""
    with engine.begin() as connection:
        for key, value in {"kind": "local", **mapping.home}.items():
            if read_setting(connection, key) is None:
                write_setting(connection, key, str(value) if hasattr(value, "isoformat") else value)

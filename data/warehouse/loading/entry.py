"""One file for one table: what loading it needs, and what became of its records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl
from sqlalchemy import Engine

from data.sources.files import SourceFile
from data.staging.mapping import Mapping, RecordedAt, TableRule
from data.staging.targets import Target, target
from data.warehouse import lake
from data.warehouse.home import Home
from data.warehouse.loading.account import reason_rows
from data.warehouse.loading.differences import TrialDifferences
from data.warehouse.loading.files import FileShelf
from data.warehouse.loading.keys import KeyContext
from data.warehouse.loading.merge import Counts


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

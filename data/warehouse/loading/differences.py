"""What a trial would change: new and changed rows by column, keys of earlier loads that the files no longer hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl
from sqlalchemy import Engine, Table, func, or_, select

from data.staging.targets import table_named
from data.warehouse import bulk
from data.warehouse.loading.merge import FATE
from data.warehouse.loading.tables import compared_columns, existing_rows
from data.warehouse.loading.versions import business_key
from data.warehouse.schema.meta import meta_load, meta_load_file

if TYPE_CHECKING:
    from data.warehouse.loading.entry import Entry

MOST_TERMS = 20
PEOPLE = "dim_person"  # students and teachers in one table: those of the other kind are not missing
BESIDE = ("load_id", "loaded_at", "recorded_at", "valid_to", "is_current")


@dataclass
class Differences:
    """Of one table: rows that are new, rows that change and in which columns, keys that are missing now.

    `missing` counts keys that loads by this mapping brought, in the terms the files speak of, and that none of its files
    holds now; None where nothing was loaded by it before, or where the table is not kept by key (events of the lake).
    `last_read` is how many rows the last load by this mapping read for the table.
    """

    new: int = 0
    changed: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    missing: int | None = None
    last_read: int | None = None

    def as_dict(self) -> dict:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


class TrialDifferences:
    """Collects what each file of a trial would change."""

    def __init__(self, engine: Engine, mapping: str) -> None:
        self._engine, self._mapping = engine, mapping
        self._found: dict[str, Differences] = {}
        self._keys: dict[str, pl.DataFrame] = {}
        self._terms: dict[str, set[str]] = {}
        self._kinds: dict[str, set[str]] = {}

    def take(self, entry: Entry, fated: pl.DataFrame) -> None:
        """Count one file's rows for one table by their fate."""
        name = entry.rule.to
        found = self._found.setdefault(name, Differences())
        found.new += fated.filter(pl.col(FATE) == "new").height
        changed = fated.filter(pl.col(FATE) == "changed")
        found.changed += changed.height
        if entry.target.is_lake:
            return
        for column, count in _changed_columns(entry, changed).items():
            found.columns[column] = found.columns.get(column, 0) + count
        name_key = (business_key(entry.target.table),) if entry.target.history else entry.key
        keys = fated.select(name_key).unique()
        if name == PEOPLE and "kind" in fated.columns:
            self._kinds.setdefault(name, set()).update(fated["kind"].drop_nulls().unique().to_list())
        if "term_id" in fated.columns:
            self._terms.setdefault(name, set()).update(fated["term_id"].drop_nulls().unique().to_list())
        held = self._keys.get(name)
        self._keys[name] = keys if held is None else pl.concat([held, keys], how="vertical_relaxed")

    def take_new(self, table: str, rows: int) -> None:
        """Count rows of events of a term that the lake does not hold."""
        self._found.setdefault(table, Differences()).new += rows

    def counted(self) -> dict[str, Differences]:
        """Everything, by table, with the keys that are missing and the volume of the last load."""
        loads = self._loads()
        last = self._last_read(max(loads, default=None))
        for name, found in self._found.items():
            found.last_read = last.get(name)
            if loads and name in self._keys:
                found.missing = self._missing(name, loads)
        return self._found

    def _loads(self) -> list[int]:
        columns = meta_load.c
        query = select(columns.load_id).where(columns.mapping == self._mapping, columns.status == "done")
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def _last_read(self, load_id: int | None) -> dict[str, int]:
        columns = meta_load_file.c
        query = select(columns.table_name, func.sum(columns.read_count))
        query = query.where(columns.load_id == load_id, columns.is_joined.is_not(True))
        with self._engine.connect() as connection:
            return {name: int(read) for name, read in connection.execute(query.group_by(columns.table_name))}

    def _missing(self, name: str, loads: list[int]) -> int:
        table, now = table_named(name), self._keys[name]
        query = select(*(table.c[column] for column in now.columns)).where(table.c.load_id.in_(loads))
        query = query.where(*_within(table, self._terms.get(name)))
        if name in self._kinds:
            query = query.where(table.c.kind.in_(sorted(self._kinds[name])))
        types = bulk.table_schema(table)
        with self._engine.connect() as connection:
            held = bulk.read_frame(connection, query, {column: types[column] for column in now.columns})
        there = now.cast(dict(held.schema))
        return held.unique().join(there, on=now.columns, how="anti", nulls_equal=True).height


def _within(table: Table, terms: set[str] | None) -> list:
    """The condition that keeps rows of these terms alone; nothing where the files speak of no term."""
    if not terms or len(terms) > MOST_TERMS:
        return []
    if "term_id" in table.columns:
        return [table.c.term_id.in_(sorted(terms))]
    if "offering_id" in table.columns:
        return [or_(*(table.c.offering_id.like(f"{term}/%") for term in sorted(terms)))]
    return []


def _changed_columns(entry: Entry, changed: pl.DataFrame) -> dict[str, int]:
    """In how many rows each column says something else than the store."""
    if changed.is_empty():
        return {}
    table = entry.target.table
    compared = [
        name for name in compared_columns(changed, entry.key) if name in table.columns and name not in BESIDE
    ]
    held = existing_rows(entry.engine, table, [*entry.key, *compared], changed)
    old = held.select(*entry.key, *(pl.col(name).alias(f"_old_{name}") for name in compared))
    both = changed.join(old, on=list(entry.key), how="inner", nulls_equal=True)
    counts = {
        name: both.select((~pl.col(name).eq_missing(pl.col(f"_old_{name}"))).sum()).item()
        for name in compared
    }
    return {name: count for name, count in counts.items() if count}

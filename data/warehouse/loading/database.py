"""A load whose rows come from another system's database, from where the last one ended."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, insert, select

from data.sources.database import Query, extract
from data.staging.mapping import Mapping
from data.warehouse.home import Home, open_engine
from data.warehouse.loading.source import LoadResult, load_source
from data.warehouse.migrate import is_there
from data.warehouse.schema.meta import meta_load, meta_watermark


def load_database(
    home: Home,
    mapping: Mapping,
    url: str,
    *,
    trial: bool = False,
    say: Callable[[str], None] = lambda text: None,
) -> LoadResult:
    """Read the mapping's queries and load their rows as files of a folder are loaded.

    A query with a watermark is read from where the last load that stands (was not undone) ended. Where rows of a query were set
    aside its mark does not move, so that they come again once they, or what they point to, are mended.
    """
    marks = _marks(home, mapping)
    queries = [Query(name, rule.query, rule.watermark) for name, rule in mapping.queries().items()]
    with tempfile.TemporaryDirectory() as aside:
        folder = Path(aside)
        found = extract(url, queries, marks, folder, say)
        if marks and not found.rows:
            say("nothing has changed since the last load")
            return LoadResult(load_id=None)
        result = load_source(home, mapping.with_extracts(), folder, trial=trial, say=say)
    if not trial:
        moved = {name: mark for name, mark in found.marks.items() if _is_whole(result, name)}
        _keep(home, mapping, result, marks | moved)
    return result


def _is_whole(result: LoadResult, name: str) -> bool:
    tables = result.files.get(f"{name}.parquet", {})
    return bool(tables) and not any(counts.set_aside for counts in tables.values())


def _marks(home: Home, mapping: Mapping) -> dict[str, str]:
    """Where the newest load that stands ended, by query."""
    if not is_there(home):
        return {}
    mark, load = meta_watermark.c, meta_load.c
    query = (
        select(mark.name, mark.value)
        .join_from(meta_watermark, meta_load, mark.load_id == load.load_id)
        .where(mark.mapping == mapping.mapping, load.status == "done")
        .order_by(mark.load_id)
    )
    engine = open_engine(home)
    try:
        with engine.connect() as connection:
            return dict(tuple(row) for row in connection.execute(query))
    finally:
        engine.dispose()


def _keep(home: Home, mapping: Mapping, result: LoadResult, marks: dict[str, str]) -> None:
    rows = [
        {"load_id": result.load_id, "mapping": mapping.mapping, "name": name, "value": value}
        for name, value in marks.items()
    ]
    if rows:
        _insert(open_engine(home), rows)


def _insert(engine: Engine, rows: list[dict]) -> None:
    try:
        with engine.begin() as connection:
            connection.execute(insert(meta_watermark), rows)
    finally:
        engine.dispose()

"""The one door between pages and the database: restricted reading, the current snapshot, the only cache."""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import polars as pl
from sqlalchemy import Connection, Engine, Select, select

from access.scope import Scope, holds_named, knows_aggregates, restrict, system_scope
from data.warehouse.home import Home, as_of, open_engine
from data.warehouse.schema.meta import meta_home, meta_snapshot


@dataclass(frozen=True)
class Snapshot:
    """The published state that a page shows."""

    snapshot_id: int
    as_of: date
    term_id: str | None
    week_no: int | None
    settings: str = (
        ""  # another one after a setting of the home was changed: what was remembered before is asked anew
    )


_open: dict[str, object] = {}
_cache: OrderedDict[tuple, object] = OrderedDict()
_lock = threading.Lock()
_frozen: ContextVar[int | None] = ContextVar(
    "frozen", default=None
)  # of this run: the snapshot shown instead of the current one
CACHE_ENTRIES = 2000


def configure(home: Home) -> None:
    """Open the home for this process; called once by app.py and by tests."""
    _open["home"], _open["engine"] = home, open_engine(home)
    with _lock:
        _cache.clear()


def is_open(home: Home) -> bool:
    """Whether this home is the one configured."""
    return _open.get("home") == home


def engine() -> Engine:
    """The engine of the configured home."""
    return _open["engine"]


def home() -> Home:
    """The configured home."""
    return _open["home"]


def read(query: Select, scope: Scope, *, unnamed: bool = False) -> pl.DataFrame:
    """Rows of the query that the scope may read, as a polars frame; the only way views read the warehouse.

    `unnamed`: the rows that the scope may read without knowing whom they are about, instead.
    """
    with engine().connect() as connection:
        result = connection.execute(restrict(query, scope, unnamed=unnamed))
        names = list(result.keys())
        rows = result.fetchall()
    return pl.DataFrame([tuple(row) for row in rows], schema=names, orient="row", infer_schema_length=None)


def today() -> date:
    """The home's today: frozen in a demo, the calendar otherwise."""
    with engine().connect() as connection:
        return as_of(connection)


def holds_rows(scope: Scope, category: str) -> bool:
    """Whether the role reads whole rows of this category by name inside its scope: counts there are exact."""
    return holds_named(scope, category)


def read_for_counts(query: Select, scope: Scope, category: str) -> pl.DataFrame | None:
    """Rows to be counted, never to be shown: of the own scope where the role holds rows, of the whole unit where it may
    know aggregates (the caller passes the counts through access.disclosure), None where it may know nothing."""
    if holds_rows(scope, category):
        return read(query, scope)
    return read(query, system_scope("counts")) if knows_aggregates(scope, category) else None


def anyone(scope: Scope) -> Scope:
    """The active role without its person: what every holder of the role may read is remembered once for all."""
    return Scope(role=scope.role, person="", limit=anyone(scope.limit) if scope.limit else None)


def show_frozen(snapshot_id: int | None) -> bool:
    """For the rest of this run pages show this snapshot in place of the current one; whether it is still there.

    None ends it. A page of a meeting pack is shown as it was when it was put there.
    """
    _frozen.set(None)
    if snapshot_id is None:
        return True
    _frozen.set(snapshot_id)
    if current_snapshot() is not None:
        return True
    _frozen.set(None)
    return False


def is_frozen() -> bool:
    """Whether this run shows an earlier state, as it was when it was put into a meeting pack."""
    return _frozen.get() is not None


def current_snapshot() -> Snapshot | None:
    """The current snapshot and what marks the settings, read afresh at each run; None before the first profile.

    The one that was frozen, where this run shows a page of a meeting pack.
    """
    columns, frozen = meta_snapshot.c, _frozen.get()
    is_wanted = columns.is_current if frozen is None else columns.snapshot_id == frozen
    query = select(columns.snapshot_id, columns.as_of, columns.term_id, columns.week_no).where(
        is_wanted, columns.status == "published"
    )
    with engine().connect() as connection:
        row = connection.execute(query).first()
        return Snapshot(*row, settings=_mark_of_settings(connection)) if row else None


def _mark_of_settings(connection: Connection) -> str:
    columns = meta_home.c
    rows = connection.execute(select(columns.key, columns.value).order_by(columns.key)).all()
    return sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()[:16]


def cached(function: Callable) -> Callable:
    """Remember answers by function, snapshot, scope and arguments; identity and rights are never cached.

    The function's first two arguments are (scope, snapshot); everything else is hashable.
    """

    @functools.wraps(function)
    def remembered(scope: Scope, snapshot: Snapshot, *args, **kwargs):
        key = (
            function.__module__,
            function.__qualname__,
            str(engine().url),
            scope,
            snapshot,
            args,
            tuple(sorted(kwargs.items())),
        )
        with _lock:
            if key in _cache:
                _cache.move_to_end(key)
                return _cache[key]
        answer = function(scope, snapshot, *args, **kwargs)
        with _lock:
            _cache[key] = answer
            while len(_cache) > CACHE_ENTRIES:
                _cache.popitem(last=False)
        return answer

    return remembered

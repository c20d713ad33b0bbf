"""Create or upgrade a warehouse by Alembic, in one transaction, after a backup of what was there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from data.warehouse.home import Home, open_engine
from errors import ShownError

FOLDER = Path(__file__).parent / "migrations"
LOCK = 4_826_351  # any number of our own: PostgreSQL lets one upgrade of a database run at a time


def upgrade(home: Home, *, say: Callable[[str], None] = lambda text: None) -> tuple[str | None, str]:
    """Bring the home's warehouse to the newest revision; returns (revision before, revision after).

    A fresh warehouse has None before. An existing one that is behind is backed up into the home's `backups`
    folder first. Raises ShownError for a database that holds somebody else's tables or was made by a newer version.
    """
    engine = open_engine(home)
    try:
        before = revision(engine)
        if before == newest():
            return before, before
        if before is None:
            _refuse_foreign(engine)
        else:
            _refuse_unknown(before)
            say(f"backing up before the upgrade: {_backup_first(home, before)}")
        with engine.connect() as connection:
            _lock(connection)
            command.upgrade(_config(connection), "head")
            connection.commit()
        return before, newest()
    finally:
        engine.dispose()


def is_there(home: Home) -> bool:
    """Whether the home has a warehouse of ours; none is made by asking."""
    if home.is_sqlite and not home.sqlite_file.exists():
        return False
    engine = open_engine(home)
    try:
        return revision(engine) is not None
    finally:
        engine.dispose()


def revision(engine: Engine) -> str | None:
    """Which revision a database is at; None for one that was never migrated."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def create_at(connection: Connection, wanted: str) -> None:
    """Create the tables of one revision inside the caller's transaction; for restoring a backup of that revision."""
    command.upgrade(_config(connection), wanted)


def newest() -> str:
    """The newest revision this version of the product knows."""
    return _newest_of(str(FOLDER))


@cache
def _newest_of(folder: str) -> str:
    """Every load asks; to find it all revisions are read."""
    return ScriptDirectory(folder).get_current_head()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _lock(connection: Connection) -> None:
    """Open the transaction by hand: Python's sqlite3 would run each CREATE TABLE on its own, half an upgrade could stay."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def _refuse_foreign(engine: Engine) -> None:
    found = [name for name in inspect(engine).get_table_names() if name != "alembic_version"]
    if found:
        raise ShownError(
            "creating the warehouse",
            found=f"a database that already holds {len(found)} tables, {found[0]} among them",
            expected="an empty database, or one this product made",
            remedy="name another database with --warehouse, or another home with --home",
        )


def _refuse_unknown(before: str) -> None:
    known = {script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()}
    if before not in known:
        raise ShownError(
            "upgrading the warehouse",
            found=f"revision {before}, which this version does not know",
            expected=f"a revision up to {newest()}",
            remedy="this home was opened by a newer version: run that one, or restore a backup",
        )


def _backup_first(home: Home, before: str) -> Path:
    from data.warehouse.backup import backup  # only an upgrade needs it

    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder = home.directory / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"before-{newest()}-from-{before}-{stamp}.tar.gz"
    backup(home, target)
    return target

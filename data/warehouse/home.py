"""One home, one college: the folder and the database that hold everything, and how to open them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, create_engine, delete, event, insert, make_url, select
from sqlalchemy.engine import Connection

from data.warehouse.schema import RESTRICTED_SCHEMA
from data.warehouse.schema.meta import meta_home

FOLDERS = ("lake", "artifacts", "exports", "logs", "keys")
INBOX = "inbox"  # files that wait to be loaded; removed afterwards and in no backup


@dataclass(frozen=True)
class Home:
    """A home on disk; `warehouse_url` names another database in place of the SQLite file."""

    directory: Path
    warehouse_url: str | None = None

    @property
    def sqlite_file(self) -> Path:
        """The file of a SQLite warehouse, the home's own unless `warehouse_url` names another."""
        if self.warehouse_url and self.is_sqlite:
            return Path(make_url(self.warehouse_url).database or "")
        return self.directory / "warehouse.sqlite"

    @property
    def url(self) -> str:
        return self.warehouse_url or f"sqlite:///{self.sqlite_file}"

    @property
    def shown_url(self) -> str:
        """The address as it may be printed: without the password."""
        return make_url(self.url).render_as_string(hide_password=True)

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    def folder(self, name: str) -> Path:
        """One of lake, artifacts, exports, logs, keys; made on first use."""
        if name not in FOLDERS:
            raise ValueError(f"a home has no folder {name!r}; known: {FOLDERS}")
        path = self.directory / name
        path.mkdir(parents=True, exist_ok=True)
        return path


def open_engine(home: Home) -> Engine:
    """An engine with the product's settings: WAL, busy timeout and foreign keys on SQLite; restricted schema mapped."""
    home.directory.mkdir(parents=True, exist_ok=True)
    if not home.is_sqlite:
        return create_engine(home.url, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(
        home.url,
        hide_parameters=True,  # a failed statement's text goes to logs; its values are people's
        connect_args={"timeout": 30, "check_same_thread": False},
        execution_options={"schema_translate_map": {RESTRICTED_SCHEMA: None}},
    )
    event.listen(engine, "connect", _sqlite_settings)
    return engine


def _sqlite_settings(connection, _record) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "busy_timeout=30000",
        "foreign_keys=ON",
        "synchronous=NORMAL",
        "cache_size=-65536",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def read_setting(connection: Connection, key: str, default=None):
    """One setting of the home (JSON value), or the default when it was never set."""
    text = connection.execute(select(meta_home.c.value).where(meta_home.c.key == key)).scalar_one_or_none()
    return default if text is None else json.loads(text)


def write_setting(connection: Connection, key: str, value) -> None:
    """Set one setting of the home."""
    connection.execute(delete(meta_home).where(meta_home.c.key == key))
    connection.execute(insert(meta_home).values(key=key, value=json.dumps(value, ensure_ascii=False)))


def as_of(connection: Connection) -> date:
    """The home's today: frozen in a demo, otherwise the day it is at the college, whatever day it is where the machine stands."""
    frozen = read_setting(connection, "as_of")
    if frozen:
        return date.fromisoformat(frozen)
    return datetime.now(ZoneInfo(read_setting(connection, "zone", "Asia/Shanghai"))).date()

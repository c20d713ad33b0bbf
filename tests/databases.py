"""Homes for tests: SQLite files by default, databases of the server named by HUAXIANG_TEST_POSTGRES otherwise.

Every new home is a copy of one that was migrated once, because a copy costs a few milliseconds.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import create_engine, make_url

from data.warehouse.home import Home
from data.warehouse.migrate import is_there, upgrade

PROJECT = Path(__file__).resolve().parent.parent
POSTGRES = os.environ.get(
    "HUAXIANG_TEST_POSTGRES"
)  # address of an administrator; databases are made and dropped
DEMO = ("--students", "300", "--seed", "7")


@contextmanager
def once(folder: Path, name: str) -> Iterator[bool]:
    """True for the first process that asks for `name` in this folder, False for those after it, one at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / f"{name}.done"
        yield not done.exists()
        done.touch()


def empty_template(shared: Path) -> Home:
    """A migrated home without a row; made once per test session."""
    home = _new_home(shared / "empty", "empty", shared)
    with once(shared, "empty") as first:
        if first:
            _create_database(home)
            upgrade(home)
    return home


def demo_template(shared: Path) -> Home:
    """The demo college of 300 students, loaded, profiled, trained and scored; made once per test session.

    HUAXIANG_TEST_DEMO names a home (SQLite only) that sessions share; the first of them makes it where it is not there.
    """
    kept = None if POSTGRES else os.environ.get("HUAXIANG_TEST_DEMO")
    home = Home(Path(kept)) if kept else _new_home(shared / "demo", "demo", shared)
    with once(home.directory.parent, home.directory.name) as first:
        if first and not (kept and is_there(home)):
            _create_database(home)
            run_jobs("demo", *DEMO, home=home)
    return home


def copy_home(template: Home, directory: Path) -> Home:
    """A home of its own with everything the template holds."""
    shutil.copytree(template.directory, directory, dirs_exist_ok=True)
    if not template.warehouse_url:
        return Home(directory)
    source = make_url(template.warehouse_url).database
    home = Home(directory, _database_url(f"test_{uuid.uuid4().hex[:12]}"))
    _administer(f'CREATE DATABASE "{make_url(home.warehouse_url).database}" TEMPLATE "{source}" {_by_file()}')
    return home


@cache
def _by_file() -> str:
    """Files copied as they are cost a third of a copy through the write-ahead log; older servers know no other way."""
    engine = create_engine(POSTGRES)
    with engine.connect() as connection:
        version = connection.dialect.server_version_info
    engine.dispose()
    return "STRATEGY FILE_COPY" if version >= (15,) else ""


def drop_home(home: Home) -> None:
    """Remove the folder, and the database of a PostgreSQL home."""
    if home.warehouse_url:
        _administer(f'DROP DATABASE IF EXISTS "{make_url(home.warehouse_url).database}" WITH (FORCE)')
    shutil.rmtree(home.directory, ignore_errors=True)


def run_jobs(*words: str, home: Home, expect: int = 0, **environment: str) -> subprocess.CompletedProcess:
    """`python -m jobs …` in a process of its own; fails the test with what it printed when the exit code differs."""
    place = ["--home", str(home.directory)]
    if home.warehouse_url:
        place += ["--warehouse", home.warehouse_url]
    done = subprocess.run(
        [sys.executable, "-m", "jobs", *words, *place],
        cwd=PROJECT,
        env={**os.environ, "POLARS_MAX_THREADS": "2", **environment},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    told = (
        f"jobs {' '.join(words)} ended with {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    )
    assert done.returncode == expect, told
    return done


def new_home(directory: Path, name: str) -> Home:
    """A home without anything, with a database of its own on the server where one is named."""
    home = Home(directory, _database_url(f"{name}_{uuid.uuid4().hex[:12]}") if POSTGRES else None)
    _create_database(home)
    return home


def _new_home(directory: Path, name: str, shared: Path) -> Home:
    return Home(directory, _database_url(f"{name}_{shared.name}_{shared.parent.name}") if POSTGRES else None)


def _database_url(name: str) -> str:
    safe = "".join(letter if letter.isalnum() else "_" for letter in name.lower())[-60:]
    return make_url(POSTGRES).set(database=safe).render_as_string(hide_password=False)


def _create_database(home: Home) -> None:
    if home.warehouse_url:
        name = make_url(home.warehouse_url).database
        _administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        _administer(f'CREATE DATABASE "{name}"')


def _administer(statement: str) -> None:
    engine = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()

"""kill -9 at twenty moments spread over `jobs profile`: pages go on with the old snapshot, the next run completes."""

import json
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import islice

import pytest
from sqlalchemy import func, select, text

from access import log_chain
from access.scope import system_scope
from data.warehouse import snapshots
from data.warehouse.home import open_engine
from data.warehouse.locks import profile_lock
from data.warehouse.schema import metadata
from data.warehouse.schema.marts import ind_value
from data.warehouse.schema.meta import meta_load, meta_snapshot
from errors import ShownError
from tests.databases import PROJECT
from views import warehouse

MOMENTS = 20
SCOPE = system_scope("test")
FIRST_WRITE, LAST_WRITE = "ind_value", list(snapshots.MARTS)[-1]
AFTER_WRITING = (LAST_WRITE, " checks: ", "snapshot ")  # the last line told by a run that had published


@dataclass(frozen=True)
class Moment:
    """When to kill: this long after the process has told so many of its steps."""

    lines: int
    pause: float


def _start(home, *words) -> subprocess.Popen:
    command = [sys.executable, "-m", "jobs", "profile", *words, "--home", str(home.directory)]
    command += ["--warehouse", home.warehouse_url] if home.warehouse_url else []
    # what it says on standard output comes last, the checks and the snapshot: then that is published
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _undisturbed(home) -> list[tuple[float, str]]:
    """Seconds and text of every line that a whole run tells, and its end."""
    started = time.monotonic()
    with _start(home) as process:
        told = [(time.monotonic() - started, line) for line in process.stdout]
    assert process.returncode == 0, told
    return [*told, (time.monotonic() - started, "end")]


def _moments(told: list[tuple[float, str]]) -> list[Moment]:
    """Eighteen spread evenly over the run, each tied to the step before it; two around publication."""
    whole = told[-1][0]
    spread = [whole * (number + 0.5) / (MOMENTS - 2) for number in range(MOMENTS - 2)]
    moments = []
    for at in spread:
        before = [seconds for seconds, _ in told[:-1] if seconds <= at]
        moments.append(Moment(len(before), at - (before[-1] if before else 0.0)))
    written = next(number for number, (_, line) in enumerate(told, start=1) if LAST_WRITE in line)
    return [*moments, Moment(written, 0.0), Moment(written + 1, 0.0)]


def _killed(home, moment: Moment) -> list[str]:
    """Run until the moment, kill; the lines told before it died (or before it ended, where it was faster)."""
    with _start(home) as process:
        told = list(islice(process.stdout, moment.lines))
        time.sleep(moment.pause)
        process.send_signal(signal.SIGKILL)
        told += list(process.stdout)
    assert process.returncode in (-signal.SIGKILL, 0)
    return told


def _pages(home) -> int:
    """Fingerprint of every value that pages read, by the door they read it through."""
    warehouse.configure(home)
    current = warehouse.current_snapshot().snapshot_id
    frame = warehouse.read(select(ind_value).where(ind_value.c.snapshot_id == current), SCOPE)
    warehouse.engine().dispose()
    return frame.drop("snapshot_id").hash_rows().sum()


def _counts(connection, snapshot_id: int) -> dict[str, int]:
    """Rows of a snapshot by table."""
    tables = [metadata.tables[name] for name in snapshots.MARTS]
    return {
        table.name: connection.execute(
            select(func.count()).select_from(table).where(table.c.snapshot_id == snapshot_id)
        ).scalar_one()
        for table in tables
    }


def _current(connection) -> tuple[int, str]:
    """The one current snapshot and its digest; fails where there is none or a second."""
    columns = meta_snapshot.c
    query = select(columns.snapshot_id, columns.digest, columns.status).where(columns.is_current)
    snapshot_id, digest, status = connection.execute(query).one()
    assert status == "published"
    return snapshot_id, digest


def _healthy(engine) -> None:
    """The write-ahead log can be folded in, the file is sound, and a viewer's audit row can be written at once."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0] == 0
    with engine.connect() as connection:
        log_chain.append(connection, {"person": "test", "act": "view", "object_kind": "student"})
        connection.rollback()


def _leftovers(engine) -> int:
    """Drafts, and rows of snapshots that nobody published."""
    published = select(meta_snapshot.c.snapshot_id).where(meta_snapshot.c.status == "published")
    with engine.connect() as connection:
        drafts = connection.execute(
            select(func.count()).select_from(meta_snapshot).where(meta_snapshot.c.status != "published")
        ).scalar_one()
        lost = [
            connection.execute(
                select(func.count()).select_from(table).where(table.c.snapshot_id.not_in(published))
            ).scalar_one()
            for table in (metadata.tables[name] for name in snapshots.MARTS)
        ]
    return drafts + sum(lost)


@pytest.mark.slow
def test_profile_killed_at_twenty_moments_never_shows_half_a_snapshot(demo_copy, jobs):
    told = _undisturbed(demo_copy)
    engine = open_engine(demo_copy)
    with engine.connect() as connection:
        current, digest = _current(connection)
        whole = _counts(connection, current)
    pages, reached = _pages(demo_copy), []
    for moment in _moments(told):
        lines = _killed(demo_copy, moment)
        reached.append(len(lines))
        assert _pages(demo_copy) == pages, lines
        _healthy(engine)
        with engine.connect() as connection:
            found, shown = _current(connection)
            assert (shown, _counts(connection, found)) == (digest, whole), lines
        assert found == current or any(sign in lines[-1] for sign in AFTER_WRITING), lines
        current = found
    writing = next(number for number, (_, line) in enumerate(told) if FIRST_WRITE in line)
    assert sum(lines < writing for lines in reached) >= 3  # starting, reading and computing
    assert sum(writing <= lines for lines in reached) >= 3  # writing and publishing
    last = json.loads(jobs("profile", "--json", "-", home=demo_copy).stdout)
    assert last["digest"] == digest
    assert _pages(demo_copy) == pages
    assert _leftovers(engine) == 0
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    engine.dispose()


def test_second_profile_at_the_same_time_is_refused(demo_copy, jobs):
    with profile_lock(demo_copy):
        told = jobs("profile", home=demo_copy, expect=1).stderr
    assert "found: another profile of this home is running; expected: one profile at a time" in told


def test_draft_that_was_swept_away_is_not_published(demo_copy):
    engine = open_engine(demo_copy)
    with engine.connect() as connection:
        current, _ = _current(connection)
    about = {"as_of": warehouse_day(engine), "term_id": None, "week_no": None, "engine_name": "polars"}
    first = snapshots.begin(engine, **about)
    second = snapshots.begin(engine, **about)
    with pytest.raises(ShownError, match="swept away by another profile"):
        snapshots.publish(engine, first, {})
    with engine.connect() as connection:
        assert _current(connection)[0] == current
    snapshots.publish(engine, second, {})
    with engine.connect() as connection:
        assert _current(connection)[0] == second.snapshot_id
    engine.dispose()


def warehouse_day(engine):
    """The as-of of the current snapshot."""
    with engine.connect() as connection:
        return connection.execute(
            select(meta_snapshot.c.as_of).where(meta_snapshot.c.is_current)
        ).scalar_one()


def test_profile_takes_a_killed_load_back_first(demo_copy, jobs):
    engine = open_engine(demo_copy)
    with engine.begin() as connection:
        about = connection.execute(select(meta_load)).first()._asdict()
        killed = {**about, "load_id": about["load_id"] + 1, "status": "running", "ended_at": None}
        connection.execute(meta_load.insert(), killed)
    done = jobs("profile", "--if-changed", home=demo_copy)
    assert f"load {killed['load_id']} had been killed: rolled back" in done.stderr
    with engine.connect() as connection:
        query = select(meta_load.c.status).where(meta_load.c.load_id == killed["load_id"])
        assert connection.execute(query).scalar_one() == "failed"
    engine.dispose()

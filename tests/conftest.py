"""Fixtures for every test. A test touches a database only when it asks for a home; anything else fails.

`empty_home`  migrated, without a row, of this test alone
`demo_home`   the demo college of 300 students, shared by the tests of one worker: read it, and expect audit rows
`demo_copy`   the same college for this test alone: write, break and kill it
`own_database`  permission to open databases the test makes itself; any fixture named `*_home` gives it too
`in_chinese`  texts are Chinese, times those of Shanghai
`jobs`        `python -m jobs …` in a process of its own: jobs("check", home=home, expect=1)
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from tests import databases, longest_first
from tests.asked_once import ONCE
from ui import i18n, run

os.environ.setdefault("POLARS_MAX_THREADS", "2")
_allowed = {"now": True}


@event.listens_for(Engine, "do_connect")
def _only_with_a_home(dialect, record, positional, named) -> None:
    if not _allowed["now"]:
        raise AssertionError("this test touches a database without asking for a home: see tests/conftest.py")


_engines: set[Engine] = set()


@event.listens_for(Engine, "engine_connect")
def _note_engine(connection) -> None:
    _engines.add(connection.engine)


# .ci/run names what it has made available; a test that then skips for lack of it fails.
REQUIRED = [name for name in os.environ.get("HUAXIANG_REQUIRE", "").split(",") if name]
LACK = {
    "datasets": "data set",
    "postgres": "needs PostgreSQL",
    "browser": "browser",
    "office": "office program",
}


def _opens_a_home(item) -> bool:
    names = getattr(item, "fixturenames", ())
    return any(name.endswith("_home") or name == "demo_copy" for name in names)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Whole files by --dist loadscope, but for what is long enough to go alone (tests/longest_first.py)."""
    return longest_first.LongestFirst(config, log) if config.getvalue("dist") == "loadscope" else None


def pytest_collection_modifyitems(config, items):
    """What is longest starts first; HUAXIANG_ONLY=homes leaves out what another database cannot change."""
    items.sort(key=lambda item: longest_first.place(item.nodeid))
    if os.environ.get("HUAXIANG_ONLY") == "homes":
        _leave_out(config, items)


def _leave_out(config, items):
    kept, left = [], []
    for item in items:
        (kept if _opens_a_home(item) and not item.nodeid.startswith(tuple(ONCE)) else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2]
        if any(LACK[name] in reason for name in REQUIRED):
            report.outcome = "failed"
            report.longrepr = f"{reason}; but HUAXIANG_REQUIRE says it is there"
    return report


@pytest.fixture(autouse=True)
def _databases_only_on_request(request):
    asked = request.fixturenames
    _allowed["now"] = any(name.endswith("_home") or name in ("demo_copy", "own_database") for name in asked)
    yield
    _allowed["now"] = True
    while _engines:
        _engines.pop().dispose()  # a pool left to the collector is a warning, in whichever test it is found


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory, worker_id) -> Path:
    """A folder that all workers of this test session share."""
    base = tmp_path_factory.getbasetemp()
    return (base if worker_id == "master" else base.parent) / "homes"


@pytest.fixture
def empty_home(shared_folder, tmp_path):
    """A migrated home without a row."""
    home = databases.copy_home(databases.empty_template(shared_folder), tmp_path / "home")
    yield home
    databases.drop_home(home)


@pytest.fixture(scope="session")
def demo_home(shared_folder, tmp_path_factory):
    """The demo college, one copy for each worker; tests leave nothing in it but audit rows."""
    home = databases.copy_home(
        databases.demo_template(shared_folder), tmp_path_factory.mktemp("demo") / "home"
    )
    yield home
    databases.drop_home(home)


@pytest.fixture
def demo_copy(shared_folder, tmp_path):
    """The demo college for one test that changes it."""
    home = databases.copy_home(databases.demo_template(shared_folder), tmp_path / "home")
    yield home
    databases.drop_home(home)


@pytest.fixture
def own_database():
    """Permission to open databases that the test makes itself."""


@pytest.fixture(scope="session")
def jobs():
    """Run a verb as people do; see databases.run_jobs."""
    return databases.run_jobs


@pytest.fixture(scope="session")
def datasets() -> Path:
    """Where the public data sets lie; a test that asks for it is skipped where they are not."""
    place = os.environ.get("HUAXIANG_DATASETS") or databases.PROJECT.parent / "shared" / "datasets"
    if not Path(place).is_dir():
        pytest.skip(f"public data sets are not there (HUAXIANG_DATASETS={place})")
    return Path(place)


@pytest.fixture
def in_chinese():
    """Texts are Chinese and times those of Shanghai."""
    before, language = run.now(), i18n.language()
    run.use(run.Run(zone="Asia/Shanghai"))
    i18n.use("zh")
    yield
    run.use(before)
    i18n.use(language)

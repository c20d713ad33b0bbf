"""The demo college served for a headless Chromium; every test here is marked `browser` and skipped where none is asked for."""

import os
from pathlib import Path

import pytest

from jobs import headless
from jobs.bench_server import running_server
from tests.browser.words import Words

HERE = Path(__file__).parent


def _lack() -> str | None:
    if not os.environ.get("HUAXIANG_TEST_BROWSER"):
        return "needs a browser: HUAXIANG_TEST_BROWSER is not set"
    return None if headless.program() else f"needs a browser: none of {', '.join(headless.PROGRAMS)} is here"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    lack = _lack()
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if lack:
                item.add_marker(pytest.mark.skip(reason=lack))


@pytest.fixture(scope="session")
def chromium():
    """A headless browser for all tests."""
    with headless.browser() as running:
        yield running


@pytest.fixture(scope="session")
def demo_address(demo_home):
    """Where the demo college is served."""
    with running_server(demo_home.directory, demo_home.warehouse_url) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def words(demo_home):
    """What may be read on a page of either language."""
    return Words.of(demo_home)

"""Homes that the plain implementation is held against; the only place here that reaches the product, by its verbs."""

from __future__ import annotations

import pytest

from tests import databases
from tests.plain.published import Both

LARGE = ("--students", "6000", "--seed", "11")


def _both(home) -> Both:
    return Both(home.url, home.directory / "lake")


@pytest.fixture(scope="module")
def both(demo_home):
    """The demo college of 300 students, read twice."""
    found = _both(demo_home)
    yield found
    found.engine.dispose()


@pytest.fixture(scope="module")
def large_home(tmp_path_factory):
    """A college of 6,000 students, loaded and profiled, without models."""
    home = databases.new_home(tmp_path_factory.mktemp("large") / "home", "plain_large")
    databases.run_jobs("demo", *LARGE, "--no-profile", home=home)
    databases.run_jobs("profile", home=home)
    yield home
    databases.drop_home(home)


@pytest.fixture(scope="module")
def large(large_home):
    """The large college, read twice."""
    found = _both(large_home)
    yield found
    found.engine.dispose()

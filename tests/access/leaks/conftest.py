"""The small college, filled once for each worker: tests of this folder read it, and change nothing in it."""

import pytest

from tests import databases
from tests.access.leaks import small_college


@pytest.fixture(scope="session")
def small_home(shared_folder, tmp_path_factory):
    """A home that holds the small college."""
    home = databases.copy_home(
        databases.empty_template(shared_folder), tmp_path_factory.mktemp("small") / "home"
    )
    small_college.inserted(home).dispose()
    yield home
    databases.drop_home(home)


@pytest.fixture
def engine(small_home):
    """The small college's database, to be read."""
    return small_college.opened(small_home)

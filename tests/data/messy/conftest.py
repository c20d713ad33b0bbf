"""One loaded college of a few rows, copied for each test."""

import pytest

from tests import databases
from tests.data.messy_college import College, base


@pytest.fixture(scope="session")
def _small_college_home(shared_folder, tmp_path_factory):
    """The college as every test finds it."""
    place = tmp_path_factory.mktemp("messy")
    home = databases.copy_home(databases.empty_template(shared_folder), place / "home")
    base(home, place / "nothing")
    yield home
    databases.drop_home(home)


@pytest.fixture
def college_home(_small_college_home, tmp_path):
    """A copy for one test."""
    home = databases.copy_home(_small_college_home, tmp_path / "home")
    yield home
    databases.drop_home(home)


@pytest.fixture
def college(college_home, tmp_path):
    """The copy with a folder for files."""
    return College(college_home, tmp_path / "files")

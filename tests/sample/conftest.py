from pathlib import Path

import pytest

from data.sample.generate import generate


@pytest.fixture(scope="session")
def college(tmp_path_factory) -> Path:
    """The files of a college of 300 students; nothing is loaded."""
    folder = tmp_path_factory.mktemp("college")
    generate(300, 7, folder)
    return folder / "exports" / "demo"

"""Damaged files of every kind and format: no traceback, every row accounted, and what is good in them still loads."""

from __future__ import annotations

import pytest

from tests.data import mutations
from tests.data.small_source import write_files

COUNT = 500


@pytest.fixture
def folder(tmp_path):
    return write_files(tmp_path / "files", grades=None)


def test_five_hundred_damaged_files_are_accounted(empty_home, folder):
    """Each as a trial beside a home that holds nothing else; `jobs bench ingest --cases mutations` does ten thousand."""
    outcome = mutations.judged(empty_home, folder, mutations.mutations(COUNT))
    assert outcome["unbalanced"] == []
    assert outcome["loads good rows"] >= COUNT / 2

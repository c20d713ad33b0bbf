"""The same on a college of 6,000 students, where peer groups, reference populations and tiers are full. By request alone."""

import os

import pytest

from tests.plain.published import LEVELS, shown

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        os.environ.get("HUAXIANG_TEST_LARGE") != "1",
        reason="6,000 students take minutes: set HUAXIANG_TEST_LARGE=1 (.ci/run does)",
    ),
]


@pytest.mark.parametrize("level", LEVELS)
def test_values_agree(large, level):
    found = large.differences(level)
    assert not found, shown(found)


def test_judgements_agree(large):
    found = large.disagreements()
    assert not found, shown(found)

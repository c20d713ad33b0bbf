"""Tiles beside the period before, a year before, and peers: a difference is told where the intervals support it."""

import pytest

from tests.views.test_since import NOW, SCHOOL, engine, office, store  # noqa: F401 - fixture
from ui import text
from views.figures import compare, values
from views.parts import Tile

PASS = "crs_first_pass"


def line(way, indicator=PASS):
    own = values.of_entity(office("leadership").scope, NOW, *SCHOOL)
    strip = (Tile(own.figure(indicator)),)
    (made,) = compare.tiles(office("leadership").scope, NOW, *SCHOOL, strip, way)
    return text.plain(made.gap)


@pytest.fixture
def terms(engine):  # noqa: F811
    store(engine, 2, PASS, 0.80, 0.78, 0.82, period="2023-2024-2")
    store(engine, 2, PASS, 0.89, 0.86, 0.92, period="2024-2025-1")
    store(engine, 2, PASS, 0.90, 0.88, 0.92, period="2024-2025-2")
    return engine


def test_period_before_is_within_chance_and_year_before_is_not(terms):
    assert line("previous") == "与2024—2025学年第一学期（89.0%）无明显差异"
    assert line("year") == "较2023—2024学年第二学期 ↑ 10.0 个百分点"


def test_standard_and_unknown_ways_leave_the_strip_as_it_is(terms):
    own = values.of_entity(office("leadership").scope, NOW, *SCHOOL)
    strip = (Tile(own.figure(PASS)),)
    for way in ("standard", None, "anything"):
        assert compare.tiles(office("leadership").scope, NOW, *SCHOOL, strip, way) is strip


def test_without_an_earlier_period_or_peers_it_says_so(engine):  # noqa: F811
    store(engine, 2, PASS, 0.90, 0.88, 0.92)
    assert line("previous") == line("year") == "没有更早一期的数据"
    assert line("peers") == "同类不足 10 个，不作比较"


@pytest.mark.parametrize(
    ("median", "words"),
    [
        (0.95, "低于同类中位 95.0%（12个）"),
        (0.91, "与同类中位 91.0% 无明显差异（12个）"),
        (0.80, "高于同类中位 80.0%（12个）"),
    ],
)
def test_peers_differ_only_where_the_interval_leaves_the_median_outside(engine, median, words):  # noqa: F811
    store(engine, 2, PASS, 0.90, 0.88, 0.92, peer_median=median, peer_count=12)
    assert line("peers") == words

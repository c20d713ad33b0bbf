"""Five hundred random readers with random filters, and what can be worked out by subtraction: nothing of what is hidden."""

import warnings

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import HypothesisWarning

from jobs import bench_leaks
from tests.access.leaks import cells, demo_world, draws
from views import warehouse

DRAWS = 500


@pytest.fixture(scope="module")
def demo(demo_home):
    return demo_world.loaded(demo_home)


@pytest.fixture(autouse=True)
def _opened(demo_home):
    warehouse.configure(demo_home)
    warnings.simplefilter("ignore", HypothesisWarning)


def _drawn(demo, count):
    found = []

    @settings(max_examples=count, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(draws.strategy(demo))
    def judge(draw):
        found.extend(draws.leaks(demo, draw))

    judge()
    return found


def test_no_draw_gives_what_the_reader_may_not_have(demo):
    assert _drawn(demo, DRAWS) == []


def test_draws_notice_a_query_that_is_not_restricted(demo, monkeypatch):
    monkeypatch.setattr(warehouse, "restrict", lambda query, scope, **_: query)
    found = _drawn(demo, 60)
    assert any("row of" in fault for fault in found) and any(
        "page of" in fault or "name of" in fault for fault in found
    )


@pytest.mark.parametrize("role", cells.WITHOUT_ROWS)
def test_no_hidden_cell_follows_from_those_shown(demo, role):
    shown, hidden, found = cells.revealed_to(role)
    assert found == [] and shown > 100 and hidden > 50


@pytest.mark.parametrize("flag", ["is_open", "is_open_inside"])
def test_hidden_cells_are_those_of_few_persons_and_those_that_would_tell_them(demo, flag):
    assert cells.too_small(flag) == []


def test_counts_of_a_department_tell_no_small_group(demo):
    assert cells.small_counts() == []


def test_a_cell_that_is_shown_by_mistake_is_noticed(demo, monkeypatch):
    """Hidden cells of one table opened one by one: sooner or later the rest follows."""
    assert cells.revealed_to("hr", opened=3)[2]


def test_bench_ends_with_one_where_anything_leaks(demo_home):
    case = bench_leaks.leaks_case(demo_home, "sqlite", 20)
    assert (case["leaks"], case["draws"]) == ([], 20) and bench_leaks.totals([case])["exit_code"] == 0
    told = bench_leaks.totals([case, case | {"leaks": ["dean table row of dim_student"]}])
    assert (told["draws"], told["leaks"], told["exit_code"]) == (40, 1, 1)

"""Places, rank robustness, dominance, influence and structure on orders worked out by hand (C.9)."""

import time
from dataclasses import replace

import numpy as np
import pytest

from profiling.indices.robustness import (
    alternatives,
    certainty,
    dimension_scores,
    dominance_share,
    draws_of_intervals,
    influence_of_dimensions,
    no_clear_difference,
    ranges_of_places,
    rank_shift,
)
from profiling.indices.structure import correlations, cronbach, structure
from profiling.judge import published_dimensions
from profiling.simulation import simulate
from tests.profiling.boards import made


def test_units_apart_have_one_place_and_units_alike_share_a_range():
    """Nine departments: one far ahead, one far behind, seven that chance orders anew each time."""
    value = np.array([95.0, *[80.0] * 7, 60.0])
    draws = draws_of_intervals(value, value - 2, value + 2, seed=1)
    found = ranges_of_places(draws)
    assert (found.low[0], found.high[0], found.of[0]) == (1, 1, 9)
    assert (found.low[8], found.high[8]) == (9, 9)
    np.testing.assert_array_equal(found.low[1:8], 2)
    np.testing.assert_array_equal(found.high[1:8], 8)
    unsure = no_clear_difference(draws)
    assert unsure[1:8, 1:8].all()
    assert not unsure[0, 1:].any()


def test_who_is_not_compared_takes_no_place():
    draws = np.repeat(np.array([[1.0], [2.0], [3.0], [np.nan], [9.0]]), 1000, axis=1)
    found = ranges_of_places(draws, np.array([True, True, True, True, False]))
    np.testing.assert_array_equal(found.low, [3, 2, 1, np.nan, np.nan])
    np.testing.assert_array_equal(found.of, [3, 3, 3, np.nan, np.nan])
    assert np.isnan(ranges_of_places(draws[:2]).low).all()


def test_certainty_of_an_order_counts_ties_half():
    draws = np.array([[1.0, 2, 3, 4], [1.0, 1, 4, 3]])
    np.testing.assert_allclose(certainty(draws)[0, 1], (0.5 + 1 + 0 + 1) / 4)


def test_value_without_interval_stands_still():
    value = np.array([1.0, 2.0])
    draws = draws_of_intervals(value, np.full(2, np.nan), np.full(2, np.nan), seed=1)
    np.testing.assert_array_equal(draws, np.repeat(value[:, None], 1000, axis=1))


def test_average_shift_in_rank_and_tau_by_hand():
    """Four entities; the two in the middle change places: R = 2/4, five of six pairs stay ordered, tau = 4/6."""
    shift, tau = rank_shift(np.array([4.0, 3, 2, 1]), np.array([4.0, 2, 3, 1]))
    assert shift == pytest.approx(0.5)
    assert tau == pytest.approx(4 / 6)
    assert rank_shift(np.array([1.0, 2]), np.array([1.0, 2])) == (None, None)


def test_pairs_that_no_weighting_reverses():
    """a above b in both; c between: a-b is dominance, a-c and b-c are not; an equal pair is no order."""
    assert dominance_share(np.array([[80.0, 80], [60, 60], [90, 50]])) == pytest.approx(1 / 3)
    assert dominance_share(np.array([[80.0, 80], [80, 80]])) == 0
    assert dominance_share(np.array([[80.0, np.nan], [60, 60]])) == 0


def test_dominance_holds_under_any_weights():
    from profiling.indices.aggregate import geometric_index

    random = np.random.default_rng(1)
    pair = np.sort(random.uniform(20, 100, (50, 2, 4)), axis=1)
    for weights in random.dirichlet([1] * 4, 20):
        index = geometric_index(pair, weights)
        assert (index[:, 0] <= index[:, 1]).all()


def test_dimension_in_which_all_are_alike_has_no_influence():
    random = np.random.default_rng(1)
    dimensions = np.stack([np.full(50, 70.0), random.uniform(40, 90, 50), random.uniform(60, 70, 50)], axis=1)
    found = influence_of_dimensions(dimensions, np.array([0.6, 0.2, 0.2]), epsilon=10)
    assert found[0] == pytest.approx(0)
    assert found.sum() == pytest.approx(1)
    assert found[1] > 0.8
    alike = influence_of_dimensions(np.full((5, 2), 70.0), np.array([0.5, 0.5]), epsilon=10)
    assert np.isnan(alike).all()


def test_alternatives_name_each_indicator_once_and_know_the_unchanged():
    board = made("course.literacy.general", 60)
    found = {one.name: one for one in alternatives(board, published_dimensions(board)[1])}
    assert {"equal_weights", "arithmetic", "no_floor"} <= found.keys()
    assert sum(name.startswith("without:") for name in found) == len(board.items)
    assert all(-1 <= one.tau <= 1 and one.mean_shift >= 0 for one in found.values())
    high = replace(board, score=np.where(np.isnan(board.score), np.nan, 20 + board.score * 0.8))
    same = {one.name: one for one in alternatives(high, published_dimensions(high)[1])}["no_floor"]
    assert (same.mean_shift, same.tau) == (0, pytest.approx(1))


def test_a_thousand_entities_are_quick():
    board = made("course.post_ability.college", 1000)
    published = published_dimensions(board)[1]
    draws = simulate(board, published, seed=1).index
    started = time.process_time()
    alternatives(board, published)
    ranges_of_places(draws)
    dominance_share(dimension_scores(board))
    assert time.process_time() - started < 3


def test_structure_warns_of_twins_and_of_opposed_dimensions():
    random = np.random.default_rng(1)
    base, other = random.normal(70, 10, (2, 80))
    scores = np.stack(
        [base, base + random.normal(0, 1, 80), other, 140 - base + random.normal(0, 3, 80)], axis=1
    )
    dimension_of = np.array([0, 0, 0, 1])
    dimensions = np.stack([scores[:, :3].mean(axis=1), scores[:, 3]], axis=1)
    found = structure(scores, dimension_of, dimensions)
    assert [pair[:2] for pair in found.too_close] == [(0, 1)]
    assert [pair[:2] for pair in found.opposed] == [(0, 1)]
    assert 0 < found.alpha[0] < 1 and np.isnan(found.alpha[1])


def test_correlation_needs_ten_pairs_and_variation():
    columns = np.array([[float(number), float(number), 1.0] for number in range(12)])
    columns[:3, 1] = np.nan
    found = correlations(columns)
    assert np.isnan(found[0, 1]) and np.isnan(found[0, 2])
    assert found[0, 0] == pytest.approx(1)


def test_cronbach_alpha_from_variances():
    one = np.array([1.0, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1])
    other = np.array([1.0, -1, 1, -1, 1, -1, 1, -1, 1, -1, -1, 1])
    covariance = np.cov(one, other)
    whole = covariance.sum()
    expected = 2 * (1 - (covariance[0, 0] + covariance[1, 1]) / whole)
    assert cronbach(np.stack([one, other], axis=1)) == pytest.approx(expected)

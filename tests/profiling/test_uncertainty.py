"""Honest numbers: draws that belong to an entity, bands that hold what is known, places, robustness, structure (C.5, C.8, C.9)."""

from dataclasses import replace

import numpy as np
import pytest

from profiling import simulation
from profiling.board import Board
from profiling.indices import uncertainty
from profiling.indices.peers import FEWEST_PEERS, standing
from profiling.indices.shrink import shrink_means, shrink_rates, shrink_rates_with
from profiling.judge import published_dimensions
from profiling.simulation import simulate
from tests.profiling.boards import made, rows_of

SEED = 7


def simulated(board: Board):
    return simulate(board, published_dimensions(board)[1], seed=SEED)


def test_equal_seed_gives_equal_numbers_whatever_the_chunks_and_threads(monkeypatch):
    board = made()
    first = simulated(board)
    monkeypatch.setattr(simulation, "CHUNK", 7)
    monkeypatch.setattr(simulation, "WORKERS", 1)
    second = simulated(board)
    for name in uncertainty.Spread.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(first.spread, name), getattr(second.spread, name))
    assert first.influences == second.influences
    other = simulate(board, published_dimensions(board)[1], seed=SEED + 1)
    assert not np.array_equal(first.spread.low, other.spread.low)


def test_order_of_the_entities_moves_nobody():
    board = made()
    order = np.random.default_rng(3).permutation(len(board.entities))
    first, second = simulated(board), simulated(rows_of(board, order))
    np.testing.assert_array_equal(first.spread.low[order], second.spread.low)
    assert [first.influences[row] for row in order] == second.influences


def test_one_more_entity_moves_only_those_who_lack_a_score():
    """Missing scores are drawn from the peers on the board, the declared reference population; nothing else is shared."""
    board = made(entities=41)
    fewer = rows_of(board, np.arange(40))
    first, second = simulated(fewer), simulated(board)
    complete = (fewer.observed | ~fewer.applies).all(axis=1)
    assert complete.any()
    np.testing.assert_array_equal(first.spread.low[complete], second.spread.low[:40][complete])
    np.testing.assert_array_equal(first.spread.probability_met[complete], second.spread.probability_met[:40][complete])  # fmt: skip


def test_students_too_have_a_thousand_draws():
    assert simulation.DRAWS == 1000
    board = made("student.development", 30)
    found = simulated(board).spread.probability_met
    shares = found[~np.isnan(found)] * 1000
    np.testing.assert_allclose(shares, shares.round(), atol=1e-6)
    assert (shares.round() % 5 != 0).any()


def test_draws_of_persons_are_not_kept():
    assert simulated(made()).index is None
    assert simulated(made("course.literacy.general")).index.shape == (40, simulation.DRAWS)


def test_rate_is_drawn_inside_its_limits_and_on_its_own_side():
    noise = np.random.default_rng(1).standard_normal((1, 200_000)).astype(np.float32)
    # 9 of 9: nothing above 1, five in a hundred below the lower limit
    below = (1 - 0.75) / 1.6449
    drawn = uncertainty.values_of_draws(noise, np.array([1.0]), np.array([[below, 0.0]]), "share")
    assert drawn.max() <= 1.0
    assert (drawn < 0.75).mean() == pytest.approx(0.05, abs=0.002)
    free = uncertainty.values_of_draws(noise, np.array([-4.0]), np.array([[1.0, 1.0]]), "correlation")
    assert free.min() >= -4.0  # a value outside its range is not moved into it


def test_a_complete_register_is_fixed():
    noise = np.random.default_rng(1).standard_normal((2, 50)).astype(np.float32)
    drawn = uncertainty.values_of_draws(noise, np.array([0.4, 7.0]), np.zeros((2, 2)), "hours")
    np.testing.assert_allclose(drawn, np.repeat([[0.4], [7.0]], 50, axis=1), rtol=1e-6)


@pytest.mark.parametrize("anchors", [(0.0, 6, 8, 12), (0.30, 0.15, 0.08, 0.03)])
def test_unshifted_draws_score_like_the_value_itself(anchors):
    from profiling.indices.normalise import score_against_anchors

    values = np.linspace(min(anchors) - 0.1, max(anchors) + 0.1, 50)[None]
    found = uncertainty.scores_of_draws(values.astype(np.float32), np.array([anchors]), np.zeros((2, 50)))
    np.testing.assert_allclose(found, score_against_anchors(values, anchors), atol=0.01)


def test_shifted_anchors_keep_their_order():
    shift = np.stack([np.full(9, 0.05), np.full(9, -0.05)])
    values = np.linspace(0, 1, 9, dtype=np.float32)[None]
    found = uncertainty.scores_of_draws(values, np.array([[0.0, 0.50, 0.52, 1.0]]), shift)
    assert (np.diff(found) >= 0).all()
    assert found[0, 0] == 0 and found[0, -1] == 100


def test_explained_share_is_close_to_the_correlation_ratio():
    """Squared correlation beside the correlation ratio over twenty classes of the same draws."""
    random = np.random.default_rng(2)
    scores = random.uniform(40, 90, (3, 1, 20_000)).astype(np.float32)
    weights = np.array([0.5, 0.3, 0.2], dtype=np.float32)
    index = np.exp((weights[:, None, None] * np.log(scores)).sum(axis=0))
    found = uncertainty.explained_share(scores.copy(), index)[0]
    for column in range(3):
        order = np.argsort(scores[column, 0])
        classes = index[0][order].reshape(20, -1)
        assert found[column] == pytest.approx(classes.mean(axis=1).var() / index.var(), abs=0.02)


def test_dimension_without_weight_enters_neither_band_nor_probability():
    board = made("course.literacy.general")
    body = board.standard.model_dump()
    weights = [0.0] + [
        part["weight"] / (1 - body["dimensions"][0]["weight"]) for part in body["dimensions"][1:]
    ]
    parts = [part | {"weight": weight} for part, weight in zip(body["dimensions"], weights, strict=True)]
    light = replace(board, standard=type(board.standard).model_validate(body | {"dimensions": parts}))
    worse = replace(light, score=light.score.copy(), value=light.value.copy())
    worse.value[:, worse.of(0)] = 0.0
    np.testing.assert_array_equal(simulated(light).spread.probability_strong, simulated(worse).spread.probability_strong)  # fmt: skip


def test_shrinkage_by_hand():
    """Three entities: n 4, 6, 10; means 80, 90, 85; variances 20, 30, 25 (worked out on paper)."""
    found = shrink_means(np.array([4, 6, 10]), np.array([80.0, 90, 85]), np.array([20.0, 30, 25]))
    msw = (3 * 20 + 5 * 30 + 9 * 25) / 17
    ybar = (4 * 80 + 6 * 90 + 10 * 85) / 20
    msb = (4 * (80 - ybar) ** 2 + 6 * (90 - ybar) ** 2 + 10 * (85 - ybar) ** 2) / 2
    n0c = (20 - (16 + 36 + 100) / 20) / 2
    tau2 = (msb - msw) / n0c
    precision = [1 / (tau2 + msw / n) for n in (4, 6, 10)]
    mu = sum(p * y for p, y in zip(precision, (80, 90, 85), strict=True)) / sum(precision)
    n0 = msw / tau2
    expected = [mu + n / (n + n0) * (y - mu) for n, y in ((4, 80), (6, 90), (10, 85))]
    np.testing.assert_allclose(found.value, expected, atol=1e-9)
    np.testing.assert_allclose(found.deviation, [np.sqrt(msw / (n + n0)) for n in (4, 6, 10)], atol=1e-9)
    np.testing.assert_allclose(found.high - found.value, 1.645 * found.deviation, rtol=2e-4)


def test_one_response_each_shows_no_difference():
    found = shrink_means(np.array([1, 1, 1]), np.array([60.0, 80, 100]), np.array([np.nan] * 3))
    assert not found.is_detectable
    np.testing.assert_allclose(found.value, 80.0)
    rates = shrink_rates(np.array([0, 1, 1]), np.array([1, 1, 1]))
    np.testing.assert_allclose(rates.value, 2 / 3, atol=1e-3)


def test_rates_alike_are_held_together_and_rates_apart_are_left_alone():
    alike = shrink_rates(np.array([80, 81, 79]), np.array([100, 100, 100]))
    np.testing.assert_allclose(alike.value, 0.8, atol=1e-3)
    apart = shrink_rates(np.array([100, 0]), np.array([100, 100]))
    np.testing.assert_allclose(apart.value, [1, 0], atol=1e-2)
    assert np.isfinite(apart.low).all()
    again = shrink_rates_with(np.array([9]), np.array([9]), pbar=0.88, strength=40)
    assert again.low[0] < again.value[0] < again.high[0] < 1


def test_place_among_peers_counts_itself_half_and_says_nothing_below_ten():
    values = np.array([60.0, 70, 70, 80, 90, 95, 96, 97, 98, 99])
    limits = np.stack([values - 15, values + 15], axis=1)
    found = standing(values, limits, np.zeros(10, dtype=int))
    np.testing.assert_allclose(found.percentile[:4], [5, 20, 20, 35])
    np.testing.assert_allclose(
        [found.low[3], found.high[3]], [15, 50]
    )  # 65: one below; 95: four others below, one tied, itself half
    assert (found.low <= found.percentile).all() and (found.percentile <= found.high).all()
    few = standing(values, limits, np.array([0] * 9 + [-1]))
    assert np.isnan(few.percentile).all() and few.count[0] == FEWEST_PEERS - 1


def test_small_group_is_widened_and_a_large_one_is_not():
    values = np.arange(22, dtype=float)
    limits = np.full((22, 2), np.nan)
    inside = standing(values, limits, np.array([0] * 12 + [1] * 10))
    few = standing(values, limits, np.array([0] * 13 + [1] * 9))
    wide = standing(values, limits, np.zeros(22, dtype=int))
    assert inside.widened(wide)[1].all()
    chosen, own = few.widened(wide)
    np.testing.assert_array_equal(own, [True] * 13 + [False] * 9)
    assert chosen.count[0] == 13 and chosen.count[-1] == 22
    assert np.isnan(chosen.low).all()

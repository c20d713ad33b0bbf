"""Parallel classes: a planted difference is found at its size, chance alone is not called a difference."""

import numpy as np
import polars as pl
import pytest

from profiling.indicators.course_classes import effects, shrunken

SIZE, SPREAD = 40, 9.0


def simulated(rng, planted, courses, *, prior_gap=0.0):
    """Courses of len(planted) classes; score = 20 + 0.7 prior + what is planted in the class + noise."""
    frames = []
    for course in range(courses):
        for place, extra in enumerate(planted):
            prior = rng.normal(72 + prior_gap * place, 8, SIZE)
            score = 20 + 0.7 * prior + extra + rng.normal(0, SPREAD, SIZE)
            frames.append(
                pl.DataFrame({"prior": prior, "score": score}).with_columns(
                    course_code=pl.lit(f"C{course}"), term_id=pl.lit("T"), offering_id=pl.lit(f"C{course}/{place}")
                )
            )  # fmt: skip
    return shrunken(effects(pl.concat(frames)))


def of_place(found, place):
    return found.filter(pl.col("offering_id").str.ends_with(f"/{place}"))


def test_planted_difference_is_found_in_its_class():
    found = simulated(np.random.default_rng(5), (0, 0, 0, -12), 8)
    assert (of_place(found, 3)["high"] < 0).mean() >= 0.9
    # a class is compared with all four together: -12 is -9 from their mean, the others are +3
    assert of_place(found, 3)["raw_value"].mean() == pytest.approx(-9, abs=1.2)
    assert (of_place(found, 0)["high"] < 0).sum() == 0


def test_planted_difference_is_found_beside_another_start():
    """The class with the better students is the weaker one: raw means hide it, adjusted ones do not."""
    found = simulated(np.random.default_rng(6), (0, -8), 8, prior_gap=11.4)
    assert (of_place(found, 1)["high"] < 0).mean() >= 0.8
    assert of_place(found, 1)["raw_value"].mean() == pytest.approx(-4, abs=1.2)


def test_chance_alone_is_within_chance():
    rng, named, classes = np.random.default_rng(7), 0, 0
    for _ in range(60):
        found = simulated(rng, (0, 0, 0, 0), 3)
        named += ((found["high"] < 0) | (found["low"] > 0)).sum()
        classes += found.height
    assert named / classes < 0.05


def test_one_course_of_two_equal_classes_is_rarely_named():
    rng = np.random.default_rng(8)
    named = [
        ((found := simulated(rng, (0, 0), 1))["high"] < 0).any() or (found["low"] > 0).any()
        for _ in range(300)
    ]
    assert np.mean(named) < 0.1


def test_interval_holds_the_truth_nine_times_in_ten():
    rng, inside = np.random.default_rng(9), []
    for _ in range(40):
        planted = rng.normal(0, 4, 5)
        found = simulated(rng, tuple(planted), 6)
        for place, extra in enumerate(planted - planted.mean()):
            rows = of_place(found, place)
            inside += ((rows["low"] <= extra) & (rows["high"] >= extra)).to_list()
    assert 0.85 <= np.mean(inside) <= 0.95


def test_without_noise_nothing_is_shrunken_away():
    rows = [("A", x, 30 + x) for x in range(50, 70)] + [("B", x, 20 + x) for x in range(50, 70)]
    pairs = pl.DataFrame(rows, schema=["offering_id", "prior", "score"], orient="row").with_columns(
        course_code=pl.lit("C"), term_id=pl.lit("T")
    )
    found = shrunken(effects(pairs.cast({"prior": pl.Float64, "score": pl.Float64}))).sort("offering_id")
    assert found["value"].to_list() == pytest.approx([5.0, -5.0])
    assert found["low"].to_list() == pytest.approx(found["high"].to_list())

"""The effect of an improvement action against answers worked out by hand (indicators.md E.4)."""

import pytest

from improvement.aims import aim
from improvement.effect import Stored, effect, least_change, verified


def stored(
    value, low=None, high=None, *, n=200, status="observed", period="2024-2025-1", definition="2026.1"
):
    return Stored(value, low, high, n, status, period, definition)


def later(value, low=None, high=None, **more):
    return stored(value, low, high, **{"period": "2024-2025-2", **more})


def told(before, after, direction="up", **more):
    found = effect(before, after, direction=direction, **more)
    return found.outcome, found.reason


# 0.70 ± 0.0329 has SE 0.02 (0.0329 = 1.645 * 0.02); 0.80 ± 0.02467 has SE 0.015.
# MDC = 1.645 * sqrt(0.02^2 + 0.015^2) = 1.645 * 0.025 = 0.041125
BEFORE = stored(0.70, 0.6671, 0.7329)


def test_least_change_by_hand():
    assert least_change(BEFORE, later(0.80, 0.775325, 0.824675)) == pytest.approx(0.041125)
    assert least_change(stored(70), later(80)) is None
    # one value with an interval, one counted in full: 1.645 * 0.02
    assert least_change(BEFORE, later(0.8)) == pytest.approx(0.0329)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.7412, ("effective", "beyond_chance")),  # + 0.0412 > 0.041125
        (0.7411, ("partly", "within_chance")),  # + 0.0411 < 0.041125
        (0.7001, ("partly", "within_chance")),
        (0.70, ("no_effect", "not_better")),
        (0.65, ("no_effect", "not_better")),
    ],
)
def test_up_against_the_minimum_detectable_change(value, expected):
    assert told(BEFORE, later(value, value - 0.024675, value + 0.024675)) == expected


def test_down_is_better_when_the_figure_falls():
    before = stored(10.0, 8.355, 11.645)  # SE 1
    assert told(before, later(7.0, 5.355, 8.645), "down") == (
        "effective",
        "beyond_chance",
    )  # 3 > 1.645 * 1.414 = 2.326
    assert told(before, later(8.0, 6.355, 9.645), "down") == ("partly", "within_chance")  # 2 < 2.326
    assert told(before, later(12.0, 10.355, 13.645), "down") == ("no_effect", "not_better")
    assert effect(before, later(7.0, 5.355, 8.645), direction="down").change == pytest.approx(3.0)


def test_band_is_better_when_nearer_to_its_edges():
    before = stored(22.0, 21.1775, 22.8225)  # SE 0.5; MDC 1.163
    band = {"target": 10.0, "far": 18.0}
    assert told(before, later(19.0, 18.1775, 19.8225), "band", **band) == (
        "effective",
        "beyond_chance",
    )  # 4 -> 1 outside
    assert told(before, later(21.0, 20.1775, 21.8225), "band", **band) == (
        "partly",
        "within_chance",
    )  # 4 -> 3
    assert told(before, later(14.0, 13.1775, 14.8225), "band", **band) == ("effective", "target")
    assert told(before, later(5.0, 4.1775, 5.8225), "band", **band) == (
        "no_effect",
        "not_better",
    )  # 4 above -> 5 below
    assert told(before, later(19.0), "band") == ("cannot_tell", "direction")


def test_target_met_counts_as_effective_however_small_the_change():
    assert told(BEFORE, later(0.71, 0.68, 0.74), target=0.71) == ("effective", "target")
    assert told(stored(0.10), later(0.08), "down", target=0.08) == ("effective", "target")


def test_target_that_was_met_before_says_nothing():
    assert told(BEFORE, later(0.71, 0.68, 0.74), target=0.60) == ("partly", "within_chance")


def test_figures_counted_in_full_meet_their_target_or_move_and_no_more():
    assert told(stored(40.0), later(60.0)) == ("partly", "no_interval")
    assert told(stored(40.0), later(72.0), target=72.0) == ("effective", "target")
    assert told(stored(40.0), later(30.0)) == ("no_effect", "not_better")


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (BEFORE, None, "no_value"),
        (BEFORE, later(None), "no_value"),
        (stored(None), later(0.8), "no_value"),
        (BEFORE, later(0.9, 0.88, 0.92, definition="2027.1"), "definition"),
        (BEFORE, stored(0.9, 0.88, 0.92), "no_new_period"),
        (stored(0.7, period="5y:2025"), stored(0.9, period="5y:2025"), "no_new_period"),
        (BEFORE, later(0.9, 0.88, 0.92, status="provisional"), "coverage"),
        (stored(0.7, 0.6, 0.8, status="provisional"), later(0.9, 0.88, 0.92), "coverage"),
        (BEFORE, later(0.9, 0.7, 1.0, n=9), "few"),
    ],
)
def test_cannot_tell(before, after, reason):
    assert told(before, after, least=10, target=0.75) == ("cannot_tell", reason)


def test_context_is_never_better_or_worse():
    assert told(BEFORE, later(0.9, 0.88, 0.92), "context") == ("cannot_tell", "direction")


@pytest.mark.parametrize(
    ("grades", "outcome", "expected"),
    [
        (("E2",), "effective", True),  # E1 is computed
        (("E2",), "partly", True),
        (("E2",), "no_effect", False),
        (("E2",), "cannot_tell", False),
        (("E2", "E3"), "no_effect", True),
        (("E2", "E4"), "cannot_tell", True),
        (("E3", "E4"), "effective", False),  # without an artefact
        (("E0",), "effective", False),
        ((), "effective", False),
    ],
)
def test_verified_needs_an_artefact_and_an_outcome_or_a_check(grades, outcome, expected):
    assert verified(grades, outcome) is expected


@pytest.mark.parametrize(
    ("indicator", "marks", "is_qualified", "expected"),
    [
        ("crs_attendance", [0.8, 0.9, 0.95, 0.98], False, (0.9, None)),  # qualified first
        ("crs_attendance", [0.8, 0.9, 0.95, 0.98], True, (0.95, None)),  # then target
        ("maj_core_first_pass", [0.6, 0.75, 0.8, 0.97, 0.99, 1.0], False, (0.8, 0.97)),
        ("crs_first_pass", [], False, (0.8, 0.98)),  # in no standard: the benchmark of the definition, 80–98%
        ("stu_plan_progress", [], False, (0.8, None)),  # ≥80%
        ("crs_excellent_rate", [], False, (None, None)),  # context
        ("no_such_figure", [1, 2, 3, 4], False, (None, None)),
    ],
)
def test_aim_is_the_next_mark_or_the_benchmark(indicator, marks, is_qualified, expected):
    assert aim(indicator, marks, is_qualified=is_qualified) == expected

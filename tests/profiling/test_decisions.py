"""Decisions that hold for every input: nothing buys off a gate, a must-have or a weak dimension; unknown is never low."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiling.board import Board, board
from profiling.indices.decide import decide
from profiling.indices.gaps import next_anchor
from profiling.judge import Verdict, judge
from profiling.standard import standards
from profiling.verdict_rows import dimension_rows, index_rows
from tests.profiling.boards import made

T3 = standards()["teacher.T3"]
ITEMS = {item.id: item for part in T3.dimensions for item in part.indicators}
PLACE = {item.id: part.id for part in T3.dimensions for item in part.indicators}
SPARE = "tch_enterprise_visits"  # of the slot of teachers of professional courses the other item
RATED = "tch_set_eb"
MARKS = np.array([[80.0, 85.0, 90.0, 95.0]])
RISING = [
    name for name, item in ITEMS.items()
    if name != SPARE and (name == RATED or (isinstance(item.anchors, tuple) and item.anchors[0] < item.anchors[3]))
]  # fmt: skip
GATES = {name: {"e": True} for name in T3.gates}
ORDER = ("not_met", "borderline", "met", "strong")
unknown = st.sampled_from(("missing", "suppressed", "stale"))
shares = st.integers(0, 1000).map(lambda thousandth: thousandth / 1000)
levels = st.fixed_dictionaries(dict.fromkeys(ITEMS, shares))


def _value(name: str, level: float) -> float:
    """A value of an item from its floor (0) to its stretch anchor (1)."""
    item = ITEMS[name]
    if item.levels:
        return float(round(level * (len(item.levels) - 1)))
    if item.band:
        low, high = item.in_stored_unit()[0], item.in_stored_unit()[2]
        return low + level * (high - low)
    marks = MARKS[0] if name == RATED else item.in_stored_unit()
    return float(np.interp(level, [0, 0.6, 0.8, 1], marks))


def _table(given: dict[str, float], status: dict[str, str] | None = None) -> Board:
    state = dict.fromkeys(ITEMS, "observed") | {SPARE: "not_applicable"} | (status or {})
    rows = [
        ("e", name, _value(name, level) if state[name] == "observed" else None, None, None, state[name])
        for name, level in given.items()
    ]
    schema = {"entity_id": pl.String, "indicator_id": pl.String, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "status": pl.String}  # fmt: skip
    return board(T3, ["e"], pl.DataFrame(rows, schema=schema, orient="row"), {RATED: MARKS})


def _verdict(given, status=None, gates=GATES) -> Verdict:
    return judge(_table(given, status), gates, seed=1)


def _all(level: float, **other: float) -> dict[str, float]:
    return dict.fromkeys(ITEMS, level) | other


@given(levels, st.dictionaries(st.sampled_from(sorted(set(ITEMS) - {SPARE})), unknown, max_size=12))
@settings(max_examples=40, deadline=None)
def test_what_is_unknown_has_no_score_and_lowers_no_dimension_to_zero(given, status):
    verdict = _verdict(given, status)
    table = verdict.board
    for column, (place, item) in enumerate(table.items):
        if item.id in status:
            assert np.isnan(table.score[0, column])
            seen = table.score[0, table.of(place)][table.observed[0, table.of(place)]]
            score = verdict.dimensions[0, place]
            assert np.isnan(score) or seen.min() - 1e-9 <= score <= seen.max() + 1e-9
    if not verdict.is_published[0]:
        assert verdict.decision[0] == "insufficient"


@pytest.mark.parametrize("state", ["missing", "suppressed", "stale"])
def test_the_best_who_is_not_known_is_never_judged_low(state):
    for name in sorted(set(ITEMS) - {SPARE}):
        assert _verdict(_all(1.0), {name: state}).decision[0] in ("strong", "borderline"), name


@given(levels, st.sampled_from(RISING), shares)
@settings(max_examples=60, deadline=None)
def test_doing_better_never_lowers_the_index_or_the_decision(given, name, other):
    low, high = sorted((given[name], other))
    worse, better = _verdict(given | {name: low}), _verdict(given | {name: high})
    assert better.index[0] >= worse.index[0] - 1e-9
    assert better.spread.probability_met[0] >= worse.spread.probability_met[0] - 1e-9
    assert ORDER.index(better.decision[0]) >= ORDER.index(worse.decision[0])


@given(levels, st.sampled_from(sorted(T3.gates)))
@settings(max_examples=25, deadline=None)
def test_a_gate_is_not_bought_off(given, gate):
    assert _verdict(given, gates=GATES | {gate: {"e": False}}).decision[0] == "not_met"
    untold = {name: met for name, met in GATES.items() if name != gate}
    assert _verdict(given, gates=untold).decision[0] in ("not_met", "borderline")


@pytest.mark.parametrize("name", ["tch_supervision", "tch_content_execution", "tch_enterprise_months"])
def test_a_must_have_is_not_bought_off(name):
    assert _verdict(_all(1.0)).decision[0] == "strong"
    assert _verdict(_all(1.0, **{name: 0.59})).decision[0] == "not_met"
    assert _verdict(_all(1.0, **{name: 0.60})).decision[0] in ("met", "strong")
    assert _verdict(_all(1.0), {name: "missing"}).decision[0] == "borderline"


def test_either_way_fulfils_a_must_have_with_alternatives():
    for short, other in (
        ("tch_research_points", "tch_service_income"),
        ("tch_service_income", "tch_research_points"),
    ):
        assert _verdict(_all(1.0, **{short: 0.5})).decision[0] in ("met", "strong")
        assert _verdict(_all(1.0, **{short: 0.5, other: 0.59})).decision[0] == "not_met"
        assert _verdict(_all(1.0, **{short: 0.5}), {other: "missing"}).decision[0] == "borderline"
        assert _verdict(_all(1.0, **{short: 0.5}), {other: "not_applicable"}).decision[0] == "not_met"
        assert _verdict(_all(1.0), {short: "missing"}).decision[0] == "strong"  # fmt: skip


@pytest.mark.parametrize("part", ["D2", "D4", "D6"])
def test_a_weak_dimension_is_not_bought_off(part):
    musts = T3.named_must_haves
    weak = {name: 0.0 for name, home in PLACE.items() if home == part and name not in musts}
    verdict = _verdict(_all(1.0, **weak))
    place = [one.id for one in T3.dimensions].index(part)
    assert verdict.dimensions[0, place] < 50
    assert verdict.index[0] >= 65
    assert verdict.decision[0] == "not_met"


def test_weak_dimension_alone_fails_a_high_index():
    weak = {"tch_plan_progress": 0.4, "tch_loop_closure": 0.4}
    verdict = _verdict(_all(1.0, **weak))
    assert verdict.index[0] > 80
    assert verdict.decision[0] == "not_met"


def test_slot_counts_once_whoever_takes_it():
    own, visits = (
        _verdict(_all(1.0)),
        _verdict(_all(1.0), {SPARE: "observed", "tch_enterprise_months": "not_applicable"}),
    )
    assert own.coverage[0] == visits.coverage[0] == 1.0
    np.testing.assert_allclose(own.dimensions, visits.dimensions)
    missing = _verdict(_all(1.0), {"tch_enterprise_months": "missing", SPARE: "observed"})
    assert missing.dimension_coverage[0, 1] == pytest.approx(
        0.65
    )  # the other item gives way, the weight is unknown once


def test_rounding_takes_no_line_away():
    """50, 65 and 60 points reached exactly come out of sums a hair below."""
    words = decide(
        np.array([64.99999999999999, 64.9]),
        np.array([[49.99999999999999, 90.0]] * 2),
        np.array([1.0, 0.0]),
        published=np.array([True, True]),
        requirements=np.array([1.0, 1.0]),
        lines={"met": 65.0, "strong": 80.0, "min_dimension": 50.0, "strong_dimension": 60.0},
    )
    assert list(words) == ["met", "not_met"]
    assert next_anchor(np.array([59.99999999999999, 59.9, 79.99999999999999]))[:2].tolist() == [80.0, 60.0]


def test_band_holds_its_score_where_peers_stand_apart_from_what_is_missing():
    board = made("teacher.T2")
    first = board.of(0)
    apart = board.score.copy()
    apart[0, first] = 10.0
    observed = board.observed.copy()
    observed[0, first[1:]] = False
    apart[0, first[1:]] = np.nan
    verdict = judge(replace(board, score=apart, observed=observed), {}, seed=1)
    for frame in (index_rows(verdict, "own"), dimension_rows(verdict)):
        told = frame.drop_nulls(["score", "low", "high"])
        assert told.height
        assert told.filter((pl.col("low") > pl.col("score")) | (pl.col("score") > pl.col("high"))).is_empty()

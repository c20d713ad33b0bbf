"""Properties that hold for every input: missing is never low, and doing better is never judged worse."""

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from profiling.board import board
from profiling.catalogue import functions, indicators
from profiling.indices.aggregate import geometric_index, weighted_mean
from profiling.indices.normalise import score_against_anchors
from profiling.judge import Verdict, judge
from profiling.standard import standards

T2 = standards()["teacher.T2"]
IDS = [item.id for dimension in T2.dimensions for item in dimension.indicators]
SHARES = {item.id for dimension in T2.dimensions for item in dimension.indicators if item.unit == "percent"}
scores = st.lists(st.one_of(st.none(), st.floats(0, 100)), min_size=6, max_size=6)


def _values(given: dict[str, float | None]) -> pl.DataFrame:
    rows = [
        ("e", name, value, None, None, "missing" if value is None else "observed")
        for name, value in given.items()
    ]
    schema = {
        "entity_id": pl.String,
        "indicator_id": pl.String,
        "value": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "status": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(entity_kind=pl.lit("teacher"))


def _index(given: dict[str, float | None]) -> Verdict:
    return judge(board(T2, ["e"], _values(given)), {}, seed=1)


@given(scores)
@settings(max_examples=60, deadline=None)
def test_index_lies_between_its_observed_dimensions(found):
    dimensions = np.array([np.nan if value is None else value for value in found])
    weights = np.array([dimension.weight for dimension in T2.dimensions])
    index = geometric_index(dimensions, weights)
    known = dimensions[~np.isnan(dimensions)]
    assert (
        np.isnan(index)
        if known.size == 0
        else max(known.min(), 10) - 1e-6 <= index <= max(known.max(), 10) + 1e-6
    )


@given(st.floats(0, 20), st.floats(0, 20))
@settings(max_examples=60, deadline=None)
def test_score_never_falls_when_the_value_rises(one, other):
    low, high = sorted((one, other))
    points = score_against_anchors(np.array([low, high]), (0, 6, 8, 12))
    assert points[0] <= points[1]


@given(st.sets(st.sampled_from(IDS)), st.floats(0.5, 1.0))
@settings(max_examples=25, deadline=None)
def test_missing_inputs_lower_coverage_and_never_score_zero(missing, level):
    given = {name: None if name in missing else (level if name in SHARES else 60 * level) for name in IDS}
    verdict = _index(given)
    board = verdict.board
    for column, (_, item) in enumerate(board.items):
        if item.id in missing:
            assert np.isnan(board.score[0, column])
    if verdict.coverage[0] < 0.70 - 1e-9:
        assert verdict.decision[0] == "insufficient"


@given(
    st.sampled_from(["tch_training_hours", "tch_supervision", "tch_content_execution", "tch_class_records"]),
    st.floats(0, 1),
    st.floats(0, 1),
)
@settings(max_examples=25, deadline=None)
def test_raising_an_input_never_lowers_a_dimension(name, one, other):
    scale = 1.0 if name in SHARES else 120.0
    low, high = sorted((one, other))
    base = {each: 0.9 if each in SHARES else 60.0 for each in IDS if indicators()[each].computed}
    worse, better = _index({**base, name: low * scale}), _index({**base, name: high * scale})
    assert np.all(np.nan_to_num(better.dimensions - worse.dimensions) >= -1e-9)


def test_weights_of_the_missing_go_to_the_others():
    assert weighted_mean(np.array([80.0, np.nan]), np.array([0.5, 0.5])) == 80.0


def test_every_function_of_the_indicators_has_its_entry():
    """catalogue.functions() raises for an entry without a function; here the other way round."""
    import importlib
    import pkgutil

    import profiling.indicators as folder

    prefixes = ("sch", "maj", "crs", "tch", "stu", "cou")
    for module in pkgutil.iter_modules(folder.__path__):
        home = f"{folder.__name__}.{module.name}"
        for name, member in vars(importlib.import_module(home)).items():
            if name.split("_")[0] in prefixes and getattr(member, "__module__", "") == home:
                assert name in functions(), f"{home}.{name} has no entry in profiling/definitions"

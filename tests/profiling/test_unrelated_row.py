"""One more row about somebody else changes nobody's numbers, except through the reference populations that are declared."""

from dataclasses import replace

import polars as pl
import pytest

from data.warehouse.home import open_engine
from data.warehouse.queries.history import read_history
from jobs.profile import facts_of
from profiling.judging import of_stage
from profiling.publish import judged_values
from profiling.standard import standards
from profiling.values import COLUMNS

KEY = ["entity_kind", "entity_id", "indicator_id", "period"]
PERSONS = ["student", "teacher"]
# C.5: shrunken within course type and department; C.4: their anchors; both named in the definitions
SHRUNKEN_RATINGS = {"crs_set_eb", "tch_set_eb"}
OF_RESPONSES = {"crs_set_response"}


@pytest.fixture(scope="module")
def facts(demo_home):
    engine = open_engine(demo_home)
    history = read_history(demo_home, engine)
    engine.dispose()
    return facts_of(history, standards())


def _with_row(facts, name: str, changes: dict, of: pl.Expr):
    """The same facts with one more row: the first that `of` names, changed."""
    frame = facts[name]
    row = frame.filter(of).head(1).with_columns(pl.lit(value).cast(frame.schema[column]).alias(column) for column, value in changes.items())  # fmt: skip
    assert row.height == 1
    return replace(facts, frames=facts.frames | {name: pl.concat([frame, row])})


def _other_rows(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """Rows of `one` that are not, to nine digits, in `other` as well."""
    rounded = [
        frame.with_columns(pl.col(pl.Float64).round_sig_figs(9)).select(one.columns) for frame in (one, other)
    ]
    return rounded[0].join(rounded[1], on=one.columns, how="anti", nulls_equal=True)


@pytest.fixture(scope="module")
def before(facts):
    return judged_values(facts, standards(), seed=3)


@pytest.fixture(scope="module")
def after(facts):
    """With a student of another major, class and department."""
    newcomer = {"student_pid": "one-more", "class_code": "none", "major_code": "none", "org_code": "none"}
    more = _with_row(facts, "student_version", newcomer, pl.col("student_status") == "enrolled")
    return judged_values(more, standards(), seed=3)


def test_a_student_of_another_major_changes_no_other_person(before, after):
    values, judgements = after
    is_person = pl.col("entity_kind").is_in(PERSONS)
    assert _other_rows(before[0].filter(is_person), values).is_empty()
    told = ["entity_kind", "entity_id", "standard_id", "relation", "score", "arithmetic", "coverage", "worst", "best"]  # fmt: skip
    first, second = (one.indexes.select(told).filter(is_person) for one in (before[1], judgements))
    assert first["score"].drop_nulls().len() > 50
    assert _other_rows(first, second).is_empty()
    assert second.height == first.height + 1


def test_bands_of_those_who_lack_nothing_stay_where_they_are(before, after):
    own = [
        one.indexes.filter((pl.col("entity_kind") == "student") & (pl.col("coverage") > 1 - 1e-9)).select(
            "entity_id", "low", "high", "probability_met", "influences"
        )
        for one in (before[1], after[1])
    ]
    assert own[0].height
    assert _other_rows(*own).is_empty()


def test_a_response_moves_ratings_of_its_reference_population_and_nothing_else(facts):
    """Ratings of one more student: the course, its peer group and the teachers, through shrinkage; no other indicator."""
    one = facts["evaluation"].row(0, named=True)
    more = _with_row(
        facts, "evaluation", {"response_id": "one-more", "score": 60.0}, pl.col("response_id") == one["response_id"]
    )  # fmt: skip
    first, second = (pl.concat(part.select(list(COLUMNS)) for part in of_stage("facts", each)) for each in (facts, more))  # fmt: skip
    moved = _other_rows(first, second)
    assert moved.height
    assert set(moved["indicator_id"].unique()) <= SHRUNKEN_RATINGS | OF_RESPONSES
    assert set(moved.filter(pl.col("indicator_id") == "crs_set_eb")["period"].unique()) == {one["term_id"]}

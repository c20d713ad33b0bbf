import json

import polars as pl
import pytest
from sqlalchemy import select

from data.warehouse.home import open_engine
from data.warehouse.schema.marts import ind_value, mart_dimension, mart_index
from data.warehouse.schema.meta import meta_snapshot

JUDGED = ("school", "major", "course", "teacher", "student")


def _rows(home, query) -> pl.DataFrame:
    engine = open_engine(home)
    with engine.connect() as connection:
        result = connection.execute(query)
        names, rows = list(result.keys()), result.fetchall()
    engine.dispose()
    return pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)


@pytest.fixture(scope="module")
def dimensions(demo_home) -> pl.DataFrame:
    current = select(meta_snapshot.c.snapshot_id).where(meta_snapshot.c.is_current).scalar_subquery()
    return _rows(demo_home, mart_dimension.select().where(mart_dimension.c.snapshot_id == current))


@pytest.mark.parametrize("kind", JUDGED)
def test_each_level_has_a_published_dimension_with_band(demo_home, dimensions, kind):
    own = dimensions.filter((pl.col("entity_kind") == kind) & pl.col("is_published").cast(pl.Boolean))
    assert own.height
    assert own["coverage"].min() >= 0.5
    assert own.filter(pl.col("low") > pl.col("score") + 25).is_empty()
    assert own.select((pl.col("low") <= pl.col("high")).all()).item()


def test_index_without_coverage_is_withheld_not_low(demo_home):
    rows = _rows(demo_home, mart_index.select())
    withheld = rows.filter(pl.col("decision") == "insufficient")
    assert withheld.height
    assert withheld["score"].null_count() == withheld.height
    assert withheld["withheld_reason"].null_count() == 0


def test_missing_values_are_null_never_zero(demo_home):
    rows = _rows(demo_home, ind_value.select().where(ind_value.c.status == "missing"))
    assert rows["value"].null_count() == rows.height


def test_values_keep_their_own_interval(demo_home):
    rows = _rows(
        demo_home,
        ind_value.select().where(ind_value.c.low.is_not(None), ind_value.c.indicator_id == "crs_first_pass"),
    )
    inside = (pl.col("low") <= pl.col("value") + 1e-9) & (pl.col("value") <= pl.col("high") + 1e-9)
    assert rows.height
    assert rows.select(inside.all()).item()


def test_difference_is_claimed_only_outside_the_interval(demo_home):
    rows = _rows(demo_home, ind_value.select().where(ind_value.c.difference.is_not(None)))
    school = rows.join(
        _rows(demo_home, ind_value.select().where(ind_value.c.entity_kind == "school")).select(
            "indicator_id", "period", "snapshot_id", reference="value"
        ),
        on=["indicator_id", "period", "snapshot_id"],
    )
    wrong = school.filter(
        ((pl.col("difference") == "above") & (pl.col("low") <= pl.col("reference")))
        | ((pl.col("difference") == "below") & (pl.col("high") >= pl.col("reference")))
    )
    assert wrong.is_empty()


def test_second_profile_gives_the_same_digest_and_a_third_may_be_skipped(demo_copy, jobs):
    first = told(jobs, home=demo_copy)
    second = told(jobs, home=demo_copy)
    assert first["digest"] == second["digest"]
    assert second["snapshot"] > first["snapshot"]
    assert told(jobs, "--if-changed", home=demo_copy)["snapshot"] == second["snapshot"]


def test_spark_engine_is_refused_as_wrong_usage(demo_copy, jobs):
    jobs("profile", "--engine", "spark", home=demo_copy, expect=2)


def told(jobs, *words: str, home) -> dict:
    """The JSON that a profile prints."""
    return json.loads(jobs("profile", *words, "--json", "-", home=home).stdout)


def test_gates_are_told_as_met_failed_or_unknown(demo_home):
    rows = _rows(demo_home, select(mart_index.c.gates))
    states = {gate["met"] for text in rows["gates"] for gate in json.loads(text)}
    assert states == {True, False, None}

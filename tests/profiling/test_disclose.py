"""Which cells of units are open to readers without the rows behind them: smallest groups, totals, sides, bands."""

import polars as pl
import pytest

from profiling import disclose
from profiling.disclose import Least

PLACES = {"org_code": pl.String, "major_code": pl.String, "class_code": pl.String, "course_code": pl.String}


def _values(rows):
    """ind_value rows of one term: kind, id, department, course, n, value."""
    return pl.DataFrame(
        [
            {
                "indicator_id": "crs_first_pass", "period": "2025-2026-1", "entity_kind": kind, "entity_id": unit,
                "org_code": org, "major_code": None, "class_code": None, "course_code": course, "n": n, "value": value,
            }
            for kind, unit, org, course, n, value in rows
        ],
        schema_overrides=PLACES | {"n": pl.Int64, "value": pl.Float64},
    )  # fmt: skip


def _sizes(rows):
    return pl.DataFrame(
        [
            {
                "entity_kind": row[0],
                "entity_id": row[1],
                "period": "2025-2026-1",
                "students": row[4],
                "teachers": 1,
            }
            for row in rows
        ],
        schema_overrides={"students": pl.Int64, "teachers": pl.Int64},
    )


def _disclosed(rows, least=None):
    frame = disclose.values(_values(rows), _sizes(rows), least or Least())
    return {row["entity_id"]: row for row in frame.to_dicts()}


def _department(*courses):
    """A school of one department with courses of these sizes and pass rates."""
    total = sum(n for n, _ in courses)
    rows = [("school", "school", None, None, total, 0.8), ("org", "D1", "D1", None, total, 0.8)]
    return rows + [
        ("course", f"C{place}", "D1", f"C{place}", n, value) for place, (n, value) in enumerate(courses)
    ]


def test_small_course_is_hidden_with_the_next_smallest():
    found = _disclosed(_department((6, 0.5), (30, 0.8), (40, 0.8)))
    assert [found[f"C{place}"]["is_open"] for place in range(3)] == [False, False, True]
    assert found["D1"]["is_open"]
    assert {row["behind"] for row in found.values()} == {"student_academic_record"}


def test_inside_the_unit_a_smaller_group_is_enough():
    found = _disclosed(_department((6, 0.5), (30, 0.8), (40, 0.8)))
    assert all(row["is_open_inside"] for row in found.values())


def test_raised_minimum_hides_more():
    found = _disclosed(_department((25, 0.5), (30, 0.8), (40, 0.8)), Least(cross_unit=28))
    assert not found["C0"]["is_open"]
    assert not found["C1"]["is_open"]


@pytest.mark.parametrize(
    ("n", "value", "side"),
    [(199, 0.04, "under"), (199, 0.96, "over"), (200, 0.04, None), (199, 0.05, None), (199, 0.95, None)],
)
def test_extreme_share_of_a_small_group_shows_its_side(n, value, side):
    found = _disclosed(_department((n, value), (300, 0.8), (400, 0.8)))
    assert found["C0"]["extreme"] == side


def test_lone_side_takes_another_course_along():
    found = _disclosed(_department((60, 0.99), (70, 0.8), (400, 0.8)))
    assert found["C0"]["is_open"]
    assert not found["C1"]["is_open"]


def test_persons_are_never_more_than_the_unit_had():
    rows = _department((300, 0.8), (400, 0.8))
    sizes = _sizes(rows).with_columns(
        students=pl.when(pl.col("entity_id") == "C0").then(4).otherwise(pl.col("students"))
    )
    frame = disclose.values(_values(rows), sizes, Least()).to_dicts()
    assert not next(row for row in frame if row["entity_id"] == "C0")["is_open"]


def test_count_of_posts_is_of_nobody():
    frame = _values(_department((3, 3.0))).with_columns(indicator_id=pl.lit("crs_team_size"))
    found = disclose.values(frame, _sizes(_department((3, 3.0))), Least())
    assert found["behind"].null_count() == found.height
    assert found["is_open"].all()


def test_bands_stand_beside_bins_and_small_ones_are_hidden():
    bins = pl.DataFrame(
        {
            "course_code": "C0",
            "term_id": "T",
            "bin_from": [40, 55, 60, 75, 80, 95],
            "org_code": "D1",
            "n": [1, 3, 20, 30, 11, 12],
        }
    )
    found = disclose.bins(bins, Least())
    fine = found.filter(pl.col("width") == 5)
    bands = found.filter(pl.col("width") != 5).sort("bin_from")
    assert fine["n"].sum() == bands["n"].sum() == 77
    assert not fine["is_open"].any()
    assert dict(bands.select("bin_from", "is_open").iter_rows()) == {
        0: False,
        60: True,
        70: True,
        80: False,
        90: True,
    }


def test_score_of_parts_is_hidden_where_one_part_alone_is():
    keys = {"entity_kind": "course", "entity_id": "C0", "standard_id": "S", "dimension_id": "D1"}
    whole = pl.DataFrame([keys])
    for flags, shown in (([True, True], True), ([True, False], False), ([False, False], True)):
        parts = pl.DataFrame(
            [
                keys | {"behind": "student_academic_record", "is_open": flag, "is_open_inside": flag}
                for flag in flags
            ]
        )
        assert disclose.above(whole, parts, ["dimension_id"])["is_open"].to_list() == [shown]

"""A changed standard on stored rows: what stays the same stays, what changes can be worked out by hand."""

import json

import numpy as np
import polars as pl
import pytest

from profiling.standard import parse
from profiling.trial import trial

BODY = {
    "standard": "major.test", "title_zh": "试", "title_en": "test", "entity": "major", "version": "2025.1", "status": "in_force",
    "effective_from": "2025-09-01", "approved_by": "c", "owner": "quality_office", "reviewed_on": "2025-09-01",
    "aggregation": {"within": "arithmetic", "across": "geometric", "epsilon": 10},
    "decision": {"met": 65, "strong": 80, "min_dimension": 50, "strong_dimension": 60, "min_coverage": 0.7},
    "gates": ["practice_half"], "must_have": [],
    "dimensions": [
        {"id": "A", "name_zh": "甲", "name_en": "A", "weight": 0.5,
         "indicators": [{"id": "maj_practice_share", "w": 1, "unit": "percent", "anchors": [0, 60, 80, 100]}]},
        {"id": "B", "name_zh": "乙", "name_en": "B", "weight": 0.5,
         "indicators": [{"id": "maj_total_hours", "w": 1, "anchors": [0, 60, 80, 100]}]},
    ],
}  # fmt: skip
VALUES = {"M1": (0.9, 60.0), "M2": (0.62, 95.0), "M3": (0.75, 75.0), "M4": (0.9, None)}


def _rows(gate=True):
    items, indexes = [], []
    for entity, pair in VALUES.items():
        indexes.append(
            {
                "entity_id": entity,
                "gates": json.dumps([{"id": "practice_half", "met": gate}]),
                "appraisal_gates": None,
            }
        )
        for name, value, marks in zip(
            ("maj_practice_share", "maj_total_hours"),
            pair,
            ([0, 0.6, 0.8, 1.0], [0, 60, 80, 100]),
            strict=True,
        ):
            status = "missing" if value is None else "observed"
            items.append(
                {
                    "entity_id": entity,
                    "indicator_id": name,
                    "value": value,
                    "status": status,
                    "anchors": json.dumps(marks),
                }
            )
    spreads = pl.DataFrame(
        schema={"entity_id": pl.String, "indicator_id": pl.String, "low": pl.Float64, "high": pl.Float64}
    )
    types = {
        "entity_id": pl.String,
        "indicator_id": pl.String,
        "value": pl.Float64,
        "status": pl.String,
        "anchors": pl.String,
    }
    return (
        pl.DataFrame(items, schema=types),
        pl.DataFrame(indexes, schema_overrides={"appraisal_gates": pl.String}),
        spreads,
    )


def _changed(**change):
    body = json.loads(json.dumps(BODY))
    for part in body["dimensions"]:
        part["weight"] = change.get(part["id"], part["weight"])
    return body


def test_same_standard_changes_nobody():
    same = parse(BODY, "t")
    found = trial(same, same, *_rows())
    assert found.changed == ()
    np.testing.assert_array_equal(found.index_before, found.index_after)
    assert (found.mean_shift, found.tau) == (0.0, 1.0)


def test_index_under_other_weights_is_the_weighted_geometric_mean():
    found = trial(parse(BODY, "t"), parse(_changed(A=0.2, B=0.8), "t"), *_rows())
    place = found.entities.index("M1")
    assert found.index_before[place] == pytest.approx(np.sqrt(90 * 60))
    assert found.index_after[place] == pytest.approx(90**0.2 * 60**0.8)


def test_missing_dimension_stays_missing_and_is_judged_by_nobody():
    found = trial(parse(BODY, "t"), parse(_changed(A=0.2, B=0.8), "t"), *_rows())
    place = found.entities.index("M4")
    assert np.isnan(found.index_before[place])
    assert found.decision_before[place] == found.decision_after[place] == "insufficient"


def test_anchors_that_move_change_the_score_and_the_gate_is_not_bought_off():
    body = _changed()
    body["dimensions"][1]["indicators"][0]["anchors"] = [0, 30, 60, 70]
    found = trial(parse(BODY, "t"), parse(body, "t"), *_rows())
    place = found.entities.index("M1")
    assert found.index_after[place] == pytest.approx(np.sqrt(90 * 80))
    closed = trial(parse(BODY, "t"), parse(body, "t"), *_rows(gate=False))
    assert set(closed.decision_after) <= {"not_met", "insufficient"}


def test_order_that_turns_round_is_told():
    found = trial(parse(BODY, "t"), parse(_changed(A=0.8, B=0.2), "t"), *_rows())
    assert found.tau == pytest.approx(-1.0)  # M2, M3, M1 before; M1, M3, M2 after
    assert found.mean_shift == pytest.approx(4 / 3)

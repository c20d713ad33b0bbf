"""Anchors, gaps and states at, just below and just above each mark, rising and falling."""

import json

import pytest

from views.catalogue import entry
from views.figures import standing
from views.figures.values import marks_of
from views.units import floors

RISING, FALLING = (50.0, 60.0, 78.0, 90.0), (22.0, 18.0, 16.0, 13.0)


@pytest.mark.parametrize(
    ("value", "marks", "state"),
    [
        (59.999, RISING, "not_met"), (60.0, RISING, "qualified"), (77.999, RISING, "qualified"),
        (78.0, RISING, "target"), (89.999, RISING, "target"), (90.0, RISING, "strong"),
        (18.001, FALLING, "not_met"), (18.0, FALLING, "qualified"), (16.001, FALLING, "qualified"),
        (16.0, FALLING, "target"), (13.0, FALLING, "strong"),
    ],
)  # fmt: skip
def test_state_changes_exactly_at_the_anchor(value, marks, state):
    assert standing.anchor_state(value, marks) == state


@pytest.mark.parametrize(
    ("indicator", "value", "target", "key", "gap", "unit"),
    [
        ("sch_dual_qualified_share", 0.583, 0.60, "short_of_target", 0.017, "share_points"),
        ("sch_dual_qualified_share", 0.62, 0.60, "beyond_target", 0.02, "share_points"),
        ("sch_student_teacher_ratio", 17.4, 16.0, "short_of_target", 1.4, "score"),
        ("sch_student_teacher_ratio", 15.0, 16.0, "beyond_target", 1.0, "score"),
    ],
)
def test_gap_is_told_in_original_units_and_by_direction(indicator, value, target, key, gap, unit):
    sentence = standing.target_gap(value, target, entry(indicator))
    assert sentence.key == f"figures.{key}"
    assert sentence.params["gap"].unit == unit
    assert sentence.params["gap"].value == pytest.approx(gap)


def test_gap_of_a_missing_value_is_nothing():
    assert standing.target_gap(None, 0.6, entry("sch_dual_qualified_share")) is None


@pytest.mark.parametrize(
    ("value", "limit", "falling", "side"),
    [
        (18.0, 18, True, "near"), (18.001, 18, True, "breach"), (17.1, 18, True, "near"), (17.09, 18, True, "met"),
        (0.15, 0.15, False, "near"), (0.1499, 0.15, False, "breach"), (0.16, 0.15, False, "met"),
    ],
)  # fmt: skip
def test_side_of_the_national_floor(value, limit, falling, side):
    assert floors.side(value, limit, falling) == side


def _item(indicator="stu_attendance", anchors="[0.85, 0.95, 0.98, 1.0]", **more):
    return {
        "standard_id": "student.development", "indicator_id": indicator, "dimension_id": "S4", "weight": 0.2,
        "value": 0.9, "score": 30.0, "status": "observed", "anchors": anchors, "is_must_have": False,
        "need_qualified": 0.05, "need_target": 0.08, "gain": 2.0, "effort": "M",
    } | more  # fmt: skip


def _standing(*items, score=70.0):
    index = {
        "standard_id": "student.development",
        "standard_version": "2025.1",
        "score": score,
        "coverage": 0.8,
        "gates": None,
    }
    return standing.Standing(index, (), items)


def test_levels_and_bands_have_no_scale_in_original_units():
    assert marks_of(_item("tch_dual_level", "[0, 60, 85, 100]")) == ()
    assert marks_of(_item("tch_workload", "[80, 112, 144, 256, 288, 320]")) == ()
    assert marks_of(_item("tch_workload", None)) == ()


def test_gaps_put_must_haves_first_then_gain_per_effort():
    items = (
        _item("stu_task_ontime", gain=9.0, effort="L"),
        _item("stu_attendance", gain=4.0, effort="S"),
        _item("stu_credit_progress", gain=0.5, effort="L", is_must_have=True),
    )
    names = [gap.name.en for gap in standing.gaps(_standing(*items), 3)]
    assert names == ["Credit progress", "Attendance", "Tasks on time"]


def test_withheld_index_shows_needs_without_gains():
    (gap,) = standing.gaps(_standing(_item(), score=None), 3)
    assert gap.gain is None
    assert gap.need.value == 0.95
    assert gap.progress == pytest.approx(0.5)


def test_withheld_index_draws_no_waterfall():
    assert standing.waterfall(_standing(_item(), score=None)) is None


def test_unobserved_items_have_no_row_and_no_gap():
    missing = _item(value=None, status="missing", gain=None)
    assert standing.gaps(_standing(missing), 3) == ()
    assert standing.unobserved(_standing(missing)) == ("stu_attendance",)


def test_target_is_told_where_the_qualified_anchor_comes_first():
    short = _item("stu_practice_hours", "[0.8, 0.95, 0.98, 1.0]", value=0.9, gain_target=3.5)
    (gap,) = standing.gaps(_standing(short), 3)
    assert gap.further.key == "figures.gap_further"
    assert (gap.further.params["target"].value, gap.further.params["gain"].value) == (0.98, 3.5)
    qualified = short | {"need_qualified": None, "value": 0.96}
    assert standing.gaps(_standing(qualified), 3)[0].further is None
    assert standing.gaps(_standing(short, score=None), 3)[0].further is None


def test_open_gates_come_before_every_step():
    held = _standing(_item())
    gates = [
        {"id": "labour_on_schedule", "met": False},
        {"id": "fitness_60", "met": None},
        {"id": "practice_95", "met": True},
    ]
    held.index["gates"], held.index["appraisal_gates"] = json.dumps(gates), None
    told = standing.open_gates(held)
    assert [name.en for name in told.params["names"]] == ["Labour hours on schedule"]
    held.index["gates"] = json.dumps(gates[1:])
    assert standing.open_gates(held) is None
    assert standing.open_gates(None) is None

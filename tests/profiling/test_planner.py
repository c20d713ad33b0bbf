"""The fewest steps to a standard: the same as trying everything, and honest about what stands in the way."""

import json
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiling.judge import judge
from profiling.moves import alternatives, case_of, gain, outcome
from profiling.planner import shortest
from profiling.standard import parse
from profiling.verdict_rows import item_rows

MARKS = [0, 60, 80, 100]  # value and score are the same number
LEVELS = [0, 50, 80, 100]


def _item(name, w, **more):
    return {"id": name, "w": w, **(more or {"anchors": MARKS})}


STANDARD = parse({
    "standard": "teacher.test", "title_zh": "试", "title_en": "test", "entity": "teacher", "version": "1", "status": "in_force",
    "effective_from": "2025-09-01", "approved_by": "c", "owner": "quality_office", "reviewed_on": "2025-09-01",
    "aggregation": {"within": "arithmetic", "across": "geometric", "epsilon": 10},
    "decision": {"met": 65, "strong": 80, "min_dimension": 50, "strong_dimension": 60, "min_coverage": 0.7},
    "gates": ["ethics_ok", "taught_in_year"],
    "must_have": ["tch_supervision", {"any_of": ["tch_research_points", "tch_service_income"]}],
    "dimensions": [
        {"id": "D1", "name_zh": "甲", "name_en": "A", "weight": 0.4, "must_have": True,
         "indicators": [_item("tch_supervision", 0.7), _item("tch_training_hours", 0.3)]},
        {"id": "D2", "name_zh": "乙", "name_en": "B", "weight": 0.4,
         "indicators": [_item("tch_research_points", 0.6), _item("tch_service_income", 0.4)]},
        {"id": "D3", "name_zh": "丙", "name_en": "C", "weight": 0.2, "indicators": [_item("tch_ethics_result", 1, levels=LEVELS)]},
    ],
}, "test")  # fmt: skip
PLAIN = ("tch_supervision", "tch_training_hours", "tch_research_points", "tch_service_income")
MET = {"ethics_ok": True, "taught_in_year": True}
values = st.tuples(*[st.one_of(st.none(), st.integers(0, 100).map(float))] * 4, st.integers(0, 3).map(float))


def _case(given, gates=MET):
    rows = [
        {"indicator_id": name, "value": value, "status": "missing" if value is None else "observed", "anchors": json.dumps(marks)}
        for name, value, marks in zip((*PLAIN, "tch_ethics_result"), given, [MARKS] * 4 + [LEVELS], strict=True)
    ]  # fmt: skip
    return case_of(STANDARD, rows, gates)


def _fewest(case):
    """Steps and cost of the best set by trying every one; None where none is enough."""
    choices = [[None, *moves] for moves in case.moves.values()]
    found = []
    for option in product(*choices):
        taken = [move for move in option if move]
        after = outcome(case, taken)
        if after.decision in ("met", "strong"):
            found.append((len(taken), sum(move.cost for move in taken), -after.index))
    return min(found, default=None)


@given(values)
@settings(max_examples=60, deadline=None)
def test_no_set_of_steps_is_smaller_or_cheaper(given):
    case = _case(given)
    plan, best = shortest(case), _fewest(case)
    if plan.untold or plan.blocks:
        assert best is None
        return
    assert (len(plan.steps), sum(move.cost for move in plan.steps)) == best[:2]
    assert plan.after.index == pytest.approx(-best[2])
    assert plan.after.decision in ("met", "strong")
    assert plan.is_met == (plan.steps == ())


@given(values, st.data())
@settings(max_examples=40, deadline=None)
def test_no_step_lowers_the_index(given, data):
    case = _case(given)
    for moves in case.moves.values():
        change = gain(case, data.draw(st.sampled_from(moves)))
        assert change is None or change >= -1e-9


@given(values)
@settings(max_examples=25, deadline=None)
def test_stored_gains_are_those_of_the_steps(given):
    case = _case(given)
    rows = item_rows(judge(case.table, {name: {"one": met} for name, met in MET.items()}, seed=1))
    stored = {row["indicator_id"]: row for row in rows.to_dicts()}
    for name in PLAIN:
        for move in case.moves.get(name, ()):
            expected = stored[name]["gain" if move is case.moves[name][0] else "gain_target"]
            found = gain(case, move)
            assert found is None or expected is None or found == pytest.approx(expected)
        if case.moves.get(name):
            assert (
                stored[name]["gain_target"] is None
                or stored[name]["gain_target"] >= stored[name]["gain"] - 1e-9
            )
        elif stored[name]["score"] is not None and stored[name]["score"] >= 80:
            assert stored[name]["gain_target"] is None


def test_gate_that_can_be_brought_about_comes_first():
    plan = shortest(_case((40.0, 40.0, 70.0, 0.0, 2.0), {**MET, "taught_in_year": False}))
    assert [step.key for step in plan.steps][:2] == ["taught_in_year", "tch_supervision"]
    assert plan.before.decision == "not_met"
    assert plan.after.decision == "met"


def test_gate_that_nobody_can_bring_about_blocks():
    plan = shortest(_case((90.0, 90.0, 90.0, 90.0, 3.0), {**MET, "ethics_ok": False}))
    assert [(block.kind, block.key) for block in plan.blocks] == [("gate", "ethics_ok")]
    assert plan.steps == ()


def test_gate_that_nobody_can_tell_is_said_and_left_to_a_person():
    plan = shortest(_case((40.0, 90.0, 90.0, 90.0, 3.0), {"taught_in_year": True}))
    assert plan.untold == ("ethics_ok",)
    assert plan.after.decision == "borderline"
    assert [step.key for step in plan.steps] == ["tch_supervision"]


def test_too_little_known_is_said_before_anything_else():
    plan = shortest(_case((90.0, None, None, None, 3.0)))
    assert [block.kind for block in plan.blocks] == ["coverage"]
    assert plan.before.index is None
    assert plan.before.decision == "insufficient"


def test_must_have_dimension_that_is_not_published_is_named():
    plan = shortest(_case((None, 90.0, 90.0, 90.0, 3.0)))
    assert [(block.kind, block.key) for block in plan.blocks] == [("dimension", "D1")]


def test_either_way_fulfils_a_must_have_with_alternatives():
    case = _case((90.0, 90.0, 50.0, 58.0, 3.0))
    assert alternatives(case) == {
        ("tch_research_points", "tch_service_income"): ("tch_research_points", "tch_service_income")
    }
    (step,) = shortest(case).steps
    assert (step.key, step.to, step.goal, step.score) == ("tch_research_points", "qualified", 60.0, 60.0)


def test_steps_of_levels_and_of_values_are_told_in_their_own_unit():
    case = _case((40.0, 70.0, 90.0, 90.0, 0.0))
    (level,) = case.moves["tch_ethics_result"]
    assert (level.goal, level.score) == (2.0, 80.0)
    assert [(move.to, move.goal, move.cost // case.moves["tch_supervision"][0].cost) for move in case.moves["tch_supervision"]] == [
        ("qualified", 60.0, 1), ("target", 80.0, 2),
    ]  # fmt: skip
    assert [move.to for move in case.moves["tch_training_hours"]] == ["target"]


def test_what_would_change_nothing_is_no_step():
    case = _case((90.0, 90.0, None, 30.0, 3.0))
    assert outcome(case).dimensions["D2"] is None
    assert set(case.moves) == {
        "tch_service_income"
    }  # the dimension is not published, but the must-have counts


def test_what_is_met_needs_nothing():
    plan = shortest(_case((90.0, 90.0, 90.0, 90.0, 3.0)))
    assert plan.is_met
    assert plan.before == plan.after
    np.testing.assert_allclose(plan.before.index, 90**0.8 * 100**0.2)

"""Why a standard is not met although the score reaches its line: gates, must-haves, weak dimensions."""

import json

import pytest

from profiling.standard import standards
from views.catalogue import names_of
from views.figures import obstacles
from views.figures.standing import Standing

SHIPPED = standards()


def _item(indicator, score):
    return {"indicator_id": indicator, "score": score}


def _held(standard, *items, score=77.0, decision="not_met", gates=(), dimensions=()):
    index = {
        "standard_id": standard, "score": score, "decision": decision,
        "gates": json.dumps([{"id": name, "met": met} for name, met in gates]), "appraisal_gates": None,
    }  # fmt: skip
    rows = [
        {"dimension_id": name, "score": points, "weight": 0.1, "is_published": True}
        for name, points in dimensions
    ]
    return Standing(index, tuple(rows), items, names_of(SHIPPED[standard]))


def _named(held):
    return [name.en for name in obstacles.told(held).params["names"]]


def test_must_have_gate_and_weak_dimension_are_named():
    held = _held(
        "major.demand",
        _item("maj_demand_ratio", 59.0),
        _item("maj_match", 60.0),
        gates=(("practice_half", False), ("core_6_8", None)),
        dimensions=(("M1", 49.0), ("M2", 50.0)),
    )
    names = _named(held)
    assert len(names) == 3
    assert SHIPPED["major.demand"].dimensions[0].name_en in names


@pytest.mark.parametrize(
    ("research", "income", "is_told"), [(10.0, 20.0, True), (10.0, 60.0, False), (10.0, None, False)]
)
def test_one_of_several_must_haves_is_enough_and_an_unknown_one_is_not_blamed(research, income, is_told):
    standard = next(
        name
        for name, one in SHIPPED.items()
        if ("tch_research_points", "tch_service_income") in one.must_haves
    )
    held = _held(standard, _item("tch_research_points", research), _item("tch_service_income", income))
    assert (obstacles.told(held) is not None) == is_told


@pytest.mark.parametrize("change", [{"decision": "borderline"}, {"score": 64.0}, {"score": None}])
def test_nothing_is_told_where_the_score_explains_itself_or_is_withheld(change):
    short = _item("maj_demand_ratio", 20.0)
    assert obstacles.told(_held("major.demand", short)) is not None
    assert obstacles.told(_held("major.demand", short, **change)) is None
    assert obstacles.told(None) is None

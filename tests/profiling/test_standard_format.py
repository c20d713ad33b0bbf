"""The format of a standard as its page of the manual shows it, and what is refused."""

import re

import pytest
import yaml

from errors import ShownError
from profiling.gate_register import Gate, gate_register
from profiling.standard import Item, parse
from tests.databases import PROJECT

PAGE = (PROJECT / "docs" / "standards.md").read_text(encoding="utf-8")
BODY = yaml.safe_load(re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1])


def _with_items(*items):
    part = {"id": "D1", "name_zh": "甲", "name_en": "A", "weight": 1.0, "indicators": list(items)}
    return BODY | {"dimensions": [part], "must_have": [], "gates": []}


def test_example_of_the_manual_is_a_standard():
    found = parse(BODY, "standards.md")
    assert found.must_haves == (("tch_supervision",), ("tch_research_points", "tch_service_income"))


def test_every_field_of_an_item_is_explained():
    names = set(Item.model_fields) - {"id", "w"}
    assert names <= set(re.findall(r"`(\w+)[:`]", PAGE))


def test_weight_of_a_slot_counts_once():
    anchors = {"anchors": [0, 1, 2, 4]}
    pair = [
        {"id": name, "w": 0.4, "slot": "s", **anchors}
        for name in ("tch_enterprise_months", "tch_enterprise_visits")
    ]
    rest = {"id": "tch_supervision", "w": 0.6, "anchors": [70, 80, 86, 92]}
    assert parse(_with_items(*pair, rest), "t").dimensions[0].whole == pytest.approx(1.0)
    with pytest.raises(ShownError, match="sum to 1"):
        parse(_with_items(*({**one, "slot": None} for one in pair), rest), "t")


@pytest.mark.parametrize(
    ("item", "word"),
    [
        ({"anchors": [70, 80, 86, 92], "levels": [0, 60]}, "exactly one"),
        ({}, "exactly one"),
        ({"anchors": [92, 86, 80, 70]}, "direction"),
        ({"anchors": [70, 80, 80, 92]}, "strictly"),
        ({"band": [1, 2, 3, 4, 6, 5]}, "strictly"),
        ({"levels": [0, 60, 80, 100], "prorate": True}, "prorated"),
        ({"anchors": [70, 80, 86, 92], "colour": "red"}, "not permitted"),
    ],
)
def test_wrong_item_is_refused_with_its_reason(item, word):
    with pytest.raises(ShownError, match=word) as told:
        parse(_with_items({"id": "tch_supervision", "w": 1.0, **item}), "teacher.T2 2026.1")
    assert "teacher.T2 2026.1" in str(told.value)


def test_gate_needs_one_way_to_be_met():
    about = {"id": "g", "entity": "teacher", "name_zh": "门", "name_en": "Gate"}
    with pytest.raises(ValueError, match="either any_of or rule"):
        Gate(**about)
    with pytest.raises(ValueError, match="give lowest, highest or both"):
        Gate(**about, any_of=[{"indicator": "tch_supervision"}])
    with pytest.raises(ValueError, match="is not an indicator"):
        Gate(**about, any_of=[{"indicator": "no_such", "lowest": 1}])
    assert all(gate.name_zh and gate.name_en for gate in gate_register().values())

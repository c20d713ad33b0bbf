"""The text of a portrait: whole JSON within the limit, the least important keys gone first; configurations that are refused."""

import json

import pytest
import yaml

from data.national.portrait import FILE, read_configuration
from errors import ShownError
from reports.national_portraits import fitted
from views.administration import portraits
from views.administration.portraits import Line

LINES = (
    Line("甲", "一", "x" * 30, 5),
    Line("甲", "二", "y" * 30, 2),
    Line("乙", "三", "z" * 30, 2),
    Line("乙", "四", "w" * 30, 9),
)


def test_text_within_the_limit_keeps_every_key():
    told, dropped = fitted(LINES, ("甲", "乙"), 2000)
    assert dropped == 0 and list(json.loads(told)["甲"]) == ["一", "二"] and " " not in told


@pytest.mark.parametrize(
    ("limit", "left"), [(160, ["一", "二", "四"]), (100, ["一", "四"]), (60, ["四"]), (20, [])]
)
def test_least_important_keys_go_first_and_the_last_of_equals(limit, left):
    told, dropped = fitted(LINES, ("甲", "乙"), limit)
    body = json.loads(told)
    assert [key for group in body.values() for key in group] == left and dropped == 4 - len(left)
    assert len(told) <= limit or not left


def changed(tmp_path, change):
    body = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    change(body)
    path = tmp_path / "own.yaml"
    path.write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")
    return read_configuration(path)


def _adds(kind, indicator):
    entry = {"key": "新", "indicator": indicator, "importance": 5}
    return lambda body: body["portraits"][kind]["groups"]["综合评价"].append(entry)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_adds("teacher", "tch_ethics_result"), "teacher_appraisal"),
        (_adds("student", "stu_risk_priority"), "model_priority"),
        (_adds("student", "tch_workload"), "an indicator of a student"),
        (lambda body: body.update(limit=2001), "own.yaml"),
        (lambda body: body.update(colour="red"), "colour"),
    ],
)
def test_configuration_that_cannot_hold_is_refused(tmp_path, change, told):
    with pytest.raises(ShownError) as refused:
        portraits.check(changed(tmp_path, change))
    assert told in str(refused.value)


def test_restricted_figure_leaves_only_where_it_is_allowed_by_name(tmp_path):
    def change(body):
        _adds("teacher", "tch_ethics_result")(body)
        body["allowed"] = ["teacher_appraisal"]

    portraits.check(changed(tmp_path, change))

"""A setting that says less may be seen holds at the next run, whatever a process remembers."""

import pytest

from access.scope import Scope
from data.warehouse.home import write_setting
from tests.access.leaks import demo_world
from views import small_groups, warehouse
from views.operations import caseload


@pytest.fixture
def demo(demo_copy):
    warehouse.configure(demo_copy)
    return demo_world.loaded(demo_copy)


def _set(key, value):
    with warehouse.engine().begin() as connection:
        write_setting(connection, key, value)


def _predicted(scope):
    cases = caseload.caseload(scope, warehouse.current_snapshot(), caseload.written(scope))
    return sum(case.prediction is not None for case in cases)


def test_predictions_that_were_remembered_are_gone_when_the_model_layer_is_switched_off(demo):
    scope = next(scope for reader, scope in demo.scopes.items() if reader.role == "counsellor")
    assert _predicted(scope) > 0
    _set("model_layer", False)
    assert _predicted(scope) == 0


def test_smallest_group_that_was_remembered_follows_the_setting(demo):
    scope = Scope("leadership", "nobody", everything=True)
    assert small_groups.least(scope, warehouse.current_snapshot(), "rule_warning") == 10
    _set("minimum_cross_unit", 30)
    assert small_groups.least(scope, warehouse.current_snapshot(), "rule_warning") == 30

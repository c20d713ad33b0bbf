"""While the model layer is off no prediction reaches anybody, whatever the role."""

from datetime import datetime

import pytest
from sqlalchemy import insert, select

from access.scope import Scope, restrict, system_scope
from data.warehouse.home import write_setting
from data.warehouse.schema.risk import ml_course_risk, ml_prediction
from tests.access.people import add_student, opened

SEERS = (
    Scope("counsellor", "pc", (("class", frozenset({"C1"})),)),
    Scope("student", "s1", (("student", frozenset({"s1"})),)),
    Scope("student_affairs", "pa", (("case", frozenset({"s1"})),), everything=True),
)


@pytest.fixture
def home(empty_home):
    """A student of class C1 with a prediction; call it with the settings of the home."""
    engine = opened(empty_home)
    add_student(engine, "s1")
    stamp = {"term_id": "2025-2026-1", "point": "W8", "model_id": 1, "is_latest": True, "student_pid": "s1"}
    place = {"class_code": "C1", "org_code": "D1"}
    with engine.begin() as connection:
        connection.execute(
            insert(ml_prediction).values(
                **stamp, **place, major_code="M1", cutoff=datetime(2025, 10, 26), scored_at=datetime(2025, 10, 27),
                expected_failed_credits=3.0, efc_low=1.0, efc_high=5.0, p_any=0.6, features_sha256="x", reasons="[]",
            )
        )  # fmt: skip
        connection.execute(
            insert(ml_course_risk).values(**stamp, **place, offering_id="o1", probability=0.5, credits=3.0)
        )
    return engine


def _set(engine, **settings):
    with engine.begin() as connection:
        for key, value in settings.items():
            write_setting(connection, key, value)


def _seen(engine, scope):
    with engine.connect() as connection:
        return [
            len(connection.execute(restrict(select(table.c.student_pid), scope)).all())
            for table in (ml_prediction, ml_course_risk)
        ]


@pytest.mark.parametrize("scope", SEERS, ids=lambda scope: scope.role)
@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({"kind": "local", "model_layer": True}, 1),
        ({"kind": "local", "model_layer": False}, 0),
        ({"kind": "local"}, 0),
        ({"kind": "demo"}, 1),
        ({"kind": "demo", "model_layer": False}, 0),
    ],
)
def test_predictions_are_rows_only_while_the_layer_is_on(home, scope, settings, shown):
    _set(home, **settings)
    assert _seen(home, scope) == [shown, shown]


def test_batch_work_still_reads_what_is_stored(home):
    _set(home, kind="local", model_layer=False)
    assert _seen(home, system_scope("score")) == [1, 1]

"""What proves each call of restrict in the actions on plans and improvements: a reader who must not reach the row."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert, select

from access.scope import Scope
from access.viewer import Viewer
from actions import frozen, improvement, intervention, own_plan, referral
from data.warehouse.schema.improvement import qa_improvement, qa_plan_item
from data.warehouse.schema.marts import ind_value, mart_index, mart_item, mart_rule_warning
from errors import NotAllowed
from improvement import support
from tests.access.leaks import facts, judge

DAY, SNAPSHOT = date(2025, 11, 2), 1
OTHERS, FIGURE = "t4", "tch_training_hours"  # a teacher whom the dean of D1 does not lead


def _scope(engine, role, person):
    return next(
        one for reader, one in judge.scopes(engine).items() if (reader.role, reader.person) == (role, person)
    )


def _dean(engine):
    return _scope(engine, "dean", "t_dean")


def check_figure(engine):
    """A figure of a person outside the scope is held by nobody."""
    row = {
        "snapshot_id": SNAPSHOT, "entity_kind": "teacher", "entity_id": OTHERS, "indicator_id": FIGURE, "period": "2025", "as_of": DAY,
        "is_latest": True, "value": 8.0, "status": "observed", "definition_version": "1", "category": "teacher_profile",
        "teacher_pid": OTHERS, "org_code": "D2", "is_open": False, "is_open_inside": False,
    }  # fmt: skip
    with engine.begin() as connection:
        connection.execute(
            ind_value.delete().where(ind_value.c.entity_id == OTHERS, ind_value.c.indicator_id == FIGURE)
        )
        connection.execute(insert(ind_value).values(**row))
        assert frozen.figure(connection, _dean(engine), SNAPSHOT, "teacher", OTHERS, FIGURE) is None


def check_goal(engine):
    """Nor are the marks of that person's standard."""
    row = {
        "snapshot_id": SNAPSHOT, "entity_kind": "teacher", "entity_id": OTHERS, "indicator_id": FIGURE, "relation": "own",
        "standard_id": "teacher.T2", "dimension_id": "D2", "anchors": "[1, 2, 3, 4]", "category": "teacher_profile", "weight": 1.0,
        "teacher_pid": OTHERS, "org_code": "D2", "status": "observed", "is_must_have": False,
    }  # fmt: skip
    with engine.begin() as connection:
        connection.execute(
            mart_item.delete().where(mart_item.c.entity_id == OTHERS, mart_item.c.indicator_id == FIGURE)
        )
        nothing = frozen.goal(connection, _dean(engine), SNAPSHOT, "teacher", OTHERS, FIGURE)
        connection.execute(mart_index.delete().where(mart_index.c.entity_id == OTHERS))
        connection.execute(insert(mart_index).values(**_index(row)))
        connection.execute(
            insert(mart_item).values({key: value for key, value in row.items() if key in mart_item.c})
        )
        assert frozen.goal(connection, _dean(engine), SNAPSHOT, "teacher", OTHERS, FIGURE) == nothing


def _index(row):
    kept = ("snapshot_id", "entity_kind", "entity_id", "standard_id", "category", "teacher_pid", "org_code")
    filled = {
        "relation": "own",
        "standard_version": "2025.1",
        "decision": "met",
        "coverage": 1.0,
        "confidence": "A",
    }
    values = {name: row[name] for name in kept} | filled | {"is_open": False, "is_open_inside": False}
    return {name: value for name, value in values.items() if name in mart_index.c}


def _foreign_action(engine):
    columns = qa_improvement.c
    query = select(columns.improvement_id).where(columns.category == "unit_action", columns.org_code == "D2")
    with engine.connect() as connection:
        return connection.execute(query).scalars().first()


def check_inside(engine):
    """An action is opened for an own unit alone."""
    with engine.connect() as connection, pytest.raises(NotAllowed):
        improvement._check_inside(connection, _dean(engine), _foreign_action(engine), "course")


def check_kept(engine):
    """Evidence is added to actions of the own units alone, whoever opened them."""
    number = _foreign_action(engine)
    with engine.begin() as connection:
        connection.execute(
            qa_improvement.update().where(qa_improvement.c.improvement_id == number).values(opened_by="t_dean", closed_on=None, teacher_pid=OTHERS)
        )  # fmt: skip
    with engine.connect() as connection, pytest.raises(NotAllowed):
        improvement._kept(connection, _dean(engine), number)


def _step(engine, pid):
    columns = qa_plan_item.c
    with engine.begin() as connection:
        connection.execute(qa_plan_item.update().where(columns.student_pid == pid).values(state="submitted"))
        return (
            connection.execute(select(columns.plan_item_id).where(columns.student_pid == pid))
            .scalars()
            .first()
        )


def check_own_step(engine):
    """An own step is found by the scope of the run, not by the name in it."""
    number = _step(engine, "s01")
    with engine.connect() as connection, pytest.raises(NotAllowed):
        own_plan._own(connection, Scope("student", "s01"), number)


def check_decided(engine):
    """A counsellor decides on plans of the own classes alone."""
    scope = _scope(engine, "counsellor", "t_class")
    viewer = Viewer("t_class", None, ("counsellor",), "counsellor", scope, "s", "oidc")
    with pytest.raises(NotAllowed):
        own_plan.decide(engine, viewer, _step(engine, "s09"), "confirmed")


def check_known_lines(engine):
    """Which lines a student has crossed is read inside the own classes alone, also when a step is kept."""
    columns = mart_rule_warning.c
    with engine.begin() as connection:
        connection.execute(mart_rule_warning.update().values(rules="[]"))
        scope = _scope(engine, "counsellor", "t_class")
        others = columns.class_code.not_in(scope.codes("class")) & (columns.snapshot_id == facts.CURRENT)
        foreign = connection.execute(select(columns.student_pid).where(others)).scalars().first()
        known = intervention._known(connection, scope, facts.CURRENT, foreign)
        assert foreign and known["known_level"] == support.NO_LEVEL


def check_referred_student(engine):
    """A teacher refers students of the own teaching classes alone."""
    wish = referral.Wish(
        student_pid="s14", term_id=facts.TERM, offering_id="O5", reason=referral.REASONS[0], note=""
    )
    with engine.connect() as connection, pytest.raises(NotAllowed):
        referral._class_of(connection, _scope(engine, "teacher", "t1"), facts.CURRENT, wish)


CHECKS = {
    ("actions.intervention", "_known"): (intervention, check_known_lines),
    ("actions.referral", "_class_of"): (referral, check_referred_student),
    ("actions.frozen", "figure"): (frozen, check_figure),
    ("actions.frozen", "goal"): (frozen, check_goal),
    ("actions.improvement", "_check_inside"): (improvement, check_inside),
    ("actions.improvement", "_kept"): (improvement, check_kept),
    ("actions.own_plan", "_own"): (own_plan, check_own_step),
    ("actions.own_plan", "decide"): (own_plan, check_decided),
}

"""The fold of steps: who sees it, by which version it is made, and that a trial is stored nowhere."""

import json
from datetime import date

import pytest
from sqlalchemy import event, insert

from access.scope import Scope
from data.warehouse.schema.marts import mart_dimension, mart_index, mart_item
from data.warehouse.schema.quality import qa_standard
from profiling.moves import case_of, outcome
from profiling.standard import parse, standards
from tests.views import college
from views import warehouse
from views.figures import plan, standing

ENTITY, KIND, STANDARD = "t1", "teacher", "teacher.T2"
SELF = Scope("teacher", ENTITY, (("teacher", frozenset({ENTITY})),))
SHIPPED = standards()[STANDARD]


def _value(item):
    """Each item half way between floor and qualified, except those that are good already."""
    marks = item.levels or item.in_stored_unit() or (80.0, 85.0, 90.0, 95.0)
    if item.levels:
        return 2.0, marks
    if item.band:
        return marks[2], marks
    good = item.id in ("tch_supervision", "tch_content_execution", "tch_enterprise_months")
    return (marks[2] if good else (marks[0] + marks[1]) / 2), marks


def _rows(standard=SHIPPED):
    for part in standard.dimensions:
        for item in part.indicators:
            value, marks = _value(item)
            status = "not_applicable" if item.id == "tch_enterprise_visits" else "observed"
            yield {
                "indicator_id": item.id, "dimension_id": part.id, "weight": item.w, "status": status, "effort": "M",
                "value": value if status == "observed" else None, "anchors": json.dumps(marks), "is_must_have": False,
            }  # fmt: skip


GATES = dict.fromkeys(SHIPPED.gates, True)


def _stored(engine, *, version=SHIPPED.version, body=SHIPPED, score=None, category="teacher_profile"):
    keys = {"snapshot_id": 1, "entity_kind": KIND, "entity_id": ENTITY, "standard_id": STANDARD}
    place = {"org_code": "D1", "teacher_pid": ENTITY}
    index = outcome(case_of(body, _rows(body), GATES)).index if score is None else score
    told = json.dumps([{"id": name, "met": True} for name in body.gates])
    with engine.begin() as connection:
        connection.execute(insert(mart_index).values(
            **keys, **place, category=category, relation="own", standard_version=version, score=index, coverage=1.0,
            decision="not_met", gates=told,
        ))  # fmt: skip
        for part in body.dimensions:
            connection.execute(insert(mart_dimension).values(
                **keys, **place, category=category, dimension_id=part.id, weight=part.weight, score=50.0, coverage=1.0,
                is_published=True, state="not_met",
            ))  # fmt: skip
        for row in _rows(body):
            connection.execute(insert(mart_item).values(**keys, **place, category=category, **row))
        connection.execute(insert(qa_standard).values(
            standard_id=STANDARD, version=version, status="in_force", effective_from=date(2025, 9, 1),
            body=body.model_dump_json(),
        ))  # fmt: skip


@pytest.fixture
def engine(empty_home):
    return college.opened(empty_home)


def _page(scope=SELF):
    return plan.of_entity(scope, college.SNAPSHOT, KIND, ENTITY)


def test_owner_sees_the_fewest_steps_and_what_they_would_give(engine):
    _stored(engine)
    page = _page()
    assert page.findings[0].key == "plan.reached"
    assert len(page.steps.rows) == len(page.proposed) == page.findings[0].params["count"].value > 0
    index, decision, _ = plan.tried(SELF, college.SNAPSHOT, KIND, ENTITY, page.proposed)
    assert index.value.value == pytest.approx(page.findings[0].params["after"].value)
    assert decision.value.key == "states.word.met"


def test_without_steps_nothing_changes(engine):
    _stored(engine)
    index, decision, lowest = plan.tried(SELF, college.SNAPSHOT, KIND, ENTITY, ())
    for fact in (index, decision, lowest):
        assert fact.value == fact.note.params["now"]
    assert plan.tried(SELF, college.SNAPSHOT, KIND, ENTITY, ("no_such_step",))[0].value == index.value


def test_who_does_not_see_every_item_sees_no_steps(engine):
    _stored(engine)
    with engine.begin() as connection:
        connection.execute(mart_item.delete().where(mart_item.c.indicator_id == "tch_ethics_result"))
    assert _page() is None
    assert plan.tried(SELF, college.SNAPSHOT, KIND, ENTITY, ()) == ()


def test_rows_that_do_not_give_the_stored_index_give_no_steps(engine):
    _stored(engine, score=99.0)
    assert _page() is None


def test_somebody_else_sees_nothing(engine):
    _stored(engine)
    assert _page(Scope("teacher", "t2", (("teacher", frozenset({"t2"})),))) is None


def test_steps_follow_the_version_that_judged_not_the_file_of_today(engine):
    body = SHIPPED.model_dump(mode="json") | {"version": "2024.9"}
    body["title_en"] = "Standard of another year"
    body["decision"] |= {"met": 30, "min_dimension": 20}
    _stored(engine, version="2024.9", body=parse(body, "test"))
    assert _page().findings[0].key == "plan.met_on_points"
    held = standing.of_entity(SELF, college.SNAPSHOT, KIND, ENTITY)["own"]
    assert (held.names.name.en, held.names.met) == ("Standard of another year", 30)


def test_a_trial_writes_nothing(engine):
    _stored(engine)
    said = []
    event.listen(
        warehouse.engine(), "before_cursor_execute", lambda *given: said.append(given[2].split()[0].upper())
    )
    plan.tried(SELF, college.SNAPSHOT, KIND, ENTITY, _page().proposed)
    assert set(said) <= {"SELECT", "PRAGMA"}
    assert "SELECT" in said

"""A source that is not there leaves numbers out; it never makes a zero, and never another number, of them."""

from dataclasses import replace

import polars as pl
import pytest

from data.warehouse.home import open_engine
from data.warehouse.queries.history import read_history
from data.warehouse.queries.history_tables import TABLES
from jobs.profile import facts_of
from profiling.catalogue import functions, indicators
from profiling.standard import standards

KEYS = ["entity_kind", "entity_id", "period"]
FRAMES = {table.name: name for name, table in TABLES.items()}
COMPUTED = {name: entry for name, entry in indicators().items() if entry.stage == "facts"}
# What the product keeps itself beside a delivered table: without the delivered one its rows are told alone, without both nothing is.
BESIDE = {
    "qa_action": "improvement", "qa_evidence": "improvement", "qa_teacher_milestone": "plan_item", "qa_student_milestone": "plan_item",
    "fact_contact": "intervention",
}  # fmt: skip
OWN = {
    "ml_prediction",
    "qa_intervention",
}  # written by the product itself, so never a source that is not there
SOURCES = sorted({source for entry in COMPUTED.values() for source in entry.sources})


@pytest.fixture(scope="module")
def facts(demo_home):
    engine = open_engine(demo_home)
    history = read_history(demo_home, engine)
    engine.dispose()
    return facts_of(history, standards())


@pytest.fixture(scope="module")
def told(facts):
    return {name: _told(functions()[name](facts)) for name in COMPUTED}


def _told(values: pl.DataFrame) -> pl.DataFrame:
    return values.filter(pl.col("value").is_not_null()).select(*KEYS, "value")


def _without(facts, source: str):
    if source in FRAMES:
        names = [FRAMES[source], *([BESIDE[source]] if source in BESIDE else [])]
        return replace(facts, frames=facts.frames | {name: facts[name].clear() for name in names})
    nothing = facts.events[source].collect().clear().lazy()
    return replace(facts, events=facts.events | {source: nothing})


def test_every_source_of_an_indicator_is_read():
    prepared_elsewhere = {"ml_prediction"}  # predictions come as course_risk
    assert set(SOURCES) - set(FRAMES) - prepared_elsewhere <= {
        "fact_attendance", "fact_assignment", "fact_lms_daily", "fact_quiz", "fact_interaction", "fact_resource_use",
        "fact_training_access",
    }  # fmt: skip


@pytest.mark.parametrize("source", [name for name in SOURCES if name not in OWN])
def test_without_a_source_its_numbers_are_left_out_not_changed(facts, told, source):
    without = _without(facts, source)
    for name, entry in COMPUTED.items():
        if source in entry.sources:
            found = _told(functions()[name](without))
            changed = found.join(told[name], on=[*KEYS, "value"], how="anti")
            assert changed.is_empty(), (name, changed.head(3).to_dicts())


@pytest.mark.parametrize(("source", "kept", "whose"), [
    ("qa_teacher_milestone", "tch_plan_progress", "plan_item"), ("qa_student_milestone", "stu_plan_progress", "plan_item"),
    ("qa_evidence", "sch_loop_closure", "improvement"), ("fact_contact", "sch_alert_response", "intervention"),
])  # fmt: skip
def test_what_the_product_keeps_is_told_without_the_delivered_table(facts, source, kept, whose):
    alone = replace(facts, frames=facts.frames | {FRAMES[source]: facts[FRAMES[source]].clear()})
    assert facts[whose].height and _told(functions()[kept](alone)).height

"""Which version judges a day: the one in force when its term began; a change waits for the next term."""

from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest
from sqlalchemy import insert, update

from data.warehouse.home import open_engine
from data.warehouse.schema.quality import qa_standard
from jobs.profile import keep_standards, standards_of
from profiling.standard import standards

ID = "teacher.T2"
SHIPPED = standards()[ID]
TERMS = pl.DataFrame(
    {"term_id": ["2025-2026-1", "2025-2026-2"], "first_monday": [date(2025, 9, 1), date(2026, 2, 23)]}
)


@pytest.fixture
def engine(empty_home):
    made = open_engine(empty_home)
    keep_standards(made)
    return made


def _put(engine, version, effective_from, status="in_force"):
    body = SHIPPED.model_copy(update={"version": version}).model_dump_json()
    with engine.begin() as connection:
        connection.execute(insert(qa_standard).values(
            standard_id=ID, version=version, status=status, effective_from=effective_from, body=body,
        ))  # fmt: skip


def _version(engine, term, day):
    history = SimpleNamespace(frames={"term": TERMS}, current_term=term, as_of=day)
    return standards_of(engine, history)[ID].version


def test_a_change_waits_for_the_next_term(engine):
    _put(engine, "2025.2", date(2025, 10, 15))
    assert _version(engine, "2025-2026-1", date(2026, 1, 10)) == SHIPPED.version
    assert _version(engine, "2025-2026-2", date(2026, 3, 1)) == "2025.2"


def test_a_change_on_the_first_day_of_a_term_holds_in_it(engine):
    _put(engine, "2026.1", date(2026, 2, 23))
    assert _version(engine, "2025-2026-2", date(2026, 2, 24)) == "2026.1"


@pytest.mark.parametrize("status", ["draft", "trial", "retired"])
def test_what_is_not_in_force_judges_nobody(engine, status):
    _put(engine, "2025.2", date(2025, 9, 1), status)
    assert _version(engine, "2025-2026-2", date(2026, 3, 1)) == SHIPPED.version


def test_the_newest_of_several_judges_and_all_others_are_shipped_ones(engine):
    for version, day in (("2025.3", date(2026, 1, 5)), ("2025.2", date(2025, 12, 1))):
        _put(engine, version, day)
    assert _version(engine, "2025-2026-2", date(2026, 3, 1)) == "2025.3"
    history = SimpleNamespace(frames={"term": TERMS}, current_term="2025-2026-2", as_of=date(2026, 3, 1))
    assert set(standards_of(engine, history)) == set(standards())


def test_a_stored_version_is_left_as_it_is_by_the_shipped_file(engine):
    changed = SHIPPED.model_copy(update={"approved_by": "somebody else"}).model_dump_json()
    with engine.begin() as connection:
        connection.execute(update(qa_standard).where(qa_standard.c.standard_id == ID).values(body=changed))
    keep_standards(engine)
    history = SimpleNamespace(frames={"term": TERMS}, current_term="2025-2026-2", as_of=date(2026, 3, 1))
    assert standards_of(engine, history)[ID].approved_by == "somebody else"

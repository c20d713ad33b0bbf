"""The demo holds last year's values and verdicts beside its current snapshot, for changed standards to be tried on."""

import json
from datetime import date

import pytest
from sqlalchemy import delete, func, select

from access.scope import system_scope
from data.warehouse.home import open_engine
from data.warehouse.schema import metadata
from data.warehouse.schema.meta import meta_snapshot
from data.warehouse.snapshots import MARTS
from jobs.last_year import DAY
from jobs.profile import OF_THE_PAST
from views import warehouse
from views.improvement import standard_trial


@pytest.fixture(scope="module")
def published(demo_home) -> dict[date, tuple[int, bool]]:
    """As-of -> id and whether pages show it."""
    columns = meta_snapshot.c
    with open_engine(demo_home).connect() as connection:
        rows = connection.execute(select(columns.as_of, columns.snapshot_id, columns.is_current)).all()
    return {row.as_of: (row.snapshot_id, bool(row.is_current)) for row in rows}


def test_current_snapshot_is_not_the_one_of_last_year(published):
    assert sorted(published) == [date(2025, 8, 31), date(2025, 11, 2)]
    assert published[DAY][1] is False
    assert published[date(2025, 11, 2)][1] is True


@pytest.mark.parametrize("name", MARTS)
def test_last_year_has_values_and_verdicts_and_no_page_rows(demo_home, published, name):
    table = metadata.tables[name]
    query = select(func.count()).select_from(table).where(table.c.snapshot_id == published[DAY][0])
    with open_engine(demo_home).connect() as connection:
        assert (connection.execute(query).scalar_one() > 0) == (name in OF_THE_PAST)


def test_a_changed_standard_is_tried_on_last_year(demo_home, published, monkeypatch):
    engine = open_engine(demo_home)
    monkeypatch.setattr(warehouse, "engine", lambda: engine)
    found = standard_trial.base_snapshot(system_scope("test"), warehouse.current_snapshot())
    assert found == (published[DAY][0], DAY, True)


def test_the_past_changes_nothing_of_the_present(demo_copy, jobs):
    beside = _digest(jobs, demo_copy)
    with open_engine(demo_copy).begin() as connection:
        removed = connection.execute(delete(meta_snapshot).where(meta_snapshot.c.as_of == DAY)).rowcount
    assert removed == 1
    assert _digest(jobs, demo_copy) == beside


def _digest(jobs, home) -> str:
    return json.loads(jobs("profile", "--json", "-", home=home).stdout)["digest"]

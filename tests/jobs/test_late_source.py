"""A source that fails its freshness: what rests on it is published as out of date with its day, and judged by nobody."""

from datetime import date, datetime

import pytest
from sqlalchemy import func, select, update

from access.scope import Scope
from data.warehouse.home import open_engine
from data.warehouse.queries.freshness import late_tables
from data.warehouse.schema.marts import ind_value, mart_item
from data.warehouse.schema.meta import meta_check, meta_source
from jobs.__main__ import main
from ui import text
from views import warehouse
from views.administration import sources
from views.figures import values

NOW, CLOSED = "2025-2026-1", "2024-2025-2"
LAST = datetime(2025, 10, 10, 8)  # the demo's today is 2 November; attendance is due every day
READER = Scope("quality_office", "p-quality_office", everything=True)


@pytest.fixture
def late_home(demo_copy):
    """The demo college, profiled anew after the attendance system has been silent for three weeks."""
    engine = open_engine(demo_copy)
    with engine.begin() as connection:
        late = update(meta_source).where(meta_source.c.source_id == "classroom")
        connection.execute(late.values(last_success_at=LAST))
    place = ["--warehouse", demo_copy.warehouse_url] if demo_copy.warehouse_url else []
    assert main(["profile", "--home", str(demo_copy.directory), *place]) == 0
    warehouse.configure(demo_copy)
    yield engine
    engine.dispose()


def _states(engine, table, indicator, *where):
    snapshot = warehouse.current_snapshot().snapshot_id
    query = select(table.c.status, func.count()).where(
        table.c.snapshot_id == snapshot, table.c.indicator_id == indicator, *where
    )
    with engine.connect() as connection:
        return {row.status: row[1] for row in connection.execute(query.group_by(table.c.status))}


def test_silent_source_makes_running_figures_stale_and_leaves_closed_terms(late_home, in_chinese):
    with late_home.connect() as connection:
        assert late_tables(connection, date(2025, 11, 2))["fact_attendance"] == LAST.date()
        checks = select(meta_check.c.status).where(
            meta_check.c.check_id == "freshness", meta_check.c.source_id == "classroom"
        )
        assert connection.execute(checks).scalars().all()[-1] == "fail"
    assert set(_states(late_home, ind_value, "crs_attendance", ind_value.c.period == NOW)) == {"stale"}
    assert "stale" not in _states(late_home, ind_value, "crs_attendance", ind_value.c.period == CLOSED)
    assert "observed" in _states(late_home, ind_value, "crs_first_pass")
    judged = _states(late_home, mart_item, "stu_attendance")
    assert set(judged) == {"stale"}
    snapshot = warehouse.current_snapshot()
    figure = values.of_entity(READER, snapshot, "school", "school").figure("crs_attendance", NOW)
    assert (figure.status, text.plain(figure.status_reason)) == (
        "stale",
        "数据过期：10月10日后没有新数据，不参与判定",
    )
    page = sources.overview(READER, snapshot)
    assert "课堂考勤与互动" in text.plain(page.findings[0])

"""What changed since the last visit: beyond the minimum detectable change, of the same definition, never of a running term."""

from datetime import datetime

import pytest
from sqlalchemy import func, insert, select

from actions import visits
from data.warehouse.schema.marts import ind_value
from data.warehouse.schema.meta import meta_snapshot
from data.warehouse.schema.visits import meta_visit
from tests.actions.rights_people import office
from tests.views import college
from ui import text
from ui.i18n import use
from views import since
from views.parts import Amount, Figure, Name, Tile

SCHOOL = ("school", "school")
EARLIER = 1
NOW = college.Snapshot(2, college.AS_OF, college.TERM, 9)
PASS, PLACED = "crs_first_pass", "sch_placement_rate"


def tiles(*ids):
    return tuple(Tile(Figure(key, Name(key), Amount(None, "share"), "observed")) for key in ids)


@pytest.fixture
def engine(empty_home):
    engine = college.opened(empty_home)
    with engine.begin() as connection:
        connection.execute(
            insert(meta_snapshot).values(
                snapshot_id=2, created_at=datetime(2025, 11, 2), status="published", is_current=False,
                as_of=college.AS_OF, term_id=college.TERM, week_no=9, engine="polars",
            )
        )  # fmt: skip
    use("zh")
    return engine


def store(
    engine, number, indicator, value, low=None, high=None, *, period="2024-2025-2", version="1", **more
):
    row = {
        "snapshot_id": number, "entity_kind": "school", "entity_id": "school", "indicator_id": indicator, "period": period,
        "as_of": college.AS_OF, "is_latest": (period != "2023-2024-2" and period != "2024-2025-1") or number == 1, "value": value, "low": low, "high": high, "status": "observed",
        "category": "unit_indicator", "definition_version": version, "is_open": True, "is_open_inside": True,
    } | more  # fmt: skip
    with engine.begin() as connection:
        connection.execute(insert(ind_value).values(**row))


def told(viewer, *ids):
    return since.of_entity(viewer.scope, NOW, *SCHOOL, tiles(*ids))


def test_change_beyond_chance_is_told_with_direction_and_chance_is_not(engine):
    store(engine, EARLIER, PASS, 0.80, 0.78, 0.82, period="2024-2025-1")
    store(engine, 2, PASS, 0.90, 0.88, 0.92)
    store(engine, EARLIER, PLACED, 0.90, 0.86, 0.94, period="2024")
    store(engine, 2, PLACED, 0.91, 0.87, 0.95, period="2025")
    (only,) = told(office("leadership"), PASS, PLACED).changes
    assert text.plain(only) == f"{since.catalogue.entry(PASS).name.zh} ↑ 10.0 个百分点，现为 90.0%"


def test_word_says_whether_the_direction_is_good(engine):
    for indicator, before, after in ((PLACED, 0.95, 0.90), ("sch_student_teacher_ratio", 18.0, 15.0)):
        store(engine, EARLIER, indicator, before, period="2024")
        store(engine, 2, indicator, after, period="2025")
    found = [
        text.plain(one) for one in told(office("leadership"), PLACED, "sch_student_teacher_ratio").changes
    ]
    assert found == ["生师比 改善 ↓ 3，现为 15 : 1", "毕业去向落实率 下降 ↓ 5.0 个百分点，现为 90.0%"]


@pytest.mark.parametrize(
    "change",
    [{"version": "2"}, {"period": college.TERM}],
    ids=["another definition", "a running term against one that is over"],
)
def test_what_is_not_comparable_is_not_told(engine, change):
    store(engine, EARLIER, PASS, 0.80, 0.78, 0.82)
    store(engine, 2, PASS, 0.90, 0.88, 0.92, **change)
    assert told(office("leadership"), PASS).changes == ()


def test_last_visit_names_its_day_and_another_readers_visit_does_not_count(engine):
    store(engine, 2, PASS, 0.90, 0.88, 0.92)
    reader, other = office("leadership", "a"), office("leadership", "b")
    assert visits.noted(engine, other, *SCHOOL, EARLIER)
    assert told(reader, PASS).when.key == "since.snapshot"
    assert visits.noted(engine, reader, *SCHOOL, EARLIER)
    assert told(reader, PASS).when.key == "since.visit"


def test_visit_is_written_once_an_hour_and_never_through_other_eyes(engine):
    reader = office("leadership", "a")
    assert [visits.noted(engine, reader, *SCHOOL, 2) for _ in range(2)] == [True, False]
    assert not visits.noted(engine, office("leadership", limit=reader.scope), *SCHOOL, 2)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(meta_visit)).scalar() == 1

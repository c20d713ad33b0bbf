"""The pack as a page shows it, and pages shown from the snapshot that was frozen."""

from datetime import date

import pytest
from sqlalchemy import delete

from access.scope import before_an_audience
from actions import meeting as acts
from data.warehouse.schema.meta import meta_snapshot
from reports.handing_out import collected
from tests.actions.rights_people import office, opened, viewer
from tests.views import college
from views import warehouse
from views.reporting import meeting

LEADER = office("leadership")
LATER = date(2025, 11, 9)


@pytest.fixture(autouse=True)
def _chinese(in_chinese):
    yield
    warehouse.show_frozen(None)


@pytest.fixture
def engine(empty_home):
    """A school of 1,500 students on the first snapshot and 1,600 on the second, the first one in the leader's pack."""
    made = opened(empty_home)
    college.add_value(made, "sch_students", 1500.0, period=college.TERM, is_latest=True)
    acts.add(made, LEADER, acts.Wanted("school", 1, college.AS_OF))
    college.publish(made, snapshot_id=2, as_of=LATER)
    college.add_value(made, "sch_students", 1600.0, period=college.TERM, is_latest=True, snapshot_id=2)
    return made


def _students(snapshot_id):
    handed = collected(LEADER, "school", {}, snapshot_id)
    tiles = {title.key: part for title, part in handed.blocks}["figures.export_tiles"]
    value = next(one.figure.amount.value for one in tiles if one.figure.indicator_id == "sch_students")
    return handed.snapshot.as_of, value


def test_page_of_a_pack_is_the_one_that_was_frozen(engine):
    assert _students(1) == (college.AS_OF, 1500.0)
    assert _students(2) == _students(None) == (LATER, 1600.0)
    assert warehouse.current_snapshot().snapshot_id == 2


def test_pack_says_which_figures_are_older_and_which_are_gone(engine):
    def state():
        return meeting.overview(LEADER.scope, warehouse.current_snapshot()).pages[0].state

    assert state() == "older"
    acts.renew(engine, LEADER, 1, 2, LATER)
    assert state() == "as_is"
    acts.renew(engine, LEADER, 1, 9, LATER)
    assert state() == "gone"


def test_snapshot_that_is_gone_or_unfinished_is_not_shown(engine):
    assert warehouse.show_frozen(1)
    with engine.begin() as connection:
        connection.execute(delete(meta_snapshot).where(meta_snapshot.c.snapshot_id == 1))
    assert not warehouse.show_frozen(1)
    assert warehouse.current_snapshot().snapshot_id == 2


def test_pack_is_the_persons_own_in_this_role(engine):
    others = (office("leadership", "t-other"), office("dean", LEADER.person))
    assert [meeting.pages(one.scope, None) for one in others] == [(), ()]
    assert meeting.found(LEADER.scope, "1").page == "school"
    assert [meeting.found(others[0].scope, asked) for asked in ("1", "x", None)] == [None] * 3


def test_note_for_the_presenter_is_not_told_to_the_audience(engine):
    acts.word(engine, LEADER, 1, title="开场", note="先说结论")
    assert meeting.pages(LEADER.scope, None)[0].note == "先说结论"
    shown = meeting.pages(before_an_audience(LEADER.scope), None)[0]
    assert (shown.title, shown.note) == ("开场", None)


def test_right_to_a_page_is_asked_at_each_showing(engine):
    dean = viewer("dean", "t-dean", org={"D1"})
    assert collected(dean, "department", {"id": "D1"}, 1) is not None
    assert collected(dean, "department", {"id": "D2"}, 1) is None
    assert collected(dean, "worklist", {}, 1) is None
    assert collected(office("supervisor"), "school", {}, 1) is None  # may look, and take nothing away

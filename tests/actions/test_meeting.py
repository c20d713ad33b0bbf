"""The meeting pack: one's own alone, in order, written down, and no page that the role may not open."""

import pytest
from sqlalchemy import select

from actions import meeting
from actions.meeting import Wanted
from data.warehouse.schema.meeting import qa_meeting_page
from errors import NotAllowed, ShownError
from tests.actions.rights_people import logged, office, opened, student
from tests.views.college import AS_OF

LEADER, OTHER = office("leadership"), office("leadership", "t-other")


def _wanted(page="school", snapshot=1, **choices):
    return Wanted(page, snapshot, AS_OF, choices)


def _rows(engine):
    query = select(qa_meeting_page).order_by(qa_meeting_page.c.place)
    with engine.connect() as connection:
        return connection.execute(query).mappings().all()


def _pages(engine):
    return [row["page"] for row in _rows(engine)]


@pytest.fixture
def pack(empty_home):
    """A pack of three pages: school, course, major; their numbers."""
    engine = opened(empty_home)
    return engine, [meeting.add(engine, LEADER, _wanted(page)) for page in ("school", "course", "major")]


def test_page_is_put_at_the_end_with_its_choices_and_snapshot(empty_home):
    engine = opened(empty_home)
    meeting.add(engine, LEADER, _wanted("school"))
    meeting.add(engine, LEADER, _wanted("course", 3, id="K1", term="2025-2026-1"))
    row = _rows(engine)[-1]
    assert (row["place"], row["page"], row["snapshot_id"], row["person"]) == (2, "course", 3, LEADER.person)
    assert row["choices"] == '{"id": "K1", "term": "2025-2026-1"}'
    assert logged(engine)[-1] == ("write", "meeting", "course", "add")


def test_same_page_twice_is_one_and_of_another_snapshot_two(empty_home):
    engine = opened(empty_home)
    numbers = [meeting.add(engine, LEADER, _wanted(id="D1", snapshot=number)) for number in (1, 1, 2)]
    assert numbers[0] == numbers[1] != numbers[2] and len(_rows(engine)) == 2


@pytest.mark.parametrize(
    ("steps", "order"),
    [
        (-1, ["course", "school", "major"]),
        (1, ["school", "major", "course"]),
        (9, ["school", "major", "course"]),
    ],
)
def test_page_moves_and_stays_at_the_ends(pack, steps, order):
    engine, numbers = pack
    meeting.move(engine, LEADER, numbers[1], steps)
    assert _pages(engine) == order
    assert [row["place"] for row in _rows(engine)] == [1, 2, 3]


def test_page_is_worded_renewed_and_taken_out(pack):
    engine, numbers = pack
    meeting.word(engine, LEADER, numbers[0], title=" 开场 ", note="")
    meeting.renew(engine, LEADER, numbers[0], 5, AS_OF)
    row = _rows(engine)[0]
    assert (row["title"], row["note"], row["snapshot_id"]) == ("开场", None, 5)
    meeting.remove(engine, LEADER, numbers[0])
    assert _pages(engine) == ["course", "major"]
    meeting.remove(engine, LEADER, None)
    assert _pages(engine) == []


ACTS = {
    "move": lambda engine, viewer, number: meeting.move(engine, viewer, number, 1),
    "word": lambda engine, viewer, number: meeting.word(engine, viewer, number, title="x", note=""),
    "renew": lambda engine, viewer, number: meeting.renew(engine, viewer, number, 2, AS_OF),
    "remove": lambda engine, viewer, number: meeting.remove(engine, viewer, number),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", [OTHER, office("dean", LEADER.person)], ids=["other person", "other role"])
def test_nobody_changes_the_pack_of_another_person_or_role(pack, act, who):
    engine, numbers = pack
    before = [dict(row) for row in _rows(engine)]
    with pytest.raises(NotAllowed):
        ACTS[act](engine, who, numbers[0])
    assert [dict(row) for row in _rows(engine)] == before


def test_page_that_the_role_may_not_open_is_not_collected(empty_home):
    engine = opened(empty_home)
    with pytest.raises(NotAllowed):
        meeting.add(engine, LEADER, _wanted("worklist"))
    with pytest.raises(NotAllowed):
        meeting.add(engine, student(), _wanted("school"))
    assert _rows(engine) == []


def test_pack_has_an_end(pack, monkeypatch):
    engine, _ = pack
    monkeypatch.setattr(meeting, "MOST_PAGES", 3)
    with pytest.raises(ShownError) as failed:
        meeting.add(engine, LEADER, _wanted("department"))
    assert failed.value.code == "full" and len(_rows(engine)) == 3

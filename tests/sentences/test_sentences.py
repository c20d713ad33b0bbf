"""Every sentence of every page: no number that the page's data do not hold, no difference that its interval does not support."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs import page_readers
from tests.sentences import claims, numbers, recording
from views import choices, warehouse
from views.figures import findings
from views.parts import Amount, IntervalRow, Intervals, Link, Name, Sentence
from views.units import department, school

UNITS = {
    "department": ("dean", choices.departments), "major": ("major_leader", choices.majors), "course": ("course_leader", choices.courses),
}  # fmt: skip
OF_THE_COLLEGE = {"department": "quality_office", "major": "quality_office", "course": "academic_affairs"}
MOST = 12  # units of a kind


@pytest.fixture
def home(demo_home):
    warehouse.configure(demo_home)
    return demo_home


def faults(opened):
    return numbers.strange(opened) + claims.false_claims(opened)


@pytest.mark.parametrize("page", sorted(page_readers.pages()))
def test_page_of_its_reader_says_nothing_but_its_data(home, monkeypatch, page):
    opened = recording.opened(monkeypatch, page, page_readers.pages()[page])
    assert opened.said
    assert faults(opened) == []


@pytest.mark.parametrize("page", UNITS)
def test_pages_of_all_units_say_nothing_but_their_data(home, monkeypatch, page):
    role, listed = OF_THE_COLLEGE[page], UNITS[page][1]
    units = listed(recording.viewer_of(role).scope, warehouse.current_snapshot())
    for one in units[:: max(1, len(units) // MOST)]:
        assert faults(recording.opened(monkeypatch, page, role, one.key)) == []


@pytest.mark.parametrize("page", ["student", "teacher"])
def test_pages_of_persons_say_nothing_but_their_data(home, monkeypatch, page):
    role = {"student": "counsellor", "teacher": "dean"}[page]
    scope, snapshot = recording.viewer_of(role).scope, warehouse.current_snapshot()
    for key in _persons(page, scope, snapshot)[:MOST]:
        assert faults(recording.opened(monkeypatch, page, role, key)) == []


def _persons(page, scope, snapshot):
    if page == "student":
        return [one.key for one in choices.students(scope, snapshot, choices.groups(scope, snapshot)[0].key)]
    from views.teachers import teachers

    table = teachers.listing(scope, snapshot, choices.departments(scope, snapshot)[0].key).table
    return [cell.key for row in table.rows for cell in row if isinstance(cell, Link)]


def _swapped(what, picture):
    turned = {"above": "below", "below": "above", "chance": "above"}
    rows = tuple(replace(row, difference=turned.get(row.difference)) for row in picture.rows)
    return _honest(what, replace(picture, rows=rows))


_honest = findings.compared


@pytest.mark.parametrize(("page", "module"), [("school", school), ("department", department)])
def test_a_claim_against_its_interval_is_noticed(home, monkeypatch, page, module):
    monkeypatch.setattr(module.findings, "compared", _swapped)
    assert claims.false_claims(recording.opened(monkeypatch, page, page_readers.pages()[page]))


def test_a_number_from_nowhere_is_noticed(home, monkeypatch):
    planted = Sentence("findings.floors_met", {"count": Amount(98_765, "count")})
    monkeypatch.setattr(school, "floor_finding", lambda strip: planted)
    assert numbers.strange(recording.opened(monkeypatch, "school", page_readers.pages()["school"]))


INTERVAL = st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)).map(sorted)


@given(st.lists(INTERVAL, min_size=1, max_size=9), st.floats(0, 1))
def test_units_are_named_as_their_intervals_say(spans, line):
    rows = tuple(
        IntervalRow(
            Link("department", str(place), Name(str(place))),
            value,
            low,
            high,
            50,
            claims.side(low, high, line),
        )
        for place, (low, value, high) in enumerate(spans)
    )
    picture = Intervals(rows, line, Sentence("x"), "share", Sentence("x"), Sentence("x"))
    said = findings.compared("departments", picture)
    for told in ("above", "below"):
        named = {link.key for link in said.params.get(told, ()) if isinstance(link, Link)}
        supported = {
            str(place) for place, (low, _, high) in enumerate(spans) if claims.side(low, high, line) == told
        }
        assert named <= supported
        assert said.params.get(f"{told}_count", Amount(0, "count")).value == len(supported)
    beyond = sum(
        said.params[f"{told}_count"].value for told in ("above", "below") if f"{told}_count" in said.params
    )
    assert said.params["same"].value == len(rows) - beyond

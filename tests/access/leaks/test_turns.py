"""Two people of different scope on one process, taking turns: each gets what it gets alone, whatever the other asked before."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.access.leaks import demo_world
from views import search, warehouse
from views.clock import now
from views.courses import spread
from views.figures import comparison, values
from views.operations import worklist
from views.students import student
from views.teachers import teacher
from views.units import department, school, warnings

# roles of the two, and how often both ask
PAIRS = ((("dean", "dean"), 500), (("counsellor", "leadership"), 150), (("teacher", "student"), 150))


@pytest.fixture(scope="module")
def demo(demo_home):
    return demo_world.loaded(demo_home)


@pytest.fixture(autouse=True)
def _opened(demo_home):
    warehouse.configure(demo_home)


def _asked(demo):
    """What both ask, the same questions: units and persons of each one's scope are among them."""
    moment, orgs = now(), sorted(set(demo.world.owners.values()))
    courses, people = sorted(set(demo.world.OFFERINGS.values()))[:3], sorted(demo.world.STUDENTS)[::60]
    names = [demo.rows["dim_person"][(pid,)]["full_name"] for pid in people[:2]]
    return [
        lambda scope, snapshot: school.overview(scope, snapshot),
        *(lambda scope, snapshot, org=org: department.overview(scope, snapshot, org) for org in orgs),
        *(lambda scope, snapshot, org=org: warnings.of_department(scope, snapshot, org) for org in orgs),
        *(lambda scope, snapshot, org=org: values.of_entity(scope, snapshot, "org", org) for org in orgs),
        *(lambda scope, snapshot, one=one: spread.of_course(scope, snapshot, one) for one in courses),
        *(lambda scope, snapshot, one=one: values.of_entity(scope, snapshot, "course", one) for one in courses),
        *(lambda scope, snapshot, pid=pid: student.profile(scope, snapshot, pid, moment) for pid in people[:3]),
        *(lambda scope, snapshot, pid=pid: values.of_entity(scope, snapshot, "student", pid) for pid in people),
        *(lambda scope, snapshot, pid=pid: teacher.profile(scope, snapshot, pid, moment) for pid in sorted(demo.world.STAFF)[:2]),
        *(lambda scope, snapshot, name=name: search.people(scope, name) for name in names),
        lambda scope, snapshot: worklist.overview(scope, snapshot, 15, "to_contact"),
        lambda scope, snapshot: comparison.rows_of_kind(scope, snapshot, "course", "crs_first_pass"),
    ]  # fmt: skip


def _alone(demo_home, scope, questions):
    """Every answer that one person gets when nobody else has asked anything."""
    warehouse.configure(demo_home)
    snapshot = warehouse.current_snapshot()
    return [question(scope, snapshot) for question in questions]


def _pair(demo, roles):
    """One reader of each role; of the same role, two with different units."""
    first, second = (
        [scope for reader, scope in demo.scopes.items() if reader.role == role] for role in roles
    )
    return first[0], next(
        scope for scope in second if _units(scope) != _units(first[0]) or scope.role != first[0].role
    )


def _units(scope):
    """A dean and the deputy have the same."""
    return dict(scope.values).get("org")


def _wrong(questions, pair, alone, rounds):
    """Turns in which somebody got another answer than alone."""
    snapshot, places = warehouse.current_snapshot(), itertools.cycle(range(len(questions)))
    for turn, place in zip(range(rounds), places, strict=False):
        order = pair if turn // len(questions) % 2 == 0 else pair[::-1]
        for number, scope in enumerate(order):
            if questions[place](scope, snapshot) != alone[pair.index(scope)][place]:
                yield turn, number


@pytest.mark.parametrize(("roles", "rounds"), PAIRS)
def test_readers_who_take_turns_get_what_each_gets_alone(demo_home, demo, roles, rounds):
    questions, pair = _asked(demo), _pair(demo, roles)
    alone = [_alone(demo_home, scope, questions) for scope in pair]
    assert alone[0] != alone[1]
    warehouse.configure(demo_home)
    assert list(_wrong(questions, pair, alone, rounds)) == []


def test_a_memory_that_forgets_whose_answer_it_keeps_is_noticed(demo_home, demo, monkeypatch):
    questions, pair = _asked(demo), _pair(demo, ("dean", "dean"))
    alone = [_alone(demo_home, scope, questions) for scope in pair]
    warehouse.configure(demo_home)
    real = warehouse.cached
    for module in (department, values):
        for name in ("stored", "of_entity"):
            if hasattr(module, name):
                plain = getattr(module, name).__wrapped__
                forgetful = real(
                    lambda _, snapshot, *rest, plain=plain: plain(_now["scope"], snapshot, *rest)
                )
                monkeypatch.setattr(module, name, _keyed_by_nobody(forgetful))
    assert list(_wrong(questions, pair, alone, len(questions)))


_now: dict = {}


def _keyed_by_nobody(remembered):
    def ask(scope, snapshot, *rest):
        _now["scope"] = scope
        return remembered(warehouse.anyone(scope), snapshot, *rest)

    return ask


def test_readers_at_the_same_moment_get_what_each_gets_alone(demo_home, demo):
    questions, pair = _asked(demo), _pair(demo, PAIRS[0][0])
    alone = {scope: _alone(demo_home, scope, questions) for scope in pair}
    warehouse.configure(demo_home)
    snapshot = warehouse.current_snapshot()

    def ask(scope):
        return [question(scope, snapshot) for question in questions]

    with ThreadPoolExecutor(max_workers=4) as pool:
        for scope, answers in zip(pair * 4, pool.map(ask, pair * 4), strict=True):
            assert answers == alone[scope]

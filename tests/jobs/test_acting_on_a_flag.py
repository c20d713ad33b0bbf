"""A flag from the files of the college to a case that is closed: real loads, real profiles, one case per student and term."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from access.viewer import demo_people, make_viewer
from actions import intervention
from data.warehouse.home import as_of, open_engine
from data.warehouse.schema.people import dim_person
from profiling.raised import HOURS
from tests import real_loads
from views import naming, warehouse
from views.operations import case_rows, caseload, worklist
from views.operations.cases import CLOSED, FOLLOWING, TO_CONTACT

MANY = 12  # sessions without excuse: beyond the exam bar of any course of the demo


class Counsellor:
    """The demo's counsellor with the caseload as the product reads it now."""

    def __init__(self, home):
        warehouse.configure(home)
        self.engine = open_engine(home)
        with self.engine.begin() as connection:
            person = demo_people(connection)["counsellor"]
            self.today = as_of(connection)
            self.scope = make_viewer(
                connection, mode="demo", session="s", wanted="counsellor", needs="worklist", today=date.today(),
                as_of=self.today, person=person,
            ).scope  # fmt: skip

    @property
    def snapshot(self):
        return warehouse.current_snapshot()

    @property
    def cases(self):
        return {
            case.pid: case
            for case in caseload.caseload(self.scope, self.snapshot, caseload.written(self.scope))
        }

    def tab(self, name):
        return worklist.overview(self.scope, self.snapshot, 60, name).rows

    def places(self, pid):
        return [name for name in (TO_CONTACT, FOLLOWING, CLOSED) for row in self.tab(name) if row.pid == pid]

    def chips(self, pid):
        courses = naming.courses(self.scope, self.snapshot)
        return [one.key for one in case_rows.chips(self.cases[pid], courses)]

    def record(self, pid, state="contacted", outcome=None, next_on=None):
        step = intervention.Step(pid, self.snapshot.term_id, state, "talk", "谈过", next_on, outcome)
        intervention.record_step(self.engine, self.scope, self.snapshot.snapshot_id, step)

    def number(self, pid):
        with self.engine.connect() as connection:
            return connection.execute(
                select(dim_person.c.person_no).where(dim_person.c.person_pid == pid)
            ).scalar_one()


@pytest.fixture
def counsellor(demo_copy):
    return Counsellor(demo_copy)


def _first(counsellor, wanted):
    """A student of the caseload that fits and goes to classes: the first by pid."""
    attending = set(real_loads.attendance(warehouse.home())["学号"])
    fitting = (pid for pid, case in sorted(counsellor.cases.items()) if wanted(case))
    return next(pid for pid in fitting if counsellor.number(pid) in attending)


def test_next_load_adds_a_name_once_and_keeps_what_was_recorded(counsellor, demo_copy, jobs):
    calm = _first(counsellor, lambda case: not case.is_called)
    followed = _first(counsellor, lambda case: case.shown_level == "blue")
    closed = _first(counsellor, lambda case: case.shown_level == "blue" and case.pid != followed)
    counsellor.record(followed, next_on=counsellor.today + timedelta(days=7))
    counsellor.record(closed, "closed", "resolved")
    assert [counsellor.places(pid) for pid in (calm, followed, closed)] == [[], [FOLLOWING], [CLOSED]]

    real_loads.make_absent(demo_copy, dict.fromkeys(map(counsellor.number, (calm, followed, closed)), MANY))
    real_loads.next_load(jobs, demo_copy)
    for _ in range(2):  # the same files and another profile bring nobody twice
        assert counsellor.cases[calm].level == counsellor.cases[closed].level == "red"
        assert [counsellor.places(pid) for pid in (calm, followed, closed)] == [
            [TO_CONTACT],
            [FOLLOWING],
            [TO_CONTACT],
        ]
        assert "worklist.chip_new" in counsellor.chips(followed)
        assert "worklist.chip_back" in counsellor.chips(closed)
        assert "worklist.chip_back" not in counsellor.chips(calm)
        real_loads.next_load(jobs, demo_copy)
    counsellor.record(closed)
    assert counsellor.places(closed) == [FOLLOWING]


def test_clock_runs_by_the_homes_day(counsellor, demo_copy):
    pid = _first(counsellor, lambda case: case.level == "yellow")
    counsellor.record(pid, next_on=counsellor.today + timedelta(days=7))
    real_loads.move_to(counsellor.engine, counsellor.today + timedelta(days=10))
    row = next(row for row in counsellor.tab(FOLLOWING) if row.pid == pid)
    told = (row.clock.key, row.clock.params["days"].value, row.is_overdue)
    assert told == ("worklist.late", 3, True)
    late = {one.pid: one.clock.params["days"].value for one in counsellor.tab(TO_CONTACT) if one.is_overdue}
    urgent = {
        case.pid: case.level
        for case in counsellor.cases.values()
        if case.level in ("red", "orange") and case.tab == TO_CONTACT
    }
    assert urgent  # their hours run from the first state that said so
    assert {pid: late[pid] for pid in urgent} == {
        pid: 10 - HOURS[level] // 24 for pid, level in urgent.items()
    }
    order = [one.is_overdue for one in counsellor.tab(TO_CONTACT)]
    assert order == sorted(order, reverse=True)

"""Every role x every page x own and foreign ids: nothing that leaves the server names a student outside the role's scope."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from access import policy
from access.viewer import EVERY_ROLE
from data.warehouse.schema import metadata
from jobs.bench_server import running_server
from tests.access.leaks import small_college, truth, wire
from ui.page import discover

PAGES = sorted(discover("pages"))
UNITS = {
    "dean": "department",
    "major_leader": "major",
    "course_leader": "course",
}  # role: page of its own unit


@pytest.fixture(scope="module")
def people(demo_home):
    return truth.of(demo_home)


@pytest.fixture(scope="module")
def port(demo_home):
    with running_server(demo_home.directory, demo_home.warehouse_url) as number:
        yield number


def _addresses(people, page, role):
    """Ways to open a page: as it is, about somebody or something inside, about the same outside, in another term."""
    if not policy.may_open(role, discover("pages")[page].PAGE.requires):
        return [{"id": people.outside(role)}]
    inside, outside = _ids(people, page, role)
    asked = [{}, {"id": outside}, {"id": inside, "term": "2024-2025-2"}]
    asked += [{"case": outside}] if page == "worklist" else []
    return [one for one in asked if None not in (one.get("id", ""), one.get("case", ""))]


def _ids(people, page, role):
    places = people.places.get(page, {})
    if page == "teacher":
        own = people.shown_for[role] if role == "teacher" else None
        org = next(iter(people.units["dean"]))
        inside = own or next(pid for pid, place in places.items() if place == org)
        return inside, next(pid for pid, place in places.items() if place != org and pid != own)
    if page in ("department", "major", "course"):
        own = next(iter(people.units[role]), None) if UNITS.get(role) == page else None
        return own or min(places), next(code for code in sorted(places, reverse=True) if code != own)
    return people.inside(role), people.outside(role)


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_no_page_names_a_student_outside_the_scope(people, port, role):
    leaks = []
    for page in PAGES:
        for query in _addresses(people, page, role):
            sent = wire.opened(port, page, **{"as": role}, **query)
            leaks += [(page, query, pid) for pid in people.foreign(role, sent)]
    assert leaks == []


@pytest.mark.parametrize("role", ["dean", "major_leader", "counsellor", "student", "academic_affairs"])
def test_student_inside_the_scope_is_named(people, port, role):
    pid = people.inside(role)
    sent = wire.opened(port, "student", **{"as": role}, id=pid)
    assert people.students[pid][1] in sent


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_search_finds_nobody_outside_the_scope(people, port, role):
    pid = people.outside(role)
    if pid is None:
        pid = people.inside(role)
        assert people.students[pid][0] in wire.opened(
            port, "school", search=people.students[pid][1], **{"as": role}
        )
        return
    number, name = people.students[pid]
    by_name = wire.opened(port, "school", search=name, **{"as": role})
    by_number = wire.opened(port, "school", search=number, **{"as": role})
    assert number not in by_name and pid not in by_name
    assert name not in by_number and pid not in by_number


def test_role_that_is_not_held_is_not_taken(shared_folder, tmp_path, empty_home):
    """On a home of one's own: only hr is held, whatever the address asks for."""
    engine, grant = small_college.inserted(empty_home), metadata.tables["sec_grant"].c
    with engine.begin() as connection:
        connection.execute(
            delete(metadata.tables["sec_grant"]).where(grant.person == "local-owner", grant.role != "hr")
        )
    with running_server(empty_home.directory, empty_home.warehouse_url) as number:
        held = wire.opened(number, "school", **{"as": "hr"})
        others = [
            wire.opened(number, page, **{"as": role}, id="s01")
            for role in ("academic_affairs", "student", "counsellor", "nobody") for page in ("student", "worklist", "school")
        ]  # fmt: skip
    assert "data-state" not in held or "not_allowed" not in held
    assert all("名s" not in sent and "N-s" not in sent for sent in others)

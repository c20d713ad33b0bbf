"""Search: units by a part of their name, persons by their full number or name; never beyond the reader's scope."""

from __future__ import annotations

from access import policy
from access.scope import Scope
from data.warehouse.queries import persons, teaching_class
from views import choices, warehouse
from views.courses import teaching_choices
from views.parts import Link, Name
from views.warehouse import Snapshot

MOST = 24
LOOKED_AT = 400  # teaching classes by name before the scope is asked: of one course of a large college
SHORTEST = 2  # characters of a name; one Chinese character would list half the college


def units(scope: Scope, snapshot: Snapshot, asked: str) -> tuple[Link, ...]:
    """Units of the scope whose code is asked for or whose name holds what is asked for: departments, majors, courses,
    classes, and teaching classes of the running term."""
    wanted = asked.strip().casefold()
    if len(wanted) < SHORTEST:
        return ()
    found: list[Link] = []
    for page, listed in (
        ("department", choices.departments), ("major", choices.majors), ("course", choices.courses),
        ("class", choices.classes),
    ):  # fmt: skip
        if policy.may_open(scope.role, page):
            hits = (one for one in listed(scope, snapshot) if _matches(one, wanted))
            found += [Link(page, one.key, one.name) for one in hits]
    return tuple((found + _teaching_classes(scope, snapshot, asked.strip()))[:MOST])


def _teaching_classes(scope: Scope, snapshot: Snapshot, asked: str) -> list[Link]:
    """Teaching classes of the running term that the reader may open."""
    own, courses = teaching_choices.openable(scope, snapshot)
    if snapshot.term_id is None or not (own or courses):
        return []
    rows = warehouse.read(teaching_class.named(asked, snapshot.term_id, LOOKED_AT), scope).to_dicts()
    return [
        Link("teaching_class", row["offering_id"], Name(row["name"] or row["offering_id"]))
        for row in rows
        if row["offering_id"] in own or row["course_code"] in courses
    ]


def _matches(choice: choices.Choice, wanted: str) -> bool:
    names = (choice.key, choice.name.zh, choice.name.en or "")
    return wanted == names[0].casefold() or any(wanted in name.casefold() for name in names[1:])


def people(scope: Scope, asked: str) -> tuple[Link, ...]:
    """Students and teachers with exactly this number or name whom the role may read by name and whose page it may open."""
    wanted = asked.strip()
    if len(wanted) < SHORTEST:
        return ()
    frame = warehouse.read(persons.by_number_or_name(wanted, MOST), scope)
    return tuple(
        Link(row["kind"], row["person_pid"], Name(f"{row['person_no']} {row['full_name'] or ''}".strip()))
        for row in frame.iter_rows(named=True)
        if policy.may_open(scope.role, row["kind"])
    )
